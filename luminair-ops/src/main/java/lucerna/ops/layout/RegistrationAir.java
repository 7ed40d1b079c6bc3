package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.Air;
import lucerna.air.AirBuilder;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.ops.circuit.Product;

/**
 * The constraints of a key: all its weight trees hold the same weights, each weight is in range,
 * and the sums of a channel's weights are bounded.
 *
 * <p>With a the positive part of w, {@code a (a - w) = 0} and both a and {@code a - w} in {@code
 * [0, 2^13)}: so one of them is 0, the other {@code |w|}. A channel sum S of K such values is, as
 * an integer, below {@code K 2^13 <= 2^30}; its cell holds S modulo p. The cell is also {@code
 * bound - q} with q in {@code [0, 2^30)}, an integer of absolute value below {@code 2^30}. The two
 * integers differ by less than p and agree modulo p, so they are equal, and {@code S <= bound}.
 */
final class RegistrationAir implements Air {
  /** Width of {@code bound - sum}. */
  static final int SLACK_BITS = 30;

  /** The inner length of a product with a proven bound at most: {@code K 2^13 <= 2^30}. */
  private static final int MAX_SUMMED = 1 << (SLACK_BITS - Product.WEIGHT_BITS);

  static final List<String> CHALLENGES = List.of("r", "kappa", "sign");

  private final LayoutShape shape;
  private final int sumSlots;
  private final int rangeSlots;

  RegistrationAir(Layout layout) {
    shape = layout.shape();
    sumSlots = layout.slots(layout.sums());
    rangeSlots = layout.rangeSlots();
  }

  /** Says whether a bound that the key must prove could wrap. */
  static boolean isTooLong(WeightProduct weights) {
    return weights.isBounded() && weights.product().inner() > MAX_SUMMED;
  }

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr weighted = air.column(Tree.PREPROCESSED, "weighted");
    Relations.range(air);
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
      lookUp(air, new Value(partName("a", c), weighted, a, Product.WEIGHT_BITS));
      lookUp(air, new Value(partName("b", c), weighted, b, Product.WEIGHT_BITS));
      positive.add(a);
      negative.add(b);
    }
    for (int i = 0; i < sumSlots; i++) {
      defineSum(air, i);
    }
    if (sumSlots > 0) {
      Expr r = challenges.get(0);
      air.addToSum(
          "sums of weights: - K (sum r^c a_c) - K' (sum r^c (a_c - w_c))",
          air.publicColumn("K.positive")
              .times(MainAir.powerSum(positive, r))
              .plus(air.publicColumn("K.negative").times(MainAir.powerSum(negative, r))));
    }
    MainAir.defineRanges(air, active, rangeSlots);
    air.runningSum(active, first, last, air.constant(0));
  }

  private void defineSum(AirBuilder air, int slot) {
    Expr sum = air.column(sumName(slot, "value"));
    Expr summed = air.column(Tree.PREPROCESSED, sumName(slot, "summed"));
    Expr slack = air.column(Tree.PREPROCESSED, sumName(slot, "bound")).minus(sum);
    lookUp(air, new Value(sumName(slot, "slack"), summed, slack, SLACK_BITS));
    air.addToSum(
        sumName(slot, "channel sum: K sum"), air.publicColumn(sumName(slot, "K")).times(sum));
  }

  /** A value and the width that it is shown to have, on selected rows. */
  private record Value(String name, Expr selector, Expr value, int bits) {}

  private void lookUp(AirBuilder air, Value value) {
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
        Relations.range(air),
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

  static String sumName(int slot, String column) {
    return "sum" + slot + "." + column;
  }

  static String limbName(String value, int limb) {
    return value + ".limb" + limb;
  }
}
