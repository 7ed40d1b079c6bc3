package lucerna.ops.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import lucerna.ops.function.FunctionTable;

/**
 * A circuit of primitives in the making. Its affines are sums with public coefficients; the one
 * product with weights reads a weight times 1. It keeps intervals along the way to choose widths;
 * {@code CircuitChecks} computes them anew, so that nothing rests on them.
 */
public final class PrimitiveCircuit {
  /** The most gadgets; each takes a row of a slot. */
  public static final int MAX_ROWS = 1 << 22;

  private static final Interval BIT = new Interval(0, 1);

  private final String name;
  private final List<Circuit.Input> inputs = new ArrayList<>();
  private final List<FunctionTable> tables = new ArrayList<>();
  private final List<int[]> entries = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Interval[]> outputs = new ArrayList<>();
  private final List<Affine> affines = new ArrayList<>();
  private final List<Interval> bounds = new ArrayList<>();
  private final List<Integer> zeros = new ArrayList<>();
  private final List<Output> published = new ArrayList<>();
  private final List<int[]> weights = new ArrayList<>();
  private long rows;

  /**
   * Makes an empty circuit.
   *
   * @param name the model's name
   */
  public PrimitiveCircuit(String name) {
    this.name = name;
  }

  /** Says that a model is too large. */
  static UserException tooLarge(String name, long rows) {
    return new UserException(
        ("%s: --no-fuse needs at least %d rows of primitives, at most %d are possible;"
                + " prove it without --no-fuse.")
            .formatted(name, rows, MAX_ROWS));
  }

  /**
   * Adds an input.
   *
   * @param input the input; its block is chosen here
   * @param block name, width and length of its block
   * @return its values: with sign, or for booleans without
   */
  public View input(Circuit.Input input, Block block) {
    int index = block(block.name(), block.gadget(), block.length());
    inputs.add(
        new Circuit.Input(input.name(), input.shape(), index, input.exponent(), input.kind()));
    return view(
        index, input.kind() == Circuit.Kind.BOOLEAN ? Gadget.Round.MAGNITUDE : Gadget.Round.VALUE);
  }

  /**
   * Finds or adds a table.
   *
   * @param table the table
   * @return its index
   */
  public int table(FunctionTable table) {
    int known = tables.indexOf(table);
    return known >= 0 ? known : table(table, table.entries());
  }

  /** Adds a table whose values are known. */
  int table(FunctionTable table, int... values) {
    tables.add(table);
    entries.add(values);
    return tables.size() - 1;
  }

  /**
   * Adds a sum of terms, of one row.
   *
   * @param node the node, for messages
   * @param terms its terms
   * @return index of the affine
   */
  public int sum(String node, Term... terms) {
    return affine(node, List.of(), terms, interval(terms));
  }

  private int affine(String node, List<Product> products, Term[] terms, Interval bound) {
    int length =
        products.isEmpty()
            ? terms[0].view().length() / terms[0].fan()
            : products.getFirst().outer();
    affines.add(new Affine(node, 1, length, products, List.of(terms)));
    bounds.add(bound);
    return affines.size() - 1;
  }

  /**
   * Adds a block.
   *
   * @param name its name: a primitive and a node
   * @param gadget the gadget
   * @param length how many
   * @param equations its affines
   * @return its index
   * @throws UserException if the circuit becomes too large
   */
  public int block(String name, Gadget gadget, int length, int... equations) {
    return block(new Block(name, gadget, length, equations, 0));
  }

  /** Adds a block with an exponent for messages. */
  int block(Block block) {
    rows += block.length();
    if (rows > MAX_ROWS) {
      throw tooLarge(name, rows);
    }
    blocks.add(block);
    outputs.add(intervals(block));
    return blocks.size() - 1;
  }

  /**
   * Adds a block of one equation whose accumulators are the elements of a view.
   *
   * @param name its name: a primitive and a node
   * @param gadget the gadget
   * @param operand what it reads
   * @return its index
   */
  public int read(String name, Gadget gadget, View operand) {
    return block(name, gadget, operand.length(), sum(name, term(operand, 1)));
  }

  /**
   * Commits to a sum: cell a of {@link Gadget.Multiply}, times 1.
   *
   * @param name the block's name: a primitive and a node
   * @param terms the sum's terms
   * @return the sum
   */
  public View commit(String name, Term... terms) {
    return times1(name, sum(name, terms));
  }

  /**
   * Reads weights from the key's trees, once.
   *
   * @param node the node, for messages
   * @param values the weights
   * @return their copies, in order
   */
  public View weights(String node, int... values) {
    weights.add(values);
    View one = constants(1, 1);
    var product = new Product(1, 1, 1, values.length, one, null, 0, false);
    long most = (1L << Product.WEIGHT_BITS) - 1;
    return times1(
        "Contiguous " + node,
        affine(node, List.of(product), new Term[0], new Interval(-most, most)));
  }

  private View times1(String name, int affine) {
    int length = affines.get(affine).length();
    int one = sum(name, term(constants(1, length), 1));
    return view(block(name, new Gadget.Multiply(), length, affine, one), Gadget.Multiply.PRODUCT);
  }

  /**
   * States that a sum is 0.
   *
   * @param node the node, for messages
   * @param terms the sum's terms
   */
  public void zero(String node, Term... terms) {
    zeros.add(sum(node, terms));
  }

  /**
   * Publishes a view.
   *
   * @param output name, shape and exponents
   * @param view its elements
   */
  public void publish(Output output, View view) {
    published.add(
        new Output(output.name(), output.shape(), -1, new int[0], view, output.exponents()));
  }

  /**
   * Returns all elements of an output of a block.
   *
   * @param block index of the block
   * @param output which output
   * @return the view
   */
  public View view(int block, int output) {
    return View.all(block, output, blocks.get(block).length());
  }

  /**
   * Returns the circuit so far.
   *
   * @return the circuit
   */
  public Circuit circuit() {
    return new Circuit(
        name,
        inputs,
        tables,
        blocks,
        affines,
        zeros.stream().mapToInt(i -> i).toArray(),
        published);
  }

  /**
   * Returns the weights so far.
   *
   * @return one array per call of {@link #weights(String, int...)}
   */
  public Weights weights() {
    return new Weights(List.copyOf(weights));
  }

  /** A term that adds a view times a constant. */
  static Term term(View view, int coefficient) {
    return new Term(view, 1, new int[] {coefficient});
  }

  /** A view of one constant. */
  static View constants(int value, int length) {
    long[] wires = new long[length];
    Arrays.fill(wires, Wire.constant(value));
    return new View(wires);
  }

  /** Returns where an element lies. */
  Interval interval(long wire) {
    if (Wire.isConstant(wire)) {
      return new Interval(Wire.value(wire), Wire.value(wire));
    }
    // A block that is still to come can only be read for its marks.
    return Wire.block(wire) == blocks.size()
        ? BIT
        : outputs.get(Wire.block(wire))[Wire.output(wire)];
  }

  /** Returns where all sums of some terms lie. */
  Interval interval(Term... terms) {
    int length = terms.length == 0 ? 0 : terms[0].view().length() / terms[0].fan();
    long low = length == 0 ? 0 : Long.MAX_VALUE;
    long high = length == 0 ? 0 : Long.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      long least = 0;
      long most = 0;
      for (Term term : terms) {
        for (int e = i * term.fan(); e < (i + 1) * term.fan(); e++) {
          long c = term.coefficient(e);
          Interval x = interval(term.view().wires()[e]);
          least += Math.min(c * x.low(), c * x.high());
          most += Math.max(c * x.low(), c * x.high());
        }
      }
      low = Math.min(low, least);
      high = Math.max(high, most);
    }
    return new Interval(low, high);
  }

  private Interval[] intervals(Block block) {
    return switch (block.gadget()) {
      case Gadget.Round round -> {
        long most = (1L << round.bits()) - 1;
        Interval magnitude = new Interval(0, most);
        yield new Interval[] {
          new Interval(-most, most), magnitude, magnitude, new Interval(0, most * most)
        };
      }
      case Gadget.Lookup lookup -> {
        int[] values = entries.get(lookup.table());
        FunctionTable table = tables.get(lookup.table());
        yield new Interval[] {
          new Interval(IntStream.of(values).min().orElse(0), IntStream.of(values).max().orElse(0)),
          new Interval(table.low(), table.high())
        };
      }
      case Gadget.Multiply _ ->
          new Interval[] {
            times(bounds.get(block.equations()[0]), bounds.get(block.equations()[1]))
          };
      case Gadget.Nonnegative nonnegative ->
          new Interval[] {new Interval(0, (1L << nonnegative.bits()) - 1), BIT};
      case Gadget.Negative _ -> new Interval[] {BIT};
      case Gadget.Divide divide -> {
        long most = 1L << divide.quotientBits();
        yield new Interval[] {
          new Interval(-most, most - 1), new Interval(0, (1L << divide.divisorBits()) - 1)
        };
      }
      case Gadget.Invert invert ->
          new Interval[] {new Interval(0, (1L << invert.quotientBits()) - 1)};
      case Gadget.Root root -> new Interval[] {new Interval(0, (1L << root.bits()) - 1)};
      case Gadget.Zero _, Gadget.Entry _, Gadget.Read _ ->
          throw new IllegalArgumentException(block.gadget() + " is of no primitive");
    };
  }

  private static Interval times(Interval a, Interval b) {
    long[] ends = {a.low() * b.low(), a.low() * b.high(), a.high() * b.low(), a.high() * b.high()};
    Arrays.sort(ends);
    return new Interval(ends[0], ends[ends.length - 1]);
  }
}
