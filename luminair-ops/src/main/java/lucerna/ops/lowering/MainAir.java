package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.Expr;
import lucerna.air.Relation;
import lucerna.air.Tree;

/**
 * The constraints of one inference.
 *
 * <p>An element of a committed tensor is {@code (1 - 2 g) t}, t in {@code [0, 2^bits)}, with the
 * remainder of its rounding, rem in {@code [0, 2^s)}. Range checks and the sign bit are local; all
 * else, products, roundings, additions, copies, outputs, is one sum of public coefficients times
 * cells, which must equal the public total. A product of x and w costs no cell.
 */
final class MainAir implements Air {
  private final LayoutShape shape;
  private final Layout layout;

  MainAir(Layout layout) {
    this.layout = layout;
    this.shape = layout.shape();
  }

  /** The columns of one element slot. */
  private record Slot(String name, Expr selected, Expr t, Expr g, Expr rem) {}

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Relation range = air.relation(RangeTable.NAME, RangeTable.ARITY, RangeTable.BUS);
    List<Expr> challenges = Monomials.CHALLENGES.stream().map(air::challenge).toList();
    Expr tau = challenges.get(4);

    if (layout.sizes().hasWeights()) {
      Expr u = powerSum(columns(air, Tree.WEIGHTS, "w", shape.weightColumns()), challenges.get(0));
      List<Expr> x = columns(air, Tree.WITNESS, "x", layout.sizes().batch());
      air.addToSum(
          "products: K (sum s^m x_m) (sum r^c w_c)",
          air.publicColumn("K.product").times(powerSum(x, challenges.get(1))).times(u));
      air.addToSum(
          "copies into x: K (sum tau^m x_m)", air.publicColumn("K.copy").times(powerSum(x, tau)));
    }
    for (int e = 0; e < shape.elementSlots(); e++) {
      defineSlot(air, range, "e" + e);
    }
    if (layout.inputColumns() > 0) {
      List<Expr> in = columns(air, Tree.INPUT, "in", layout.inputColumns());
      air.addToSum(
          "committed input: K (sum tau^c in_c)",
          air.publicColumn("K.input").times(powerSum(in, tau)));
    }
    // A multiplicity needs no check: one that is wrong leaves the fractions' sum not zero.
    air.produce(
        range,
        active.times(air.column("table.uses")),
        air.column(Tree.PREPROCESSED, "table.width"),
        air.column(Tree.PREPROCESSED, "table.value"));
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  private void defineSlot(AirBuilder air, Relation range, String name) {
    Slot slot =
        new Slot(
            name,
            air.column(Tree.PREPROCESSED, name + ".selected"),
            air.column(name + ".t"),
            air.column(name + ".g"),
            air.column(name + ".rem"));
    air.label(name + ": g is a sign bit, g (g - 1) = 0")
        .when(slot.selected)
        .zero(slot.g.times(slot.g.minus(1)));
    lookUp(air, range, slot, "t", slot.t, layout.elementLimbs());
    lookUp(air, range, slot, "rem", slot.rem, layout.remainderLimbs());
    air.addToSum(
        name + ": K t + K' g t + K'' rem",
        air.publicColumn(name + ".K.t")
            .times(slot.t)
            .plus(air.publicColumn(name + ".K.gt").times(slot.g.times(slot.t)))
            .plus(air.publicColumn(name + ".K.rem").times(slot.rem)));
  }

  private void lookUp(
      AirBuilder air, Relation range, Slot slot, String part, Expr value, int limbs) {
    List<Expr> widths = new ArrayList<>();
    List<Expr> lowLimbs = new ArrayList<>();
    for (int i = 0; i < limbs; i++) {
      widths.add(air.column(Tree.PREPROCESSED, widthName(slot.name, part, i)));
      if (i < limbs - 1) {
        lowLimbs.add(air.column(limbName(slot.name, part, i)));
      }
    }
    Limbs.lookUp(
        air, range, shape.tableBits(), new Limbs.Check(slot.selected, value, lowLimbs, widths));
  }

  static String widthName(String slot, String part, int limb) {
    return slot + "." + part + ".width" + limb;
  }

  static String limbName(String slot, String part, int limb) {
    return slot + "." + part + ".limb" + limb;
  }

  private static List<Expr> columns(AirBuilder air, Tree tree, String name, int count) {
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(air.column(tree, name + i));
    }
    return columns;
  }

  /** Returns {@code sum_i base^i column_i}; the powers are scalars, computed once for all rows. */
  static Expr powerSum(List<Expr> columns, Expr base) {
    Expr sum = columns.get(0);
    Expr power = base;
    for (Expr column : columns.subList(1, columns.size())) {
      sum = sum.plus(power.times(column));
      power = power.times(base);
    }
    return sum;
  }
}
