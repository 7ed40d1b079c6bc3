package lucerna.ops.prover;

import lucerna.fri.Profile;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.UserException;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.Privacy;
import lucerna.ops.layout.InputPrivacy;
import org.jspecify.annotations.Nullable;

/**
 * Choices that end up in a key.
 *
 * @param proofs how many proofs hidden weights shall serve, at least 1
 * @param privacy what the verifier learns
 * @param zeroKnowledge whether proofs are masked
 * @param profile the level and kind of proofs
 * @param hash the hash of Merkle trees, one that the profile takes
 * @param target what verifying shall cost on chain; null for the smallest proofs
 */
public record KeyOptions(
    int proofs,
    Privacy privacy,
    boolean zeroKnowledge,
    Profile profile,
    TreeHash hash,
    ChainCost.@Nullable Target target) {
  /** The default number of proofs. */
  public static final int DEFAULT_PROOFS = 1000;

  /** Everything hidden, for the default number of proofs. */
  public static final KeyOptions DEFAULT = new KeyOptions(DEFAULT_PROOFS, Privacy.HIDDEN, true);

  /**
   * Makes choices for {@link Profile#P100}.
   *
   * @param proofs how many proofs hidden weights shall serve
   * @param privacy what the verifier learns
   * @param zeroKnowledge whether proofs are masked
   */
  public KeyOptions(int proofs, Privacy privacy, boolean zeroKnowledge) {
    this(proofs, privacy, zeroKnowledge, Profile.P100);
  }

  /**
   * Makes choices with the profile's own hash.
   *
   * @param proofs how many proofs hidden weights shall serve
   * @param privacy what the verifier learns
   * @param zeroKnowledge whether proofs are masked
   * @param profile the level and kind of proofs
   */
  public KeyOptions(int proofs, Privacy privacy, boolean zeroKnowledge, Profile profile) {
    this(proofs, privacy, zeroKnowledge, profile, profile.defaultHash(), null);
  }

  /**
   * Checks that the choices go together.
   *
   * @throws UserException if the profile does not take the hash, or committed inputs and they are
   *     asked for
   */
  public void requireConsistent() {
    if (!profile.takes(hash)) {
      throw new UserException(
          "Profile %s does not take the hash %s: %s and %s are for P100-chain, %s for the others."
              .formatted(
                  profile.label(),
                  hash.label(),
                  TreeHash.BLAKE2S_248.label(),
                  TreeHash.POSEIDON252.label(),
                  TreeHash.BLAKE2S.label()));
    }
    if (profile != Profile.P100 && privacy.input() == InputPrivacy.COMMITTED) {
      throw new UserException(KeyContent.COMMITTED_AND_LISTED.formatted(profile.label()) + ".");
    }
  }
}
