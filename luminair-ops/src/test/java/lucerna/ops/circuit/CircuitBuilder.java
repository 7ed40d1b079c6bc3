package lucerna.ops.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.function.FunctionTable;

/** Puts circuits together piece by piece. */
public final class CircuitBuilder {
  final List<Circuit.Input> inputs = new ArrayList<>();
  final List<FunctionTable> tables = new ArrayList<>();
  final List<Block> blocks = new ArrayList<>();
  final List<Affine> affines = new ArrayList<>();
  final List<Integer> zeros = new ArrayList<>();
  final List<Output> outputs = new ArrayList<>();
  // Per affine, the weights of its products.
  final List<List<int[]>> weights = new ArrayList<>();

  /** Makes an empty circuit. */
  public CircuitBuilder() {}

  /**
   * Adds an input and its block.
   *
   * @param length number of elements
   * @param bits width
   * @param exponent of the real values
   * @param kind what it takes
   * @return what it made
   */
  public int input(int length, int bits, int exponent, Circuit.Kind kind) {
    int block = block(new Round(bits, new int[] {0}, false, Given.INPUT), length);
    inputs.add(new Circuit.Input("in" + block, new int[] {length}, block, exponent, kind));
    return block;
  }

  /**
   * Adds a block.
   *
   * @param gadget the kind
   * @param length number of elements
   * @param equations its affines
   * @return what it made
   */
  public int block(Gadget gadget, int length, int... equations) {
    int index = blocks.size();
    blocks.add(new Block("block" + index, gadget, length, equations, 0));
    return index;
  }

  /**
   * Adds an affine; {@code secret} are the weights of its products that have some.
   *
   * @param rows R
   * @param outer N
   * @param products its products
   * @param terms its terms
   * @param secret the weights of its products that have some
   * @return what it made
   */
  public int affine(
      int rows, int outer, List<Product> products, List<Term> terms, int[]... secret) {
    int index = affines.size();
    affines.add(new Affine("node" + index, rows, outer, products, terms));
    weights.add(List.of(secret));
    return index;
  }

  /**
   * Adds an affine of one row that is a sum of terms.
   *
   * @param terms its terms
   * @return what it made
   */
  public int sum(Term... terms) {
    int length = terms[0].view().length() / terms[0].fan();
    return affine(1, length, List.of(), List.of(terms));
  }

  /**
   * Publishes all accumulators of an affine.
   *
   * @param affine which
   */
  public void publish(int affine) {
    int[] source = new int[affines.get(affine).length()];
    Arrays.setAll(source, i -> i);
    int[] shape = {source.length};
    outputs.add(new Output("raw" + affine, shape, affine, source, null, new int[] {3}));
  }

  /**
   * Publishes a view.
   *
   * @param view the elements
   */
  public void publish(View view) {
    int[] exponents = new int[view.length()];
    Arrays.setAll(exponents, i -> i % 3);
    int[] shape = {view.length()};
    outputs.add(new Output("view" + outputs.size(), shape, -1, new int[0], view, exponents));
  }

  /**
   * Says that the marks of each group of a block sum to 1.
   *
   * @param block index of the block
   * @param size of the groups
   */
  public void attained(int block, int size) {
    int output = blocks.get(block).gadget() instanceof Gadget.Lookup ? 2 : 1;
    View marks = View.all(block, output, blocks.get(block).length());
    long[] ones = new long[marks.length() / size];
    Arrays.fill(ones, Wire.constant(-1));
    zeros.add(
        sum(new Term(marks, size, new int[] {1}), new Term(new View(ones), 1, new int[] {1})));
  }

  /**
   * A term of coefficient 1.
   *
   * @param view the elements
   * @return what it made
   */
  public static Term term(View view) {
    return new Term(view, 1, new int[] {1});
  }

  /**
   * A view of one constant.
   *
   * @param value the value
   * @param length number of elements
   * @return what it made
   */
  public static View constant(int value, int length) {
    long[] wires = new long[length];
    Arrays.fill(wires, Wire.constant(value));
    return new View(wires);
  }

  /**
   * Returns the circuit so far.
   *
   * @return what it made
   */
  public Circuit circuit() {
    return new Circuit(
        "test",
        inputs,
        tables,
        blocks,
        affines,
        zeros.stream().mapToInt(i -> i).toArray(),
        outputs);
  }

  /**
   * Returns the weights so far.
   *
   * @return what it made
   */
  public Weights weights() {
    return new Weights(weights.stream().flatMap(List::stream).toList());
  }
}
