package lucerna.ops.prover;

import lucerna.fri.Profile;
import lucerna.ops.UserException;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.Privacy;
import lucerna.ops.layout.InputPrivacy;

/**
 * Choices that end up in a key.
 *
 * @param proofs how many proofs hidden weights shall serve, at least 1
 * @param privacy what the verifier learns
 * @param zeroKnowledge whether proofs are masked
 * @param profile the level and kind of proofs
 */
public record KeyOptions(int proofs, Privacy privacy, boolean zeroKnowledge, Profile profile) {
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
   * Checks that the choices go together.
   *
   * @throws UserException if the profile does not take committed inputs and they are asked for
   */
  public void requireConsistent() {
    if (profile != Profile.P100 && privacy.input() == InputPrivacy.COMMITTED) {
      throw new UserException(KeyContent.COMMITTED_AND_LISTED.formatted(profile.label()) + ".");
    }
  }
}
