package lucerna.cli;

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

  Options options() {
    return target == null ? Options.DEFAULT : target.options();
  }
}
