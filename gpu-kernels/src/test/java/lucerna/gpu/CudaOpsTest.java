package lucerna.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.stream.IntStream;

/** The PTX on an NVIDIA GPU. */
final class CudaOpsTest extends ColumnOpsContract {
  @Override
  Device open() {
    Optional<String> absence = new CudaProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no CUDA: " + absence.orElse(""));
    return Devices.cuda();
  }

  @Override
  int maxLog() {
    return 22;
  }

  @Override
  int maxLogTree() {
    return 18;
  }

  @Override
  IntStream lengths() {
    return IntStream.of(1, 2, 3, 255, 256, 257, 1023, 1025, 2049, 1 << 20, (1 << 21) + 5);
  }
}
