package lucerna.stark.prover;

import java.util.Arrays;
import lucerna.field.CM31;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.DomainPoints;
import lucerna.field.spi.FieldKernels;
import lucerna.stark.DeepBatch;

/**
 * The denominators of a batch's quotients, and the division by them, a block of a canonic domain at
 * a time: one worker's columns, which stay in its cache.
 */
final class Divisors {
  /** The most positions at once. */
  static final int BLOCK = 1024;

  private final FieldKernels kernels = Kernels.get();
  private final int logSize;
  private final DeepBatch batch;
  private final QM31 constant;
  private final SecureColumn slopes = SecureColumn.zeros(2);
  private final SecureColumn line = SecureColumn.zeros(1);
  private final int[] x;
  private final int[] y;
  private final SecureColumn divisors;
  private final SecureColumn numerators;

  /**
   * Prepares divisions.
   *
   * @param batch the batch
   * @param logSize log of the domain's size
   */
  Divisors(DeepBatch batch, int logSize) {
    this.batch = batch;
    this.logSize = logSize;
    CM31[] factors = batch.denominatorFactors();
    constant = QM31.of(factors[0], CM31.ZERO);
    slopes.set(0, QM31.of(factors[1], CM31.ZERO));
    slopes.set(1, QM31.of(factors[2], CM31.ZERO));
    line.set(0, batch.lineSlope());
    int block = Math.min(BLOCK, 1 << logSize);
    x = new int[block];
    y = new int[block];
    divisors = SecureColumn.zeros(block);
    numerators = SecureColumn.zeros(block);
  }

  /**
   * Replaces the combined functions, already multiplied by {@link DeepBatch#functionFactor}, by
   * their quotients.
   *
   * @param values the functions, changed
   * @param from the block's first position
   * @param count the number of positions, a multiple of 8 if the domain has as many
   */
  void divide(SecureColumn values, int from, int count) {
    DomainPoints.fill(logSize, from, x, y, count);
    addLine(values, from, count);
    fill(divisors, constant, count);
    kernels.accumulate(divisors, new int[][] {x, y}, slopes, 0, count);
    // 1 / (re + im i) is re / norm - im / norm i, with the norm re^2 + im^2.
    int[] re = divisors.a();
    int[] im = divisors.b();
    int[] norm = divisors.c();
    kernels.mul(re, re, norm, 0, count);
    kernels.mulAdd(norm, im, im, 0, count);
    if (kernels.batchInverse(norm, norm, 0, count) >= 0) {
      throw new ArithmeticException("the point of a batch lies on the domain");
    }
    kernels.mul(re, norm, re, 0, count);
    kernels.mul(im, norm, im, 0, count);
    for (int i = 0; i < count; i++) {
      im[i] = M31.sub(0, im[i]);
    }
    kernels.mul(values, re, im, from, from + count);
  }

  /** The line has no place in the columns' index, so it is a block of its own first. */
  private void addLine(SecureColumn values, int from, int count) {
    fill(numerators, batch.lineConstant(), count);
    kernels.accumulate(numerators, new int[][] {y}, line, 0, count);
    for (int k = 0; k < QM31.DEGREE; k++) {
      BlockSums.add(numerators.coordinates()[k], values.coordinates()[k], from, count);
    }
  }

  private static void fill(SecureColumn column, QM31 value, int count) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      Arrays.fill(column.coordinates()[k], 0, count, value.coordinate(k));
    }
  }
}
