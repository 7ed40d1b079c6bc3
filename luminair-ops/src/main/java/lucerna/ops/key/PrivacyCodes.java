package lucerna.ops.key;

import lucerna.ops.layout.InputPrivacy;
import lucerna.stark.ProofRejectedException;

/** The numbers that stand for privacy choices in a key. */
final class PrivacyCodes {
  private PrivacyCodes() {}

  static int of(InputPrivacy input) {
    return switch (input) {
      case HIDDEN -> 0;
      case PUBLIC -> 1;
      case COMMITTED -> 2;
    };
  }

  static int of(WeightPrivacy weights) {
    return switch (weights) {
      case HIDDEN -> 0;
      case PUBLIC -> 1;
    };
  }

  static InputPrivacy input(int code) throws ProofRejectedException {
    return switch (code) {
      case 0 -> InputPrivacy.HIDDEN;
      case 1 -> InputPrivacy.PUBLIC;
      case 2 -> InputPrivacy.COMMITTED;
      default -> throw Words.wrong("privacy of the input " + code);
    };
  }

  static WeightPrivacy weights(int code) throws ProofRejectedException {
    return switch (code) {
      case 0 -> WeightPrivacy.HIDDEN;
      case 1 -> WeightPrivacy.PUBLIC;
      default -> throw Words.wrong("privacy of the weights " + code);
    };
  }
}
