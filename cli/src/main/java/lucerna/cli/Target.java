package lucerna.cli;

import lucerna.ops.quantise.Options;

/** What the choice of scales is to favour. */
enum Target {
  /** Accuracy at a moderate size of proof. */
  DEFAULT,

  /** Accuracy alone, for inputs no larger than the samples. */
  ACCURACY,

  /** Narrow values and short tables: small and fast proofs. */
  SPEED;

  /** Returns what the quantiser may use. */
  Options options() {
    return switch (this) {
      case DEFAULT -> Options.DEFAULT;
      case ACCURACY -> Options.ACCURACY;
      case SPEED -> Options.SPEED;
    };
  }
}
