package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;

/** Turns a graph into a plan: decides what is a block and what is only a part of its equation. */
final class Planner {
  private final Graph graph;
  private final Plan plan = new Plan();
  private final Map<String, Integer> readers;
  private final Map<String, Ref> refs = new HashMap<>();
  private final Arithmetic arithmetic;
  private final Products products;
  private final Sums sums;
  private final Comparisons comparisons;
  private final Divisions divisions;
  private final Memories memories;
  private final Groups groups;
  private final Softmaxes softmaxes;

  private Planner(Graph graph, Ranges ranges) {
    this.graph = graph;
    this.readers = Tensors.readers(graph);
    this.arithmetic = new Arithmetic(plan);
    this.products = new Products(plan, arithmetic);
    this.sums = new Sums(plan, arithmetic);
    this.comparisons = new Comparisons(plan);
    this.divisions = new Divisions(plan, arithmetic, ranges);
    this.memories = new Memories(plan, arithmetic);
    this.groups = new Groups(plan, arithmetic);
    this.softmaxes = new Softmaxes(plan, ranges, arithmetic);
  }

  static Plan plan(Graph graph, Ranges ranges) {
    Planner planner = new Planner(graph, ranges);
    planner.inputs();
    Set<String> live = live(graph);
    for (Node node : graph.nodes()) {
      if (live.contains(node.output())) {
        planner.refs.put(node.output(), planner.step(node));
      }
    }
    graph.outputs().forEach(planner::output);
    return planner.plan;
  }

  private static Set<String> live(Graph graph) {
    Set<String> live = new HashSet<>();
    for (GraphOutput output : graph.outputs()) {
      live.add(output.tensor());
    }
    for (Node node : graph.nodes().reversed()) {
      if (live.contains(node.output())) {
        live.addAll(node.inputs());
      }
    }
    return live;
  }

  private void inputs() {
    for (int i = 0; i < graph.inputs().size(); i++) {
      GraphInput input = graph.inputs().get(i);
      ElementKind kind = graph.kind(input.name());
      Base base =
          plan.base(input.name(), input.shape().size(), kind, 1, false, of(input.name(), 1));
      plan.blocks.add(new PlanBlock.Input(base, i));
      Ref ref = Ref.all(base.id, base.length, 1);
      // The range check of a bit leaves its sign open.
      refs.put(input.name(), kind == ElementKind.BOOLEAN ? ref.as(Ref.MAGNITUDE) : ref);
    }
  }

  private Ref ref(String tensor) {
    Ref ref = refs.get(tensor);
    if (ref == null) {
      throw new IllegalStateException("tensor " + tensor + " was not made");
    }
    return ref;
  }

  private static Function<Map<String, double[]>, double[]> of(String tensor, double scale) {
    return values -> {
      double[] known = values.get(tensor);
      if (known == null) {
        throw new IllegalStateException("tensor " + tensor + " has no value");
      }
      double[] scaled = known.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] /= scale;
      }
      return scaled;
    };
  }

  private Ref step(Node node) {
    List<Ref> in = node.inputs().stream().map(this::ref).toList();
    Target to =
        new Target(
            node.name(),
            node.output(),
            graph.kind(node.output()),
            readers.getOrDefault(node.output(), 0));
    return switch (node) {
      case Node.Linear linear -> products.linear(linear, to, in.getFirst());
      case Node.MatMul product -> products.matMul(product, to, in.getFirst(), in.get(1));
      case Node.AddTensors _ -> sums.combine(to, in, new double[] {1, 1});
      case Node.AddConstant add -> sums.addConstant(to, in.getFirst(), add.values());
      case Node.Combine combine -> sums.combine(to, in, combine.factors());
      case Node.SumGroups sum -> sums.sum(to, in.getFirst(), sum.fan(), sum.factors());
      case Node.Relu _ -> arithmetic.relu(to, in.getFirst());
      case Node.Apply apply -> arithmetic.apply(to, in.getFirst(), apply.function());
      case Node.Multiply _ -> arithmetic.multiply(to, in.getFirst(), in.get(1));
      case Node.Reindex reindex -> in.getFirst().pick(reindex.source());
      case Node.Rearrange rearrange -> {
        List<Ref> tensors = new ArrayList<>();
        double scale = in.getFirst().scale();
        in.forEach(
            ref -> tensors.add(ref.scale() == scale ? ref : arithmetic.rescale(to, ref, scale)));
        yield Tensors.rearrange(rearrange, tensors);
      }
      case Node.Constant constant -> {
        Form form = new Form(to.name(), 1, constant.values().length, 1);
        form.addBias(constant.values(), 1, 1);
        yield arithmetic.table(to, form);
      }
      case Node.Maximum maximum -> groups.maximum(to, in.getFirst(), maximum.fan());
      case Node.Less _ -> comparisons.less(to, in.getFirst(), in.get(1));
      case Node.Equal _ -> comparisons.equal(to, in.getFirst(), in.get(1));
      case Node.Divide divide -> divisions.divide(to, divide, in.getFirst(), in.get(1));
      case Node.Remainder remainder -> divisions.remainder(to, remainder, in.getFirst(), in.get(1));
      case Node.Softmax softmax ->
          softmaxes.plan(to, softmax, unmasked(softmax.input()), weighs(softmax), in.getFirst());
      case Node.Normalize normalize -> groups.normalize(to, normalize, in.getFirst());
      case Node.ArgMax argMax -> groups.argMax(to, in.getFirst(), argMax.fan(), argMax.last());
      case Node.Sort sort -> groups.sort(to, sort, in.getFirst(), sorted(sort));
      case Node.Take _ -> memories.take(to, in.getFirst(), in.get(1));
    };
  }

  /* What a mask was put on; the tensor itself if there is none. */
  private String unmasked(String tensor) {
    for (Node node : graph.nodes()) {
      if (node.output().equals(tensor)) {
        return switch (node) {
          case Node.Reindex reindex -> unmasked(reindex.input());
          case Node.Rearrange masked when masked.tensors().size() == 1 ->
              masked.tensors().getFirst();
          default -> tensor;
        };
      }
    }
    return tensor;
  }

  /* Whether all that reads a softmax is a product over its groups' elements. */
  private boolean weighs(Node.Softmax softmax) {
    boolean weighs = false;
    for (Node node : graph.nodes()) {
      if (node.inputs().contains(softmax.output())) {
        weighs =
            node instanceof Node.MatMul product
                && product.a().equals(softmax.output())
                && product.inner() == softmax.fan();
        if (!weighs) {
          return false;
        }
      }
    }
    return weighs;
  }

  /* How many elements of each group are read, of all sortings of the same tensor. */
  private int sorted(Node.Sort sort) {
    int most = 1;
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Sort other
          && other.input().equals(sort.input())
          && other.fan() == sort.fan()) {
        most = Math.max(most, sorted(other.output(), sort.fan()));
      }
    }
    return most;
  }

  private int sorted(String tensor, int fan) {
    int most = 0;
    for (GraphOutput output : graph.outputs()) {
      most = output.tensor().equals(tensor) ? fan : most;
    }
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Reindex reindex && reindex.input().equals(tensor)) {
        for (int source : reindex.source()) {
          most = Math.max(most, source % fan + 1);
        }
      } else if (node.inputs().contains(tensor)) {
        most = fan;
      }
    }
    return most;
  }

  private void output(GraphOutput output) {
    Ref ref = ref(output.tensor());
    int[] shape = output.shape().dims();
    Acc whole = plan.whole(ref);
    if (whole != null && Arithmetic.isPowerOfTwo(whole.form.scale * ref.scale())) {
      whole.absorbed = true;
      plan.outputs.add(
          new Plan.OutputPlan(
              output.name(),
              shape,
              whole.form,
              ref.element(),
              whole.form.scale * ref.scale(),
              ref));
      return;
    }
    Ref settled = plan.settle(ref);
    boolean odd = false;
    for (int i = 0; i < settled.length(); i++) {
      odd |= !Arithmetic.isPowerOfTwo(plan.unit(settled, i));
    }
    if (odd) {
      Form form = Form.of(output.name(), settled);
      plan.outputs.add(
          new Plan.OutputPlan(output.name(), shape, form, identity(ref.length()), 1, settled));
      return;
    }
    plan.outputs.add(new Plan.OutputPlan(output.name(), shape, null, new int[0], 1, settled));
  }

  private static int[] identity(int length) {
    int[] identity = new int[length];
    Arrays.setAll(identity, i -> i);
    return identity;
  }

  /** What a step makes. */
  record Target(String name, String tensor, ElementKind kind, int readers) {
    Function<Map<String, double[]>, double[]> real(double scale) {
      return of(tensor, scale);
    }
  }
}
