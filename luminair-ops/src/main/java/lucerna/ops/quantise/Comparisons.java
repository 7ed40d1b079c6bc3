package lucerna.ops.quantise;

import lucerna.ops.graph.ElementKind;
import lucerna.ops.quantise.Planner.Target;

/** Plans comparisons, exactly. */
final class Comparisons {
  private final Plan plan;

  Comparisons(Plan plan) {
    this.plan = plan;
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
}
