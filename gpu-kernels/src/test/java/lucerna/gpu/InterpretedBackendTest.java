package lucerna.gpu;

import lucerna.stark.prover.Backend;
import lucerna.testkit.BackendContract;

/** Whole proofs by the interpreted PTX: what a GPU will do, on any machine. */
final class InterpretedBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    return new DeviceBackend("interpreted", new InterpretedDevice());
  }
}
