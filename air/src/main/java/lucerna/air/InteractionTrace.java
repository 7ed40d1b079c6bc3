package lucerna.air;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * Computes the interaction columns: fractions by batch inversion, the running sum from them.
 *
 * <p>Only rows that the constraints fix are written: 0 to a - 1 of a fraction's column, 0 to a of
 * the running sum. The rows after them are the caller's, who fills them with randomness.
 */
public final class InteractionTrace {
  private final AirProgram program;
  private final RunningSum runningSum;

  /**
   * Prepares the computation.
   *
   * @param program the program
   * @throws IllegalArgumentException if the program has no interaction columns
   */
  public InteractionTrace(AirProgram program) {
    this.program = program;
    runningSum =
        program
            .runningSum()
            .orElseThrow(() -> new IllegalArgumentException("there is nothing to sum"));
  }

  /**
   * Fills the interaction columns.
   *
   * @param assignment all other columns and the scalars, in row order
   * @param activeRows the number a of rows summed, less than the number of rows
   * @param out the interaction columns by {@link ColumnInfo#indexInTree()}, written
   * @return the sum of all fractions and terms
   * @throws ZeroDenominatorException if a denominator is zero
   * @throws IllegalArgumentException if there are too few columns or rows
   */
  public QM31 fill(Assignment assignment, int activeRows, List<SecureColumn> out)
      throws ZeroDenominatorException {
    if (out.size() != program.columnsOf(Tree.INTERACTION).size()) {
      throw new IllegalArgumentException(out.size() + " columns to fill");
    }
    for (SecureColumn column : out) {
      if (activeRows >= column.length()) {
        throw new IllegalArgumentException(activeRows + " active rows of " + column.length());
      }
    }
    SecureColumn sum = out.get(program.columns().get(runningSum.column()).indexInTree());
    SecureColumn[] fractions =
        program.fractionColumns().stream()
            .map(column -> out.get(program.columns().get(column.column()).indexInTree()))
            .toArray(SecureColumn[]::new);
    // Row i of the sum column first holds what row i adds, then what the rows before i add up to.
    fillFractions(assignment, activeRows, fractions, sum);
    return prefixSum(sum, activeRows);
  }

  private void fillFractions(
      Assignment assignment, int rows, SecureColumn[] fractions, SecureColumn sum)
      throws ZeroDenominatorException {
    FractionPrograms programs = FractionPrograms.of(program, assignment.scalars());
    int count = programs.parts().size();
    AtomicIntegerArray zeros = new AtomicIntegerArray(count);
    Parallel.forBlocks(
        rows,
        BlockEvaluator.LEAST,
        (from, to) -> {
          FractionRunner runner = new FractionRunner(programs, assignment);
          for (int start = from; start < to; start += BlockEvaluator.BLOCK) {
            int block = Math.min(BlockEvaluator.BLOCK, to - start);
            runner.terms(start, block);
            for (int j = 0; j < count; j++) {
              // The last one may have no column: it is in the sum alone.
              SecureColumn column = j < fractions.length ? fractions[j] : null;
              int zero = runner.fraction(j, start, block, column);
              if (zero >= 0) {
                // Counted from the end, so that 0 stands for none.
                zeros.accumulateAndGet(j, rows - start - zero, Math::max);
              }
            }
            runner.sum(start, block, sum);
          }
        });
    for (int j = 0; j < count; j++) {
      if (zeros.get(j) != 0) {
        throw zeroDenominator(j, rows - zeros.get(j));
      }
    }
  }

  /**
   * Says of a column's denominator that it is zero. Of several the first column's first row is to
   * be named.
   *
   * @param column index into {@link AirProgram#fractionColumns()}; their number for the {@linkplain
   *     AirProgram#closingFraction() fraction without a column}
   * @param row the row
   * @return what {@link #fill} throws
   */
  public ZeroDenominatorException zeroDenominator(int column, int row) {
    return new ZeroDenominatorException(labels(column), row);
  }

  private String labels(int index) {
    List<FractionColumn> columns = program.fractionColumns();
    if (index == columns.size()) {
      return program.closingFraction().orElseThrow().label();
    }
    return columns.get(index).fractions().stream()
        .map(fraction -> program.fractions().get(fraction).label())
        .collect(Collectors.joining(", "));
  }

  private static QM31 prefixSum(SecureColumn sum, int rows) {
    int[][] columns = sum.coordinates();
    int[] as = columns[0];
    int[] bs = columns[1];
    int[] cs = columns[2];
    int[] ds = columns[3];
    int a = 0;
    int b = 0;
    int c = 0;
    int d = 0;
    // Side by side, since each sum waits for the one before it.
    for (int row = 0; row < rows; row++) {
      int nextA = M31.add(a, as[row]);
      int nextB = M31.add(b, bs[row]);
      int nextC = M31.add(c, cs[row]);
      int nextD = M31.add(d, ds[row]);
      as[row] = a;
      bs[row] = b;
      cs[row] = c;
      ds[row] = d;
      a = nextA;
      b = nextB;
      c = nextC;
      d = nextD;
    }
    QM31 total = new QM31(a, b, c, d);
    sum.set(rows, total);
    return total;
  }
}
