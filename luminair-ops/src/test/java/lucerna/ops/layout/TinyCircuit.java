package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.function.FunctionTable;

/** Builds small circuits, with weights and inputs. */
final class TinyCircuit {
  private final List<Circuit.Input> inputs = new ArrayList<>();
  private final List<FunctionTable> tables = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Affine> affines = new ArrayList<>();
  private final List<Integer> zeros = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<int[]> weights = new ArrayList<>();
  final List<double[]> values = new ArrayList<>();

  int input(int bits, Circuit.Kind kind, double... given) {
    values.add(given);
    int block = blocks.size();
    inputs.add(new Circuit.Input("in" + inputs.size(), new int[] {given.length}, block, 0, kind));
    return block(
        new Gadget.Round(bits, new int[] {0}, false, Gadget.Round.Given.INPUT), given.length);
  }

  int table(FunctionTable table) {
    tables.add(table);
    return tables.size() - 1;
  }

  int block(Gadget gadget, int length, int... equations) {
    blocks.add(new Block("block" + blocks.size(), gadget, length, equations, 0));
    return blocks.size() - 1;
  }

  View view(int block, int output) {
    return View.all(block, output, blocks.get(block).length());
  }

  int affine(int rows, int outer, List<Product> products, Term... terms) {
    affines.add(new Affine("affine" + affines.size(), rows, outer, products, List.of(terms)));
    return affines.size() - 1;
  }

  /** Adds an affine of one row without products. */
  int linear(int length, Term... terms) {
    return affine(1, length, List.of(), terms);
  }

  static Term term(View view, int... coefficients) {
    return new Term(view, 1, coefficients);
  }

  static View constants(int length, int value) {
    long[] wires = new long[length];
    Arrays.fill(wires, Wire.constant(value));
    return new View(wires);
  }

  Product weighted(
      int groups, int batch, int inner, int outer, View left, long sumBound, boolean signed) {
    int[] w = new int[groups * inner * outer];
    Arrays.setAll(w, i -> (i * 7 + 3) % 11 - (signed ? 5 : 3));
    return weighted(new Product(groups, batch, inner, outer, left, null, sumBound, signed), w);
  }

  Product weighted(Product product, int... w) {
    weights.add(w);
    return product;
  }

  void zero(int affine) {
    zeros.add(affine);
  }

  void publish(int affine) {
    int length = affines.get(affine).length();
    outputs.add(
        new Output(
            "out" + outputs.size(),
            new int[] {length},
            affine,
            IntStream.range(0, length).toArray(),
            null,
            new int[] {0}));
  }

  void publish(View view) {
    outputs.add(
        new Output(
            "out" + outputs.size(),
            new int[] {view.length()},
            -1,
            new int[0],
            view,
            new int[] {0}));
  }

  Circuit circuit() {
    return new Circuit(
        "tiny",
        inputs,
        tables,
        blocks,
        affines,
        zeros.stream().mapToInt(i -> i).toArray(),
        outputs);
  }

  Weights weights() {
    return new Weights(weights);
  }

  CircuitExecution run() {
    return CircuitExecutor.run(circuit(), weights(), values.toArray(double[][]::new));
  }

  Lowering lower(int logRows, int rows, int weightColumns, int tableBits, InputPrivacy inputs) {
    return lower(circuit(), logRows, rows, weightColumns, tableBits, inputs);
  }

  static Lowering lower(
      Circuit circuit,
      int logRows,
      int rows,
      int weightColumns,
      int tableBits,
      InputPrivacy inputs) {
    CircuitSizes sizes = new CircuitSizes(circuit);
    int weightRows =
        sizes.weightProducts(Math.max(1, weightColumns)).stream()
            .mapToInt(WeightProduct::rows)
            .sum();
    int active = ShapeChecks.neededRows(sizes, weightRows, tableBits, Math.max(rows, weightRows));
    int instances = weightColumns > 0 ? 2 : 1;
    return new Lowering(
        new Layout(
            circuit,
            new LayoutShape(logRows, active, weightColumns, tableBits, instances, inputs)));
  }
}
