package lucerna.ops.circuit;

import java.util.Arrays;
import lucerna.field.M31;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.function.FunctionTable;

/**
 * The conditions on intervals: accumulators and published values stay below {@link Circuit#BOUND},
 * and what a gadget's cells can stand for, minus any accumulator, stays below p in absolute value,
 * so that an equation modulo p is one of integers.
 */
final class SpanChecks {
  private static final long LIMIT = Circuit.BOUND - 1;

  private SpanChecks() {}

  static void check(Circuit circuit, Bounds bounds) {
    for (int a = 0; a < circuit.affines().size(); a++) {
      String name = "node " + circuit.affines().get(a).name();
      Refusals.within(name + ": bound on accumulators", bounds.affine(a).magnitude(), 0, LIMIT);
      for (Product product : circuit.affines().get(a).products()) {
        if (product.sumBound() > 0 && !product.signed()) {
          for (long wire : product.left().wires()) {
            Refusals.require(bounds.low(wire) >= 0, name + ": a left side can be negative");
          }
        }
      }
    }
    for (Block block : circuit.blocks()) {
      block(circuit, bounds, block);
    }
    for (Output output : circuit.outputs()) {
      View view = output.view();
      if (view != null) {
        String what = "output " + output.name() + ": bound";
        for (long wire : view.wires()) {
          long magnitude = Math.max(Math.abs(bounds.low(wire)), Math.abs(bounds.high(wire)));
          Refusals.within(what, magnitude, 0, LIMIT);
        }
      }
    }
  }

  private static void block(Circuit circuit, Bounds bounds, Block block) {
    String name = "block " + block.name();
    int[] equations = block.equations();
    switch (block.gadget()) {
      case Round round -> {
        if (round.given() == Round.Given.EQUATION && !round.floor()) {
          rounded(name, bounds.affine(equations[0]), max(round.shift()));
        }
      }
      case Gadget.Lookup lookup -> {
        Interval acc = bounds.affine(equations[0]);
        int shift = max(lookup.shift());
        rounded(name, acc, shift);
        FunctionTable table = circuit.tables().get(lookup.table());
        long low = lookup.negated() ? -(long) table.high() : table.low();
        long high = lookup.negated() ? -(long) table.low() : table.high();
        long least = (low << shift) - half(shift);
        long most = (high << shift) + half(shift);
        long span = Math.max(Math.abs(least), Math.abs(most));
        Refusals.within(name + ": span of its table", span, 0, LIMIT);
        unique(name, new Interval(least, most), acc);
      }
      case Gadget.Multiply _ -> {
        long product =
            bounds.affine(equations[0]).magnitude() * bounds.affine(equations[1]).magnitude();
        Refusals.within(name + ": bound on products", product, 0, LIMIT);
      }
      case Gadget.Negative negative ->
          unique(
              name,
              new Interval(-(1L << negative.bits()), (1L << negative.bits()) - 1),
              bounds.affine(equations[0]));
      case Gadget.Nonnegative nonnegative ->
          unique(name, Interval.bits(nonnegative.bits()), bounds.affine(equations[0]));
      case Gadget.Invert invert -> {
        // The limbs span a power of two; r and acc - 1 - r in range hold acc to 1 and more.
        int bits = invert.highBits() + Gadget.Invert.LOW_BITS;
        unique(name, Interval.bits(bits), bounds.affine(equations[0]));
      }
      case Gadget.Root root ->
          // 0 <= r <= 2 y, so y^2 + r < (y + 1)^2
          unique(name, Interval.bits(2 * root.bits()), bounds.affine(equations[0]));
      case Gadget.Divide divide ->
          divide(name, divide, bounds.affine(equations[0]), bounds.affine(equations[1]));
      case Gadget.Zero _, Gadget.Entry _, Gadget.Read _ -> {}
    }
  }

  private static void divide(
      String name, Gadget.Divide divide, Interval divisor, Interval dividend) {
    // The range checks of r and b - 1 - r hold b to 1 to 2^(divisorBits + 1) - 1.
    Interval proven = new Interval(1, (1L << (divide.divisorBits() + 1)) - 1);
    unique(name, proven, divisor);
    Refusals.require(divisor.high() >= 1, name + ": its divisor is never positive");
    long most = Math.min(divisor.high(), proven.high());
    long quotient = 1L << divide.quotientBits();
    // b y + r, with r < b
    unique(name, new Interval(-quotient * most, quotient * most - 1), dividend);
    long span = quotient * most + (1L << divide.divisorBits()) + Circuit.BOUND;
    Refusals.within(name + ": span of its division", span, 0, M31.P - 1L);
  }

  /** What the cells can stand for equals an accumulator modulo p only if it equals it. */
  private static void unique(String name, Interval cells, Interval acc) {
    long span = Math.max(cells.high() - acc.low(), acc.high() - cells.low());
    Refusals.within(name + ": span of cells and accumulators", span, 0, M31.P - 1L);
  }

  private static void rounded(String name, Interval acc, int shift) {
    long most = Math.max(acc.high() + half(shift), -acc.low());
    Refusals.within(name + ": bound on what is rounded", most, 0, LIMIT);
  }

  private static long half(int shift) {
    return shift == 0 ? 0 : 1L << (shift - 1);
  }

  private static int max(int[] shifts) {
    return Arrays.stream(shifts).max().orElse(0);
  }
}
