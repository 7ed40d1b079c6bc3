package lucerna.gpu;

import java.util.EnumMap;
import java.util.Map;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.ProofColumns;
import lucerna.stark.prover.ProofSetup;

/** Passes proofs on to a backend, and asks it beforehand what the last one takes in each mode. */
final class Peaks implements Backend {
  private final DeviceBackend backend;
  private final Map<ProofMemory.Mode, Long> bytes = new EnumMap<>(ProofMemory.Mode.class);

  Peaks(DeviceBackend backend) {
    this.backend = backend;
  }

  long of(ProofMemory.Mode mode) {
    return bytes.getOrDefault(mode, 0L);
  }

  @Override
  public String kind() {
    return backend.kind();
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public ProofColumns begin(ProofSetup setup) {
    for (ProofMemory.Mode mode : ProofMemory.Mode.values()) {
      bytes.put(mode, backend.peakBytes(setup, mode));
    }
    return backend.begin(setup);
  }

  @Override
  public void close() {
    backend.close();
  }
}
