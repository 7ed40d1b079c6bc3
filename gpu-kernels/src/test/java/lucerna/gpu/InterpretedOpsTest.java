package lucerna.gpu;

import java.util.stream.IntStream;

/** The PTX itself, interpreted, at small sizes. */
final class InterpretedOpsTest extends ColumnOpsContract {
  @Override
  Device open() {
    return new InterpretedDevice();
  }

  @Override
  int maxLog() {
    return 13;
  }

  @Override
  int maxLogTree() {
    return 10;
  }

  @Override
  IntStream lengths() {
    return IntStream.of(1, 2, 3, 256, 257, 1023, 1024, 2049);
  }
}
