package lucerna.ops.lowering;

import java.util.Locale;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.ops.program.Affine;

/** Sizes and costs of a layout, counted on its constraint systems. */
final class LayoutReport {
  private LayoutReport() {}

  static String of(Layout layout) {
    LayoutShape shape = layout.shape();
    ProgramSizes sizes = layout.sizes();
    long multiplies = 0;
    for (Affine affine : layout.program().affines()) {
      multiplies += (long) affine.batch() * affine.inner() * affine.outer();
    }
    String rows =
        """
        rows: 2^%d, active %d (weights %d, elements %d, table %d, sums %d), free %d
        shape: %d weight columns, %d-bit table, %d element slots, %d weight instances, inputs %s
        degree of the functional: %d
        """
            .formatted(
                shape.logRows(),
                layout.activeRows(),
                layout.weightRows().size(),
                Math.ceilDiv(sizes.elements(), shape.elementSlots()),
                RangeTable.rows(shape.tableBits()),
                sizes.sums().size(),
                (1 << shape.logRows()) - layout.activeRows(),
                shape.weightColumns(),
                shape.tableBits(),
                shape.elementSlots(),
                shape.weightInstances(),
                shape.inputs(),
                Monomials.degree(layout));
    // No column or row is there for a product: the functional multiplies what other rules read too.
    String costs = "multiplications: %d, cells for each: 0%n".formatted(multiplies);
    return rows
        + costs
        + columns("inference", AirProgram.of(new MainAir(layout)), shape)
        + columns("key", AirProgram.of(new RegistrationAir(layout)), shape);
  }

  private static String columns(String name, AirProgram program, LayoutShape shape) {
    StringBuilder text = new StringBuilder(name).append(':');
    long committed = 0;
    for (Tree tree : Tree.values()) {
      int columns = program.columnsOf(tree).size();
      text.append(" %s %d".formatted(tree.name().toLowerCase(Locale.ROOT), columns));
      if (tree != Tree.PREPROCESSED && tree != Tree.PUBLIC) {
        committed += tree.isSecure() ? (long) QM31.DEGREE * columns : columns;
      }
    }
    return text.append(
            "; %d cells a row, %d in all, degree %d%n"
                .formatted(committed, committed << shape.logRows(), program.maxDegree()))
        .toString();
  }
}
