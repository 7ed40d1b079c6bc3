package lucerna.field;

import java.util.concurrent.atomic.AtomicInteger;
import lucerna.field.spi.FieldKernels;

/** Inverts whole columns at little more than three products an element. */
public final class BatchInverse {
  private static final int MIN_BLOCK = 1 << 14;

  private BatchInverse() {}

  /**
   * Inverts every element of a column.
   *
   * @param values the elements, none of them 0
   * @param out the inverses; may be {@code values} itself
   * @throws ArithmeticException if an element is 0; the message names the first; {@code out} is
   *     then unspecified
   */
  public static void invert(int[] values, int[] out) {
    requireSameLength(values.length, out.length);
    FieldKernels kernels = Kernels.get();
    run(values.length, (from, to) -> kernels.batchInverse(values, out, from, to));
  }

  /**
   * Inverts every element of a column.
   *
   * @param values the elements, none of them 0
   * @param out the inverses; may be {@code values} itself
   * @throws ArithmeticException if an element is 0; the message names the first; {@code out} is
   *     then unspecified
   */
  public static void invert(SecureColumn values, SecureColumn out) {
    requireSameLength(values.length(), out.length());
    FieldKernels kernels = Kernels.get();
    run(values.length(), (from, to) -> kernels.batchInverse(values, out, from, to));
  }

  /** Inverts a block and returns its first zero, or -1. */
  private interface BlockInverse {
    int invert(int from, int to);
  }

  private static void run(int length, BlockInverse inverse) {
    AtomicInteger firstZero = new AtomicInteger(Integer.MAX_VALUE);
    Parallel.forBlocks(
        length,
        MIN_BLOCK,
        (from, to) -> {
          int zero = inverse.invert(from, to);
          if (zero >= 0) {
            firstZero.accumulateAndGet(zero, Math::min);
          }
        });
    if (firstZero.get() != Integer.MAX_VALUE) {
      throw new ArithmeticException("0 has no inverse: element " + firstZero.get());
    }
  }

  private static void requireSameLength(int values, int out) {
    if (values != out) {
      throw new IllegalArgumentException("lengths differ: " + values + " and " + out);
    }
  }
}
