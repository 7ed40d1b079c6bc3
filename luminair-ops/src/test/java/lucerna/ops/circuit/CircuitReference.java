package lucerna.ops.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Iterator;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.executor.CircuitExecution;

/** Checks an execution against the gadgets' equations, with big integers and one at a time. */
public final class CircuitReference {
  private final Circuit circuit;
  private final CircuitExecution execution;
  private final BigInteger[][] acc;

  private CircuitReference(Circuit circuit, Weights weights, CircuitExecution execution) {
    this.circuit = circuit;
    this.execution = execution;
    this.acc = new BigInteger[circuit.affines().size()][];
    Iterator<int[]> next = weights.products().iterator();
    for (int a = 0; a < acc.length; a++) {
      acc[a] = accumulators(circuit.affines().get(a), next);
    }
  }

  /**
   * Checks every equation, range, mark and output of an execution.
   *
   * @param circuit the circuit
   * @param weights its weights
   * @param execution what was computed
   */
  public static void verify(Circuit circuit, Weights weights, CircuitExecution execution) {
    new CircuitReference(circuit, weights, execution).verify();
  }

  private BigInteger[] accumulators(Affine affine, Iterator<int[]> weights) {
    BigInteger[] sums = new BigInteger[affine.length()];
    java.util.Arrays.fill(sums, BigInteger.ZERO);
    for (Product p : affine.products()) {
      int[] w = p.hasWeights() ? weights.next() : new int[0];
      for (int g = 0; g < p.groups(); g++) {
        for (int m = 0; m < p.batch(); m++) {
          for (int k = 0; k < p.inner(); k++) {
            for (int n = 0; n < p.outer(); n++) {
              int at = (g * p.inner() + k) * p.outer() + n;
              View right = p.right();
              BigInteger factor =
                  right == null ? BigInteger.valueOf(w[at]) : value(right.wires()[at]);
              BigInteger left = value(p.left().wires()[(g * p.batch() + m) * p.inner() + k]);
              int i = (g * p.batch() + m) * p.outer() + n;
              sums[i] = sums[i].add(left.multiply(factor));
            }
          }
        }
      }
    }
    for (Term term : affine.terms()) {
      for (int e = 0; e < term.view().length(); e++) {
        BigInteger c = BigInteger.valueOf(term.coefficient(e));
        sums[e / term.fan()] = sums[e / term.fan()].add(c.multiply(value(term.view().wires()[e])));
      }
    }
    return sums;
  }

  private BigInteger value(long wire) {
    return BigInteger.valueOf(execution.value(wire));
  }

  private void verify() {
    for (int a = 0; a < acc.length; a++) {
      for (int i = 0; i < acc[a].length; i++) {
        assertEquals(acc[a][i].longValueExact(), execution.accumulators()[a][i]);
        assertTrue(acc[a][i].abs().compareTo(BigInteger.valueOf(Circuit.BOUND)) < 0);
      }
    }
    for (int a : circuit.zeros()) {
      for (BigInteger sum : acc[a]) {
        assertEquals(BigInteger.ZERO, sum);
      }
    }
    for (int b = 0; b < circuit.blocks().size(); b++) {
      for (int i = 0; i < circuit.blocks().get(b).length(); i++) {
        gadget(circuit.blocks().get(b), execution.cells()[b], i);
      }
    }
    for (int o = 0; o < circuit.outputs().size(); o++) {
      Output output = circuit.outputs().get(o);
      for (int i = 0; i < output.length(); i++) {
        View view = output.view();
        BigInteger expected =
            view == null ? acc[output.affine()][output.source()[i]] : value(view.wires()[i]);
        assertEquals(expected.longValueExact(), execution.outputs()[o][i]);
        assertEquals(
            Math.scalb(expected.doubleValue(), -output.exponent(i)), execution.reals()[o][i]);
      }
    }
  }

  private void gadget(Block block, int[][] cells, int i) {
    long[] c = new long[cells.length];
    for (int k = 0; k < c.length; k++) {
      c[k] = cells[k][i];
    }
    int[] equations = block.equations();
    long first = equations.length > 0 ? acc[equations[0]][i].longValueExact() : 0;
    switch (block.gadget()) {
      case Round round -> {
        int shift = round.shift()[round.shift().length == 1 ? 0 : i];
        range(c[0], round.bits());
        range(c[1], 1);
        range(c[2], shift);
        if (round.given() == Round.Given.EQUATION) {
          long half = round.floor() || shift == 0 ? 0 : 1L << (shift - 1);
          assertEquals(first, (((1 - 2 * c[1]) * c[0]) << shift) + c[2] - half);
        } else {
          assertEquals(0, c[2]);
        }
      }
      case Gadget.Lookup lookup -> {
        var table = circuit.tables().get(lookup.table());
        int shift = lookup.shift()[lookup.shift().length == 1 ? 0 : i];
        assertTrue(table.low() <= c[0] && c[0] <= table.high());
        assertEquals(table.entries()[(int) c[0] - table.low()], c[1]);
        range(c[2], shift);
        long half = shift == 0 ? 0 : 1L << (shift - 1);
        assertEquals(first, ((lookup.negated() ? -c[0] : c[0]) << shift) + c[2] - half);
        assertEquals(0, lookup.attained() ? c[3] * c[0] : 0);
      }
      case Gadget.Multiply _ -> {
        assertEquals(first, c[0]);
        assertEquals(acc[equations[1]][i].longValueExact(), c[1]);
      }
      case Gadget.Nonnegative nonnegative -> {
        assertEquals(first, c[0]);
        range(c[0], nonnegative.bits());
        if (c.length > 1) {
          range(c[1], 1);
          assertEquals(0, c[0] * c[1]);
        }
      }
      case Gadget.Negative negative -> {
        range(c[0], 1);
        range(c[1], negative.bits());
        assertEquals(first, (1 - c[0]) * c[1] - c[0] * (c[1] + 1));
      }
      case Gadget.Zero _ -> {
        assertEquals(first, c[0]);
        assertEquals(first == 0 ? 1 : 0, c[1]);
      }
      case Gadget.Divide divide -> {
        assertEquals(first, c[0]);
        assertEquals(acc[equations[1]][i].longValueExact(), c[0] * c[1] + c[2]);
        range(c[1] + (1L << divide.quotientBits()), divide.quotientBits() + 1);
        range(c[2], divide.divisorBits());
        range(c[0] - 1 - c[2], divide.divisorBits());
      }
      case Gadget.Root root -> {
        assertEquals(first, c[0] * c[0] + c[1]);
        range(c[0], root.bits());
        range(c[1], root.bits() + 1);
        range(2 * c[0] - c[1], root.bits() + 1);
      }
      case Gadget.Invert invert -> {
        assertEquals(first, (c[0] << Gadget.Invert.LOW_BITS) + c[1]);
        assertEquals((1L << invert.numeratorBits()) / first, c[2]);
        assertEquals(c[2] * c[1], (c[3] << Gadget.Invert.LOW_BITS) + c[4]);
        assertEquals(c[5], c[2] * c[0] + c[3]);
        range(c[2], invert.quotientBits());
      }
      case Gadget.Entry _ -> assertEquals(first, c[0]);
      case Gadget.Read read -> {
        assertEquals(first, c[0]);
        int memory = Bounds.entry(circuit, read.memory());
        assertEquals(execution.cells()[memory][0][(int) c[0]], c[1]);
      }
    }
  }

  private static void range(long value, int bits) {
    assertTrue(value >= 0 && value < 1L << bits, value + " has no " + bits + " bits");
  }
}
