package lucerna.gpu;

import lucerna.stark.prover.Backend;
import lucerna.stark.prover.BackendProvider;

/** Proofs on the first device of an OpenCL driver. */
public final class OpenClProvider implements BackendProvider {
  /** For the service loader. */
  public OpenClProvider() {}

  @Override
  public String kind() {
    return "opencl";
  }

  @Override
  public Backend open() {
    return new DeviceBackend(kind(), Devices.openCl());
  }
}
