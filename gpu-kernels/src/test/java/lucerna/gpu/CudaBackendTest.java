package lucerna.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.Backends;
import lucerna.testkit.BackendContract;

/** Whole proofs on an NVIDIA GPU. */
final class CudaBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    Optional<String> absence = new CudaProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no CUDA: " + absence.orElse(""));
    return Backends.open("cuda");
  }
}
