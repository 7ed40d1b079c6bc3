package lucerna.field.simd;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import lucerna.air.Blocks;
import lucerna.air.spi.BlockKernels;
import lucerna.field.Kernels;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;

/**
 * Calls each kernel until a call allocates no more than its scratch columns. It ends with 1 and a
 * line for the first that never does so.
 */
final class Allocations {
  private static final int N = 1 << 15;
  private static final long SCRATCH = 64 << 10;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final FieldKernels kernels = Kernels.get();
  private final HashKernels hashes = BulkHash.get();

  private static int[] ones() {
    int[] values = new int[N];
    Arrays.fill(values, 1);
    return values;
  }

  private static SecureColumn secureOnes() {
    return new SecureColumn(ones(), ones(), ones(), ones());
  }

  private void checkTransforms() {
    int log = Integer.numberOfTrailingZeros(N);
    int[][] twiddles = new int[log + 2][];
    for (int k = 2; k < twiddles.length; k++) {
      twiddles[k] = Arrays.copyOf(ones(), (1 << (k - 2)) + FieldKernels.TWIDDLE_PADDING);
    }
    int[] values = ones();
    int[] wide = new int[2 * N];
    int[] ordered = new int[N];
    settles("interpolate", 0, () -> kernels.interpolate(values, twiddles));
    settles("evaluate", 0, () -> kernels.evaluate(values, log, twiddles));
    settles("evaluate apart", 0, () -> kernels.evaluate(values, wide, twiddles));
    settles("order", 8 << 10, () -> kernels.toStorage(values, ordered));
  }

  private void checkSums() {
    SecureColumn acc = secureOnes();
    int[][] columns = {ones(), ones(), ones(), ones(), ones()};
    SecureColumn weights = secureOnes();
    SecureColumn five = SecureColumn.zeros(columns.length);
    five.set(3, QM31.ONE);
    settles("combine", 1024, () -> kernels.accumulate(acc, columns, five, 0, N));
    settles("dot", 4096, () -> kernels.dot(weights, columns[0], 0));
    settles("multiply", 0, () -> kernels.mul(columns[0], columns[1], columns[2], 0, N));
    settles("add products", 0, () -> kernels.mulAdd(columns[0], columns[1], columns[2], 0, N));
    settles("multiply secure", SCRATCH, () -> kernels.mul(weights, weights, acc, 0, N));
  }

  private void checkQuotientsAndFolds() {
    SecureColumn values = secureOnes();
    SecureColumn out = secureOnes();
    int[] ones = ones();
    settles("multiply complex", SCRATCH, () -> kernels.mul(values, ones, ones, 0, N));
    settles("fold", SCRATCH, () -> kernels.fold(values, 0, ones, 0, QM31.ONE, out, 0, N / 2));
  }

  private void checkBlocks() {
    BlockKernels blocks = Blocks.get();
    int[][] x = new int[10][];
    Arrays.setAll(x, t -> ones());
    int[] at = new int[x.length];
    int[] factors = new int[4 * (x.length + 1)];
    int[][] out = secureOnes().coordinates();
    settles("combine blocks", 0, () -> blocks.combine(x, at, factors, out, 0, N));
    settles("add products of blocks", 0, () -> blocks.addProducts(x, at, out, 0, N));
    settles("add secure products", 0, () -> blocks.addSecureProduct(x, at, out, 0, N));
    settles("multiply blocks", 0, () -> blocks.multiply(x, at, out[0], 0, N));
    settles("add blocks", 0, () -> blocks.add(x, at, out[0], 0, N));
    settles("subtract blocks", 0, () -> blocks.subtract(x, at, out[0], 0, N));
    settles("map blocks", 0, () -> blocks.affine(x, at, 3, 4, out[0], 0, N));
  }

  private void checkInversions() {
    int[] values = ones();
    SecureColumn secure = secureOnes();
    settles("invert", SCRATCH, () -> kernels.batchInverse(values, values, 0, N));
    settles("invert secure", 4 * SCRATCH, () -> kernels.batchInverse(secure, secure, 0, N));
  }

  private void checkHashes() {
    int[] initial = new int[8];
    int height = 1 << 12;
    int[] nodes = new int[16 * height];
    Leaves leaves = new Leaves(initial, new int[20][height], new int[4 * height], 0);
    Leaves cosets = new Leaves(initial, new int[4][8 * height], null, 3);
    settles("leaves", SCRATCH, () -> hashes.hashLeaves(leaves, nodes, 0, height));
    settles("cosets", SCRATCH, () -> hashes.hashLeaves(cosets, nodes, 0, height));
    settles("nodes", SCRATCH, () -> hashes.hashNodes(initial, nodes, height / 2, height));
    settles("search", SCRATCH, () -> hashes.search(initial, 64, 0, height));
    int count = 256;
    long[] states = new long[3 * HashKernels.FELT_WORDS * count];
    settles("permutations", SCRATCH, () -> hashes.permute(states, count));
  }

  /** Runs until one run allocates no more than allowed, which it does as soon as it is compiled. */
  private void settles(String what, long allowed, Runnable run) {
    long start = System.nanoTime();
    long least = Long.MAX_VALUE;
    // The measurement itself may allocate a little at first.
    while (least > allowed) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        System.out.println(what + " allocates " + least + " bytes");
        System.exit(1);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      run.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
  }

  public static void main(String[] args) {
    Allocations all = new Allocations();
    all.checkTransforms();
    all.checkSums();
    all.checkQuotientsAndFolds();
    all.checkBlocks();
    all.checkInversions();
    all.checkHashes();
    System.out.println("settled with " + all.kernels.getClass().getSimpleName());
  }
}
