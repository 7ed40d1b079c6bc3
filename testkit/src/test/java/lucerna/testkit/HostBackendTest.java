package lucerna.testkit;

import lucerna.stark.prover.Backend;
import lucerna.stark.prover.Backends;

/** The contract on itself: the host's proofs are the same each time, and are accepted. */
final class HostBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    return Backends.host();
  }
}
