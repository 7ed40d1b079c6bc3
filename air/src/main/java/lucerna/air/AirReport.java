package lucerna.air;

import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a program costs.
 *
 * @param columns number of columns by tree
 * @param constraints number of constraints, derived ones included
 * @param maxDegree the constraints' greatest degree
 * @param fractions number of uses of relations
 * @param sumTerms number of other terms of the running sum
 * @param baseMultiplications products per row of two elements of M31
 * @param mixedMultiplications products per row of an element of QM31 and one of M31
 * @param secureMultiplications products per row of two elements of QM31
 */
public record AirReport(
    Map<Tree, Integer> columns,
    int constraints,
    int maxDegree,
    int fractions,
    int sumTerms,
    int baseMultiplications,
    int mixedMultiplications,
    int secureMultiplications) {
  /** Copies the map. */
  public AirReport {
    columns = Collections.unmodifiableMap(new EnumMap<>(columns));
  }

  static AirReport of(AirProgram program) {
    Map<Tree, Integer> columns = new EnumMap<>(Tree.class);
    for (Tree tree : Tree.values()) {
      columns.put(tree, program.columnsOf(tree).size());
    }
    ExprGraph graph = program.graph();
    BitSet used = graph.reachableFrom(program.constraintNodes());
    int[] products = new int[3];
    for (int id = used.nextSetBit(0); id >= 0; id = used.nextSetBit(id + 1)) {
      ExprNode node = graph.node(id);
      // Products of scalars are computed once, not on every row.
      if (node.op() == NodeOp.MULTIPLY && !node.isScalar()) {
        int secure = graph.node(node.left()).secure() ? 1 : 0;
        products[secure + (graph.node(node.right()).secure() ? 1 : 0)]++;
      }
    }
    return new AirReport(
        columns,
        program.constraints().size(),
        program.maxDegree(),
        program.fractions().size(),
        program.sumTerms().size(),
        products[0],
        products[1],
        products[2]);
  }
}
