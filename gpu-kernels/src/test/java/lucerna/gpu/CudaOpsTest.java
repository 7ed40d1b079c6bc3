package lucerna.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import lucerna.gpu.contract.DeviceContract;

/** The PTX on an NVIDIA GPU. */
final class CudaOpsTest extends ColumnOpsContract {
  @Override
  Device open() {
    Optional<String> absence = new CudaProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no CUDA: " + absence.orElse(""));
    return Devices.cuda();
  }

  @Override
  DeviceContract.Sizes sizes() {
    return DeviceContract.Sizes.gpu();
  }
}
