package lucerna.ops.primitive;

import lucerna.ops.circuit.Circuit;

/** What must hold of integers for a primitive to have a result. */
final class Conditions {
  private Conditions() {}

  /** Returns a value below 2^30 in absolute value. */
  static long bounded(long value) {
    return within(value, 1 - Circuit.BOUND, Circuit.BOUND - 1);
  }

  /** Returns a value between two bounds. */
  static long within(long value, long least, long most) {
    if (value < least || value > most) {
      throw new ArithmeticException(value + " is not in " + least + " to " + most);
    }
    return value;
  }

  /** Returns the width of the magnitude of a number, at least 1. */
  static int width(long magnitude) {
    return Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(Math.abs(magnitude)));
  }
}
