package lucerna.fri;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;

/**
 * The security parameters of a proof: those of FRI and the bits of work before each kind of
 * challenge. There is no public constructor: a configuration comes from a factory that names its
 * level.
 */
public final class PcsConfig {
  private static final PcsConfig P100 =
      new PcsConfig("P100", new FriConfig(2, 3, 6, 120), new PowBits(20, 16, 8, 14, 4));

  private final String profile;
  private final FriConfig fri;
  private final PowBits pow;

  private PcsConfig(String profile, FriConfig fri, PowBits pow) {
    this.profile = profile;
    this.fri = fri;
    this.pow = pow;
  }

  /** Bits of work before the queries, and before the challenges of each other round. */
  private record PowBits(int query, int interaction, int ood, int batch, int fold) {
    PowBits {
      for (int bits : new int[] {query, interaction, ood, batch, fold}) {
        FriConfig.requireRange("powBits", bits, 0, ProofOfWork.MAX_BITS);
      }
    }
  }

  /**
   * The level of 100 provable bits in the unique-decoding regime: rate 1/4, folding by 8, 120
   * queries, work of 20 bits before the queries, 16 before interaction challenges, 8 before the
   * out-of-domain point, 14 before batching and 4 before each fold. Batching is by powers, which
   * loses log2 of the number of functions; 14 bits make up for about 2,000 functions at 2^24 rows.
   *
   * <p>{@link lucerna.fri.security.SecurityReport} itemises the bits for a proof's shape. The last
   * layer of 2^6 coefficients takes 1 KiB; one more layer under it, opened almost everywhere by 120
   * queries, would take more.
   *
   * @return the configuration
   */
  public static PcsConfig p100() {
    return P100;
  }

  /**
   * Makes a configuration without any claim of security, for tests and experiments.
   *
   * @param fri parameters of FRI
   * @param queryPowBits bits of work before the queries
   * @param interactionPowBits bits of work before the interaction challenges
   * @param oodPowBits bits of work before the out-of-domain point
   * @param batchPowBits bits of work before the batching challenge
   * @param foldPowBits bits of work before each fold challenge
   * @return the configuration
   * @throws IllegalArgumentException if bits of work are not in 0 to 64
   */
  public static PcsConfig insecureForTesting(
      FriConfig fri,
      int queryPowBits,
      int interactionPowBits,
      int oodPowBits,
      int batchPowBits,
      int foldPowBits) {
    return new PcsConfig(
        "insecure",
        fri,
        new PowBits(queryPowBits, interactionPowBits, oodPowBits, batchPowBits, foldPowBits));
  }

  /**
   * Returns the level's name.
   *
   * @return {@code P100} or {@code insecure}
   */
  public String profile() {
    return profile;
  }

  /**
   * Returns the parameters of FRI.
   *
   * @return the parameters
   */
  public FriConfig fri() {
    return fri;
  }

  /**
   * Returns the work before the queries.
   *
   * @return in bits
   */
  public int queryPowBits() {
    return pow.query;
  }

  /**
   * Returns the work before the interaction challenges.
   *
   * @return in bits
   */
  public int interactionPowBits() {
    return pow.interaction;
  }

  /**
   * Returns the work before the out-of-domain point.
   *
   * @return in bits
   */
  public int oodPowBits() {
    return pow.ood;
  }

  /**
   * Returns the work before the batching challenge.
   *
   * @return in bits
   */
  public int batchPowBits() {
    return pow.batch;
  }

  /**
   * Returns the work before each fold challenge.
   *
   * @return in bits
   */
  public int foldPowBits() {
    return pow.fold;
  }

  /**
   * Absorbs all parameters, which must come before everything that depends on them.
   *
   * @param channel absorbs the level's name, then nine words
   */
  public void mixInto(Channel channel) {
    channel.mixBytes(profile.getBytes(StandardCharsets.UTF_8));
    channel.mixU32s(
        fri.logBlowupFactor(),
        fri.logFoldStep(),
        fri.logLastLayerDegreeBound(),
        fri.nQueries(),
        pow.query,
        pow.interaction,
        pow.ood,
        pow.batch,
        pow.fold);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PcsConfig o
        && profile.equals(o.profile)
        && fri.equals(o.fri)
        && pow.equals(o.pow);
  }

  @Override
  public int hashCode() {
    return Objects.hash(profile, fri, pow);
  }

  @Override
  public String toString() {
    return "PcsConfig[%s, %s, %s]".formatted(profile, fri, pow);
  }
}
