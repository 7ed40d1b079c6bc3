package lucerna.ops.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/** Turns a graph into a plan. */
final class Lowering {
  private final Graph graph;
  private final List<Plan.Base> bases = new ArrayList<>();
  private final Map<String, Plan.Ref> refs = new HashMap<>();

  private Lowering(Graph graph) {
    this.graph = graph;
  }

  static Plan lower(Graph graph) {
    Lowering lowering = new Lowering(graph);
    for (GraphInput input : graph.inputs()) {
      lowering.define(input.name(), null);
    }
    Set<String> live = live(graph);
    for (Node node : graph.nodes()) {
      if (live.contains(node.output())) {
        lowering.step(node);
      }
    }
    List<Plan.Ref> outputs = new ArrayList<>();
    graph.outputs().forEach(output -> outputs.add(lowering.ref(output.tensor())));
    return compact(fuse(new Plan(lowering.bases, outputs)));
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

  private void step(Node node) {
    if (node.inputs().isEmpty()
        || (node instanceof Node.Linear linear && linear.groups() > 1)) {
      throw new UserException("Node " + node.name() + " is not supported yet.");
    }
    Plan.Ref first = ref(node.inputs().getFirst());
    switch (node) {
      case Node.Linear linear -> define(node.output(), new Plan.Product(linear, first));
      case Node.AddTensors add ->
          define(add.output(), new Plan.Sum(add.name(), List.of(first, ref(add.b())), null));
      case Node.AddConstant add ->
          define(add.output(), new Plan.Sum(add.name(), List.of(first), add.values()));
      case Node.Relu relu ->
          refs.put(relu.output(), new Plan.Ref(first.base(), true, first.source()));
      case Node.Reindex reindex -> refs.put(reindex.output(), first.pick(reindex.source()));
      default -> throw new UserException("Node " + node.name() + " is not supported yet.");
    }
  }

  private Plan.Ref ref(String tensor) {
    Plan.Ref ref = refs.get(tensor);
    if (ref == null) {
      throw new IllegalStateException("tensor " + tensor + " was not made");
    }
    return ref;
  }

  private void define(String tensor, Plan.@Nullable Step step) {
    int length = graph.shape(tensor).size();
    int[] all = new int[length];
    Arrays.setAll(all, i -> i);
    refs.put(tensor, new Plan.Ref(bases.size(), false, all));
    bases.add(new Plan.Base(tensor, length, step));
  }

  /** Writes a sum that only another sum reads out into that sum, so that it is not rounded. */
  private static Plan fuse(Plan plan) {
    int[] readers = readers(plan);
    List<Plan.Base> fused = new ArrayList<>();
    for (Plan.Base base : plan.bases()) {
      if (!(base.step() instanceof Plan.Sum sum)) {
        fused.add(base);
        continue;
      }
      List<Plan.Ref> terms = new ArrayList<>();
      double[] constant = new double[base.length()];
      boolean biased = add(constant, sum.constant(), null);
      for (Plan.Ref term : sum.reads()) {
        if (readers[term.base()] == 1
            && !term.relu()
            && fused.get(term.base()).step() instanceof Plan.Sum inner) {
          inner.reads().forEach(ref -> terms.add(ref.pick(term.source())));
          biased |= add(constant, inner.constant(), term.source());
        } else {
          terms.add(term);
        }
      }
      Plan.Sum whole = new Plan.Sum(sum.name(), List.copyOf(terms), biased ? constant : null);
      fused.add(new Plan.Base(base.tensor(), base.length(), whole));
    }
    return new Plan(fused, plan.outputs());
  }

  private static boolean add(double[] to, double @Nullable [] from, int @Nullable [] source) {
    if (from == null) {
      return false;
    }
    for (int i = 0; i < to.length; i++) {
      to[i] += from[source == null ? i : source[i]];
    }
    return true;
  }

  private static int[] readers(Plan plan) {
    int[] readers = new int[plan.bases().size()];
    for (Plan.Base base : plan.bases()) {
      if (base.step() != null) {
        base.step().reads().forEach(ref -> readers[ref.base()]++);
      }
    }
    plan.outputs().forEach(output -> readers[output.base()]++);
    return readers;
  }

  /** Drops the sums that nothing reads any more. */
  private static Plan compact(Plan plan) {
    int[] readers = readers(plan);
    // What a fused sum read is still read by the sum that it became part of, so one pass is enough
    // if the fused sums are counted out backwards.
    int[] moved = new int[readers.length];
    boolean[] kept = new boolean[readers.length];
    for (int b = readers.length - 1; b >= 0; b--) {
      Plan.Step step = plan.bases().get(b).step();
      kept[b] = step == null || readers[b] > 0;
      if (!kept[b] && step != null) {
        step.reads().forEach(ref -> readers[ref.base()]--);
      }
    }
    List<Plan.Base> bases = new ArrayList<>();
    for (int b = 0; b < moved.length; b++) {
      if (kept[b]) {
        moved[b] = bases.size();
        Plan.Base base = plan.bases().get(b);
        bases.add(new Plan.Base(base.tensor(), base.length(), moved(base.step(), moved)));
      }
    }
    List<Plan.Ref> outputs = new ArrayList<>();
    plan.outputs().forEach(output -> outputs.add(moved(output, moved)));
    return new Plan(bases, outputs);
  }

  private static Plan.@Nullable Step moved(Plan.@Nullable Step step, int[] moved) {
    return switch (step) {
      case null -> null;
      case Plan.Product product ->
          new Plan.Product(product.node(), moved(product.operand(), moved));
      case Plan.Sum sum ->
          new Plan.Sum(
              sum.name(),
              sum.reads().stream().map(ref -> moved(ref, moved)).toList(),
              sum.constant());
    };
  }

  private static Plan.Ref moved(Plan.Ref ref, int[] moved) {
    return new Plan.Ref(moved[ref.base()], ref.relu(), ref.source());
  }
}
