package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.Expr;
import lucerna.air.Tree;

/**
 * The constraints of one inference.
 *
 * <p>What holds among the cells of one gadget is local, its {@link SlotKind} says it. All else,
 * products, additions, equations, copies, outputs, is one sum of public coefficients times cells,
 * which must equal the public total. A product of two cells costs no cell.
 */
final class MainAir implements Air {
  private final Layout layout;
  private final CircuitSizes sizes;
  private final boolean factors;

  MainAir(Layout layout) {
    this.layout = layout;
    sizes = layout.sizes();
    factors = sizes.usesFactors();
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    List<Expr> challenges = new ArrayList<>();
    for (String name : Monomials.CHALLENGES) {
      boolean late = factors && challenges.size() >= Monomials.FIRST_CHALLENGES;
      challenges.add(late ? air.lateChallenge(name) : air.challenge(name));
    }
    Expr tau = challenges.get(Monomials.TAU);

    if (sizes.hasWeights()) {
      defineProducts(air, challenges);
    }
    for (int i = 0; i < layout.pairSlots(); i++) {
      definePair(air, "pair" + i + ".");
    }
    for (KindSizes kind : sizes.kinds()) {
      for (int i = 0; i < layout.slots(kind); i++) {
        Slot.define(air, kind.kind(), kind, i, layout.shape().tableBits());
      }
    }
    if (layout.inputColumns() > 0) {
      List<Expr> in = columns(air, Tree.INPUT, "in", layout.inputColumns());
      air.addToSum(
          "committed input: K (sum tau^c in_c)",
          air.publicColumn("K.input").times(powerSum(in, tau)));
    }
    defineRanges(air, active, layout.rangeSlots());
    defineFunctions(air, active);
    air.runningSum(active, first, last, air.publicScalar("total"));
  }

  private void defineProducts(AirBuilder air, List<Expr> challenges) {
    List<Expr> w = columns(air, Tree.WEIGHTS, "w", layout.shape().weightColumns());
    Expr u = powerSum(w, challenges.get(Monomials.R));
    if (factors) {
      Expr phi = air.factor("phi");
      air.addToSum(
          "products: K phi (sum r^c w_c)", air.publicColumn("K.product").times(phi).times(u));
      air.addToSum("factors: K phi", air.publicColumn("K.phi").times(phi));
    } else {
      List<Expr> x = columns(air, Tree.WITNESS, "x", sizes.batch());
      Expr combined = powerSum(x, challenges.get(Monomials.S));
      air.addToSum(
          "products: K (sum s^m x_m) (sum r^c w_c)",
          air.publicColumn("K.product").times(combined).times(u));
      air.addToSum(
          "copies into x: K (sum tau^m x_m)",
          air.publicColumn("K.copy").times(powerSum(x, challenges.get(Monomials.TAU))));
    }
  }

  private static void definePair(AirBuilder air, String prefix) {
    Expr phi = air.factor(prefix + "phi");
    Expr psi = air.factor(prefix + "psi");
    air.addToSum(
        prefix + "product: K phi psi",
        air.publicColumn(prefix + "K.product").times(phi).times(psi));
    air.addToSum(
        prefix + "factors: K phi + K' psi",
        air.publicColumn(prefix + "K.phi")
            .times(phi)
            .plus(air.publicColumn(prefix + "K.psi").times(psi)));
  }

  /* A multiplicity needs no check: one that is wrong leaves the fractions' sum not zero. */
  static void defineRanges(AirBuilder air, Expr active, int slots) {
    for (int i = 0; i < slots; i++) {
      air.produce(
          Relations.range(air),
          active.times(air.column(RangeTable.name(i, "uses"))),
          air.column(Tree.PREPROCESSED, RangeTable.name(i, "width")),
          air.column(Tree.PREPROCESSED, RangeTable.name(i, "value")));
    }
  }

  private void defineFunctions(AirBuilder air, Expr active) {
    for (int i = 0; i < layout.functionSlots(); i++) {
      air.produce(
          Relations.of(air).function(),
          active.times(air.column(FunctionTables.name(i, "uses"))),
          FunctionTables.hasNumber(layout)
              ? air.column(Tree.PREPROCESSED, FunctionTables.name(i, "table"))
              : air.constant(0),
          air.column(Tree.PREPROCESSED, FunctionTables.name(i, "x")),
          air.column(Tree.PREPROCESSED, FunctionTables.name(i, "y")));
    }
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
