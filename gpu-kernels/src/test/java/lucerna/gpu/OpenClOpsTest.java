package lucerna.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import lucerna.gpu.contract.DeviceContract;

/** The kernels' source through OpenCL, on PoCL's device for the processor or on any other. */
final class OpenClOpsTest extends ColumnOpsContract {
  @Override
  Device open() {
    Optional<String> absence = new OpenClProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no OpenCL: " + absence.orElse(""));
    return Devices.openCl();
  }

  @Override
  DeviceContract.Sizes sizes() {
    return DeviceContract.Sizes.processor();
  }
}
