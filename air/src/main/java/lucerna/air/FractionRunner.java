package lucerna.air;

import java.util.Arrays;
import java.util.List;
import lucerna.air.spi.BlockKernels;
import lucerna.field.Kernels;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;
import org.jspecify.annotations.Nullable;

/** One worker's part in filling the interaction columns, block after block. */
final class FractionRunner {
  private static final int BLOCK = BlockEvaluator.BLOCK;
  private static final int[] STARTS = new int[2 * QM31.DEGREE];

  private final FieldKernels field = Kernels.get();
  private final BlockKernels kernels = Blocks.get();
  private final BlockRunner terms;
  private final BlockRunner[] parts;
  private final SecureColumn denominators = SecureColumn.zeros(BLOCK);
  private final SecureColumn inverses = SecureColumn.zeros(BLOCK);
  private final SecureColumn sums = SecureColumn.zeros(BLOCK);
  private final int[][] quotients = SecureColumn.zeros(BLOCK).coordinates();

  /* What a kernel reads, and from where on. */
  private final int[][] factors = new int[2][];
  private final int[] at = new int[2];
  private final int[][] secureFactors = new int[2 * QM31.DEGREE][];

  FractionRunner(FractionPrograms programs, Assignment assignment) {
    int[][] registers = BlockRunner.newRegisters(programs.registers());
    terms = new BlockRunner(programs.terms(), assignment, registers);
    List<BlockProgram> fractions = programs.parts();
    parts = new BlockRunner[fractions.size()];
    Arrays.setAll(parts, j -> new BlockRunner(fractions.get(j), assignment, registers));
    int[][] inverse = inverses.coordinates();
    System.arraycopy(inverse, 0, secureFactors, QM31.DEGREE, inverse.length);
  }

  /** Begins a block's sums with its terms. */
  void terms(int start, int count) {
    terms.run(start, count);
    copy(terms.output(0), sums.coordinates(), 0, count);
  }

  /**
   * Writes a block of quotients to a column, and adds them to the block's sums.
   *
   * @param column the fraction's column; null if it has none
   * @return the first entry of the block whose denominator is 0, or -1
   */
  int fraction(int index, int start, int count, @Nullable SecureColumn column) {
    BlockRunner part = parts[index];
    part.run(start, count);
    copy(part.output(1), denominators.coordinates(), 0, count);
    int zero = field.batchInverse(denominators, inverses, 0, count);
    if (zero >= 0) {
      return zero;
    }
    int[][] numerators = part.output(0);
    if (numerators.length == 1) {
      // Where the quotients go, entry i of a block is entry start + i.
      int[][] to = column == null ? quotients : column.coordinates();
      int from = column == null ? 0 : start;
      for (int k = 0; k < QM31.DEGREE; k++) {
        factors[0] = numerators[0];
        factors[1] = inverses.coordinates()[k];
        at[0] = -from;
        at[1] = -from;
        kernels.multiply(factors, at, to[k], from, from + count);
      }
      add(to, from, count);
    } else {
      for (int[] coordinate : quotients) {
        Arrays.fill(coordinate, 0, count, 0);
      }
      System.arraycopy(numerators, 0, secureFactors, 0, QM31.DEGREE);
      kernels.addSecureProduct(secureFactors, STARTS, quotients, 0, count);
      if (column != null) {
        copy(quotients, column.coordinates(), start, count);
      }
      add(quotients, 0, count);
    }
    return -1;
  }

  /** Writes a block's sums to a column. */
  void sum(int start, int count, SecureColumn column) {
    copy(sums.coordinates(), column.coordinates(), start, count);
  }

  /** Adds values, from some entry on, to the block's sums. */
  private void add(int[][] values, int from, int count) {
    int[][] sum = sums.coordinates();
    for (int k = 0; k < QM31.DEGREE; k++) {
      factors[0] = values[k];
      factors[1] = sum[k];
      at[0] = from;
      at[1] = 0;
      kernels.add(factors, at, sum[k], 0, count);
    }
  }

  /** A value in M31 has three more coordinates, which are zero. */
  private static void copy(int[][] values, int[][] to, int start, int count) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      if (k < values.length) {
        System.arraycopy(values[k], 0, to[k], start, count);
      } else {
        Arrays.fill(to[k], start, start + count, 0);
      }
    }
  }
}
