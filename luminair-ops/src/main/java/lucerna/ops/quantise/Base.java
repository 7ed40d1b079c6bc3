package lucerna.ops.quantise;

import java.util.Map;
import java.util.function.Function;
import lucerna.ops.graph.ElementKind;

/**
 * A vector of integers that a block of the circuit makes: real value is {@code integer 2^-exponent
 * scale}.
 */
final class Base {
  final int id;
  final String name;
  final int length;
  final ElementKind kind;
  final double scale;
  final Function<Map<String, double[]>, double[]> real;

  /** Whether the values are at least 0 whatever the input. */
  final boolean nonnegative;

  /** What the samples showed, divided by the scale; then with headroom. */
  double least = Double.POSITIVE_INFINITY;

  double most = Double.NEGATIVE_INFINITY;
  double meanSquare;

  int exponent;

  /** Whether the exponent follows from others. */
  boolean derived;

  /** The widest that readers want it. */
  int cap;

  /** The largest absolute value, where something else than a width bounds it; else 0. */
  double bound;

  /** Block and output in the circuit, once emitted. */
  int block = -1;

  int output;

  Base(
      int id,
      String name,
      int length,
      ElementKind kind,
      double scale,
      boolean nonnegative,
      Function<Map<String, double[]>, double[]> real) {
    this.id = id;
    this.name = name;
    this.length = length;
    this.kind = kind;
    this.scale = scale;
    this.nonnegative = nonnegative;
    this.real = real;
  }

  boolean exact() {
    return kind != ElementKind.REAL;
  }

  double magnitude() {
    return Math.max(Math.abs(least), Math.abs(most));
  }

  /** Returns the width of the magnitude at the present exponent. */
  int bits() {
    return width(magnitude(), exponent);
  }

  /** Returns the largest absolute value at the present exponent. */
  double limit() {
    return bound > 0 ? bound : Math.scalb(1.0, bits()) - 1;
  }

  /** Returns the width of the integers that stand for numbers up to a magnitude. */
  static int width(double magnitude, int exponent) {
    double most = Math.floor(Math.scalb(magnitude, exponent) + 0.5);
    return most < 1 ? 1 : Math.getExponent(most) + 1;
  }

  /** Returns the largest exponent at which numbers up to a magnitude have a width. */
  static int exponentFor(double magnitude, int bits) {
    int exponent = bits - Math.getExponent(magnitude);
    while (width(magnitude, exponent) > Math.max(1, bits)) {
      exponent--;
    }
    return exponent;
  }
}
