package lucerna.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.stream.IntStream;

/** The kernels' source through OpenCL, on PoCL's device for the processor or on any other. */
final class OpenClOpsTest extends ColumnOpsContract {
  @Override
  Device open() {
    Optional<String> absence = new OpenClProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no OpenCL: " + absence.orElse(""));
    return Devices.openCl();
  }

  @Override
  int maxLog() {
    return 16;
  }

  @Override
  int maxLogTree() {
    return 11;
  }

  @Override
  IntStream lengths() {
    return IntStream.of(1, 2, 3, 255, 256, 257, 1023, 1024, 1025, 2047, 2048, 2049, 1 << 16);
  }
}
