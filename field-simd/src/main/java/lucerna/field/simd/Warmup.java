package lucerna.field.simd;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lucerna.field.Kernels;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;

/**
 * Decides when a kind of vector kernels is taken: as soon as it is measured to be faster than the
 * scalar one. Until the optimising compiler has done with them every vector is an object, and they
 * are a hundred times slower.
 *
 * <p>To get them compiled costs time, too, so it is begun when the scalar kernels have done work
 * that took them about as long: whoever does little never pays, and whoever does much pays at most
 * twice. Work is counted and not timed, since a clock runs on while other processes have the cores.
 * A thread of its own then runs the kernels on small inputs. Where the system property {@code
 * lucerna.kernels} asks for the vector kernels by name, they are taken at once.
 */
final class Warmup {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long LIMIT_NANOS = 10_000L * NANOS_PER_MILLI;

  /**
   * The FFT; work is butterflies, of which the scalar one does some 250 million a second. Its eight
   * large kernels are the dearest to get hot: two seconds of a processor, the trial's turns
   * included, so that one proof of some hundred columns of 2^13 rows ends sooner without.
   */
  static final Warmup FFT = new Warmup(new FftTrial(), 600_000_000);

  /** Hashing; work is compressions, of which the scalar one does some 2 million a second. */
  static final Warmup HASH = new Warmup(new HashTrial(), 200_000);

  /**
   * Poseidon; work is permutations, of which the scalar one does some 50,000 a second. Who needs
   * thousands needs a million, so it begins early and is not given up soon.
   */
  static final Warmup HADES = new Warmup(new HadesTrial(), 2_000, 6 * LIMIT_NANOS);

  /**
   * Batch inversion, products and sums of secure columns; work is products in M31, of which the
   * scalar ones do some billion a second.
   */
  static final Warmup SECURE = new Warmup(new SecureTrial(), 600_000_000);

  /**
   * Evaluation of programs; work is products in M31, of which the scalar loops do some billion a
   * second.
   */
  static final Warmup BLOCKS = new Warmup(new BlockTrial(), 600_000_000);

  private static final int WINS = 2;
  private static final int EMPTY_CALLS = 250;
  private static final boolean FORCED = "vector".equals(System.getProperty("lucerna.kernels"));

  private final Trial trial;
  private final long limit;
  private final long patience;
  private final AtomicLong done = new AtomicLong();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean hot;

  Warmup(Trial trial, long limit) {
    this(trial, limit, LIMIT_NANOS);
  }

  private Warmup(Trial trial, long limit, long patience) {
    this.trial = trial;
    this.limit = limit;
    this.patience = patience;
  }

  /** The same work by both kinds of kernels. */
  interface Trial {
    void vector();

    void scalar();

    /** Calls loops on empty ranges. */
    void empty();
  }

  /** Says whether the vector kernels are to be taken. */
  boolean hot() {
    return hot || FORCED;
  }

  /**
   * Counts work that the scalar kernels did in place of the vector ones.
   *
   * @param work how much, in this kind's unit
   */
  void did(long work) {
    if (!started.get() && done.addAndGet(work) > limit) {
      start();
    }
  }

  /** Starts to warm the kernels, if nobody has yet. */
  void start() {
    if (started.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("lucerna-warmup").start(this::warm);
    }
  }

  /*
   * A method is compiled after thousands of turns or of calls. Turns are slow until then, so most of the calls are
   * empty; some turns are needed lest the compiler take the loops for dead.
   */
  private void warm() {
    int wins = 0;
    for (long total = 0; wins < WINS && total < patience; ) {
      long t0 = System.nanoTime();
      trial.vector();
      long t1 = System.nanoTime();
      trial.scalar();
      long t2 = System.nanoTime();
      wins = t1 - t0 < t2 - t1 ? wins + 1 : 0;
      for (int i = 0; i < EMPTY_CALLS; i++) {
        trial.empty();
      }
      total += System.nanoTime() - t0;
      // Leaves half of the time to the compiler, which may have but this core.
      pause(Math.clamp((t2 - t0) / NANOS_PER_MILLI, 1, 10));
    }
    hot = wins == WINS;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int[] ones(int length) {
    int[] values = new int[length];
    Arrays.fill(values, 1);
    return values;
  }

  private static final class FftTrial implements Trial {
    private static final int LOG_SIZE = VectorFft.MIN_LOG_SIZE;
    private final FieldKernels scalar = Kernels.scalar();
    private final int[] values = new int[1 << LOG_SIZE];
    private final int[] ordered = new int[1 << LOG_SIZE];
    private final int[][] twiddles = new int[LOG_SIZE + 1][];

    FftTrial() {
      for (int k = 2; k <= LOG_SIZE; k++) {
        twiddles[k] = ones((1 << (k - 2)) + FieldKernels.TWIDDLE_PADDING);
      }
    }

    @Override
    public void vector() {
      VectorFft.interpolate(values, twiddles);
      VectorFft.evaluate(values, LOG_SIZE, twiddles);
      VectorRowOrder.toStorage(values, ordered);
    }

    @Override
    public void scalar() {
      scalar.interpolate(values, twiddles);
      scalar.evaluate(values, LOG_SIZE, twiddles);
      scalar.toStorage(values, ordered);
    }

    @Override
    public void empty() {
      int[] none = twiddles[2];
      FftForward.forwardTwo(values, 0, values, 0, 0, 1, none, none);
      FftForward.forwardThree(values, 0, 0, 1, none, none, none);
      FftInverse.inverseTwo(values, 0, 0, 1, none, none);
      FftInverse.inverseThree(values, 0, 0, 1, none, none, none);
      FftNearForward.first(values, 0, 0, twiddles);
      FftNearForward.last(values, 0, 0, twiddles);
      FftNearInverse.first(values, 0, 0, twiddles);
      FftNearInverse.last(values, 0, 0, twiddles, LOG_SIZE);
    }
  }

  private static final class HashTrial implements Trial {
    private static final int N = 2 * Lanes.COUNT;
    private final HashKernels scalar = BulkHash.scalar();
    private final int[] initial = new int[8];
    private final int[] nodes = new int[16 * N];
    private final Leaves leaves = new Leaves(initial, new int[16][N], null, 0);
    private final int[] block = new int[BlakeLanes.BLOCK_WORDS * Lanes.COUNT];

    @Override
    public void vector() {
      VectorBlake.hashLeaves(leaves, nodes, 0, N);
      VectorBlake.hashNodes(initial, nodes, N / 2, N);
      VectorBlake.search(initial, Long.SIZE, 0, N);
    }

    @Override
    public void scalar() {
      scalar.hashLeaves(leaves, nodes, 0, N);
      scalar.hashNodes(initial, nodes, N / 2, N);
      scalar.search(initial, Long.SIZE, 0, N);
    }

    @Override
    public void empty() {
      BlakeLanes.compress(block, block, BlakeLanes.ROUNDS, block, block);
    }
  }

  private static final class HadesTrial implements Trial {
    private static final int N = 4 * FeltLanes.COUNT;
    private final HashKernels scalar = BulkHash.scalar();
    private final long[] states = new long[3 * HashKernels.FELT_WORDS * N];
    private final long[] none = {};

    @Override
    public void vector() {
      VectorHades.permute(states, N);
    }

    @Override
    public void scalar() {
      scalar.permute(states, N);
    }

    @Override
    public void empty() {
      VectorHades.empty(none);
    }
  }

  private static final class SecureTrial implements Trial {
    private static final int N = 4 * InverseLoops.CHAINS;
    private final FieldKernels scalar = Kernels.scalar();
    private final SecureColumn column = new SecureColumn(ones(N), ones(N), ones(N), ones(N));
    private final SecureColumn out = SecureColumn.zeros(N);
    private final int[][] columns = column.coordinates();
    private final int[] scratch = new int[N];
    private final int[] factors = VectorFold.factors(QM31.ONE);
    private final long[] sums = new long[2 * Lanes.COUNT];

    @Override
    public void vector() {
      VectorSecure.mul(column, column, out, 0, N);
      VectorInverse.invert(column, out, 0, N);
      VectorSums.accumulate(out, columns, column, 0, N);
      VectorKernels.dotAll(column, column.b(), 0);
      VectorFold.mul(out.a(), out.b(), column.a(), column.b(), 0, N);
      VectorFold.fold(columns, 0, scratch, 0, factors, out.coordinates(), 0, N / 2);
    }

    @Override
    public void scalar() {
      scalar.mul(column, column, out, 0, N);
      scalar.batchInverse(column, out, 0, N);
      scalar.accumulate(out, columns, column, 0, N);
      scalar.dot(column, column.b(), 0);
      scalar.mul(out, column.a(), column.b(), 0, N);
      scalar.fold(column, 0, scratch, 0, QM31.ONE, out, 0, N / 2);
    }

    @Override
    public void empty() {
      VectorProducts.sumOfFour(columns, columns, scratch, 0, 0);
      VectorProducts.sumOfTwo(columns, columns, scratch, 0, 0);
      VectorSums.addFour(out, scratch, scratch, scratch, scratch, columns, 0, 0, 0);
      VectorProducts.dot(column, scratch, 0, 0, sums);
      VectorFold.mul(scratch, scratch, scratch, scratch, 0, 0);
      VectorFold.fold(columns, 0, scratch, 0, factors, columns, 0, 0);
      InverseLoops.prefixes(scratch, 0, scratch, 0);
      InverseLoops.suffixes(scratch, scratch, 0, scratch, 0);
    }
  }
}
