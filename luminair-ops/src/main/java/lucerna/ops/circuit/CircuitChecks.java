package lucerna.ops.circuit;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Gadget.Round.Given;

/**
 * The conditions under which a circuit has one result that a proof can pin down. They are part of
 * the soundness argument: key generation refuses a circuit that fails one, and a verifier checks
 * the public part again, on content that anyone may have written.
 */
public final class CircuitChecks {
  /** The most elements of a block, an affine, a view or a table of weights, and of all together. */
  public static final int MAX_SIZE = 1 << 26;

  /** The largest absolute value of an exponent, so that real numbers stay normal doubles. */
  public static final int MAX_EXPONENT = 512;

  /** The most blocks. */
  static final int MAX_BLOCKS = 1 << 14;

  private final Circuit circuit;
  // Per affine, the block whose equation it is; the number of blocks for any other.
  private final int[] reader;

  private CircuitChecks(Circuit circuit) {
    this.circuit = circuit;
    this.reader = new int[circuit.affines().size()];
    Arrays.fill(reader, -1);
  }

  /**
   * Checks what only needs the public circuit.
   *
   * @param circuit a circuit from anywhere
   * @return its intervals, which are part of the conditions
   * @throws UserException if a condition fails; no other exception is thrown
   */
  public static Bounds check(Circuit circuit) {
    new CircuitChecks(circuit).structure();
    Bounds bounds = Bounds.of(circuit);
    SpanChecks.check(circuit, bounds);
    return bounds;
  }

  /**
   * Checks the circuit, and its weights against the bounds that it states.
   *
   * @param circuit a circuit
   * @param weights its weights
   * @return its intervals
   * @throws UserException if a condition fails
   */
  public static Bounds check(Circuit circuit, Weights weights) {
    Bounds bounds = check(circuit);
    checkWeights(circuit, weights);
    return bounds;
  }

  /**
   * Checks weights against the bounds that a circuit states.
   *
   * @param circuit a circuit that {@link #check(Circuit)} accepts
   * @param weights its weights
   * @throws UserException if there are more or fewer than the circuit has, or one or a sum of them
   *     is too large
   */
  public static void checkWeights(Circuit circuit, Weights weights) {
    CircuitWeightChecks.check(circuit, weights);
  }

  private void structure() {
    Tables.check(circuit);
    Refusals.within("number of blocks", circuit.blocks().size(), 0, MAX_BLOCKS);
    long gadgets = 0;
    for (int b = 0; b < circuit.blocks().size(); b++) {
      Block block = circuit.blocks().get(b);
      Refusals.within("block " + block.name() + ": length", block.length(), 1, MAX_SIZE);
      gadgets += block.length();
      Refusals.within("number of gadgets", gadgets, 1, MAX_SIZE);
      exponent("block " + block.name(), block.exponent());
      GadgetChecks.check(circuit, b);
    }
    uses();
    boolean[] zero = new boolean[reader.length];
    for (int a : circuit.zeros()) {
      zero[a] = true;
    }
    var affines = new AffineChecks(circuit);
    for (int a = 0; a < reader.length; a++) {
      affines.check(circuit.affines().get(a), reader[a], zero[a]);
    }
    equations();
    inputs();
    circuit.outputs().forEach(output -> output(output, affines));
    MarkChecks.check(circuit);
  }

  /** Each affine is used exactly once. */
  private void uses() {
    int none = circuit.blocks().size();
    for (int b = 0; b < none; b++) {
      Block block = circuit.blocks().get(b);
      String name = "block " + block.name();
      Refusals.equal(
          name + ": number of equations", block.equations().length, block.gadget().equations());
      for (int affine : block.equations()) {
        use(name, affine, b);
      }
    }
    for (int affine : circuit.zeros()) {
      use("a zero", affine, none);
    }
    for (Output output : circuit.outputs()) {
      if (output.affine() != -1) {
        use("output " + output.name(), output.affine(), none);
      }
    }
    for (int a = 0; a < reader.length; a++) {
      Refusals.require(
          reader[a] >= 0, "node " + circuit.affines().get(a).name() + ": its affine is not used");
    }
  }

  private void use(String name, int affine, int block) {
    Refusals.within(name + ": affine", affine, 0, reader.length - 1);
    Refusals.require(reader[affine] < 0, name + ": its affine is used twice");
    reader[affine] = block;
  }

  private void equations() {
    for (Block block : circuit.blocks()) {
      for (int affine : block.equations()) {
        Refusals.equal(
            "block " + block.name() + ": number of accumulators",
            circuit.affines().get(affine).length(),
            block.length());
      }
    }
  }

  private void inputs() {
    List<Block> blocks = circuit.blocks();
    boolean[] seen = new boolean[blocks.size()];
    for (Circuit.Input input : circuit.inputs()) {
      String name = "input " + input.name();
      Refusals.within(name + ": block", input.block(), 0, seen.length - 1);
      Block block = blocks.get(input.block());
      Refusals.require(
          block.gadget() instanceof Gadget.Round round && round.given() == Given.INPUT,
          name + ": its block is not given");
      Refusals.require(!seen[input.block()], name + ": its block is the block of two inputs");
      seen[input.block()] = true;
      Refusals.equal(name + ": length", block.length(), count(name, input.shape()));
      exponent(name, input.exponent());
      if (input.kind() == Circuit.Kind.BOOLEAN) {
        Refusals.equal(name + ": exponent", input.exponent(), 0);
        Refusals.equal(name + ": bits", ((Gadget.Round) block.gadget()).bits(), 1);
      }
    }
    for (int b = 0; b < seen.length; b++) {
      if (blocks.get(b).gadget() instanceof Gadget.Round round) {
        Refusals.require(
            seen[b] || round.given() != Given.INPUT,
            "block " + blocks.get(b).name() + ": no input gives its values");
      }
    }
  }

  private void output(Output output, AffineChecks affines) {
    String name = "output " + output.name();
    int length = count(name, output.shape());
    View view = output.view();
    if (output.affine() == -1) {
      if (view == null) {
        throw Refusals.refusal(name + " has no origin");
      }
      Refusals.equal(name + ": number of accumulators", output.source().length, 0);
      affines.view(name, view, length);
      affines.readable(name, view, circuit.blocks().size());
    } else {
      Refusals.require(view == null, name + " has two origins");
      Refusals.equal(name + ": number of elements", output.source().length, length);
      boolean[] seen = new boolean[circuit.affines().get(output.affine()).length()];
      for (int source : output.source()) {
        Refusals.within(name + ": accumulator", source, 0, seen.length - 1);
        seen[source] = true;
      }
      for (boolean occurs : seen) {
        Refusals.require(occurs, name + " leaves out an accumulator of its affine");
      }
    }
    int exponents = output.exponents().length;
    Refusals.equal(name + ": number of exponents", exponents, exponents == 1 ? 1 : length);
    for (int exponent : output.exponents()) {
      exponent(name, exponent);
    }
  }

  private static void exponent(String name, int exponent) {
    Refusals.within(name + ": exponent", exponent, -MAX_EXPONENT, MAX_EXPONENT);
  }

  private static int count(String name, int[] shape) {
    long product = 1;
    for (int dimension : shape) {
      Refusals.within(name + ": dimension", dimension, 1, MAX_SIZE);
      product *= dimension;
      Refusals.within(name + ": number of elements", product, 1, MAX_SIZE);
    }
    return (int) product;
  }
}
