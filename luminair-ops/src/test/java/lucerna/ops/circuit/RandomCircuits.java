package lucerna.ops.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.function.FunctionTable;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;

/**
 * Small random circuits in which every gadget and every kind of view occurs sooner or later, and
 * that have a solution for every input: widths are taken from {@link Bounds}.
 */
public final class RandomCircuits {
  private static final long POOL_LIMIT = 1 << 13;
  private static final RealFunction[] FUNCTIONS = {
    RealFunction.of(Kind.SIGMOID), RealFunction.of(Kind.TANH), RealFunction.of(Kind.RELU)
  };

  private final Random random;
  private final CircuitBuilder builder = new CircuitBuilder();
  // Outputs that may be read: block and output each.
  private final List<int[]> pool = new ArrayList<>();
  // Flags, which indices are made of.
  private final List<int[]> flags = new ArrayList<>();
  private int memories;

  private RandomCircuits(Random random) {
    this.random = random;
  }

  /**
   * A circuit with weights and inputs.
   *
   * @param circuit the circuit
   * @param weights its weights
   * @param inputs inputs that it takes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Example(Circuit circuit, Weights weights, double[][] inputs) {}

  /**
   * Makes an example that may hold anything.
   *
   * @param seed what decides about it
   * @return the example
   */
  public static Example of(long seed) {
    return new RandomCircuits(new Random(seed)).make(10, -1);
  }

  /**
   * Makes an example of blocks of one kind, behind an input and some flags.
   *
   * @param seed what decides about it
   * @param kind 0 to {@link #KINDS} - 1
   * @return the example
   */
  public static Example of(long seed, int kind) {
    return new RandomCircuits(new Random(seed)).make(2, kind);
  }

  /** The number of kinds of steps. */
  public static final int KINDS = 13;

  private Example make(int steps, int kind) {
    int real = builder.input(1 + random.nextInt(7), 6, 4, Circuit.Kind.REAL);
    for (int o = 0; o < 4; o++) {
      pool.add(new int[] {real, o});
    }
    pool.add(new int[] {builder.input(3, 4, 0, Circuit.Kind.INTEGER), 0});
    flags.add(new int[] {builder.input(2, 1, 0, Circuit.Kind.BOOLEAN), Round.MAGNITUDE});
    for (int s = 0; s < steps; s++) {
      step(kind < 0 ? random.nextInt(KINDS) : kind);
    }
    builder.publish(affine(2, 3, 1 << 29));
    builder.publish(view(1 + random.nextInt(9)));
    Circuit circuit = builder.circuit();
    double[][] inputs = new double[circuit.inputs().size()][];
    for (int i = 0; i < inputs.length; i++) {
      Circuit.Input input = circuit.inputs().get(i);
      inputs[i] = new double[circuit.blocks().get(input.block()).length()];
      for (int e = 0; e < inputs[i].length; e++) {
        inputs[i][e] =
            switch (input.kind()) {
              case REAL -> random.nextDouble(-3.9, 3.9);
              case INTEGER -> random.nextInt(-15, 16);
              case BOOLEAN -> random.nextInt(2);
            };
      }
    }
    return new Example(circuit, builder.weights(), inputs);
  }

  private void step(int kind) {
    int rows = 1 + random.nextInt(3);
    int outer = 1 + random.nextInt(3);
    int length = rows * outer;
    switch (kind) {
      case 0, 1 -> round(rows, outer);
      case 2 -> lookup(affine(rows, outer, 1 << 26), length);
      case 3 ->
          output(
              builder.block(
                  new Gadget.Multiply(),
                  length,
                  affine(rows, outer, 1 << 14),
                  affine(1, length, 1 << 14)),
              0);
      case 4 -> {
        int acc = above(0, length, 1 << 20);
        int bits = bits(interval(acc).high());
        output(builder.block(new Gadget.Nonnegative(bits, Mark.NONE), length, acc), 0);
      }
      case 5 -> {
        int acc = affine(rows, outer, 1 << 28);
        flag(builder.block(new Gadget.Negative(bits(interval(acc).magnitude())), length, acc));
      }
      case 6 -> flag(builder.block(new Gadget.Zero(), length, affine(rows, outer, 1 << 28)));
      case 7 -> divide(length);
      case 8 -> {
        int acc = above(0, length, 1 << 20);
        int bits = (bits(interval(acc).high()) + 1) / 2;
        output(builder.block(new Gadget.Root(bits), length, acc), 0);
      }
      case 9 -> memory(length);
      case 10 -> invert(length);
      default -> maximum(1 + random.nextInt(2), 1 + random.nextInt(4));
    }
  }

  private void round(int rows, int outer) {
    int acc = affine(rows, outer, 1 << 26);
    boolean floor = random.nextBoolean();
    int shift = Math.max(0, bits(interval(acc).magnitude()) - 6);
    int[] shifts = {shift};
    if (random.nextBoolean()) {
      shifts = new int[rows * outer];
      Arrays.setAll(shifts, i -> shift + i % 2);
    }
    int block = builder.block(new Round(8, shifts, floor, Given.EQUATION), rows * outer, acc);
    for (int o = 0; o < 3; o++) {
      output(block, o);
    }
  }

  private void lookup(int acc, int length) {
    int shift = Math.max(0, bits(interval(acc).magnitude()) - 5);
    boolean negated = random.nextBoolean();
    int block =
        builder.block(
            new Gadget.Lookup(table(-34, 34), new int[] {shift}, negated, false), length, acc);
    output(block, 0);
    output(block, 1);
  }

  private int table(int low, int high) {
    builder.tables.add(
        new FunctionTable(FUNCTIONS[random.nextInt(FUNCTIONS.length)], low, high, 3, 5));
    return builder.tables.size() - 1;
  }

  private void divide(int length) {
    int divisor = above(1, length, 1 << 8);
    int dividend = affine(1, length, 1 << 14);
    int bits = bits(interval(divisor).high());
    int quotient = bits(interval(dividend).magnitude());
    int block = builder.block(new Gadget.Divide(quotient, bits), length, divisor, dividend);
    output(block, 0);
    output(block, 1);
  }

  private void invert(int length) {
    int least = random.nextInt(9);
    int divisor = above(1 << least, length, 1 << 20);
    int bits = bits(interval(divisor).high());
    int room = Math.min(21, 30 - Math.max(1, bits - Gadget.Invert.LOW_BITS));
    int numerator = 9 + random.nextInt(Math.min(29, room - 1 + least) - 8);
    int quotient = Math.max(1, numerator - least + 1);
    output(
        builder.block(new Gadget.Invert(quotient, bits, numerator), length, divisor),
        Gadget.Invert.VALUE);
  }

  private void memory(int length) {
    int memory = memories++;
    builder.block(new Gadget.Entry(memory), length + 2, affine(1, length + 2, 1 << 12));
    int[] flag = flags.get(random.nextInt(flags.size()));
    View view = pick(flag, length);
    int index =
        builder.sum(
            new Term(view, 1, new int[] {length}),
            CircuitBuilder.term(CircuitBuilder.constant(1, length)));
    output(builder.block(new Gadget.Read(memory), length, index), 0);
  }

  private void maximum(int groups, int size) {
    int length = groups * size;
    int maximum = builder.block(new Round(24, new int[] {0}, false, Given.MAXIMUM), groups);
    boolean lookup = random.nextBoolean();
    int base = affine(1, length, 1 << 22);
    Interval interval = interval(base);
    int shift = lookup ? bits(interval.high() - interval.low()) : 0;
    shift = Math.max(0, shift - 5);
    builder.blocks.set(
        maximum,
        new Block(
            "maximum",
            new Round(bits(interval.magnitude() >> shift) + 1, new int[] {0}, false, Given.MAXIMUM),
            groups,
            new int[0],
            0));
    // Which way x grows, and whether the maximum is added.
    boolean negated = lookup && random.nextBoolean();
    boolean upward = !lookup || random.nextBoolean();
    int sign = random.nextBoolean() ? 1 : -1;
    List<Term> terms = new ArrayList<>(builder.affines.get(base).terms());
    long[] wires = new long[length];
    Arrays.setAll(wires, i -> Wire.of(maximum, 0, i / size));
    terms.add(new Term(new View(wires), 1, new int[] {sign << shift}));
    Mark mark = random.nextBoolean() ? Mark.ZERO : Mark.FIRST;
    if (!lookup && mark == Mark.FIRST && size > 1) {
      terms.add(later(maximum + 1, length, size));
    }
    Affine old = builder.affines.get(base);
    builder.affines.set(base, new Affine(old.name(), 1, length, old.products(), terms));
    Gadget gadget =
        lookup
            ? new Gadget.Lookup(
                upward ? table(0, 66) : table(-66, 0), new int[] {shift}, negated, true)
            : new Gadget.Nonnegative(bits(interval.high() - interval.low()), mark);
    int block = builder.block(gadget, length, base);
    builder.attained(block, size);
    output(maximum, 0);
    output(block, 0);
    if (!lookup && mark == Mark.FIRST) {
      flags.add(new int[] {block, 1});
    }
  }

  /**
   * The marks of higher number in the same group, with coefficient -1.
   *
   * @param block index of the block
   * @param length number of elements
   * @param size of the groups
   * @return what it made
   */
  public static Term later(int block, int length, int size) {
    long[] wires = new long[length * (size - 1)];
    for (int e = 0; e < wires.length; e++) {
      int i = e / (size - 1);
      int other = e % (size - 1);
      wires[e] =
          i % size < size - 1 - other
              ? Wire.of(block, 1, i - i % size + size - 1 - other)
              : Wire.ZERO;
    }
    return new Term(new View(wires), size - 1, new int[] {-1});
  }

  private void output(int block, int output) {
    if (Bounds.of(builder.circuit()).output(block, output).magnitude() < POOL_LIMIT) {
      pool.add(new int[] {block, output});
    }
  }

  private void flag(int block) {
    pool.add(new int[] {block, 0});
    flags.add(new int[] {block, 0});
  }

  private Interval interval(int affine) {
    return Bounds.of(builder.circuit()).affine(affine);
  }

  private static int bits(long value) {
    return Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(value));
  }

  // An affine of one row whose accumulators are at least {@code least}.
  private int above(int least, int length, int limit) {
    int acc = affine(1, length, limit);
    Affine old = builder.affines.get(acc);
    List<Term> terms = new ArrayList<>(old.terms());
    int constant = (int) (least - interval(acc).low());
    terms.add(CircuitBuilder.term(CircuitBuilder.constant(constant, length)));
    builder.affines.set(acc, new Affine(old.name(), 1, length, old.products(), terms));
    return acc;
  }

  // An affine whose accumulators stay within a limit.
  private int affine(int rows, int outer, int limit) {
    for (int attempt = 0; ; attempt++) {
      int acc = attempt < 8 ? anyAffine(rows, outer) : small(rows, outer, attempt);
      if (interval(acc).magnitude() <= limit) {
        return acc;
      }
      builder.affines.remove(acc);
      builder.weights.remove(acc);
    }
  }

  private int small(int rows, int outer, int attempt) {
    View view = attempt < 40 ? view(rows * outer) : CircuitBuilder.constant(5, rows * outer);
    return builder.affine(rows, outer, List.of(), List.of(CircuitBuilder.term(view)));
  }

  private int anyAffine(int rows, int outer) {
    List<Product> products = new ArrayList<>();
    List<Term> terms = new ArrayList<>();
    List<int[]> secret = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      products.add(product(rows, outer, secret));
    }
    for (int n = random.nextInt(3); n > 0 || (terms.isEmpty() && products.isEmpty()); n--) {
      int fan = 1 + random.nextInt(3);
      int[] counts = {1, fan, rows * outer * fan};
      int[] coefficients = new int[counts[random.nextInt(3)]];
      Arrays.setAll(coefficients, i -> random.nextInt(-5, 6));
      terms.add(new Term(view(rows * outer * fan), fan, coefficients));
    }
    return builder.affine(rows, outer, products, terms, secret.toArray(new int[0][]));
  }

  private Product product(int rows, int outer, List<int[]> secret) {
    int groups = random.nextBoolean() ? rows : 1;
    int batch = rows / groups;
    if (random.nextInt(4) == 0) { // a bias
      long[] left = new long[2 * rows];
      Arrays.setAll(left, i -> Wire.constant(i % 2 == 0 ? 1 << 13 : 1));
      secret.add(weights(2 * groups * outer, 8191));
      return new Product(groups, batch, 2, outer, new View(left), null, 0, false);
    }
    int inner = 1 + random.nextInt(3);
    View left = view(rows * inner);
    if (random.nextInt(3) == 0) {
      View right = view(groups * inner * outer);
      return new Product(groups, batch, inner, outer, left, right, 0, false);
    }
    boolean proven = random.nextBoolean();
    secret.add(weights(groups * inner * outer, 100));
    long bound = proven ? 100L * inner : 0;
    return new Product(groups, batch, inner, outer, left, null, bound, proven);
  }

  private int[] weights(int length, int limit) {
    int[] values = new int[length];
    Arrays.setAll(values, i -> random.nextInt(-limit, limit + 1));
    return values;
  }

  private View view(int length) {
    if (random.nextInt(3) > 0) {
      return pick(pool.get(random.nextInt(pool.size())), length);
    }
    long[] wires = new long[length];
    for (int i = 0; i < length; i++) {
      wires[i] =
          random.nextInt(5) == 0
              ? Wire.constant(random.nextInt(-20, 21))
              : pick(pool.get(random.nextInt(pool.size())), 1).wires()[0];
    }
    return new View(wires);
  }

  // Elements of one output: in order, with a stride, or one repeated.
  private View pick(int[] output, int length) {
    int available = builder.blocks.get(output[0]).length();
    int start = random.nextInt(available);
    int stride = random.nextInt(3);
    long[] wires = new long[length];
    Arrays.setAll(wires, i -> Wire.of(output[0], output[1], (start + i * stride) % available));
    return new View(wires);
  }
}
