package lucerna.field.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.spi.FieldKernels;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.HashKernels;
import org.junit.jupiter.api.Test;

/** Kernels may change from scalar to vectors at any moment: results are the same all the time. */
final class WarmupTest {
  private static final int LOG_SIZE = 10;
  private static final long NANOS = 1_500_000_000L;

  @Test
  void resultsDoNotChangeWhileKernelsGetHot() {
    FieldKernels field = new VectorKernels();
    HashKernels hash = new VectorHashKernels();
    SplittableRandom random = new SplittableRandom(1);
    int[] values = random.ints(1 << LOG_SIZE, 0, M31.P).toArray();
    int[][] twiddles = new int[LOG_SIZE + 1][];
    for (int k = 2; k <= LOG_SIZE; k++) {
      twiddles[k] = random.ints((1 << (k - 2)) + FieldKernels.TWIDDLE_PADDING, 0, M31.P).toArray();
    }
    int[] initial = random.ints(8).toArray();
    int[] nodes = values.clone();
    BulkHash.scalar().hashNodes(initial, nodes, 32, 64);
    int[] coefficients = values.clone();
    Kernels.scalar().interpolate(coefficients, twiddles);
    Warmup.FFT.start();
    Warmup.HASH.start();
    Warmup.SECURE.start();
    long end = System.nanoTime() + NANOS;
    while (System.nanoTime() - end < 0) {
      int[] v = values.clone();
      field.interpolate(v, twiddles);
      assertArrayEquals(coefficients, v);
      int[] n = values.clone();
      hash.hashNodes(initial, n, 32, 64);
      assertArrayEquals(nodes, n);
    }
  }

  /** Kernels of which little is asked are never warmed; those of which much is are at once. */
  @Test
  void warmingBeginsWhenTheWorkIsWorthIt() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var warmup = new Warmup(new Begun(begun), 100);
    warmup.did(100);
    assertFalse(begun.await(50, TimeUnit.MILLISECONDS), "begun for too little");
    warmup.did(1);
    assertTrue(begun.await(1, TimeUnit.MINUTES), "not begun");
  }

  private record Begun(CountDownLatch latch) implements Warmup.Trial {
    @Override
    public void vector() {
      latch.countDown();
    }

    @Override
    public void scalar() {
      // Slower, so that the vector kernel wins and the warming ends.
      LockSupport.parkNanos(1_000_000);
    }

    @Override
    public void empty() {
      // Nothing to compile.
    }
  }
}
