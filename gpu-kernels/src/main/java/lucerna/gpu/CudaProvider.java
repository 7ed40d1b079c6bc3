package lucerna.gpu;

import lucerna.stark.prover.Backend;
import lucerna.stark.prover.BackendProvider;

/** Proofs on the first device of NVIDIA's driver. */
public final class CudaProvider implements BackendProvider {
  /** For the service loader. */
  public CudaProvider() {}

  @Override
  public String kind() {
    return "cuda";
  }

  @Override
  public Backend open() {
    return new DeviceBackend(kind(), Devices.cuda());
  }
}
