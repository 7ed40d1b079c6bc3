package lucerna.ops.quantise;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.quantise.Planner.Target;

/** Plans reads at places that depend on the inputs. */
final class Memories {
  private final Plan plan;
  private final Arithmetic arithmetic;

  Memories(Plan plan, Arithmetic arithmetic) {
    this.plan = plan;
    this.arithmetic = arithmetic;
  }

  Ref take(Target to, Ref data, Ref index) {
    Form entries;
    Acc whole = plan.whole(data);
    Base base;
    if (whole != null && whole.form.isSum() && data.isIdentity()) {
      whole.absorbed = true;
      entries = whole.form;
      base =
          plan.base(
              to.name() + ".memory", data.length(), whole.kind, entries.scale, false, whole.real);
    } else {
      Ref settled = arithmetic.operand(to, data);
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
              values -> Arithmetic.times(arithmetic.evaluate(settled, values), 1 / unit));
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
}
