package lucerna.air;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lucerna.field.QM31;

/**
 * What the interaction columns are computed by, for given values of the scalars.
 *
 * @param parts for each fraction column the program of its numerator and its denominator; then that
 *     of the fraction without a column, if there is one
 * @param terms the program of the sum of all terms besides the fractions
 */
record FractionPrograms(List<BlockProgram> parts, BlockProgram terms) {
  static FractionPrograms of(AirProgram program, Scalars scalars) {
    ExprGraph graph = program.graph();
    QM31[] values = NodeValues.ofScalars(program, scalars);
    int[] terms = program.sumTerms().stream().mapToInt(SumTerm::node).toArray();
    QM31[] ones = new QM31[terms.length];
    Arrays.fill(ones, QM31.ONE);
    return new FractionPrograms(
        Stream.concat(
                program.fractionColumns().stream()
                    .map(c -> new int[] {c.numerator(), c.denominator()}),
                program.closingFraction().stream()
                    .map(last -> new int[] {last.numerator(), last.denominator()}))
            .map(roots -> StepPlanner.values(graph, values, roots))
            .toList(),
        StepPlanner.combination(graph, values, terms, ones));
  }

  /** Returns how many registers the programs need, one after the other. */
  int registers() {
    int most = terms.registers();
    for (BlockProgram part : parts) {
      most = Math.max(most, part.registers());
    }
    return most;
  }
}
