package lucerna.ops.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.ProgramChecks;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.ops.program.Weights;
import org.jspecify.annotations.Nullable;

/** Makes an exact integer program of a graph. */
public final class Quantiser {
  private final Graph graph;
  private final Plan plan;
  private final Scales scales;
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final List<Affine> affines = new ArrayList<>();
  private final List<Weights.Layer> layers = new ArrayList<>();
  private final List<QuantReport.Layer> lines = new ArrayList<>();
  // Per base of the plan, its tensor and its affine, or -1.
  private final int[] tensorOf;
  private final int[] affineOf;

  private Quantiser(Graph graph, Plan plan, Scales scales) {
    this.graph = graph;
    this.plan = plan;
    this.scales = scales;
    this.tensorOf = new int[plan.bases().size()];
    this.affineOf = new int[plan.bases().size()];
    Arrays.fill(tensorOf, -1);
    Arrays.fill(affineOf, -1);
  }

  /**
   * Quantises a graph. Every model input becomes a tensor, in order; then come the tensors that
   * steps compute.
   *
   * @param graph the graph
   * @param calibration what its tensors reach on samples
   * @param options what the choice of scales may use
   * @return the program, its weights and what was chosen
   * @throws lucerna.ops.UserException if some accumulator cannot be bounded
   */
  public static Quantised quantise(Graph graph, Calibration calibration, QuantOptions options) {
    Plan plan = Lowering.lower(graph);
    Scales scales = Scales.choose(graph, plan, calibration, options);
    return new Quantiser(graph, plan, scales).build();
  }

  private Quantised build() {
    List<Program.Input> inputs = new ArrayList<>();
    graph.inputs().forEach(in -> inputs.add(new Program.Input(in.name(), in.shape().dims())));
    for (int b = 0; b < tensorOf.length; b++) {
      Plan.Base base = plan.bases().get(b);
      switch (base.step()) {
        case null -> commit(b, -1, b, new int[0]);
        case Plan.Product product -> product(b, product);
        case Plan.Sum sum -> sum(b, sum);
      }
    }
    List<Output> outputs = new ArrayList<>();
    for (int o = 0; o < plan.outputs().size(); o++) {
      outputs.add(output(graph.outputs().get(o), plan.outputs().get(o)));
    }
    Program program =
        new Program(
            graph.name(),
            List.copyOf(inputs),
            List.copyOf(tensors),
            List.copyOf(affines),
            List.copyOf(outputs));
    Weights weights = new Weights(List.copyOf(layers));
    ProgramChecks.check(program, weights);
    return new Quantised(program, weights, new QuantReport(lines));
  }

  private void product(int base, Plan.Product product) {
    Node.Linear node = product.node();
    Plan.Ref operand = product.operand();
    LayerScales layer = scales.layer(base);
    int bits = scales.bits(operand.base());
    int[] exponents = scales.accumulator(base);
    int[] w = new int[node.inner() * node.outer()];
    int most = 0;
    for (int i = 0; i < w.length; i++) {
      int n = i % node.outer();
      int exponent = exponents[n] - scales.exponent(operand.base());
      w[i] = (int) layer.weight(i / node.outer(), n, exponent);
      most = Math.max(most, Math.abs(w[i]));
    }
    long sumBound = layer.sumBound(bits);
    define(
        base,
        new Affine(
            node.name(),
            plan.bases().get(base).length() / node.outer(),
            node.inner(),
            node.outer(),
            view(operand),
            layer.isBiased(),
            List.of(),
            sumBound,
            !operand.relu(),
            exponents),
        w,
        layer.isBiased() ? node.bias() : null);
    int exponent = scales.exponent(operand.base());
    lines.add(
        new QuantReport.Layer(
            node.name(),
            bits,
            exponent,
            Integer.SIZE - Integer.numberOfLeadingZeros(most),
            sumBound,
            Math.sqrt(layer.noise(bits, exponent, scales.meanSquare(product)))));
  }

  private void sum(int base, Plan.Sum sum) {
    int length = plan.bases().get(base).length();
    int exponent = scales.accumulator(base)[0];
    int[] exponents = new int[length];
    Arrays.fill(exponents, exponent);
    List<Affine.Term> terms = new ArrayList<>();
    for (Plan.Ref term : sum.reads()) {
      terms.add(new Affine.Term(view(term), exponent - scales.exponent(term.base())));
    }
    boolean biased = sum.constant() != null;
    define(
        base,
        new Affine(sum.name(), 1, 0, length, null, biased, List.copyOf(terms), 0, false, exponents),
        new int[0],
        sum.constant());
  }

  /** Adds an affine, its weights and, if the base is committed, its tensor. */
  private void define(int base, Affine affine, int[] w, double @Nullable [] bias) {
    int limbs = bias == null ? 0 : bias.length;
    int[] hi = new int[limbs];
    int[] lo = new int[limbs];
    for (int n = 0; bias != null && n < limbs; n++) {
      int value = (int) Math.round(Math.scalb(bias[n], affine.exponents()[n]));
      // Both limbs have the sign of the bias, so neither reaches 2^13.
      hi[n] = value / (1 << Program.BIAS_LIMB_BITS);
      lo[n] = value % (1 << Program.BIAS_LIMB_BITS);
    }
    affineOf[base] = affines.size();
    affines.add(affine);
    layers.add(new Weights.Layer(w, hi, lo));
    if (scales.isCommitted(base)) {
      int[] shift = new int[affine.batch() * affine.outer()];
      Arrays.setAll(shift, i -> affine.exponents()[i % affine.outer()] - scales.exponent(base));
      commit(base, affineOf[base], -1, shift);
    }
  }

  private void commit(int base, int affine, int input, int[] shift) {
    Plan.Base spec = plan.bases().get(base);
    tensorOf[base] = tensors.size();
    tensors.add(
        new TensorSpec(
            spec.tensor(),
            spec.length(),
            scales.bits(base),
            scales.exponent(base),
            affine,
            input,
            shift));
  }

  private View view(Plan.Ref ref) {
    return new View(tensorOf[ref.base()], ref.relu(), ref.source());
  }

  private Output output(GraphOutput output, Plan.Ref ref) {
    int[] shape = output.shape().dims();
    int[] exponents = new int[ref.source().length];
    if (tensorOf[ref.base()] >= 0) {
      Arrays.fill(exponents, scales.exponent(ref.base()));
      return new Output(output.name(), shape, -1, new int[0], view(ref), exponents);
    }
    int affine = affineOf[ref.base()];
    int[] table = affines.get(affine).exponents();
    Arrays.setAll(exponents, i -> table[ref.source()[i] % table.length]);
    return new Output(output.name(), shape, affine, ref.source(), null, exponents);
  }
}
