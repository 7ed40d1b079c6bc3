package lucerna.ops.circuit;

import java.util.List;

/**
 * The cells that an execution assigns to the gadgets of each kind, in the order in which it lists
 * them. What else a proof commits to, such as limbs, inverses and numbers of uses, follows from
 * these.
 *
 * <table>
 * <caption>Cells</caption>
 * <tr><th>gadget</th><th>cells</th></tr>
 * <tr><td>Round</td><td>t, g, rem</td></tr>
 * <tr><td>Lookup</td><td>x, y, rem, and o if attained</td></tr>
 * <tr><td>Multiply</td><td>a, b</td></tr>
 * <tr><td>Nonnegative</td><td>u, and o if there are marks</td></tr>
 * <tr><td>Negative</td><td>o, u</td></tr>
 * <tr><td>Zero</td><td>d, o</td></tr>
 * <tr><td>Divide</td><td>b, y, r</td></tr>
 * <tr><td>Invert</td><td>b1, b0, y, c, l, h</td></tr>
 * <tr><td>Root</td><td>y, r</td></tr>
 * <tr><td>Entry</td><td>v</td></tr>
 * <tr><td>Read</td><td>a, v</td></tr>
 * </table>
 */
public final class GadgetCells {
  /** Round: magnitude. */
  public static final int ROUND_T = 0;

  /** Round: 1 for a value below 0. */
  public static final int ROUND_G = 1;

  /** Round: remainder. */
  public static final int ROUND_REM = 2;

  /** Lookup: argument. */
  public static final int LOOKUP_X = 0;

  /** Lookup: value. */
  public static final int LOOKUP_Y = 1;

  /** Lookup: remainder. */
  public static final int LOOKUP_REM = 2;

  /** Lookup: mark, if attained. */
  public static final int LOOKUP_O = 3;

  /** Multiply: first factor. */
  public static final int MULTIPLY_A = 0;

  /** Multiply: second factor. */
  public static final int MULTIPLY_B = 1;

  /** Nonnegative: value. */
  public static final int NONNEGATIVE_U = 0;

  /** Nonnegative: mark, if there is one. */
  public static final int NONNEGATIVE_O = 1;

  /** Negative: 1 for an accumulator below 0. */
  public static final int NEGATIVE_O = 0;

  /** Negative: {@code acc}, or {@code -acc - 1} below 0. */
  public static final int NEGATIVE_U = 1;

  /** Zero: the accumulator. */
  public static final int ZERO_D = 0;

  /** Zero: 1 for an accumulator 0. */
  public static final int ZERO_O = 1;

  /** Divide: divisor. */
  public static final int DIVIDE_B = 0;

  /** Divide: quotient. */
  public static final int DIVIDE_Y = 1;

  /** Divide: remainder. */
  public static final int DIVIDE_R = 2;

  /** Invert: the divisor without its low limb. */
  public static final int INVERT_B1 = 0;

  /** Invert: the divisor's low limb. */
  public static final int INVERT_B0 = 1;

  /** Invert: inverse. */
  public static final int INVERT_Y = 2;

  /** Invert: {@code y b0} without its low limb. */
  public static final int INVERT_C = 3;

  /** Invert: the low limb of {@code y b0}. */
  public static final int INVERT_L = 4;

  /** Invert: {@code y b1 + c}. */
  public static final int INVERT_H = 5;

  /** Root: root. */
  public static final int ROOT_Y = 0;

  /** Root: what is left. */
  public static final int ROOT_R = 1;

  /** Entry: value. */
  public static final int ENTRY_V = 0;

  /** Read: index. */
  public static final int READ_A = 0;

  /** Read: value. */
  public static final int READ_V = 1;

  private GadgetCells() {}

  /**
   * Returns the names of a gadget's cells, in order.
   *
   * @param gadget the gadget
   * @return one name per cell
   */
  public static List<String> names(Gadget gadget) {
    return switch (gadget) {
      case Gadget.Round _ -> List.of("t", "g", "rem");
      case Gadget.Lookup lookup ->
          lookup.attained() ? List.of("x", "y", "rem", "o") : List.of("x", "y", "rem");
      case Gadget.Multiply _ -> List.of("a", "b");
      case Gadget.Nonnegative nonnegative ->
          nonnegative.outputs() > 1 ? List.of("u", "o") : List.of("u");
      case Gadget.Negative _ -> List.of("o", "u");
      case Gadget.Zero _ -> List.of("d", "o");
      case Gadget.Divide _ -> List.of("b", "y", "r");
      case Gadget.Invert _ -> List.of("b1", "b0", "y", "c", "l", "h");
      case Gadget.Root _ -> List.of("y", "r");
      case Gadget.Entry _ -> List.of("v");
      case Gadget.Read _ -> List.of("a", "v");
    };
  }

  /**
   * Computes an output of a gadget from its cells.
   *
   * @param gadget the gadget
   * @param output which output
   * @param cells per cell, per gadget of the block, its integer
   * @param element which gadget
   * @return the output
   */
  public static long value(Gadget gadget, int output, int[][] cells, int element) {
    return switch (gadget) {
      case Gadget.Round _ -> round(output, cells[ROUND_T][element], cells[ROUND_G][element]);
      case Gadget.Lookup _ ->
          switch (output) {
            case Gadget.Lookup.Y -> cells[LOOKUP_Y][element];
            case Gadget.Lookup.X -> cells[LOOKUP_X][element];
            default -> cells[LOOKUP_O][element];
          };
      case Gadget.Multiply _ -> (long) cells[MULTIPLY_A][element] * cells[MULTIPLY_B][element];
      case Gadget.Nonnegative _ ->
          cells[output == Gadget.Nonnegative.VALUE ? NONNEGATIVE_U : NONNEGATIVE_O][element];
      case Gadget.Negative _ -> cells[NEGATIVE_O][element];
      case Gadget.Zero _ -> cells[ZERO_O][element];
      case Gadget.Divide _ ->
          cells[output == Gadget.Divide.QUOTIENT ? DIVIDE_Y : DIVIDE_R][element];
      case Gadget.Invert _ -> cells[INVERT_Y][element];
      case Gadget.Root _ -> cells[ROOT_Y][element];
      case Gadget.Entry _ -> cells[ENTRY_V][element];
      case Gadget.Read _ -> cells[READ_V][element];
    };
  }

  private static long round(int output, long t, int g) {
    return switch (output) {
      case Gadget.Round.VALUE -> g == 0 ? t : -t;
      case Gadget.Round.RELU -> g == 0 ? t : 0;
      case Gadget.Round.MAGNITUDE -> t;
      default -> t * t;
    };
  }
}
