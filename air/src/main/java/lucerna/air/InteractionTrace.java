package lucerna.air;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import lucerna.field.BatchInverse;
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
  private final BlockEvaluator[] fractionParts;
  private final BlockEvaluator sumTerms;

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
    fractionParts =
        program.fractionColumns().stream()
            .map(c -> new BlockEvaluator(program, c.numerator(), c.denominator()))
            .toArray(BlockEvaluator[]::new);
    sumTerms =
        new BlockEvaluator(program, program.sumTerms().stream().mapToInt(SumTerm::node).toArray());
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
    // Row i of the sum column first holds what row i adds, then what the rows before i add up to.
    clear(sum, activeRows);
    for (int j = 0; j < fractionParts.length; j++) {
      FractionColumn info = program.fractionColumns().get(j);
      SecureColumn column = out.get(program.columns().get(info.column()).indexInTree());
      fillFractions(assignment, activeRows, j, column);
      addTo(sum, column, activeRows);
    }
    if (!program.sumTerms().isEmpty()) {
      addTerms(assignment, activeRows, sum);
    }
    return prefixSum(sum, activeRows);
  }

  private void fillFractions(Assignment assignment, int rows, int index, SecureColumn column)
      throws ZeroDenominatorException {
    SecureColumn denominators = SecureColumn.zeros(rows);
    AtomicInteger zero = new AtomicInteger(Integer.MAX_VALUE);
    Parallel.forBlocks(
        rows,
        BlockEvaluator.BLOCK,
        (from, to) -> {
          fractionParts[index].evaluate(
              assignment,
              from,
              to,
              (root, start, count, values) ->
                  copy(values, count, root == 0 ? column : denominators, start));
          for (int row = from; row < to; row++) {
            if (denominators.get(row).isZero()) {
              zero.accumulateAndGet(row, Math::min);
            }
          }
        });
    if (zero.get() != Integer.MAX_VALUE) {
      throw new ZeroDenominatorException(labels(index), zero.get());
    }
    SecureColumn inverses = SecureColumn.zeros(rows);
    BatchInverse.invert(denominators, inverses);
    Parallel.forBlocks(
        rows,
        BlockEvaluator.BLOCK,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            column.set(row, column.get(row).mul(inverses.get(row)));
          }
        });
  }

  private String labels(int index) {
    return program.fractionColumns().get(index).fractions().stream()
        .map(fraction -> program.fractions().get(fraction).label())
        .collect(Collectors.joining(", "));
  }

  private void addTerms(Assignment assignment, int rows, SecureColumn sum) {
    int[][] sums = sum.coordinates();
    Parallel.forBlocks(
        rows,
        BlockEvaluator.BLOCK,
        (from, to) ->
            sumTerms.evaluate(
                assignment,
                from,
                to,
                (root, start, count, values) -> {
                  for (int k = 0; k < values.length; k++) {
                    Lanes.addAt(values[k], sums[k], start, count);
                  }
                }));
  }

  private static QM31 prefixSum(SecureColumn sum, int rows) {
    QM31 before = QM31.ZERO;
    for (int row = 0; row < rows; row++) {
      QM31 added = sum.get(row);
      sum.set(row, before);
      before = before.add(added);
    }
    sum.set(rows, before);
    return before;
  }

  private static void clear(SecureColumn column, int rows) {
    for (int[] coordinates : column.coordinates()) {
      Arrays.fill(coordinates, 0, rows, 0);
    }
  }

  private static void addTo(SecureColumn sum, SecureColumn column, int rows) {
    int[][] sums = sum.coordinates();
    int[][] added = column.coordinates();
    for (int k = 0; k < sums.length; k++) {
      Lanes.add(sums[k], added[k], sums[k], rows);
    }
  }

  /** A value in M31 has three more coordinates, which are zero. */
  private static void copy(int[][] values, int count, SecureColumn to, int start) {
    int[][] coordinates = to.coordinates();
    for (int k = 0; k < coordinates.length; k++) {
      if (k < values.length) {
        System.arraycopy(values[k], 0, coordinates[k], start, count);
      } else {
        Arrays.fill(coordinates[k], start, start + count, 0);
      }
    }
  }
}
