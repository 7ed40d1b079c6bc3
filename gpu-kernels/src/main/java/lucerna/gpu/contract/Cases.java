package lucerna.gpu.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lucerna.field.Kernels;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;

/** Cases of one kind, and what they compare with. What differs is an {@link AssertionError}. */
abstract class Cases {
  final ColumnOps ops;
  final FieldKernels scalar = Kernels.scalar();
  final Columns random = new Columns(11);

  Cases(ColumnOps ops) {
    this.ops = ops;
  }

  /** Adds the cases. */
  abstract void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases);

  /** Adds one case for each of some sizes. */
  static void each(
      List<DeviceContract.Case> cases,
      String operation,
      String unit,
      IntStream sizes,
      IntConsumer check) {
    sizes.forEach(
        size ->
            cases.add(new DeviceContract.Case(operation, unit + size, () -> check.accept(size))));
  }

  final DeviceColumns columns(int[]... columns) {
    return DeviceColumns.of(ops.device(), columns);
  }

  final DeviceColumns columns(SecureColumn column) {
    return DeviceColumns.of(ops.device(), column);
  }

  final DeviceColumns empty(int count, int length) {
    return DeviceColumns.allocate(ops.device(), count, length);
  }

  static int[][] each(int[][] columns, UnaryOperator<int[]> change) {
    return Stream.of(columns).map(change).toArray(int[][]::new);
  }

  /** Compares words, and names the first that differs. */
  static void same(int[] expected, int[] actual) {
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new AssertionError(
          "word %d of %d is %s, but the device gives %s"
              .formatted(at, expected.length, word(expected, at), word(actual, at)));
    }
  }

  private static String word(int[] words, int at) {
    return at < words.length ? String.valueOf(words[at]) : "nothing";
  }

  static void same(int[][] expected, int[][] actual) {
    same((Object) expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      same(expected[i], actual[i]);
    }
  }

  static void same(SecureColumn expected, DeviceColumns actual) {
    same(expected.coordinates(), actual.read());
  }

  static void same(Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError(expected + " is right, but the device gives " + actual);
    }
  }

  /** Requires that something is refused, and returns why. */
  static String refused(Class<? extends RuntimeException> type, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (type.isInstance(e)) {
        return String.valueOf(e.getMessage());
      }
      throw new AssertionError("refused for another reason", e);
    }
    throw new AssertionError("what does not fit is not refused");
  }
}
