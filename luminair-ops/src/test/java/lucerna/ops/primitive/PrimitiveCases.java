package lucerna.ops.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;

/** Each primitive with operands, and what its first result must be by other arithmetic. */
public final class PrimitiveCases {
  private PrimitiveCases() {}

  /**
   * A primitive and operands.
   *
   * @param primitive the primitive
   * @param operands its operands
   * @param expected its first result
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Case(Primitive primitive, long[][] operands, long[] expected) {
    @Override
    public String toString() {
      return primitive + " of " + operands[0].length;
    }

    /**
     * Returns the circuit whose inputs are the operands and whose outputs are all results.
     *
     * @return the circuit
     */
    public PrimitiveCircuit circuit() {
      var circuit = new PrimitiveCircuit(primitive.title());
      View[] views = new View[operands.length];
      for (int i = 0; i < views.length; i++) {
        int bits = 1;
        for (long value : operands[i]) {
          bits = Math.max(bits, Conditions.width(value));
        }
        var gadget = new Gadget.Round(bits, new int[] {0}, false, Gadget.Round.Given.INPUT);
        int length = operands[i].length;
        views[i] =
            circuit.input(
                new Circuit.Input("x" + i, new int[] {length}, 0, 0, Circuit.Kind.REAL),
                new Block("x" + i, gadget, length, new int[0], 0));
      }
      List<View> results = primitive.lower(circuit, "node", views);
      for (int r = 0; r < results.size(); r++) {
        int[] shape = {results.get(r).length()};
        circuit.publish(
            new Output("y" + r, shape, -1, new int[0], null, new int[] {0}), results.get(r));
      }
      return circuit;
    }

    /**
     * Returns the weights, of which there are none.
     *
     * @return no weights
     */
    public Weights weights() {
      return new Weights(List.of());
    }

    /**
     * Returns the operands as a model's inputs.
     *
     * @return the same numbers
     */
    public double[][] inputs() {
      return Arrays.stream(operands)
          .map(values -> Arrays.stream(values).asDoubleStream().toArray())
          .toArray(double[][]::new);
    }
  }

  private static Case pairs(
      Primitive primitive, long[] all, long[] others, LongBinaryOperator expected) {
    long[] a = new long[all.length * others.length];
    long[] b = new long[a.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = all[i / others.length];
      b[i] = others[i % others.length];
    }
    return of(primitive, a, b, expected);
  }

  private static Case of(Primitive primitive, long[] a, long[] b, LongBinaryOperator expected) {
    long[] y = new long[a.length];
    Arrays.setAll(y, i -> expected.applyAsLong(a[i], b[i]));
    return new Case(primitive, new long[][] {a, b}, y);
  }

  private static Case of(Primitive primitive, long[] a, LongBinaryOperator expected) {
    long[] y = new long[a.length];
    Arrays.setAll(y, i -> expected.applyAsLong(a[i], 0));
    return new Case(primitive, new long[][] {a}, y);
  }

  /** Rounds to nearest, halves up, by doubles that are exact here. */
  private static long rounded(long value, int shift) {
    return (long) Math.floor(Math.scalb((double) value, -shift) + 0.5);
  }

  /** The greatest y with {@code y^2 <= x}. */
  private static long root(long x) {
    long y = 0;
    while ((y + 1) * (y + 1) <= x) {
      y++;
    }
    return y;
  }

  private static Case groups(Primitive primitive, long[] x, int fan, LongBinaryOperator fold) {
    long[] y = new long[x.length / fan];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i * fan];
      for (int j = 1; j < fan; j++) {
        y[i] = fold.applyAsLong(y[i], x[i * fan + j]);
      }
    }
    return new Case(primitive, new long[][] {x}, y);
  }

  /** Interleaves all pairs. */
  private static long[] flat(long... all) {
    long[] flat = new long[2 * all.length * all.length];
    for (int i = 0; i < flat.length / 2; i++) {
      flat[2 * i] = all[i / all.length];
      flat[2 * i + 1] = all[i % all.length];
    }
    return flat;
  }

  /**
   * Returns every primitive on every operand, or pair of operands, of 8 bits.
   *
   * @return the cases
   */
  public static List<Case> exhaustive() {
    long[] signed = LongStream.range(-128, 128).toArray();
    long[] positive = LongStream.rangeClosed(1, 255).toArray();
    long[] natural = LongStream.range(0, 256).toArray();
    List<Case> cases = new ArrayList<>();
    cases.add(pairs(new Add(1, 1), signed, signed, Math::addExact));
    cases.add(pairs(new Add(8, -3), signed, signed, (a, b) -> 8 * a - 3 * b));
    cases.add(pairs(Mul.EXACT, signed, signed, Math::multiplyExact));
    cases.add(pairs(new Mul(11, 4), signed, signed, (a, b) -> rounded(a * b, 4)));
    cases.add(pairs(new Mul(15, 0), signed, signed, Math::multiplyExact));
    cases.add(of(new Recip(17, 8, 16), positive, (x, _) -> Math.floorDiv(1L << 16, x)));
    cases.add(of(new Sqrt(4), natural, (x, _) -> root(x)));
    for (int o : new int[] {0, 7}) {
      cases.add(
          of(
              new Sin(-128, 127, 5, o),
              signed,
              (x, _) -> (long) Math.floor(Math.scalb(StrictMath.sin(x / 32.0), o) + 0.5)));
      cases.add(of(new Exp2(-128, 127, 4, o), signed, (x, _) -> ExactFunctions.exp2(x, 4, o)));
      cases.add(of(new Log2(1, 255, 4, o), positive, (x, _) -> ExactFunctions.log2(x, 4, o)));
    }
    cases.add(pairs(new Mod(8, 8), signed, positive, (a, b) -> ((a % b) + b) % b));
    cases.add(pairs(new LessThan(8), signed, signed, (a, b) -> a < b ? 1 : 0));
    cases.add(groups(new SumReduce(2), flat(signed), 2, Math::addExact));
    cases.add(groups(new MaxReduce(8, 9, 2, false), flat(signed), 2, Math::max));
    cases.add(groups(new MaxReduce(8, 9, 2, true), flat(signed), 2, Math::max));
    cases.add(of(new Contiguous(), signed, (x, _) -> x));
    return cases;
  }

  /**
   * Returns every primitive at random widths, on operands at the ends and within.
   *
   * @param seed what decides about them
   * @return the cases
   */
  public static List<Case> random(long seed) {
    var random = new Random(seed);
    List<Case> cases = new ArrayList<>();
    int c = 1 + random.nextInt(40);
    int d = -1 - random.nextInt(40);
    cases.add(
        of(new Add(c, d), wide(random, 23, 40), wide(random, 23, 40), (a, b) -> c * a + d * b));
    int bits = 1 + random.nextInt(14);
    int shift = random.nextInt(Math.min(22, 30 - bits) + 1);
    int product = Math.clamp(30 - (long) shift, 1, 24);
    cases.add(
        of(
            new Mul(Math.min(product, 24), Math.max(shift, 6)),
            wide(random, bits, 40),
            wide(random, 29 - bits > 14 ? 14 : 29 - bits, 40),
            (a, b) -> rounded(a * b, Math.max(shift, 6))));
    int f = 9 + random.nextInt(13);
    cases.add(
        of(
            new Recip(Math.min(19, f + 1), 20, f),
            positive(random, 20, 40, 1L << Math.max(0, f - 18)),
            (x, _) -> Math.floorDiv(1L << f, x)));
    cases.add(of(new Sqrt(12), positive(random, 24, 40, 0), (x, _) -> root(x)));
    cases.add(
        of(
            new Mod(24, 1 + random.nextInt(5)),
            wide(random, 23, 40),
            ones(40),
            (a, b) -> Math.floorMod(a, b)));
    cases.add(
        of(
            new Mod(12, 12),
            wide(random, 12, 40),
            positive(random, 12, 40, 1),
            (a, b) -> ((a % b) + b) % b));
    int less = 2 + random.nextInt(22);
    cases.add(
        of(
            new LessThan(less + 1),
            wide(random, less, 40),
            wide(random, less, 40),
            (a, b) -> a - b < 0 ? 1 : 0));
    int fan = 1 + random.nextInt(9);
    cases.add(groups(new SumReduce(fan), wide(random, 24, 8 * fan), fan, Math::addExact));
    cases.add(
        groups(
            new MaxReduce(20, 22, fan, random.nextBoolean()),
            wide(random, 20, 8 * fan),
            fan,
            Math::max));
    cases.add(of(new Contiguous(), wide(random, 24, 40), (x, _) -> x));
    return cases;
  }

  private static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Numbers of up to so many bits and a sign, the ends among them, and repetitions. */
  private static long[] wide(Random random, int bits, int length) {
    long most = (1L << bits) - 1;
    long[] values = new long[length];
    Arrays.setAll(values, _ -> random.nextLong(-most, most + 1) >> random.nextInt(bits));
    values[0] = most;
    values[length - 1] = -most;
    return values;
  }

  private static long[] positive(Random random, int bits, int length, long least) {
    long[] values = new long[length];
    Arrays.setAll(
        values, _ -> Math.max(least, random.nextLong(0, 1L << bits) >> random.nextInt(bits)));
    values[0] = (1L << bits) - 1;
    values[1] = least;
    return values;
  }
}
