package lucerna.ops.quantise;

import java.util.Arrays;
import lucerna.ops.UserException;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Node;
import lucerna.ops.quantise.Planner.Target;

/** Plans divisions by tensors, and their remainders. */
final class Divisions {
  private final Plan plan;
  private final Arithmetic arithmetic;
  private final Ranges ranges;

  Divisions(Plan plan, Arithmetic arithmetic, Ranges ranges) {
    this.plan = plan;
    this.arithmetic = arithmetic;
    this.ranges = ranges;
  }

  Ref divide(Target to, Node.Divide node, Ref a, Ref b) {
    return quotient(to, node.a(), node.b(), a, b, node.rounding() == Node.Divide.Rounding.NONE);
  }

  private Ref quotient(Target to, String nameA, String nameB, Ref a, Ref b, boolean real) {
    Ref numerator = arithmetic.operand(to, a);
    Ref divisor = arithmetic.operand(to, b);
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
    Ref numerator = arithmetic.operand(to, a);
    Ref divisor = arithmetic.operand(to, b);
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
              double[] x = arithmetic.evaluate(numerator, values);
              double[] y = arithmetic.evaluate(divisor, values);
              Arrays.setAll(x, i -> Math.floor(x[i] / y[i]));
              return x;
            });
    Base base = plan.base(to.name(), numerator.length(), to.kind(), 1, true, to.real(1));
    plan.blocks.add(new PlanBlock.Division(quotient, base, bottom, top, false));
    return Ref.all(base.id, base.length, 1);
  }
}
