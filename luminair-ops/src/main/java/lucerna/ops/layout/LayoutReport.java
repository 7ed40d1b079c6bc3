package lucerna.ops.layout;

import java.util.Locale;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Product;

/** Sizes and costs of a layout, counted on its constraint systems. */
final class LayoutReport {
  private LayoutReport() {}

  static String of(Layout layout) {
    LayoutShape shape = layout.shape();
    CircuitSizes sizes = layout.sizes();
    StringBuilder text = new StringBuilder();
    text.append(
        """
        rows: 2^%d, active %d (weights %d), free %d
        shape: %d weight columns, %d-bit table, %d weight instances, inputs %s
        left sides of products: %s
        degree of the functional: %d
        slots: range table %d, functions %d (%d entries), pairs %d (%d)
        """
            .formatted(
                shape.logRows(),
                layout.activeRows(),
                layout.weightRows(),
                (1 << shape.logRows()) - layout.activeRows(),
                shape.weightColumns(),
                shape.tableBits(),
                shape.weightInstances(),
                shape.inputs(),
                sizes.usesFactors() ? "factors" : "%d copies".formatted(sizes.batch()),
                Monomials.degree(layout),
                layout.rangeSlots(),
                layout.functionSlots(),
                sizes.tableEntries(),
                layout.pairSlots(),
                sizes.pairs()));
    for (KindSizes kind : sizes.kinds()) {
      SlotCost cost = SlotCost.of(kind, shape.tableBits());
      text.append(
          "  %s: %d slots for %d gadgets; each %d columns, %d lookups, ports %s%n"
              .formatted(
                  kind.kind().name(),
                  layout.slots(kind),
                  kind.count(),
                  cost.columns(),
                  cost.fractions(),
                  String.join(", ", kind.ports())));
    }
    long multiplies = 0;
    for (Affine affine : layout.circuit().affines()) {
      for (Product product : affine.products()) {
        multiplies += (long) product.rows() * product.inner() * product.outer();
      }
    }
    // No column or row is there for a product: the functional multiplies what other rules read too.
    return text.append("multiplications: %d, cells for each: 0%n".formatted(multiplies))
        .append(columns("inference", AirProgram.of(new MainAir(layout)), shape))
        .append(columns("key", AirProgram.of(new RegistrationAir(layout)), shape))
        .toString();
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
