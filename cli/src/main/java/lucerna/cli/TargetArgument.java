package lucerna.cli;

import lucerna.ops.UserException;
import lucerna.ops.quantise.Options;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What scales are to favour. */
final class TargetArgument {
  @Option(
      names = "--target",
      paramLabel = "accuracy|speed|default",
      description =
          "Whether scales favour accuracy, or small and fast proofs (default: a bit of both).")
  @Nullable Target target;

  @Option(
      names = "--max-error",
      paramLabel = "PERCENT",
      description =
          "Take the cheapest scales whose mean absolute error on the samples is at most this, in"
              + " percent of each output's range; integers must be exact.")
  @Nullable Double maxError;

  @Option(
      names = "--saturate",
      description =
          "Clamp what leaves the measured ranges to their ends, instead of refusing the input; part"
              + " of the key.")
  boolean saturate;

  /** Refuses what cannot be meant. */
  void check() {
    Double most = maxError;
    if (most == null) {
      return;
    }
    if (target != null) {
      throw new UserException("--max-error chooses what --target would: give only one.");
    }
    if (!(most >= 0 && most <= 100)) {
      throw new UserException("--max-error takes 0 to 100 percent, not " + most + ".");
    }
  }

  /** Returns whether the user said anything. */
  boolean isGiven() {
    return target != null || maxError != null;
  }

  Options options() {
    return (target == null ? Options.DEFAULT : target.options()).saturating(saturate);
  }
}
