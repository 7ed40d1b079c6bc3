package lucerna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import lucerna.field.Kernels;
import lucerna.fri.hash.BulkHash;
import lucerna.ops.UserException;
import lucerna.stark.prover.BackendException;
import lucerna.stark.prover.Backends;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to compute with. */
final class BackendArgument {
  /* Where there is none of these, there is no NVIDIA GPU to look for: the driver makes it. */
  private static final Path NVIDIA = Path.of("/dev/nvidiactl");

  @Option(
      names = "--backend",
      paramLabel = "auto|scalar|simd|cuda|opencl",
      defaultValue = "auto",
      description =
          "What to compute with: an NVIDIA GPU (cuda), an OpenCL device (opencl), the processor's"
              + " vector instructions (simd) or plain loops (scalar) (default: auto, the best there"
              + " is, OpenCL never). Proofs do not depend on it.")
  Backend backend = Backend.AUTO;

  /** What a verb holds while it computes: gives a device back. */
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Makes this process compute with what was asked for, and lets that get ready.
   *
   * @param verb says it where the best there is are plain loops, or not the GPU
   * @return to be closed when all is computed
   * @throws UserException if vectors or a device were asked for and cannot be had
   */
  Use apply(Verb verb) {
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
    lucerna.stark.prover.Backend device = device(verb);
    return () -> {
      Backends.useHost();
      if (device != null) {
        device.close();
      }
    };
  }

  private lucerna.stark.prover.@Nullable Backend device(Verb verb) {
    if (!backend.isDevice() && !(backend == Backend.AUTO && Files.exists(NVIDIA))) {
      return null;
    }
    String kind = backend.isDevice() ? backend.label() : Backend.CUDA.label();
    try {
      var device = Backends.open(kind);
      Backends.use(device, backend.isDevice() ? null : reason -> processor(verb, reason));
      return device;
    } catch (BackendException e) {
      if (backend.isDevice()) {
        throw new UserException("--backend " + kind + " cannot be had: " + e.getMessage() + ".");
      }
      processor(verb, e);
      return null;
    }
  }

  private static void processor(Verb verb, BackendException reason) {
    if (!verb.quiet) {
      verb.warn("the processor proves, not the GPU: %s", String.valueOf(reason.getMessage()));
    }
  }
}
