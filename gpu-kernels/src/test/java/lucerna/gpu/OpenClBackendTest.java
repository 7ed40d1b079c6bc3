package lucerna.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.Backends;
import lucerna.testkit.BackendContract;

/** Whole proofs through OpenCL, on PoCL's device for the processor or on any other. */
final class OpenClBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    Optional<String> absence = new OpenClProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no OpenCL: " + absence.orElse(""));
    return Backends.open("opencl");
  }
}
