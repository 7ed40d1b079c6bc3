package lucerna.fri;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.TreeHash;

/**
 * The security parameters of a proof: those of FRI and the bits of work before each kind of
 * challenge. There is no public constructor: a configuration comes from a factory that names its
 * level.
 */
public final class PcsConfig {
  /** Most bits of work before the queries in a planned profile. */
  public static final int MAX_PLANNED_QUERY_POW_BITS = 24;

  /** Most bits of work before any other challenge in a planned profile. */
  public static final int MAX_PLANNED_POW_BITS = 22;

  private static final PcsConfig P100 =
      new PcsConfig(
          Profile.P100.label(),
          TreeHash.BLAKE2S,
          Regime.UNIQUE_DECODING,
          new FriConfig(2, 3, 6, 120),
          new PowBits(20, 16, 8, 14, 4));

  private final String profile;
  private final TreeHash treeHash;
  private final Regime regime;
  private final FriConfig fri;
  private final PowBits pow;

  private PcsConfig(String profile, TreeHash treeHash, Regime regime, FriConfig fri, PowBits pow) {
    this.profile = profile;
    this.treeHash = treeHash;
    this.regime = regime;
    this.fri = fri;
    this.pow = pow;
  }

  /**
   * Bits of work.
   *
   * @param query before the queries
   * @param interaction before the interaction challenges
   * @param ood before the out-of-domain point, and before the point of a key's pins
   * @param batch before the batching challenge
   * @param fold before each fold challenge
   */
  public record PowBits(int query, int interaction, int ood, int batch, int fold) {
    /**
     * Makes bits of work.
     *
     * @throws IllegalArgumentException if one is not in 0 to 64
     */
    public PowBits {
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
   * The level of 100 provable bits with short proofs, in the Johnson regime: the numbers stand in
   * the key, where a planner put them, and {@link lucerna.fri.security.SecurityReport} says whether
   * they reach the level for the key's shape.
   *
   * @param regime the Johnson regime of multiplicity 3 to 8
   * @param fri rate 1/4 to 1/128, folds by 2 to 16, at most 2^8 coefficients at the end and 256
   *     queries
   * @param pow at most 24 bits before the queries and 22 before each other challenge
   * @return the configuration
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static PcsConfig compact(Regime regime, FriConfig fri, PowBits pow) {
    return planned(Profile.P100_COMPACT, TreeHash.BLAKE2S, regime, fri, pow);
  }

  /**
   * A level whose numbers stand in the key, as those of {@link #compact} do.
   *
   * @param profile the level, not {@link Profile#P100}
   * @param treeHash the hash of Merkle trees
   * @param regime the Johnson regime of multiplicity 3 to 8
   * @param fri parameters in the ranges of {@link #compact}
   * @param pow bits of work in its ranges
   * @return the configuration
   * @throws IllegalArgumentException if a number is out of its range, or the level has fixed ones
   *     or does not take the hash
   */
  public static PcsConfig planned(
      Profile profile, TreeHash treeHash, Regime regime, FriConfig fri, PowBits pow) {
    if (!profile.isPlanned()) {
      throw new IllegalArgumentException(profile.label() + " has fixed parameters");
    }
    if (!profile.takes(treeHash)) {
      throw new IllegalArgumentException(profile.label() + " does not take " + treeHash.label());
    }
    FriConfig.requireRange("multiplicity", regime.multiplicity(), 3, 8);
    FriConfig.requireRange("logBlowupFactor", fri.logBlowupFactor(), 2, 7);
    FriConfig.requireRange("logFoldStep", fri.logFoldStep(), 1, 4);
    FriConfig.requireRange("logLastLayerDegreeBound", fri.logLastLayerDegreeBound(), 0, 8);
    FriConfig.requireRange("nQueries", fri.nQueries(), 1, 256);
    FriConfig.requireRange("query work", pow.query, 0, MAX_PLANNED_QUERY_POW_BITS);
    for (int bits : new int[] {pow.interaction, pow.ood, pow.batch, pow.fold}) {
      FriConfig.requireRange("work", bits, 0, MAX_PLANNED_POW_BITS);
    }
    return new PcsConfig(profile.label(), treeHash, regime, fri, pow);
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
    return insecureForTesting(
        Regime.UNIQUE_DECODING,
        fri,
        new PowBits(queryPowBits, interactionPowBits, oodPowBits, batchPowBits, foldPowBits));
  }

  /**
   * Makes a configuration of any regime without any claim of security, for tests and experiments.
   *
   * @param regime the regime
   * @param fri parameters of FRI
   * @param pow bits of work
   * @return the configuration
   */
  public static PcsConfig insecureForTesting(Regime regime, FriConfig fri, PowBits pow) {
    return insecureForTesting(TreeHash.BLAKE2S, regime, fri, pow);
  }

  /**
   * Makes a configuration of any hash and regime without any claim of security, for tests.
   *
   * @param treeHash the hash of Merkle trees
   * @param regime the regime
   * @param fri parameters of FRI
   * @param pow bits of work
   * @return the configuration
   */
  public static PcsConfig insecureForTesting(
      TreeHash treeHash, Regime regime, FriConfig fri, PowBits pow) {
    return new PcsConfig("insecure", treeHash, regime, fri, pow);
  }

  /**
   * Returns the level's name.
   *
   * @return a profile's label, or {@code insecure}
   */
  public String profile() {
    return profile;
  }

  /**
   * Returns the hash of Merkle trees.
   *
   * @return the hash
   */
  public TreeHash treeHash() {
    return treeHash;
  }

  /**
   * Returns the regime that the level is proved in.
   *
   * @return unique decoding, or the Johnson regime
   */
  public Regime regime() {
    return regime;
  }

  /**
   * Returns the work before all challenges.
   *
   * @return bits of work
   */
  public PowBits pow() {
    return pow;
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
   * @param channel absorbs the level's name, then ten words
   */
  public void mixInto(Channel channel) {
    channel.mixBytes(profile.getBytes(StandardCharsets.UTF_8));
    channel.mixU32s(
        regime.multiplicity(),
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
        && treeHash == o.treeHash
        && regime.equals(o.regime)
        && fri.equals(o.fri)
        && pow.equals(o.pow);
  }

  @Override
  public int hashCode() {
    return Objects.hash(profile, treeHash, regime, fri, pow);
  }

  @Override
  public String toString() {
    return "PcsConfig[%s, %s, %s, %s]".formatted(profile, regime, fri, pow);
  }
}
