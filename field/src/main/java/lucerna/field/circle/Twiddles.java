package lucerna.field.circle;

import java.util.concurrent.atomic.AtomicReferenceArray;
import lucerna.field.Kernels;
import lucerna.field.spi.FieldKernels;

/**
 * The FFT's twiddles of one size, as {@link lucerna.field.spi.FieldKernels} wants them. Each table
 * is computed once and shared by all sizes that use it.
 *
 * @param forward the tables 2 to logSize; shared, not to be changed
 * @param inverse their entries' inverses; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the kernels, which only read them
public record Twiddles(int[][] forward, int[][] inverse) {
  private static final AtomicReferenceArray<Twiddles> BY_LOG_SIZE =
      new AtomicReferenceArray<>(CirclePoint.LOG_ORDER);

  /**
   * Returns the twiddles of a canonic domain.
   *
   * @param logSize log of its size
   * @return tables up to that size
   */
  public static Twiddles of(int logSize) {
    Twiddles cached = BY_LOG_SIZE.get(logSize);
    return cached != null ? cached : compute(logSize);
  }

  private static synchronized Twiddles compute(int logSize) {
    Twiddles cached = BY_LOG_SIZE.get(logSize);
    if (cached != null) {
      return cached;
    }
    int[][] forward = new int[logSize + 1][];
    int[][] inverse = new int[logSize + 1][];
    if (logSize >= 2) {
      Twiddles smaller = compute(logSize - 1);
      System.arraycopy(smaller.forward, 0, forward, 0, logSize);
      System.arraycopy(smaller.inverse, 0, inverse, 0, logSize);
      forward[logSize] = table(logSize);
      inverse[logSize] = new int[forward[logSize].length];
      // In this thread: to wait for the pool while holding the lock could block it for good.
      Kernels.get().batchInverse(forward[logSize], inverse[logSize], 0, 1 << (logSize - 2));
    } else {
      forward[0] = forward[1] = inverse[0] = inverse[1] = new int[0];
    }
    Twiddles twiddles = new Twiddles(forward, inverse);
    BY_LOG_SIZE.set(logSize, twiddles);
    return twiddles;
  }

  /** The x coordinates at the storage positions 0, 4, 8, ... of the canonic domain. */
  private static int[] table(int logSize) {
    Coset coset = new CanonicCoset(logSize).domain().halfCoset();
    int size = 1 << (logSize - 2);
    int[] xs = new int[size + FieldKernels.TWIDDLE_PADDING];
    CirclePoint point = coset.at(0);
    CirclePoint step = coset.step();
    for (int k = 0; k < size; k++) {
      xs[BitReversal.reverse(k, logSize - 2)] = point.x();
      point = point.add(step);
    }
    return xs;
  }
}
