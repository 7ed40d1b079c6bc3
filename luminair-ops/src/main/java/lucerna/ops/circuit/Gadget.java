package lucerna.ops.circuit;

/**
 * A small system of equations with exactly one solution for its outputs: what costs cells.
 *
 * <p>An equation says that an expression in the gadget's cells equals an accumulator; the other
 * constraints hold among the cells alone. "v in R(b)" is a range check, {@code 0 <= v < 2^b}, by
 * limbs. All cells are integers modulo p; an accumulator is an integer of absolute value below
 * 2^30. Each record states the span that keeps its solution unique; {@code CircuitChecks} refuses a
 * circuit that exceeds it. An array {@code shift} has one entry, or one per gadget of the block.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by tests through the codec
public sealed interface Gadget {

  /**
   * Returns the number of equations.
   *
   * @return how many affines a block of it names
   */
  int equations();

  /**
   * Returns the number of outputs.
   *
   * @return one more than the highest index of an output
   */
  int outputs();

  /**
   * Rounding, in sign and magnitude: cells t in R(bits), g a bit, rem in R(shift). Equation {@code
   * (1 - 2 g) t 2^shift + rem - half = acc}, half = 2^(shift-1), or 0 for shift 0 or {@code floor}.
   * Without an equation ({@code given}) it is an input of the model, or a value that later
   * equations pin down; {@code rem = 0} then.
   *
   * <p>Unique as {@code bits + shift <= 30}. For t = 0, g is free, but no output depends on it.
   *
   * @param bits width of the magnitude, 1 to 30
   * @param shift bits dropped, 0 to 22; one, or one per gadget
   * @param floor whether to round down instead of to nearest
   * @param given where the value comes from if there is no equation
   */
  record Round(int bits, int[] shift, boolean floor, Given given) implements Gadget {
    /** Output: {@code (1 - 2 g) t}. */
    public static final int VALUE = 0;

    /** Output: {@code max(0, value) = (1 - g) t}. */
    public static final int RELU = 1;

    /** Output: {@code |value| = t}. */
    public static final int MAGNITUDE = 2;

    /** Output: {@code value^2 = t^2}. */
    public static final int SQUARE = 3;

    /** What defines the value. */
    public enum Given {
      /** The equation. */
      EQUATION,
      /** The prover's input. */
      INPUT,
      /**
       * The greatest value for which the next block, which subtracts it, still has a solution: the
       * maximum of a group. The next block is a {@link Lookup} or {@link Nonnegative}, {@code
       * attained}; its gadgets come in groups of equal size, one per gadget of this block, in
       * order; its accumulator holds this value times {@code 2^shift} of that block.
       */
      MAXIMUM
    }

    @Override
    public int equations() {
      return given == Given.EQUATION ? 1 : 0;
    }

    @Override
    public int outputs() {
      return 4;
    }
  }

  /**
   * A function by table: cells x, y with (x, y) in the table, rem in R(shift), and, if {@code
   * attained}, o with {@code o x = 0}. Equation {@code sign x 2^shift + rem - half = acc}, where
   * sign is -1 if {@code negated}, else 1.
   *
   * <p>Unique as the table's domain, times {@code 2^shift}, spans less than 2^30. With {@code
   * attained}, some later equation says that the o of a group sum to 1, so that one x of the group
   * is 0.
   *
   * @param table index of the table in the circuit
   * @param shift bits dropped, 0 to 22; one, or one per gadget
   * @param negated whether x is the negated rounding
   * @param attained whether o exists
   */
  record Lookup(int table, int[] shift, boolean negated, boolean attained) implements Gadget {
    /** Output: the function's value. */
    public static final int Y = 0;

    /** Output: its argument. */
    public static final int X = 1;

    /** Output: the mark of an argument 0, if {@code attained}. */
    public static final int MARK = 2;

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return attained ? 3 : 2;
    }
  }

  /**
   * The product of two values, without rounding: cells a, b. Equations {@code a = acc0}, {@code b =
   * acc1}; the output is the expression a b. {@code |a b| < 2^30} by the accumulators' bounds.
   */
  record Multiply() implements Gadget {
    /** Output: a b. */
    public static final int PRODUCT = 0;

    @Override
    public int equations() {
      return 2;
    }

    @Override
    public int outputs() {
      return 1;
    }
  }

  /**
   * A value that is at least 0: cell u in R(bits), and o by {@code mark}. Equation {@code u = acc}.
   *
   * @param bits 1 to 30
   * @param mark whether and how o exists; a later equation says that the o of a group sum to 1
   */
  record Nonnegative(int bits, Mark mark) implements Gadget {
    /** Output: u. */
    public static final int VALUE = 0;

    /** Output: o, unless the mark is NONE. */
    public static final int MARK = 1;

    /** The cell o. */
    public enum Mark {
      /** There is none. */
      NONE,
      /** {@code o u = 0}. */
      ZERO,
      /**
       * {@code o u = 0} and o is a bit: in a group with sum 1, a one-hot vector. The prover sets
       * the first o of a group whose u, before this block's own marks are subtracted, is 0; groups
       * are the blocks of {@code length / length of the maximum's block} gadgets, in order.
       */
      FIRST
    }

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return mark == Mark.NONE ? 1 : 2;
    }
  }

  /**
   * The sign of a value: cells o a bit, u in R(bits). Equation {@code (1 - o) u - o (u + 1) = acc};
   * the output is o, 1 for {@code acc < 0}. Unique as {@code 2^bits + acc < p}: for 30 bits, the
   * accumulator must not reach {@code 2^30 - 1}.
   *
   * @param bits {@code -2^bits <= acc < 2^bits}, 1 to 30
   */
  record Negative(int bits) implements Gadget {
    /** Output: 1 if the accumulator is negative, else 0. */
    public static final int FLAG = 0;

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }
  }

  /**
   * A test for 0: cells d, i, o with {@code d i = 1 - o}, {@code d o = 0}. Equation {@code d =
   * acc}; the output is o, 1 for {@code acc = 0}.
   */
  record Zero() implements Gadget {
    /** Output: 1 if the accumulator is 0, else 0. */
    public static final int FLAG = 0;

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }
  }

  /**
   * Division with remainder by a positive divisor: cells b, y, r with {@code y + 2^quotientBits} in
   * R(quotientBits + 1), r in R(divisorBits), {@code b - 1 - r} in R(divisorBits). Equations {@code
   * b = acc0}, {@code b y + r = acc1}; so {@code y = floor(acc1 / acc0)}.
   *
   * <p>Unique as {@code 2^quotientBits bmax + 2^divisorBits + 2^30 < p}, bmax the bound on acc0, or
   * {@code 2^(divisorBits + 1) - 1} if that is less: the range checks hold b to no less than that.
   *
   * @param quotientBits {@code -2^quotientBits <= y < 2^quotientBits}, 0 to 29
   * @param divisorBits {@code 1 <= b < 2^divisorBits}
   */
  record Divide(int quotientBits, int divisorBits) implements Gadget {
    /** Output: y. */
    public static final int QUOTIENT = 0;

    /** Output: r. */
    public static final int REMAINDER = 1;

    @Override
    public int equations() {
      return 2;
    }

    @Override
    public int outputs() {
      return 2;
    }
  }

  /**
   * The inverse of a positive divisor that may be wide. With L = {@link #LOW_BITS}: cells b1 in
   * R(max(1, divisorBits - L)), b0 in R(L), y in R(quotientBits), c in R(quotientBits), l in R(L),
   * h in R(numeratorBits + 1 - L). Equation {@code 2^L b1 + b0 = acc}. Constraints {@code y b0 =
   * 2^L c + l}, {@code h = y b1 + c}; and with {@code r = 2^numeratorBits - l - 2^L h}, r and
   * {@code acc - 1 - r} in R(divisorBits). So {@code y = floor(2^numeratorBits / acc)}.
   *
   * <p>Unique as each side of each constraint is below p: {@code quotientBits + L <= 30}, {@code
   * quotientBits + max(1, divisorBits - L) <= 30}, {@code numeratorBits <= 29}.
   *
   * @param quotientBits {@code y < 2^quotientBits}, 1 to 21
   * @param divisorBits {@code 1 <= acc < 2^divisorBits}, 1 to 29
   * @param numeratorBits 9 to 29
   */
  record Invert(int quotientBits, int divisorBits, int numeratorBits) implements Gadget {
    /** Output: y. */
    public static final int VALUE = 0;

    /** The width of the divisor's low limb. */
    public static final int LOW_BITS = 9;

    /**
     * Returns the width of the divisor's high limb.
     *
     * @return at least 1
     */
    public int highBits() {
      return Math.max(1, divisorBits - LOW_BITS);
    }

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }
  }

  /**
   * Integer square root: cells y in R(bits), r in R(bits + 1), {@code 2 y - r} in R(bits + 1).
   * Equation {@code y^2 + r = acc}; so {@code y = floor(sqrt(acc))}.
   *
   * <p>Unique as {@code y^2 + r < 2^(2 bits) <= 2^30}.
   *
   * @param bits 1 to 15
   */
  record Root(int bits) implements Gadget {
    /** Output: y. */
    public static final int VALUE = 0;

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }
  }

  /**
   * An entry of a memory: cells v, uses. Equation {@code v = acc}. It offers the tuple (memory,
   * index, v) as often as the prover likes, index being its number in the block.
   *
   * @param memory a number that reads refer to, unique among entry blocks
   */
  record Entry(int memory) implements Gadget {
    /** Output: v. */
    public static final int VALUE = 0;

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }
  }

  /**
   * A read of a memory at an index that is data: cells a, v with the tuple (memory, a, v) among
   * what entries offer. Equation {@code a = acc}.
   *
   * @param memory the number of the entry block, which comes before this one
   */
  record Read(int memory) implements Gadget {
    /** Output: v. */
    public static final int VALUE = 0;

    @Override
    public int equations() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }
  }
}
