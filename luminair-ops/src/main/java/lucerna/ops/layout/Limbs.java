package lucerna.ops.layout;

import java.util.List;
import lucerna.air.AirBuilder;
import lucerna.air.Expr;
import lucerna.air.Relation;
import lucerna.field.M31;

/**
 * Range checks by limbs: {@code v = lo_0 + 2^T lo_1 + ... + 2^(iT) hi}, each limb within its width.
 *
 * <p>All limbs but the top one are columns; the top one is what remains of v after them, divided by
 * {@code 2^(iT)}. As every limb lies in its range, v is the integer below {@code 2^bits < p} that
 * they spell, and each v has one spelling.
 */
final class Limbs {
  private Limbs() {}

  /** Returns the number of limbs for a width. */
  static int count(int bits, int tableBits) {
    return Math.max(1, (bits + tableBits - 1) / tableBits);
  }

  /** Returns the widths of the limbs, lowest first: T each, then the rest, then 0. */
  static int[] widths(int bits, int tableBits, int limbs) {
    int[] widths = new int[limbs];
    for (int i = 0; i < limbs; i++) {
      widths[i] = Math.clamp(bits - (long) i * tableBits, 0, tableBits);
    }
    return widths;
  }

  /** Splits a value; what the lower limbs cannot hold is the top limb. */
  static int[] split(long value, int tableBits, int limbs) {
    int[] split = new int[limbs];
    long rest = value;
    for (int i = 0; i < limbs - 1; i++) {
      split[i] = (int) (rest & ((1 << tableBits) - 1));
      rest >>= tableBits;
    }
    split[limbs - 1] = Math.toIntExact(rest);
    return split;
  }

  /** The parts of a range check that differ between its users. */
  record Check(Expr selector, Expr value, List<Expr> lowLimbs, List<Expr> widths) {}

  /** Looks the limbs of a value up, on the rows that the selector marks. */
  static void lookUp(AirBuilder air, Relation range, int tableBits, Check check) {
    Expr rest = check.value;
    int shiftDown = M31.inverse(1 << tableBits);
    int top = check.lowLimbs.size();
    for (int i = 0; i < top; i++) {
      Expr limb = check.lowLimbs.get(i);
      air.consume(range, check.selector, check.widths.get(i), limb);
      rest = rest.minus(limb).times(shiftDown);
    }
    air.consume(range, check.selector, check.widths.get(top), rest);
  }
}
