package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Node;
import lucerna.ops.quantise.Planner.Target;
import org.jspecify.annotations.Nullable;

/**
 * Plans softmaxes: the maximum of each group, the exponential of each element's distance to it,
 * their sum, its inverse, and the products.
 */
final class Softmaxes {
  /** An exponential of minus this is less than half of 2^-16. */
  private static final double NOTHING_LEFT = 13;

  /** No exponential is rounded to more bits. */
  private static final int WIDEST = 17;

  private static final double LOG_2 = Math.log(2);

  private final Plan plan;
  private final Ranges ranges;
  private final Arithmetic arithmetic;

  Softmaxes(Plan plan, Ranges ranges, Arithmetic arithmetic) {
    this.plan = plan;
    this.ranges = ranges;
    this.arithmetic = arithmetic;
  }

  /**
   * The elements of a softmax.
   *
   * @param parts how they become accumulators; what is in no part is masked
   * @param length their number
   * @param unit what 1 in a part's form is worth
   * @param real their values, masked ones as far below the others as they must be
   * @param settled the elements, unless they are accumulators themselves
   */
  private record Scores(
      List<MaskedScores.Part> parts,
      int length,
      double unit,
      Function<Map<String, double[]>, double[]> real,
      @Nullable Ref settled) {}

  /**
   * Plans a softmax.
   *
   * @param unmasked the tensor that a mask was put on; the node's input if there is none
   * @param weighs whether a product follows whose inner index is the softmax's
   * @param input what the node reads
   */
  Ref plan(Target to, Node.Softmax node, String unmasked, boolean weighs, Ref input) {
    Scores scores = scores(to, node, unmasked, weighs, input);
    int fan = node.fan();
    int rows = input.length() / fan;
    double unit = scores.unit;
    Function<Map<String, double[]>, double[]> tops =
        values -> {
          double[] all = scores.real.apply(values);
          double[] result = new double[rows];
          Arrays.setAll(
              result, i -> Arrays.stream(all, i * fan, (i + 1) * fan).max().orElse(0) / unit);
          return result;
        };
    Function<Map<String, double[]>, double[]> distances =
        values -> {
          double[] all = scores.real.apply(values);
          double[] most = tops.apply(values);
          Arrays.setAll(all, i -> most[i / fan] - all[i] / unit);
          return all;
        };
    List<Base> maxima = new ArrayList<>();
    Ref e = exponentials(to, scores, fan, tops, distances, maxima);
    Form total = Form.of(to.name() + ".sum", e, fan, 1);
    Function<Map<String, double[]>, double[]> sums =
        values -> {
          double[] all = distances.apply(values);
          double[] result = new double[rows];
          for (int i = 0; i < all.length; i++) {
            result[i / fan] += Math.exp(-all[i] * unit);
          }
          return result;
        };
    Ref settled = scores.settled;
    if (node.log() && settled != null) {
      Target own = new Target(to.name() + ".log", to.tensor(), ElementKind.REAL, 1);
      Base logarithm =
          arithmetic.function(own, total, new RealFunction(List.of(Step.of(Kind.LOG))), sums);
      Form form = new Form(to.name(), 1, settled.length(), unit);
      form.add(Form.of(to.name(), settled), 1);
      int[] spread = new int[rows * fan];
      Arrays.setAll(spread, i -> i / fan);
      form.add(Form.of(to.name(), Ref.all(maxima.getFirst().id, rows, 1).pick(spread)), -1);
      form.add(Form.of(to.name(), Ref.all(logarithm.id, rows, 1).pick(spread)), -1);
      return arithmetic.table(to, form);
    }
    Base inverse =
        plan.base(
            to.name() + ".inverse",
            rows,
            ElementKind.REAL,
            1,
            true,
            values -> Arrays.stream(sums.apply(values)).map(s -> 1 / s).toArray());
    plan.blocks.add(new PlanBlock.Inverse(inverse, total));
    Form form = new Form(to.name(), rows, fan, 1);
    form.pairs.add(new Form.PairPart(rows, 1, 1, Ref.all(inverse.id, rows, 1), e));
    Acc shares = plan.acc(to.name(), form, to.kind(), to.readers(), to.real(1));
    shares.shares = new Acc.Shares(e, inverse);
    return Ref.all(shares.id, form.length(), 1);
  }

  /* The elements themselves where they are accumulators that nothing else reads. */
  private Scores scores(Target to, Node.Softmax node, String unmasked, boolean weighs, Ref input) {
    double least = ranges.least(unmasked);
    double nothing = LOG_2 * (weighs ? 15 - Math.log(node.fan()) / LOG_2 / 2 : WIDEST);
    MaskedScores masked =
        node.log() ? null : MaskedScores.of(plan, input, node.fan(), least - nothing);
    if (masked != null) {
      double span = Math.max(ranges.most(unmasked) - least, 1);
      double below = 2 * span + NOTHING_LEFT;
      masked.acc().absorbed = true;
      double unit = masked.unit();
      return new Scores(
          masked.parts(to.name(), below),
          input.length(),
          unit,
          values -> {
            double[] all = Arithmetic.times(masked.acc().real.apply(values), unit);
            for (int i = 0; i < all.length; i++) {
              all[i] -= input.source()[i] < 0 ? below : 0;
            }
            return all;
          },
          null);
    }
    Ref settled = arithmetic.operand(to, placed(input, node.input()));
    double unit = Math.abs(plan.commonUnit(settled));
    Form form = new Form(to.name(), 1, settled.length(), unit);
    form.add(Form.of(to.name(), settled), 1);
    int[] places = new int[settled.length()];
    Arrays.setAll(places, i -> i);
    return new Scores(
        List.of(new MaskedScores.Part(form, node.fan(), places)),
        places.length,
        unit,
        values -> arithmetic.evaluate(settled, values),
        settled);
  }

  /*
   * The exponentials of all elements. All parts show the same distances to the choice of scales, so
   * that they share one table.
   */
  private Ref exponentials(
      Target to,
      Scores scores,
      int fan,
      Function<Map<String, double[]>, double[]> tops,
      Function<Map<String, double[]>, double[]> distances,
      List<Base> maxima) {
    double unit = scores.unit;
    RealFunction exp = new RealFunction(List.of(Step.of(Kind.AFFINE, -unit, 0), Step.of(Kind.EXP)));
    int[] covered = scores.parts.stream().flatMapToInt(p -> Arrays.stream(p.places())).toArray();
    int[] source = new int[scores.length];
    int[] element = new int[source.length];
    Arrays.fill(source, -1);
    for (int p = 0; p < scores.parts.size(); p++) {
      MaskedScores.Part part = scores.parts.get(p);
      String name = to.name() + (scores.parts.size() == 1 ? "" : ".part" + p);
      int[] places = part.places();
      int[] rows = new int[places.length / part.fan()];
      Arrays.setAll(rows, i -> places[i * part.fan()] / fan);
      Base top =
          plan.base(
              name + ".max",
              rows.length,
              ElementKind.REAL,
              unit,
              false,
              values -> picked(tops.apply(values), rows));
      maxima.add(top);
      plan.blocks.add(new PlanBlock.Maximum(top));
      Base x =
          plan.base(
              name + ".below",
              places.length,
              ElementKind.REAL,
              1,
              true,
              values -> picked(distances.apply(values), covered));
      Base e =
          plan.base(
              name + ".exp",
              places.length,
              ElementKind.REAL,
              1,
              true,
              values ->
                  Arrays.stream(picked(distances.apply(values), places))
                      .map(d -> Math.exp(-d * unit))
                      .toArray());
      Base marks = plan.marks(name, places.length, part.fan());
      plan.blocks.add(new PlanBlock.Function(e, part.form(), exp, x, top, marks));
      for (int i = 0; i < places.length; i++) {
        source[places[i]] = e.id;
        element[places[i]] = i;
      }
    }
    return new Ref(source, element, new byte[source.length], new double[] {0}, 1);
  }

  private static double[] picked(double[] values, int[] places) {
    double[] result = new double[places.length];
    Arrays.setAll(result, i -> values[places[i]]);
    return result;
  }

  /*
   * A masked score is as far below all others as leaves nothing of its exponential, and no farther:
   * the table is not to be wider than it must.
   */
  private Ref placed(Ref scores, String tensor) {
    double least = ranges.leastUnmasked(tensor);
    double span = Math.max(ranges.most(tensor) - least, 1);
    double[] constants = scores.constants().clone();
    for (int i = 0; i < constants.length; i++) {
      if (constants[i] * scores.scale() <= Ranges.MASKED) {
        constants[i] = (least - span - NOTHING_LEFT) / scores.scale();
      }
    }
    return new Ref(scores.source(), scores.element(), scores.form(), constants, scores.scale());
  }
}
