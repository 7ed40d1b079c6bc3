package lucerna.cli;

import lucerna.field.Kernels;
import lucerna.fri.hash.BulkHash;
import lucerna.ops.UserException;
import picocli.CommandLine.Option;

/** What to compute with. */
final class BackendArgument {
  @Option(
      names = "--backend",
      paramLabel = "auto|scalar|simd",
      defaultValue = "auto",
      description =
          "What to compute with: vector instructions (simd) or plain loops (default: auto, the best"
              + " there is). Proofs do not depend on it.")
  Backend backend = Backend.AUTO;

  /**
   * Makes this process compute with what was asked for, and lets that get ready.
   *
   * @param verb says it where the best there is are plain loops
   * @throws UserException if vectors were asked for and cannot be had
   */
  void apply(Verb verb) {
    backend.use();
    String obstacle = Backend.whyNoVectors();
    if (obstacle != null && backend == Backend.SIMD) {
      throw new UserException("--backend simd cannot be had: " + obstacle + ".");
    }
    if (obstacle != null && !verb.quiet) {
      verb.warn("scalar kernels, since %s", obstacle);
    }
    Kernels.get().prepare();
    BulkHash.get().prepare();
  }
}
