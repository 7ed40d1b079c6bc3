package lucerna.stark.prover;

import java.util.Arrays;
import lucerna.air.Blocks;
import lucerna.air.spi.BlockKernels;
import lucerna.field.CM31;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.DomainPoints;
import lucerna.field.spi.FieldKernels;
import lucerna.stark.DeepBatch;

/**
 * The quotients of a batch, {@code (c F + n y + m) / (d + e x + f y)}, a block of a canonic domain
 * at a time: one worker's columns, which stay in its cache.
 */
final class Quotients {
  /** The most positions at once. */
  static final int BLOCK = 1024;

  /* The functions, y and x; an even number of inputs, so x is there with the factor 0. */
  private static final int INPUTS = QM31.DEGREE + 2;
  private static final int[] STARTS = new int[2];

  private final FieldKernels field = Kernels.get();
  private final BlockKernels blocks = Blocks.get();
  private final int logSize;
  private final int[][] points;
  private final int[][] inputs = new int[INPUTS][];
  private final int[] at = new int[INPUTS];
  private final int[] numeratorFactors;
  private final int[] denominatorFactors;
  private final SecureColumn numerators;
  private final SecureColumn divisors;

  /**
   * Prepares a worker.
   *
   * @param batch the batch
   * @param logSize log of the domain's size
   * @param functions four columns in storage order
   * @param weights the factors that make c F of them
   */
  Quotients(DeepBatch batch, int logSize, int[][] functions, QM31... weights) {
    this.logSize = logSize;
    int block = Math.min(BLOCK, 1 << logSize);
    points = new int[][] {new int[block], new int[block]};
    numerators = SecureColumn.zeros(block);
    divisors = SecureColumn.zeros(block);
    System.arraycopy(functions, 0, inputs, 0, QM31.DEGREE);
    inputs[QM31.DEGREE] = points[1];
    inputs[QM31.DEGREE + 1] = points[0];
    QM31[] factors = Arrays.copyOf(weights, INPUTS + 1);
    factors[QM31.DEGREE] = batch.lineSlope();
    factors[QM31.DEGREE + 1] = QM31.ZERO;
    factors[INPUTS] = batch.lineConstant();
    numeratorFactors = words(factors);
    CM31[] d = batch.denominatorFactors();
    denominatorFactors =
        words(QM31.of(d[1], CM31.ZERO), QM31.of(d[2], CM31.ZERO), QM31.of(d[0], CM31.ZERO));
  }

  private static int[] words(QM31... factors) {
    return Arrays.stream(factors)
        .flatMapToInt(f -> Arrays.stream(new int[] {f.a(), f.b(), f.c(), f.d()}))
        .toArray();
  }

  /**
   * Computes quotients.
   *
   * @param from the block's first position
   * @param count the number of positions, a multiple of 8 if the domain has as many
   * @return their coordinates, from entry 0 on; valid until the next call
   */
  int[][] block(int from, int count) {
    DomainPoints.fill(logSize, from, points[0], points[1], count);
    Arrays.fill(at, 0, QM31.DEGREE, from);
    blocks.combine(inputs, at, numeratorFactors, numerators.coordinates(), 0, count);
    blocks.combine(points, STARTS, denominatorFactors, divisors.coordinates(), 0, count);
    // 1 / (re + im i) is re / norm - im / norm i, with the norm re^2 + im^2.
    int[] re = divisors.a();
    int[] im = divisors.b();
    int[] norm = divisors.c();
    field.mul(re, re, norm, 0, count);
    field.mulAdd(norm, im, im, 0, count);
    if (field.batchInverse(norm, norm, 0, count) >= 0) {
      throw new ArithmeticException("the point of a batch lies on the domain");
    }
    field.mul(re, norm, re, 0, count);
    field.mul(im, norm, im, 0, count);
    for (int i = 0; i < count; i++) {
      im[i] = M31.sub(0, im[i]);
    }
    field.mul(numerators, re, im, 0, count);
    return numerators.coordinates();
  }
}
