package lucerna.air;

import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * Evaluates expressions of a program on many positions, a block at a time.
 *
 * <p>Expressions without columns are computed once, before the first block.
 */
public final class BlockEvaluator {
  /** The number of positions in a block. */
  public static final int BLOCK = 1024;

  /** The least number of positions worth a thread: a block may be cut where there are few. */
  static final int LEAST = 256;

  private final AirProgram program;
  private final int[] roots;

  /** Takes a root's values on one block. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes values.
     *
     * @param root the root's index
     * @param from the block's first position
     * @param count the number of positions
     * @param coordinates one array for a root in M31, four for one in QM31, the block's values at
     *     indices 0 to {@code count - 1}; only valid during the call
     */
    void accept(int root, int from, int count, int[][] coordinates);
  }

  /**
   * Prepares the evaluation of all constraints.
   *
   * @param program the program
   */
  public BlockEvaluator(AirProgram program) {
    this(program, program.constraintNodes());
  }

  /**
   * Prepares the evaluation of some expressions.
   *
   * @param program the program
   * @param roots nodes of the expressions
   */
  public BlockEvaluator(AirProgram program, int... roots) {
    this.program = program;
    this.roots = roots.clone();
  }

  /**
   * Adds a combination of the roots to a column: {@code out[i] += sum over k of coefficients[k] *
   * root k at position i}.
   *
   * @param assignment the values of columns and scalars, for at least as many positions as {@code
   *     out} has
   * @param coefficients as many as there are roots
   * @param out the column, changed
   * @throws IllegalArgumentException if the number of coefficients or scalars is wrong
   */
  public void accumulate(Assignment assignment, QM31[] coefficients, SecureColumn out) {
    accumulate(assignment, coefficients, out, out.length());
  }

  /**
   * Adds a combination of the roots to the first entries of a column.
   *
   * @param assignment the values of columns and scalars, for at least as many positions
   * @param coefficients as many as there are roots
   * @param out the column, changed
   * @param length the number of positions, from 0 on
   * @throws IllegalArgumentException if the number of coefficients or scalars is wrong
   */
  public void accumulate(Assignment assignment, QM31[] coefficients, SecureColumn out, int length) {
    if (coefficients.length != roots.length) {
      throw new IllegalArgumentException(
          "%d coefficients for %d roots".formatted(coefficients.length, roots.length));
    }
    QM31[] scalars = NodeValues.ofScalars(program, assignment.scalars());
    BlockProgram sum = StepPlanner.combination(program.graph(), scalars, roots, coefficients);
    int[][] columns = out.coordinates();
    Parallel.forBlocks(
        length,
        LEAST,
        (from, to) -> {
          BlockRunner runner = new BlockRunner(sum, assignment);
          for (int start = from; start < to; start += BLOCK) {
            int count = Math.min(BLOCK, to - start);
            runner.run(start, count);
            runner.addOutput(0, columns, start, count);
          }
        });
  }

  /**
   * Evaluates the roots on a range of positions, in the calling thread.
   *
   * @param assignment the values of columns and scalars
   * @param from the first position
   * @param to the position after the last
   * @param sink takes the values: block after block, on each block root after root
   * @throws IllegalArgumentException if the number of scalars is wrong
   */
  public void evaluate(Assignment assignment, int from, int to, Sink sink) {
    QM31[] scalars = NodeValues.ofScalars(program, assignment.scalars());
    BlockProgram values = StepPlanner.values(program.graph(), scalars, roots);
    BlockRunner runner = new BlockRunner(values, assignment);
    for (int start = from; start < to; start += BLOCK) {
      int count = Math.min(BLOCK, to - start);
      runner.run(start, count);
      for (int root = 0; root < roots.length; root++) {
        sink.accept(root, start, count, runner.output(root));
      }
    }
  }
}
