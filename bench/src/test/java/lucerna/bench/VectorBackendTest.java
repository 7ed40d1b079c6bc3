package lucerna.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import lucerna.field.Kernels;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.Backends;
import lucerna.testkit.BackendContract;

/** Whole proofs with the vector kernels; the contract's own are made with the scalar ones. */
final class VectorBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "skipped, no vectors in this run");
    assertEquals("vector", Kernels.get().name());
    return Backends.host();
  }
}
