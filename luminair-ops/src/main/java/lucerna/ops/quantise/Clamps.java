package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;

/**
 * Writes what holds a value to its range, where a circuit saturates: it needs no gadget but Round.
 *
 * <p>A value v is rounded as wide as its accumulator is bounded, so that no input is refused; then
 * {@code a = relu(v - lo)} and {@code b = relu(hi - lo - a)} are positive parts of exact values,
 * and {@code hi - b} is v held to lo to hi. All of it is exact: within the range, it is v.
 */
final class Clamps {
  /** Values up to this width can be compared with ends without leaving the bound of 2^30. */
  private static final int WIDEST = 28;

  private final AffineEmitter affines;
  private final List<Block> blocks;

  Clamps(AffineEmitter affines, List<Block> blocks) {
    this.affines = affines;
    this.blocks = blocks;
  }

  /**
   * Rounded integers.
   *
   * @param wires outputs VALUE of Rounds, or other outputs that are at least 0
   * @param bits width of their magnitudes
   */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record Wide(long[] wires, int bits) {}

  static int width(double bound) {
    return Math.max(1, Base.width(bound, 0));
  }

  /** Returns whether a rounding of accumulators up to a bound can leave a symmetric range. */
  static boolean exceeds(double bound, int[] shifts, long limit) {
    int least = Arrays.stream(shifts).min().orElse(0);
    return rounded(bound, least) > limit;
  }

  private static double rounded(double bound, int shift) {
    return Math.floor((bound + half(shift)) / Math.scalb(1.0, shift));
  }

  private static long half(int shift) {
    return shift == 0 ? 0 : 1L << (shift - 1);
  }

  private int add(String name, Gadget gadget, int length, int exponent, int equation) {
    blocks.add(new Block(name, gadget, length, new int[] {equation}, exponent));
    return blocks.size() - 1;
  }

  private static Gadget.Round round(int bits, int shift, boolean floor) {
    return new Gadget.Round(bits, new int[] {shift}, floor, Gadget.Round.Given.EQUATION);
  }

  /** Rounds a form, to nearest, into values that hold whatever its accumulators can be. */
  Wide wide(Base base, Form form, double bound, int[] shifts) {
    String name = base.name + ".wide";
    int length = form.length();
    if (shifts.length == 1) {
      int bits = width(rounded(bound, shifts[0]));
      int block =
          add(
              name,
              round(bits, shifts[0], false),
              length,
              base.exponent,
              affines.emit(form, List.of()));
      return checked(base, new Wide(wires(block, Gadget.Round.VALUE, length), bits));
    }
    // The equation of channels of several shifts is that of one block: it drops nothing, and then
    // each shift has a block of its own, which rounds down what was raised by a half before.
    long[] halves = new long[length];
    Arrays.setAll(halves, i -> Wire.constant((int) half(shifts[i])));
    int equation = affines.emit(form, List.of(new Term(new View(halves), 1, new int[] {1})));
    int most = Arrays.stream(shifts).max().orElse(0);
    int exact =
        add(name, round(width(bound + half(most)), 0, false), length, base.exponent, equation);
    long[] values = new long[length];
    int widest = 1;
    for (int shift : new TreeSet<>(Arrays.stream(shifts).boxed().toList())) {
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        if (shifts[i] == shift) {
          own.add(i);
        }
      }
      long[] wires = new long[own.size()];
      Arrays.setAll(wires, i -> Wire.of(exact, Gadget.Round.VALUE, own.get(i)));
      int bits = width(rounded(bound, shift));
      int rounded =
          add(
              name,
              round(bits, shift, true),
              wires.length,
              base.exponent,
              affines.sum(name, new Term(new View(wires), 1, new int[] {1})));
      for (int i = 0; i < wires.length; i++) {
        values[own.get(i)] = Wire.of(rounded, Gadget.Round.VALUE, i);
      }
      widest = Math.max(widest, bits);
    }
    return checked(base, new Wide(values, widest));
  }

  private static Wide checked(Base base, Wide wide) {
    if (wide.bits > WIDEST) {
      throw new UserException(
          "Node %s: its sums may reach %d bits above its unit, too many to saturate; leave out --saturate or choose another --target."
              .formatted(base.name, wide.bits));
    }
    return wide;
  }

  static long[] wires(int block, int output, int length) {
    return View.all(block, output, length).wires();
  }

  /**
   * Holds values to a range.
   *
   * @return the number of an affine that is each value, or the end of the range next to it
   */
  int clamp(Base base, Wide wide, long low, long high) {
    String name = base.name + ".clamp";
    int length = wide.wires.length;
    long most = (1L << wide.bits) - 1;
    int above =
        add(
            name,
            round(width((double) most + Math.abs(low)), 0, false),
            length,
            base.exponent,
            affines.sum(name, term(wide.wires, 1), constant(-low, length)));
    return below(base, wires(above, Gadget.Round.RELU, length), most - low, high - low, high);
  }

  /** As {@link #clamp}, of values that are read by their positive parts alone. */
  int clampPositive(Base base, Wide wide, long high) {
    long[] positive = new long[wide.wires.length];
    Arrays.setAll(
        positive,
        i -> Wire.of(Wire.block(wide.wires[i]), Gadget.Round.RELU, Wire.element(wide.wires[i])));
    return below(base, positive, (1L << wide.bits) - 1, high, high);
  }

  /**
   * Holds values that are at least 0 to an end.
   *
   * @param most the greatest that they can be
   * @param end the end
   * @param result what the end becomes: it moves the result
   * @return the number of an affine, {@code result - relu(end - value)}
   */
  int below(Base base, long[] values, long most, long end, long result) {
    String name = base.name + ".clamp";
    int block =
        add(
            name,
            round(width((double) Math.max(end, most - end)), 0, false),
            values.length,
            base.exponent,
            affines.sum(name, term(values, -1), constant(end, values.length)));
    return affines.sum(
        base.name,
        term(wires(block, Gadget.Round.RELU, values.length), -1),
        constant(result, values.length));
  }

  /** Holds the accumulators of a form to at least an end; returns the number of an affine. */
  int atLeast(Base base, Form form, double bound, long low) {
    String name = base.name + ".clamp";
    int length = form.length();
    int equation = affines.emit(form, List.of(constant(-low, length)));
    int block = add(name, round(width(bound + low), 0, false), length, base.exponent, equation);
    return affines.sum(
        base.name, term(wires(block, Gadget.Round.RELU, length), 1), constant(low, length));
  }

  static Term term(long[] wires, int coefficient) {
    return new Term(new View(wires), 1, new int[] {coefficient});
  }

  static Term constant(long value, int length) {
    long[] wires = new long[length];
    Arrays.fill(wires, Wire.constant(Math.toIntExact(value)));
    return new Term(new View(wires), 1, new int[] {1});
  }
}
