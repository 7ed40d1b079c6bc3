package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.UserException;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Node;
import lucerna.ops.quantise.Planner.Target;

/** Plans steps that treat elements alone, and products. */
final class Arithmetic {
  private final Plan plan;
  private final Ranges ranges;

  Arithmetic(Plan plan, Ranges ranges) {
    this.plan = plan;
    this.ranges = ranges;
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
    Map<Integer, double[]> known = new java.util.HashMap<>();
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

  Ref linear(Node.Linear node, Target to, Ref input) {
    Ref left = operand(to, input);
    double unit = plan.commonUnit(left);
    int rows = left.length() / node.inner();
    Form form = new Form(to.name(), rows, node.outer(), 1);
    form.weights.add(
        new Form.WeightPart(
            node.groups(),
            rows / node.groups(),
            node.inner(),
            left.times(1 / unit),
            times(node.weights().clone(), unit)));
    if (Arrays.stream(node.bias()).anyMatch(b -> b != 0)) {
      form.addBias(node.bias(), node.groups(), 1);
    }
    return table(to, form);
  }

  /*
   * A softmax times a tensor: the exponentials are multiplied, and the sums divided by once for each
   * result, instead of for each exponential.
   */
  private @org.jspecify.annotations.Nullable Ref weightedMean(
      Node.MatMul node, Target to, Ref a, Ref b) {
    Acc softmax = plan.whole(a);
    Acc.Shares shares = softmax == null ? null : softmax.shares;
    if (softmax == null
        || shares == null
        || softmax.form.outer != node.inner()
        || node.outer() >= node.inner()
        || a.scale() != 1
        || !identity(a)) {
      return null;
    }
    softmax.absorbed = true;
    Ref right = operand(to, b);
    double unit = plan.commonUnit(right);
    int rows = softmax.form.rows;
    Form sums = new Form(to.name() + ".sums", rows, node.outer(), unit);
    sums.pairs.add(
        new Form.PairPart(
            node.groups(),
            rows / node.groups(),
            node.inner(),
            Ref.all(shares.exponentials().id, shares.exponentials().length, 1),
            right.times(1 / unit)));
    Function<Map<String, double[]>, double[]> mean = to.real(unit);
    Base total =
        plan.base(
            sums.name,
            sums.length(),
            ElementKind.REAL,
            unit,
            false,
            values -> {
              double[] result = mean.apply(values);
              double[] inverse = shares.inverses().real.apply(values);
              for (int i = 0; i < result.length; i++) {
                result[i] /= inverse[i / node.outer()];
              }
              return result;
            });
    plan.blocks.add(new PlanBlock.Rounding(total, sums));
    Form form = new Form(to.name(), rows, node.outer(), unit);
    form.pairs.add(
        new Form.PairPart(
            rows,
            1,
            1,
            Ref.all(shares.inverses().id, rows, 1),
            Ref.all(total.id, total.length, 1)));
    return table(to, form);
  }

  Ref matMul(Node.MatMul node, Target to, Ref a, Ref b) {
    Ref mean = weightedMean(node, to, a, b);
    if (mean != null) {
      return mean;
    }
    Ref left = operand(to, a);
    Ref right = operand(to, b);
    double unit = plan.commonUnit(left);
    double other = plan.commonUnit(right);
    int rows = left.length() / node.inner();
    Form form = new Form(to.name(), rows, node.outer(), unit * other);
    form.pairs.add(
        new Form.PairPart(
            node.groups(),
            rows / node.groups(),
            node.inner(),
            left.times(1 / unit),
            right.times(1 / other)));
    return table(to, form);
  }

  Ref sum(Target to, Ref input, int fan, double[] factors) {
    Ref view = plan.settle(input);
    if (fan == 1 && factors.length == 1) {
      return input.times(factors[0]);
    }
    boolean uniform = factors.length == 1;
    double unit = plan.commonUnit(view) * (uniform ? Math.abs(factors[0]) : 1);
    Form form =
        new Form(to.name(), 1, view.length() / fan, uniform && !Double.isNaN(unit) ? unit : 1);
    form.add(Form.of(to.name(), view, fan, factors), 1);
    return table(to, form);
  }

  Ref addConstant(Target to, Ref input, double[] values) {
    Acc host = plan.whole(input);
    int[] order = host == null ? new int[0] : Ref.inverse(input.element());
    Form form;
    if (host != null) {
      form = absorb(to, host, input.scale());
    } else {
      form = Form.of(to.name(), plan.settle(input));
    }
    double[] bias = new double[values.length];
    Arrays.setAll(bias, i -> values[host == null ? i : order[i]] / form.scale);
    int groups = periods(bias, form.rows, form.outer);
    form.addBias(Arrays.copyOf(shrink(bias, groups, form), groups * form.outer), groups, 1);
    return result(to, form, host == null ? null : order);
  }

  /* The least number of groups of equal rows. */
  private static int periods(double[] bias, int rows, int outer) {
    for (int row = 1; row < rows; row++) {
      for (int n = 0; n < outer; n++) {
        if (bias[row * outer + n] != bias[n]) {
          return rows;
        }
      }
    }
    return 1;
  }

  private static double[] shrink(double[] bias, int groups, Form form) {
    return groups == form.rows ? bias : Arrays.copyOf(bias, form.outer);
  }

  private Form absorb(Target to, Acc host, double factor) {
    host.absorbed = true;
    boolean fixed = !host.form.pairs.isEmpty() || host.form.scale != 1 || isWide(host.form, factor);
    Form form =
        new Form(to.name(), host.form.rows, host.form.outer, fixed ? host.form.scale * factor : 1);
    form.add(host.form, factor);
    return form;
  }

  /* Whether integers are products that were not rounded, with no room for a factor of many bits. */
  private boolean isWide(Form form, double factor) {
    if (isPowerOfTwo(Math.abs(factor)) || factor == Math.rint(factor)) {
      return false;
    }
    for (Form.TermPart term : form.terms) {
      for (int i = 0; i < term.view().length(); i++) {
        int source = term.view().source()[i];
        if (source >= 0
            && (term.view().form()[i] == Ref.SQUARE || plan.isProduct(plan.base(source)))) {
          return true;
        }
      }
    }
    return false;
  }

  /* order: where accumulator j stands in the result; null if in order. */
  private Ref result(Target to, Form form, int @org.jspecify.annotations.Nullable [] order) {
    if (order == null) {
      return table(to, form);
    }
    Function<Map<String, double[]>, double[]> real = to.real(form.scale);
    Acc acc =
        plan.acc(
            to.name(),
            form,
            to.kind(),
            to.readers(),
            values -> {
              double[] tensor = real.apply(values);
              double[] ordered = new double[tensor.length];
              Arrays.setAll(ordered, j -> tensor[order[j]]);
              return ordered;
            });
    return Ref.all(acc.id, form.length(), 1).pick(Ref.inverse(order));
  }

  Ref combine(Target to, List<Ref> terms, double[] factors) {
    if (terms.size() == 1 && factors[0] != 0) {
      return terms.getFirst().times(factors[0]);
    }
    int chosen = -1;
    for (int t = 0; t < terms.size(); t++) {
      Acc acc = plan.whole(terms.get(t));
      if (acc != null && (chosen < 0 || !acc.form.isSum())) {
        chosen = t;
      }
    }
    Acc host = chosen < 0 ? null : plan.whole(terms.get(chosen));
    if (host == null) {
      return table(to, plainSum(to, terms, factors));
    }
    int[] order = Ref.inverse(terms.get(chosen).element());
    Form form = absorb(to, host, terms.get(chosen).scale() * factors[chosen]);
    for (int t = 0; t < terms.size(); t++) {
      if (t == chosen) {
        continue;
      }
      Ref term = terms.get(t).pick(order);
      Acc other = plan.whole(term);
      if (other != null
          && fits(form, other.form, term)
          && !isWide(other.form, term.scale() * factors[t] / form.scale)) {
        other.absorbed = true;
        form.add(other.form, term.scale() * factors[t]);
      } else {
        Form extra = new Form(to.name(), form.rows, form.outer, 1);
        extra.terms.add(new Form.TermPart(plan.settle(term), 1, new double[] {factors[t]}));
        form.add(extra, 1);
      }
    }
    return result(to, form, order);
  }

  private static boolean fits(Form form, Form other, Ref term) {
    for (int i = 0; i < term.length(); i++) {
      if (term.element()[i] != i) {
        return false;
      }
    }
    return form.outer == other.outer
        && form.rows == other.rows
        && other.pairs.isEmpty()
        && (other.weights.isEmpty() || form.pairs.isEmpty());
  }

  private Form plainSum(Target to, List<Ref> terms, double[] factors) {
    List<Ref> settled = new ArrayList<>();
    terms.forEach(term -> settled.add(plan.settle(term)));
    double unit = plan.commonUnit(settled.getFirst()) * Math.abs(factors[0]);
    Form form =
        new Form(
            to.name(),
            1,
            settled.getFirst().length(),
            Double.isNaN(unit) || unit == 0 || to.kind() != ElementKind.REAL ? 1 : unit);
    for (int t = 0; t < settled.size(); t++) {
      form.add(Form.of(to.name(), settled.get(t), 1, factors[t]), 1);
    }
    return form;
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
  private @org.jspecify.annotations.Nullable Acc wholeSource(Ref ref) {
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

  /* a - b, exactly. */
  private Form difference(Target to, Ref a, Ref b) {
    Form form = new Form(to.name(), 1, a.length(), 1);
    addExactly(to, form, a, 1);
    addExactly(to, form, b, -1);
    return form;
  }

  /* A secret constant rounds like an input does, so that equal ones stay equal. */
  private void addExactly(Target to, Form form, Ref ref, double factor) {
    Acc constant = plan.constants(ref);
    double[] values = constant == null ? null : constant.form.bias;
    if (constant == null || values == null) {
      form.add(Form.of(to.name(), plan.settle(ref)), factor);
      return;
    }
    double[] picked = new double[ref.length()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = values[ref.element()[i]] * ref.scale() * constant.form.scale;
    }
    form.addBias(picked, 1, factor);
  }

  Ref less(Target to, Ref a, Ref b) {
    return flag(to, difference(to, a, b), true);
  }

  Ref equal(Target to, Ref a, Ref b) {
    return flag(to, difference(to, a, b), false);
  }

  private Ref flag(Target to, Form form, boolean sign) {
    Base base = plan.base(to.name(), form.length(), ElementKind.BOOLEAN, 1, true, to.real(1));
    plan.blocks.add(sign ? new PlanBlock.Sign(base, form) : new PlanBlock.ZeroTest(base, form));
    return Ref.all(base.id, base.length, 1);
  }

  Ref take(Target to, Ref data, Ref index) {
    Form entries;
    Acc whole = plan.whole(data);
    Base base;
    if (whole != null && whole.form.isSum() && identity(data)) {
      whole.absorbed = true;
      entries = whole.form;
      base =
          plan.base(
              to.name() + ".memory", data.length(), whole.kind, entries.scale, false, whole.real);
    } else {
      Ref settled = operand(to, data);
      double unit = plan.commonUnit(settled);
      entries = new Form(to.name(), 1, data.length(), unit);
      entries.add(Form.of(to.name(), settled), 1);
      base =
          plan.base(
              to.name() + ".memory",
              data.length(),
              to.kind(),
              unit,
              false,
              values -> times(evaluate(settled, values), 1 / unit));
    }
    double scale = entries.scale * data.scale();
    int memory = plan.newMemory();
    plan.blocks.add(new PlanBlock.Memory(base, entries, memory));
    Acc computed = plan.whole(index);
    int[] order = new int[index.length()];
    Arrays.setAll(order, i -> i);
    Form address;
    if (computed != null && computed.form.isSum() && index.scale() == 1) {
      computed.absorbed = true;
      address = computed.form;
      order = Ref.inverse(index.element());
    } else {
      address = Form.of(to.name(), plan.settle(index));
    }
    int[] places = order;
    Function<Map<String, double[]>, double[]> real = to.real(scale);
    Function<Map<String, double[]>, double[]> ordered =
        values -> {
          double[] tensor = real.apply(values);
          double[] result = new double[tensor.length];
          Arrays.setAll(result, j -> tensor[places[j]]);
          return result;
        };
    Base read = plan.base(to.name() + ".read", index.length(), to.kind(), scale, false, ordered);
    plan.blocks.add(new PlanBlock.Reads(read, address, memory));
    // What is read may be as wide as anything in the memory: it is rounded.
    Form form = new Form(to.name(), 1, read.length, scale);
    form.add(Form.of(to.name(), Ref.all(read.id, read.length, 1)), 1);
    Acc acc = plan.acc(to.name(), form, to.kind(), to.readers(), ordered);
    return Ref.all(acc.id, read.length, 1).pick(Ref.inverse(order));
  }

  private static boolean identity(Ref ref) {
    for (int i = 0; i < ref.length(); i++) {
      if (ref.element()[i] != i) {
        return false;
      }
    }
    return true;
  }

  Ref divide(Target to, Node.Divide node, Ref a, Ref b) {
    return quotient(to, node.a(), node.b(), a, b, node.rounding() == Node.Divide.Rounding.NONE);
  }

  private Ref quotient(Target to, String nameA, String nameB, Ref a, Ref b, boolean real) {
    Ref numerator = operand(to, a);
    Ref divisor = operand(to, b);
    if (ranges.least(nameB) <= 0 && ranges.most(nameB) >= 0) {
      throw new UserException(
          "Node %s divides by %s, which reaches %s to %s on the samples; a divisor must not change its sign."
              .formatted(to.name(), nameB, ranges.least(nameB), ranges.most(nameB)));
    }
    double sign = ranges.least(nameB) < 0 ? -1 : 1;
    if (!real && (sign < 0 || ranges.least(nameA) < 0)) {
      throw new UserException(
          "Node %s divides integers of which some are negative; only positive ones are supported."
              .formatted(to.name()));
    }
    double unit = Math.abs(plan.commonUnit(numerator));
    double other = Math.abs(plan.commonUnit(divisor));
    Form top = new Form(to.name(), 1, numerator.length(), unit);
    top.add(Form.of(to.name(), numerator), sign);
    Form bottom = new Form(to.name(), 1, divisor.length(), other);
    bottom.add(Form.of(to.name(), divisor), sign);
    double scale = unit / other;
    Base base = plan.base(to.name(), numerator.length(), to.kind(), scale, false, to.real(scale));
    Base remainder =
        plan.base(to.name() + ".remainder", numerator.length(), to.kind(), 1, true, to.real(scale));
    plan.blocks.add(new PlanBlock.Division(base, remainder, bottom, top, real));
    return Ref.all(base.id, base.length, 1);
  }

  Ref remainder(Target to, Node.Remainder node, Ref a, Ref b) {
    Ref numerator = operand(to, a);
    Ref divisor = operand(to, b);
    if (to.kind() == ElementKind.REAL) {
      throw new UserException(
          "Node %s takes a remainder of real numbers; only integers are supported."
              .formatted(to.name()));
    }
    if (ranges.least(node.b()) <= 0 || (node.fmod() && ranges.least(node.a()) < 0)) {
      throw new UserException(
          "Node %s takes a remainder by a divisor that is not positive, or of a negative number with fmod; neither is supported."
              .formatted(to.name()));
    }
    Form top = Form.of(to.name(), numerator);
    Form bottom = Form.of(to.name(), divisor);
    Base quotient =
        plan.base(
            to.name() + ".quotient",
            numerator.length(),
            ElementKind.INTEGER,
            1,
            false,
            values -> {
              double[] x = evaluate(numerator, values);
              double[] y = evaluate(divisor, values);
              Arrays.setAll(x, i -> Math.floor(x[i] / y[i]));
              return x;
            });
    Base base = plan.base(to.name(), numerator.length(), to.kind(), 1, true, to.real(1));
    plan.blocks.add(new PlanBlock.Division(quotient, base, bottom, top, false));
    return Ref.all(base.id, base.length, 1);
  }
}
