package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.Expr;
import lucerna.air.Relation;
import lucerna.air.Tree;
import lucerna.ops.program.Program;

/**
 * The constraints of a key: all its weight trees hold the same weights, each weight is in range,
 * and the sums of a channel's weights are bounded.
 *
 * <p>With a the positive part of w, {@code a (a - w) = 0} and both a and {@code a - w} in {@code
 * [0, 2^13)}: so one of them is 0, the other {@code |w|}. A channel sum S of K such values is, as
 * an integer, below {@code K 2^13 < 2^30}; its cell holds S modulo p. The cell is also {@code bound
 * - q} with q in {@code [0, 2^30)}, an integer of absolute value below {@code 2^30}. The two
 * integers differ by less than p and agree modulo p, so they are equal, and {@code S <= bound}.
 */
final class RegistrationAir implements Air {
  /** Width of {@code bound - sum}. */
  static final int SLACK_BITS = 30;

  static final List<String> CHALLENGES = List.of("r", "kappa", "sign");

  private final LayoutShape shape;
  private final boolean hasSums;

  RegistrationAir(Layout layout) {
    shape = layout.shape();
    hasSums = !layout.sizes().sums().isEmpty();
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr weighted = air.column(Tree.PREPROCESSED, "weighted");
    Relation range = air.relation(RangeTable.NAME, RangeTable.ARITY, RangeTable.BUS);
    List<Expr> challenges = CHALLENGES.stream().map(air::challenge).toList();

    List<Expr> weights = instance(air, 0);
    for (int i = 1; i < shape.weightInstances(); i++) {
      List<Expr> copy = instance(air, i);
      for (int c = 0; c < weights.size(); c++) {
        air.label("instance %d holds w%d".formatted(i, c))
            .when(weighted)
            .zero(copy.get(c).minus(weights.get(c)));
      }
    }
    List<Expr> positive = new ArrayList<>();
    List<Expr> negative = new ArrayList<>();
    for (int c = 0; c < weights.size(); c++) {
      Expr a = air.column(partName("a", c));
      Expr b = a.minus(weights.get(c));
      air.label("a%1$d is w%1$d or 0, a (a - w) = 0".formatted(c)).when(weighted).zero(a.times(b));
      lookUp(air, range, new Value(partName("a", c), weighted, a, Program.WEIGHT_BITS));
      lookUp(air, range, new Value(partName("b", c), weighted, b, Program.WEIGHT_BITS));
      positive.add(a);
      negative.add(b);
    }
    if (hasSums) {
      Expr sum = air.column("sum");
      Expr summed = air.column(Tree.PREPROCESSED, "summed");
      Expr slack = air.column(Tree.PREPROCESSED, "bound").minus(sum);
      lookUp(air, range, new Value("slack", summed, slack, SLACK_BITS));
      Expr r = challenges.get(0);
      air.addToSum(
          "channel sums: K sum + K' (sum r^c a_c) + K'' (sum r^c (a_c - w_c))",
          air.publicColumn("K.sum")
              .times(sum)
              .plus(air.publicColumn("K.positive").times(MainAir.powerSum(positive, r)))
              .plus(air.publicColumn("K.negative").times(MainAir.powerSum(negative, r))));
    }
    air.produce(
        range,
        active.times(air.column("table.uses")),
        air.column(Tree.PREPROCESSED, "table.width"),
        air.column(Tree.PREPROCESSED, "table.value"));
    air.runningSum(active, first, last, air.constant(0));
  }

  /** A value and the width that it is shown to have, on selected rows. */
  private record Value(String name, Expr selector, Expr value, int bits) {}

  private void lookUp(AirBuilder air, Relation range, Value value) {
    int limbs = Limbs.count(value.bits, shape.tableBits());
    List<Expr> widths =
        Arrays.stream(Limbs.widths(value.bits, shape.tableBits(), limbs))
            .mapToObj(air::constant)
            .toList();
    List<Expr> lowLimbs = new ArrayList<>();
    for (int i = 0; i < limbs - 1; i++) {
      lowLimbs.add(air.column(limbName(value.name, i)));
    }
    Limbs.lookUp(
        air,
        range,
        shape.tableBits(),
        new Limbs.Check(value.selector, value.value, lowLimbs, widths));
  }

  private List<Expr> instance(AirBuilder air, int instance) {
    List<Expr> columns = new ArrayList<>();
    for (int c = 0; c < shape.weightColumns(); c++) {
      columns.add(air.column(Tree.WEIGHTS, "w" + instance + "." + c));
    }
    return columns;
  }

  static String partName(String part, int column) {
    return part + column;
  }

  static String limbName(String value, int limb) {
    return value + ".limb" + limb;
  }
}
