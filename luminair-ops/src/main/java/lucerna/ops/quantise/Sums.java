package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.quantise.Planner.Target;
import org.jspecify.annotations.Nullable;

/** Plans sums, and what of them becomes part of another form. */
final class Sums {
  private final Plan plan;
  private final Arithmetic arithmetic;

  Sums(Plan plan, Arithmetic arithmetic) {
    this.plan = plan;
    this.arithmetic = arithmetic;
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
    return arithmetic.table(to, form);
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
    if (Arithmetic.isPowerOfTwo(Math.abs(factor)) || factor == Math.rint(factor)) {
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
  private Ref result(Target to, Form form, int @Nullable [] order) {
    if (order == null) {
      return arithmetic.table(to, form);
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
      return arithmetic.table(to, plainSum(to, terms, factors));
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
    return term.isIdentity()
        && form.outer == other.outer
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
}
