package lucerna.ops.quantise;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.quantise.Planner.Target;
import org.jspecify.annotations.Nullable;

/** Plans steps that treat elements alone; holds what all plans of steps need. */
final class Arithmetic {
  private final Plan plan;

  Arithmetic(Plan plan) {
    this.plan = plan;
  }

  static boolean isPowerOfTwo(double value) {
    return value > 0 && Math.scalb(1.0, Math.getExponent(value)) == value;
  }

  /** Makes a table of accumulators the target. */
  Ref table(Target to, Form form) {
    Acc acc = plan.acc(to.name(), form, to.kind(), to.readers(), to.real(form.scale));
    return Ref.all(acc.id, form.length(), 1);
  }

  /** Settles a tensor so that all its elements have one unit: what a product can read. */
  Ref operand(Target to, Ref ref) {
    Ref settled = plan.settle(ref);
    if (!Double.isNaN(plan.commonUnit(settled))) {
      return settled;
    }
    return plan.settle(fresh(to, settled));
  }

  /** The same tensor from a form of its own, in its own scale. */
  private Ref fresh(Target to, Ref settled) {
    Plan.Distinct distinct = Plan.distinct(settled);
    Form form = Form.of(to.name(), distinct.view());
    Acc acc = plan.acc(to.name(), form, to.kind(), 2, values -> evaluate(distinct.view(), values));
    return replace(settled.times(1), distinct.place(), acc.id, 1);
  }

  /** Values of a settled tensor on a sample. */
  double[] evaluate(Ref ref, Map<String, double[]> values) {
    double[] result = new double[ref.length()];
    Map<Integer, double[]> known = new HashMap<>();
    for (int i = 0; i < result.length; i++) {
      int source = ref.source()[i];
      if (source < 0) {
        result[i] = ref.constant(i) * ref.scale();
        continue;
      }
      double[] base = known.computeIfAbsent(source, s -> plan.base(s).real.apply(values));
      double x = base[ref.element()[i]];
      double form =
          switch (ref.form()[i]) {
            case Ref.RELU -> Math.max(x, 0);
            case Ref.MAGNITUDE -> Math.abs(x);
            case Ref.SQUARE -> x * x;
            default -> x;
          };
      result[i] = form * plan.unit(ref, i);
    }
    return result;
  }

  /** Puts elements of a new source where distinct elements were; constants stay. */
  private static Ref replace(Ref ref, int[] place, int source, double scale) {
    int[] sources = new int[place.length];
    int[] elements = new int[place.length];
    double[] constants = new double[ref.constants().length];
    for (int i = 0; i < place.length; i++) {
      sources[i] = place[i] < 0 ? -1 : source;
      elements[i] = place[i] < 0 ? ref.element()[i] : place[i];
    }
    for (int i = 0; i < constants.length; i++) {
      constants[i] = ref.constants()[i] * ref.scale() / scale;
    }
    return new Ref(sources, elements, new byte[place.length], constants, scale);
  }

  /** The same values under another scale of the reference. */
  Ref rescale(Target to, Ref ref, double scale) {
    Ref settled = plan.settle(ref);
    Plan.Distinct distinct = Plan.distinct(settled);
    Ref view = distinct.view().times(1 / scale);
    double unit = plan.commonUnit(view);
    Form part = Form.of(to.name(), view);
    Form form = new Form(to.name(), 1, view.length(), Double.isNaN(unit) ? 1 : unit);
    form.add(part, 1);
    double own = form.scale;
    Acc acc =
        plan.acc(
            to.name(), form, ElementKind.REAL, 2, values -> times(evaluate(view, values), 1 / own));
    return replace(settled, distinct.place(), acc.id, scale);
  }

  static double[] times(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }

  Ref relu(Target to, Ref input) {
    Ref settled = plan.settle(input);
    boolean direct = settled.scale() > 0;
    for (int i = 0; i < settled.length() && direct; i++) {
      int source = settled.source()[i];
      direct =
          source < 0
              || settled.form()[i] != Ref.VALUE
              || plan.base(source).nonnegative
              || (plan.hasSigns(plan.base(source)) && plan.base(source).scale > 0);
    }
    if (!direct) {
      Plan.Distinct distinct = Plan.distinct(settled);
      Form form = Form.of(to.name(), distinct.view());
      Base base =
          plan.base(
              to.name(),
              distinct.view().length(),
              to.kind(),
              1,
              false,
              values -> evaluate(distinct.view(), values));
      plan.blocks.add(new PlanBlock.Rounding(base, form));
      settled = replace(settled, distinct.place(), base.id, 1);
    }
    byte[] forms = settled.form().clone();
    double[] constants = settled.constants().clone();
    for (int i = 0; i < forms.length; i++) {
      int source = settled.source()[i];
      if (source >= 0 && forms[i] == Ref.VALUE && !plan.base(source).nonnegative) {
        forms[i] = Ref.RELU;
      }
    }
    for (int i = 0; i < constants.length; i++) {
      constants[i] = Math.max(0, constants[i]);
    }
    return new Ref(settled.source(), settled.element(), forms, constants, settled.scale());
  }

  Ref apply(Target to, Ref input, RealFunction function) {
    Acc acc = wholeSource(input);
    Form form;
    int[] place;
    double unit;
    Function<Map<String, double[]>, double[]> argument;
    if (acc != null) {
      acc.absorbed = true;
      form = acc.form;
      place = input.element();
      unit = form.scale * input.scale();
      argument = acc.real;
    } else {
      Ref settled = plan.settle(input);
      Plan.Distinct distinct = Plan.distinct(settled);
      place = distinct.place();
      double common = plan.commonUnit(distinct.view());
      Form view = Form.of(to.name(), distinct.view());
      form = new Form(to.name(), 1, distinct.view().length(), Double.isNaN(common) ? 1 : common);
      form.add(view, 1);
      unit = form.scale;
      argument = values -> times(evaluate(distinct.view(), values), 1 / unit);
    }
    RealFunction scaled =
        unit == 1
            ? function
            : new RealFunction(List.of(Step.of(Kind.AFFINE, unit, 0))).then(function);
    Base result = function(to, form, scaled, argument);
    double[] constants = input.constants().clone();
    for (int i = 0; i < constants.length; i++) {
      constants[i] = function.apply(constants[i] * input.scale());
    }
    Ref ref = replace(input, place, result.id, 1);
    return new Ref(ref.source(), ref.element(), ref.form(), constants, 1);
  }

  /** Adds the block of a function of a form. */
  Base function(
      Target to,
      Form form,
      RealFunction function,
      Function<Map<String, double[]>, double[]> argument) {
    boolean nonnegative = false;
    Base x = plan.base(to.name() + ".x", form.length(), ElementKind.REAL, 1, false, argument);
    Base y =
        plan.base(
            to.name(),
            form.length(),
            to.kind(),
            1,
            nonnegative,
            values -> Arrays.stream(argument.apply(values)).map(function::apply).toArray());
    plan.blocks.add(new PlanBlock.Function(y, form, function, x, null, null));
    return y;
  }

  /* The accumulators that a tensor reads elements of, and nothing else does. */
  private @Nullable Acc wholeSource(Ref ref) {
    int source = ref.single();
    if (source < 0) {
      return null;
    }
    Plan.Distinct distinct = Plan.distinct(ref);
    return plan.whole(distinct.view().permutes(distinct.view().length()) ? distinct.view() : ref);
  }

  Ref multiply(Target to, Ref a, Ref b) {
    Ref left = operand(to, a);
    Ref right = operand(to, b);
    double unit = plan.commonUnit(left);
    double other = plan.commonUnit(right);
    Base product =
        plan.base(
            to.name() + ".product",
            left.length(),
            to.kind(),
            unit * other,
            plan.isNonnegative(left) && plan.isNonnegative(right),
            to.real(unit * other));
    Form first = new Form(to.name(), 1, left.length(), unit);
    first.add(Form.of(to.name(), left), 1);
    Form second = new Form(to.name(), 1, left.length(), other);
    second.add(Form.of(to.name(), right), 1);
    plan.blocks.add(new PlanBlock.Multiplication(product, first, second));
    Form form = new Form(to.name(), 1, product.length, product.scale);
    form.add(Form.of(to.name(), Ref.all(product.id, product.length, 1)), 1);
    return table(to, form);
  }
}
