package lucerna.gpu;

import java.util.List;
import lucerna.air.AirProgram;
import lucerna.field.QM31;
import org.jspecify.annotations.Nullable;

/**
 * Writes some of a program's constraints, times their coefficients, as one kernel.
 *
 * <p>The scalars of a launch are first a coefficient a constraint, then the nodes that are the same
 * on every row, four words each.
 */
final class ConstraintWriter {
  private final NodeWriter nodes;
  private final KernelText text;

  ConstraintWriter(AirProgram program, ScalarWords scalars, KernelText text) {
    this.text = text;
    nodes = new NodeWriter(program, scalars, text);
  }

  String write(String name, List<RootTerms.Term> terms, boolean add) {
    String @Nullable [] sum = null;
    String @Nullable [] group = null;
    for (int i = 0; i < terms.size(); i++) {
      RootTerms.Term term = terms.get(i);
      group = nodes.plus(group, term);
      if (i + 1 == terms.size() || !term.goesWith(terms.get(i + 1))) {
        String[] product = nodes.times(group, term);
        String[] weighted = text.multiply(nodes.scalar(term.root(), QM31.DEGREE), product);
        sum = sum == null ? weighted : text.add(sum, weighted);
        group = null;
      }
    }
    if (sum == null) {
      throw new IllegalArgumentException("a kernel of no constraints");
    }
    return text.finish(name, sum, add);
  }
}
