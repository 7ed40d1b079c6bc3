package lucerna.gpu;

import lucerna.stark.prover.Backend;
import lucerna.testkit.BackendContract;

/** Whole proofs by the interpreted PTX in the least memory. */
final class BlocksBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    return new DeviceBackend(
        "interpreted", new InterpretedDevice(), Long.MAX_VALUE, ProofMemory.Mode.BLOCKS_AND_PASSES);
  }
}
