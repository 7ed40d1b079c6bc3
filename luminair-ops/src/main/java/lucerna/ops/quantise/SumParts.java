package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.quantise.Form.WeightPart;

/**
 * Cuts long sums of products with weights into parts, each an accumulator that is rounded for
 * itself: an operand, a weight and log2 of the length of a sum share 30 bits, so that half as long
 * a sum has a bit more for the other two. Roundings are added up, which costs one per part and
 * element of the result.
 */
final class SumParts {
  /** Weights are rounded when their sums are known already: by so much those may grow. */
  private static final double MARGIN = 1 + 1.0 / 64;

  private final Plan plan;
  private final int most;

  private SumParts(Plan plan, int most) {
    this.plan = plan;
    this.most = most;
  }

  /**
   * Cuts all sums of a plan whose ranges are known.
   *
   * @param most the longest sum that stays whole
   */
  static void cut(Plan plan, int most) {
    var parts = new SumParts(plan, most);
    List<PlanBlock> blocks = List.copyOf(plan.blocks);
    plan.blocks.clear();
    for (int b = 0; b < blocks.size(); b++) {
      // A maximum stays right before what subtracts it.
      if (blocks.get(b) instanceof PlanBlock.Maximum && b + 1 < blocks.size()) {
        blocks.get(b + 1).forms().forEach(parts::cut);
        plan.blocks.add(blocks.get(b++));
      } else {
        blocks.get(b).forms().forEach(parts::cut);
      }
      plan.blocks.add(blocks.get(b));
    }
    for (Plan.OutputPlan output : plan.outputs) {
      Form form = output.form();
      if (form != null) {
        parts.cut(form);
      }
    }
  }

  private void cut(Form form) {
    if (form.weights.stream().noneMatch(this::isLong) || !form.pairs.isEmpty()) {
      return;
    }
    // Whatever is left whole would share its accumulator with the parts.
    for (WeightPart whole : List.copyOf(form.weights)) {
      int parts = isLong(whole) ? (whole.inner() + most - 1) / most : 1;
      for (int p = 0; p < parts; p++) {
        int from = (int) ((long) whole.inner() * p / parts);
        int to = (int) ((long) whole.inner() * (p + 1) / parts);
        round(form, slice(form, whole, from, to));
      }
    }
    form.weights.clear();
  }

  private boolean isLong(WeightPart part) {
    return part.inner() > most && bases(part).stream().noneMatch(Base::exact);
  }

  private List<Base> bases(WeightPart part) {
    List<Base> bases = new ArrayList<>();
    Settler.read(plan, part.left(), bases);
    return bases;
  }

  private static WeightPart slice(Form form, WeightPart whole, int from, int to) {
    int inner = to - from;
    int rows = whole.left().length() / whole.inner();
    int[] places = new int[rows * inner];
    for (int i = 0; i < places.length; i++) {
      places[i] = i / inner * whole.inner() + from + i % inner;
    }
    int outer = form.outer;
    double[] weights = new double[whole.groups() * inner * outer];
    for (int g = 0; g < whole.groups(); g++) {
      System.arraycopy(
          whole.weights(),
          (g * whole.inner() + from) * outer,
          weights,
          g * inner * outer,
          inner * outer);
    }
    return new WeightPart(whole.groups(), whole.batch(), inner, whole.left().pick(places), weights);
  }

  private void round(Form whole, WeightPart part) {
    Form form =
        new Form(whole.name + ".part" + whole.terms.size(), whole.rows, whole.outer, whole.scale);
    form.weights.add(part);
    double bound = bound(form, part);
    Base base =
        plan.base(
            form.name,
            form.length(),
            ElementKind.REAL,
            form.scale,
            false,
            (Map<String, double[]> _) -> new double[] {bound});
    base.least = -bound;
    base.most = bound;
    base.meanSquare = bound * bound / 3;
    plan.blocks.add(new PlanBlock.Rounding(base, form));
    whole.terms.add(
        new Form.TermPart(Ref.all(base.id, base.length, 1 / form.scale), 1, new double[] {1}));
  }

  /* What no channel's sum exceeds: not an estimate, so that no input is refused for a part. */
  private double bound(Form form, WeightPart part) {
    double magnitude = 0;
    for (Base base : bases(part)) {
      // Integers of a width reach the next power of two, whatever was measured.
      magnitude = Math.max(magnitude, Math.scalb(2.0, Math.getExponent(base.magnitude())));
    }
    for (int i = 0; i < part.left().length(); i++) {
      if (part.left().source()[i] < 0) {
        magnitude = Math.max(magnitude, Math.abs(part.left().constant(i) * part.left().scale()));
      }
    }
    boolean signed = !plan.isNonnegative(part.left());
    double most = 0;
    for (int g = 0; g < part.groups(); g++) {
      for (int n = 0; n < form.outer; n++) {
        double positive = 0;
        double negative = 0;
        for (int k = 0; k < part.inner(); k++) {
          double weight = part.weights()[(g * part.inner() + k) * form.outer + n];
          positive += Math.max(0, weight);
          negative += Math.max(0, -weight);
        }
        most = Math.max(most, signed ? positive + negative : Math.max(positive, negative));
      }
    }
    return Math.max(most * magnitude * MARGIN, Double.MIN_NORMAL);
  }
}
