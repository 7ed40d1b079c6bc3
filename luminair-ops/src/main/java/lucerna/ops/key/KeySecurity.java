package lucerna.ops.key;

import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Fraction;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.fri.security.SecurityReport;
import lucerna.fri.security.Shape;
import lucerna.ops.layout.Lowering;
import lucerna.stark.CommitmentLayout;

/** The sizes that a proof's security depends on, gathered from its constraint system. */
final class KeySecurity {
  private KeySecurity() {}

  static SecurityReport report(
      AirProgram program, int logRows, PcsConfig config, int functionalDegree) {
    return SecurityReport.of(config, shape(program, logRows, functionalDegree, 0));
  }

  /** The sizes of an inference; its weight columns are pinned where the key has pinned trees. */
  static Shape ofMain(Lowering lowering, int pinnedTrees) {
    return shape(
        lowering.mainProgram(),
        lowering.layout().shape().logRows(),
        lowering.layout().functionalDegree(),
        pinnedTrees);
  }

  /** The sizes of a registration with pinned trees, or with none. */
  static Shape ofRegistration(Lowering lowering, boolean pinned) {
    return shape(
        lowering.registrationProgram(),
        lowering.layout().shape().logRows(),
        lowering.registration().functionalDegree(),
        pinned ? lowering.layout().shape().weightInstances() : 0);
  }

  /**
   * The sizes of a registration of so many pinned trees, from a layout with one: each more adds its
   * columns, sampled and pinned, and as many constraints.
   */
  static Shape ofRegistration(Lowering oneTree, int trees) {
    Shape one = ofRegistration(oneTree, true);
    int more = (trees - 1) * oneTree.layout().shape().weightColumns();
    return new Shape(
        one.logTraceRows(),
        one.logFriDegree(),
        one.nColumnsBatched() + 2 * more,
        one.maxConstraintDegree(),
        one.nConstraints() + more,
        one.lookupsPerRow(),
        one.tupleWidth(),
        one.functionalDegree(),
        trees);
  }

  private static Shape shape(
      AirProgram program, int logRows, int functionalDegree, int pinnedTrees) {
    int width = 0;
    for (Fraction fraction : program.fractions()) {
      width = Math.max(width, fraction.tuple().size());
    }
    // FRI's mask, the composition and its mask, and every sample of a committed column.
    int functions = 1 + 2 * QM31.DEGREE;
    for (ColumnInfo column : program.columns()) {
      if (column.tree() != Tree.PUBLIC) {
        functions += (column.secure() ? QM31.DEGREE : 1) * column.offsets().size();
      }
    }
    if (pinnedTrees > 0) {
      functions += program.columnsOf(Tree.WEIGHTS).size();
    }
    return new Shape(
        logRows,
        logRows + CommitmentLayout.LOG_COMPOSITION_EXPANSION,
        functions,
        program.maxDegree(),
        program.constraints().size(),
        program.fractions().size(),
        width,
        functionalDegree,
        pinnedTrees);
  }
}
