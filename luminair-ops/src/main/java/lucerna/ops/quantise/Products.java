package lucerna.ops.quantise;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Node;
import lucerna.ops.quantise.Planner.Target;
import org.jspecify.annotations.Nullable;

/** Plans products, with weights and of two tensors. */
final class Products {
  private final Plan plan;
  private final Arithmetic arithmetic;

  Products(Plan plan, Arithmetic arithmetic) {
    this.plan = plan;
    this.arithmetic = arithmetic;
  }

  Ref linear(Node.Linear node, Target to, Ref input) {
    Ref left = arithmetic.operand(to, input);
    double unit = plan.commonUnit(left);
    int rows = left.length() / node.inner();
    Form form = new Form(to.name(), rows, node.outer(), 1);
    form.weights.add(
        new Form.WeightPart(
            node.groups(),
            rows / node.groups(),
            node.inner(),
            left.times(1 / unit),
            Arithmetic.times(node.weights().clone(), unit)));
    if (Arrays.stream(node.bias()).anyMatch(b -> b != 0)) {
      form.addBias(node.bias(), node.groups(), 1);
    }
    return arithmetic.table(to, form);
  }

  /*
   * A softmax times a tensor: the exponentials are multiplied, and the sums divided by once for each
   * result, instead of for each exponential.
   */
  private @Nullable Ref weightedMean(Node.MatMul node, Target to, Ref a, Ref b) {
    Acc softmax = plan.whole(a);
    Acc.Shares shares = softmax == null ? null : softmax.shares;
    if (softmax == null
        || shares == null
        || softmax.form.outer != node.inner()
        || node.outer() >= node.inner()
        || a.scale() != 1
        || !a.isIdentity()) {
      return null;
    }
    softmax.absorbed = true;
    Ref right = arithmetic.operand(to, b);
    double unit = plan.commonUnit(right);
    int rows = softmax.form.rows;
    Form sums = new Form(to.name() + ".sums", rows, node.outer(), unit);
    sums.pairs.add(
        new Form.PairPart(
            node.groups(),
            rows / node.groups(),
            node.inner(),
            shares.exponentials(),
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
    return arithmetic.table(to, form);
  }

  Ref matMul(Node.MatMul node, Target to, Ref a, Ref b) {
    Ref mean = weightedMean(node, to, a, b);
    if (mean != null) {
      return mean;
    }
    Ref left = arithmetic.operand(to, a);
    Ref right = arithmetic.operand(to, b);
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
    return arithmetic.table(to, form);
  }
}
