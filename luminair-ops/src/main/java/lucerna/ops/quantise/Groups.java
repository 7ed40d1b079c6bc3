package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Node;
import lucerna.ops.quantise.Planner.Target;

/** Plans steps over groups of consecutive elements. */
final class Groups {
  private static final int MOST_SORTED = 1 << 12;
  private static final int FEW = 1 << 11;

  private final Plan plan;
  private final Arithmetic arithmetic;
  private final Map<String, Selection> selections = new HashMap<>();

  Groups(Plan plan, Arithmetic arithmetic) {
    this.plan = plan;
    this.arithmetic = arithmetic;
  }

  /* Values of a function of each group of a tensor's real values. */
  private Function<Map<String, double[]>, double[]> overGroups(
      Ref ref, int fan, double unit, Function<double[], Double> function) {
    return values -> {
      double[] all = arithmetic.evaluate(ref, values);
      double[] result = new double[all.length / fan];
      Arrays.setAll(
          result, i -> function.apply(Arrays.copyOfRange(all, i * fan, (i + 1) * fan)) / unit);
      return result;
    };
  }

  private static double greatest(double[] group) {
    return Arrays.stream(group).max().orElse(0);
  }

  private static int[] repeated(int groups, int fan) {
    int[] places = new int[groups * fan];
    Arrays.setAll(places, i -> i / fan);
    return places;
  }

  private Base top(Target to, Ref settled, int fan, double unit, ElementKind kind) {
    Base top =
        plan.base(
            to.name() + ".max",
            settled.length() / fan,
            kind,
            unit,
            false,
            overGroups(settled, fan, unit, Groups::greatest));
    plan.blocks.add(new PlanBlock.Maximum(top));
    return top;
  }

  /* top - x, where top is spread over its group. */
  private Form below(Target to, Base top, Ref settled, int fan) {
    Form form = new Form(to.name(), 1, settled.length(), top.scale);
    Ref spread = Ref.all(top.id, top.length, 1).pick(repeated(top.length, fan));
    form.add(Form.of(to.name(), spread), 1);
    form.add(Form.of(to.name(), settled), -1);
    return form;
  }

  Ref maximum(Target to, Ref input, int fan) {
    if (fan == 1) {
      return input;
    }
    Ref settled = arithmetic.operand(to, input);
    double unit = Math.abs(plan.commonUnit(settled));
    Base top = top(to, settled, fan, unit, to.kind());
    Form form = below(to, top, settled, fan);
    Base distance = distance(to, settled, fan, unit);
    Base marks = plan.marks(to.name(), settled.length(), fan);
    plan.blocks.add(new PlanBlock.AtLeastZero(distance, form, Mark.ZERO, marks, null));
    Ref result = Ref.all(top.id, top.length, 1);
    // The greatest of values that are at least 0 is its own positive part.
    return plan.isNonnegative(settled) && settled.scale() > 0 ? result.as(Ref.RELU) : result;
  }

  private Base distance(Target to, Ref settled, int fan, double unit) {
    return plan.base(
        to.name() + ".below",
        settled.length(),
        ElementKind.REAL,
        unit,
        true,
        values -> distances(arithmetic.evaluate(settled, values), fan, unit));
  }

  private static double[] distances(double[] all, int fan, double unit) {
    double[] result = new double[all.length];
    for (int from = 0; from < all.length; from += fan) {
      double top = greatest(Arrays.copyOfRange(all, from, from + fan));
      for (int i = from; i < from + fan; i++) {
        result[i] = (top - all[i]) / unit;
      }
    }
    return result;
  }

  /* One-hot marks of the first (or last) maximum of each group, in the group's order. */
  private record OneHot(Base top, Base marks) {}

  private OneHot oneHot(Target to, Ref settled, int fan, ElementKind kind) {
    double unit = Math.abs(plan.commonUnit(settled));
    Base top = top(to, settled, fan, unit, kind);
    Form form = below(to, top, settled, fan);
    Base distance = distance(to, settled, fan, unit);
    Base marks = plan.marks(to.name(), settled.length(), fan);
    // Minus the marks of later elements, in the integers' own unit: see the circuit's emission.
    plan.blocks.add(new PlanBlock.AtLeastZero(distance, form, Mark.FIRST, marks, null));
    return new OneHot(top, marks);
  }

  Ref argMax(Target to, Ref input, int fan, boolean last) {
    Ref settled = arithmetic.operand(to, input);
    int[] order = new int[settled.length()];
    Arrays.setAll(order, i -> last ? i / fan * fan + fan - 1 - i % fan : i);
    double[] index = new double[fan];
    Arrays.setAll(index, j -> last ? fan - 1 - j : j);
    if (fan == 1) {
      return Plan.constant(0, settled.length());
    }
    OneHot hot = oneHot(to, settled.pick(order), fan, ElementKind.REAL);
    Form form = Form.of(to.name(), Ref.all(hot.marks.id, settled.length(), 1), fan, index);
    return arithmetic.table(to, form);
  }

  Ref normalize(Target to, Node.Normalize node, Ref input) {
    int fan = node.fan();
    Ref settled = arithmetic.operand(to, input);
    double unit = Math.abs(plan.commonUnit(settled));
    int rows = settled.length() / fan;
    Base centred = centred(to, node, settled, unit);
    Ref c = Ref.all(centred.id, centred.length, 1);
    // The sum of squares leaves few bits to each; where cells are few, the quotients get more.
    Ref summed = settled.length() <= FEW ? coarser(to, centred) : c;
    // The square root of sum c^2 + epsilon n, in units of c: sqrt(n) times the deviation.
    Form squares = new Form(to.name() + ".squares", 1, rows, centred.scale * centred.scale);
    squares.add(Form.of(to.name(), summed.as(Ref.SQUARE), fan, 1), 1);
    squares.add(Form.of(to.name(), Plan.constant(node.epsilon() * fan, rows)), 1);
    double scale = centred.scale;
    Function<Map<String, double[]>, double[]> norms =
        values -> {
          double[] all = centred.real.apply(values);
          double[] result = new double[rows];
          for (int i = 0; i < all.length; i++) {
            result[i / fan] += all[i] * all[i];
          }
          double epsilon = node.epsilon() * fan / scale / scale;
          return Arrays.stream(result).map(s -> Math.sqrt(s + epsilon)).toArray();
        };
    Base norm = plan.base(to.name() + ".norm", rows, ElementKind.REAL, scale, true, norms);
    plan.blocks.add(new PlanBlock.SquareRoot(norm, squares));
    Base inverse =
        plan.base(
            to.name() + ".inverse",
            rows,
            ElementKind.REAL,
            1 / scale,
            true,
            values -> Arrays.stream(norms.apply(values)).map(s -> 1 / s).toArray());
    Form divisor = new Form(to.name(), 1, rows, scale);
    divisor.add(Form.of(to.name(), Ref.all(norm.id, rows, 1)), 1);
    plan.blocks.add(new PlanBlock.Inverse(inverse, divisor));
    Form form = new Form(to.name(), rows, fan, Math.sqrt(fan));
    form.pairs.add(new Form.PairPart(rows, 1, 1, Ref.all(inverse.id, rows, 1), c));
    return arithmetic.table(to, form);
  }

  private Ref coarser(Target to, Base centred) {
    Form form = new Form(to.name() + ".coarse", 1, centred.length, centred.scale);
    form.add(Form.of(to.name(), Ref.all(centred.id, centred.length, 1)), 1);
    Base coarse =
        plan.base(form.name, centred.length, ElementKind.REAL, centred.scale, false, centred.real);
    plan.blocks.add(new PlanBlock.Rounding(coarse, form));
    return Ref.all(coarse.id, coarse.length, 1);
  }

  /* n x - sum x, rounded; its unit is that of x divided by n. */
  private Base centred(Target to, Node.Normalize node, Ref settled, double unit) {
    int fan = node.fan();
    Form form;
    if (node.centred()) {
      form = new Form(to.name() + ".centred", 1, settled.length(), unit / fan);
      Form sum = Form.of(to.name() + ".sum", settled, fan, 1);
      Base total =
          plan.base(
              to.name() + ".sum",
              settled.length() / fan,
              ElementKind.REAL,
              unit,
              false,
              overGroups(settled, fan, unit, group -> Arrays.stream(group).sum()));
      Form exact = new Form(sum.name, 1, sum.outer, unit);
      exact.add(sum, 1);
      plan.blocks.add(new PlanBlock.Rounding(total, exact));
      form.add(Form.of(to.name(), settled), 1);
      Ref spread = Ref.all(total.id, total.length, 1).pick(repeated(total.length, fan));
      form.add(Form.of(to.name(), spread), -1.0 / fan);
    } else {
      form = new Form(to.name() + ".scaled", 1, settled.length(), unit);
      form.add(Form.of(to.name(), settled), 1);
    }
    double scale = form.scale;
    Base centred =
        plan.base(
            form.name,
            settled.length(),
            ElementKind.REAL,
            scale,
            false,
            values -> {
              double[] all = arithmetic.evaluate(settled, values);
              for (int from = 0; from < all.length; from += fan) {
                double mean =
                    node.centred() ? Arrays.stream(all, from, from + fan).average().orElse(0) : 0;
                for (int i = from; i < from + fan; i++) {
                  all[i] = (all[i] - mean) / scale;
                }
              }
              return all;
            });
    plan.blocks.add(new PlanBlock.Rounding(centred, form));
    return centred;
  }

  /* Steps of a selection: the greatest of each group, the greatest of what is left, and so on. */
  private record Selection(List<Base> tops, List<Base> marks) {}

  /**
   * Sorts groups, of which only some first elements are read: in each step, the elements that were
   * greatest before are put below all others.
   */
  Ref sort(Target to, Node.Sort node, Ref input, int count) {
    int fan = node.fan();
    int length = input.length();
    if (fan == 1) {
      return node.indices() ? Plan.constant(0, length) : input;
    }
    if ((long) fan * fan * (length / fan) > MOST_SORTED) {
      throw new UserException(
          "Node %s sorts %d groups of %d, which is too many; at most %d comparisons are supported."
              .formatted(to.name(), length / fan, fan, MOST_SORTED));
    }
    Selection selection = selections.get(node.input() + "/" + fan);
    if (selection == null) {
      selection = select(to, arithmetic.operand(to, input), fan, count);
      selections.put(node.input() + "/" + fan, selection);
    }
    int steps = count;
    int[] sources = new int[length];
    int[] elements = new int[length];
    if (!node.indices()) {
      for (int i = 0; i < length; i++) {
        boolean read = i % fan < steps;
        sources[i] = read ? selection.tops.get(i % fan).id : -1;
        elements[i] = read ? i / fan : 0;
      }
      return new Ref(sources, elements, new byte[length], new double[] {0}, 1);
    }
    int groups = length / fan;
    int[] markSources = new int[groups * steps * fan];
    int[] markElements = new int[markSources.length];
    for (int i = 0; i < markSources.length; i++) {
      markSources[i] = selection.marks.get(i / fan % steps).id;
      markElements[i] = i / fan / steps * fan + i % fan;
    }
    double[] index = new double[fan];
    Arrays.setAll(index, j -> j);
    Ref marks = new Ref(markSources, markElements, new byte[markSources.length], new double[0], 1);
    Function<Map<String, double[]>, double[]> real = to.real(1);
    Acc acc =
        plan.acc(
            to.name(),
            Form.of(to.name(), marks, fan, index),
            to.kind(),
            to.readers(),
            values -> {
              double[] all = real.apply(values);
              double[] read = new double[groups * steps];
              Arrays.setAll(read, i -> all[i / steps * fan + i % steps]);
              return read;
            });
    for (int i = 0; i < length; i++) {
      boolean read = i % fan < steps;
      sources[i] = read ? acc.id : -1;
      elements[i] = read ? i / fan * steps + i % fan : 0;
    }
    return new Ref(sources, elements, new byte[length], new double[] {0}, 1);
  }

  private Selection select(Target to, Ref settled, int fan, int count) {
    double unit = Math.abs(plan.commonUnit(settled));
    ElementKind kind = ElementKind.INTEGER;
    for (int source : settled.source()) {
      kind = source >= 0 && !plan.base(source).exact() ? ElementKind.REAL : kind;
    }
    Selection selection = new Selection(new ArrayList<>(), new ArrayList<>());
    List<Base> removed = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      int place = fan - 1 - t;
      Base top =
          plan.base(
              to.name() + ".max" + t,
              settled.length() / fan,
              kind,
              unit,
              false,
              overGroups(
                  settled, fan, unit, group -> Arrays.stream(group).sorted().toArray()[place]));
      plan.blocks.add(new PlanBlock.Maximum(top));
      Form form = below(to, top, settled, fan);
      for (Base base : removed) {
        form.add(Form.of(to.name(), Ref.all(base.id, base.length, 1)), 1);
      }
      Base distance = distance(to, settled, fan, unit);
      Base marks = plan.marks(to.name(), settled.length(), fan);
      Base removal =
          plan.base(
              to.name() + ".removed",
              settled.length(),
              ElementKind.REAL,
              unit,
              true,
              _ -> new double[] {1});
      plan.blocks.add(
          new PlanBlock.AtLeastZero(
              distance, form, Mark.FIRST, marks, new PlanBlock.Removal(removal, settled)));
      selection.tops.add(top);
      selection.marks.add(marks);
      removed.add(removal);
    }
    return selection;
  }
}
