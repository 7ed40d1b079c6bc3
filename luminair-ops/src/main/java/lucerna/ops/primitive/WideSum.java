package lucerna.ops.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;

/**
 * A sum whose worst case by intervals reaches 2^30, though its value does not: intervals do not
 * know that the weights of a channel have a bounded sum, which a product with weights rests on.
 *
 * <p>The sum S plus an offset is taken in parts that stay below 2^29. {@link Mod} splits each part
 * exactly, {@code part = 2^s high + low}; so do the sums of the lows, until one is left. Then
 * {@code S + offset = 2^s high + low}, where low is held in R(s) and high, the sum of all highs, in
 * a magnitude of at most {@code 30 - s} bits. So {@code 2^s high + low - offset} lies below 2^30 by
 * intervals, and each step has one result: a floor and a remainder.
 *
 * <p><b>No honest value is lost.</b> Each part and each sum of lows is below 2^29 in its worst
 * case, so Mod takes it. With bounds of S that the fused circuit proves, {@code high = floor((S +
 * offset) / 2^s)} fits its magnitude, but for {@code S + offset < -2^30 + 2^s}: an input that gets
 * there, where every operand is at its worst at once, is refused when proving.
 */
final class WideSum {
  /** What a part stays within. */
  private static final long PART = (1L << 29) - 1;

  private static final int WIDTH = 30;
  private static final int MIN_SPLIT = WIDTH - 24;

  private final PrimitiveCircuit circuit;
  private final String node;
  private final int length;
  private final List<Column> columns = new ArrayList<>();

  /** One addend of each sum. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  private record Column(long[] wires, int[] factors) {}

  private WideSum(PrimitiveCircuit circuit, String node, int length) {
    this.circuit = circuit;
    this.node = node;
    this.length = length;
  }

  /**
   * Lowers a sum.
   *
   * @param terms its terms
   * @param proven where its values lie
   * @param offset what is added before the split, at least 0: room that the reader needs above
   * @return the sums
   */
  static View lower(
      PrimitiveCircuit circuit, String node, Term[] terms, Interval proven, int offset) {
    int length = terms[0].view().length() / terms[0].fan();
    var sum = new WideSum(circuit, node, length);
    for (Term term : terms) {
      for (int j = 0; j < term.fan(); j++) {
        sum.add(sum.column(term, j));
      }
    }
    return sum.lower(proven, offset);
  }

  private Column column(Term term, int j) {
    var column = new Column(new long[length], new int[length]);
    for (int i = 0; i < length; i++) {
      int e = i * term.fan() + j;
      long wire = term.view().wires()[e];
      boolean constant = Wire.isConstant(wire);
      column.wires[i] = constant ? Wire.constant(1) : wire;
      column.factors[i] = term.coefficient(e) * (constant ? Wire.value(wire) : 1);
    }
    return column;
  }

  private void add(Column column) {
    if (magnitude(column) <= PART) {
      columns.add(column);
      return;
    }
    var first = new Column(column.wires, column.factors.clone());
    var second = new Column(column.wires, column.factors.clone());
    for (int i = 0; i < length; i++) {
      first.factors[i] /= 2;
      second.factors[i] -= first.factors[i];
    }
    if (magnitude(second) >= magnitude(column)) {
      throw new UserException(
          "Node %s: --no-fuse cannot take a sum of values that reach 2^29 each; prove it without."
              .formatted(node));
    }
    add(first);
    add(second);
  }

  private long magnitude(Column column) {
    long most = 0;
    for (int i = 0; i < length; i++) {
      most =
          Math.max(
              most,
              Math.abs((long) column.factors[i]) * circuit.interval(column.wires[i]).magnitude());
    }
    return most;
  }

  private View lower(Interval proven, int offset) {
    if (offset > 0) {
      var added = new Column(new long[length], new int[length]);
      Arrays.fill(added.wires, Wire.constant(1));
      Arrays.fill(added.factors, offset);
      columns.add(added);
    }
    List<Term> parts = parts();
    int split =
        Math.max(Math.max(MIN_SPLIT, Conditions.width(parts.size())), Conditions.width(offset) + 1);
    List<View> highs = new ArrayList<>();
    List<View> lows = new ArrayList<>();
    parts.forEach(part -> split(split, highs, lows, part));
    int most = (int) (PART >> (split + 1));
    while (lows.size() > 1) {
      List<View> sums = List.copyOf(lows);
      lows.clear();
      for (int i = 0; i < sums.size(); i += most) {
        List<View> group = sums.subList(i, Math.min(sums.size(), i + most));
        split(split, highs, lows, group.stream().map(v -> term(v, 1)).toArray(Term[]::new));
      }
    }
    return join(proven, split, highs, lows.getFirst(), offset);
  }

  /** Groups the addends. */
  private List<Term> parts() {
    List<Term> parts = new ArrayList<>();
    List<Column> part = new ArrayList<>();
    long sum = 0;
    for (Column column : columns) {
      long more = magnitude(column);
      if (sum + more > PART) {
        parts.add(part(part));
        part.clear();
        sum = 0;
      }
      part.add(column);
      sum += more;
    }
    parts.add(part(part));
    return parts;
  }

  private Term part(List<Column> part) {
    int fan = part.size();
    long[] wires = new long[length * fan];
    int[] factors = new int[wires.length];
    for (int e = 0; e < wires.length; e++) {
      wires[e] = part.get(e % fan).wires[e / fan];
      factors[e] = part.get(e % fan).factors[e / fan];
    }
    boolean uniform = Arrays.stream(factors).allMatch(factor -> factor == factors[0]);
    return new Term(new View(wires), fan, uniform ? new int[] {factors[0]} : factors);
  }

  /** Splits a sum into a multiple of a power of two and a remainder. */
  private void split(int split, List<View> highs, List<View> lows, Term... terms) {
    Interval interval = circuit.interval(terms);
    View sum = circuit.commit("SumReduce " + node, terms);
    int quotient = Math.max(0, Conditions.width(interval.magnitude()) - split);
    List<View> both =
        new Mod(quotient, split + 1)
            .lower(circuit, node, sum, PrimitiveCircuit.constants(1 << split, length));
    lows.add(both.get(0));
    highs.add(both.get(1));
  }

  private View join(Interval proven, int split, List<View> highs, View low, int offset) {
    long least = (proven.low() + offset) >> split;
    long most = (proven.high() + offset) >> split;
    int bits = Math.min(WIDTH - split, Conditions.width(Math.max(Math.abs(least), Math.abs(most))));
    Round held = new Round(bits, new int[] {0}, false, Round.Given.EQUATION);
    Term[] terms = highs.stream().map(v -> term(v, 1)).toArray(Term[]::new);
    int high = circuit.block("SumReduce " + node, held, length, circuit.sum(node, terms));
    int rest = circuit.read("Contiguous " + node, new Gadget.Nonnegative(split, Mark.NONE), low);
    return circuit.commit(
        "Add " + node,
        term(circuit.view(high, Round.VALUE), 1 << split),
        term(circuit.view(rest, Gadget.Nonnegative.VALUE), 1),
        term(PrimitiveCircuit.constants(-offset, length), 1));
  }

  private static Term term(View view, int coefficient) {
    return PrimitiveCircuit.term(view, coefficient);
  }
}
