package lucerna.ops.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Maximum;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import lucerna.ops.quantise.Quantised;

/**
 * Lowers a circuit to primitives alone: same inputs, same published integers. No product of
 * matrices is left, every multiplication is a {@link Mul}, every sum is committed, and readings of
 * a gadget that are more than its value (its positive part, its magnitude, its square, its marks)
 * are primitives of their own.
 */
public final class Unfuser {
  /** First words of the names of blocks. */
  static final List<String> TITLES =
      List.of(
          "Add",
          "Mul",
          "Recip",
          "Sqrt",
          "Sin",
          "Exp2",
          "Log2",
          "Function",
          "Mod",
          "LessThan",
          "SumReduce",
          "MaxReduce",
          "Contiguous");

  private final Circuit circuit;
  private final Bounds bounds;
  private final Iterator<int[]> weights;
  private final PrimitiveCircuit lowered;
  private final Readings readings;
  private final List<List<int[]>> weightsOf = new ArrayList<>();

  private Unfuser(Circuit circuit, Weights weights) {
    this.circuit = circuit;
    this.bounds = CircuitChecks.check(circuit, weights);
    this.weights = weights.products().iterator();
    this.lowered = new PrimitiveCircuit(circuit.name());
    this.readings = new Readings(circuit, lowered);
    for (Affine affine : circuit.affines()) {
      List<int[]> own = new ArrayList<>();
      affine.products().stream()
          .filter(Product::hasWeights)
          .forEach(_ -> own.add(this.weights.next()));
      weightsOf.add(own);
    }
  }

  /**
   * Lowers a quantised model.
   *
   * @param model a model as {@link lucerna.ops.quantise.Quantiser} makes it
   * @return the same model in primitives
   * @throws lucerna.ops.UserException if it has too many rows then, or a sum is too wide
   */
  public static Quantised unfuse(Quantised model) {
    long rows = rows(model.circuit());
    if (rows > PrimitiveCircuit.MAX_ROWS) {
      throw PrimitiveCircuit.tooLarge(model.circuit().name(), rows);
    }
    var unfuser = new Unfuser(model.circuit(), model.weights());
    unfuser.run();
    PrimitiveCircuit lowered = unfuser.lowered;
    CircuitChecks.check(lowered.circuit(), lowered.weights());
    return new Quantised(lowered.circuit(), lowered.weights(), model.report());
  }

  /**
   * Says whether a circuit is one of primitives, by its products and the names of its blocks.
   *
   * @param circuit the circuit
   * @return whether each block but the inputs' is named after a primitive, and each product is
   *     weights times one number
   */
  public static boolean isUnfused(Circuit circuit) {
    boolean products =
        circuit.affines().stream()
            .flatMap(affine -> affine.products().stream())
            .allMatch(product -> product.hasWeights() && product.left().length() == 1);
    return products
        && circuit.blocks().stream()
            .filter(block -> !isInput(block))
            .allMatch(
                block -> TITLES.stream().anyMatch(title -> block.name().startsWith(title + " ")));
  }

  private static boolean isInput(Block block) {
    return block.gadget() instanceof Round round && round.given() == Given.INPUT;
  }

  /** Returns how many rows are needed at least. */
  static long rows(Circuit circuit) {
    long rows = 0;
    for (Block block : circuit.blocks()) {
      rows += block.length();
      if (block.gadget() instanceof Gadget.Read read) {
        int memory = Bounds.entry(circuit, read.memory());
        rows += 2L * block.length() * circuit.blocks().get(memory).length();
      }
    }
    for (Affine affine : circuit.affines()) {
      for (Product product : affine.products()) {
        long variable =
            Arrays.stream(product.left().wires()).filter(wire -> !Wire.isConstant(wire)).count();
        rows += variable * product.outer();
      }
    }
    return rows;
  }

  private void run() {
    for (int t = 0; t < circuit.tables().size(); t++) {
      lowered.table(circuit.tables().get(t), bounds.entries(t));
    }
    for (int b = 0; b < circuit.blocks().size(); b++) {
      if (circuit.blocks().get(b).gadget() instanceof Round round
          && round.given() == Given.MAXIMUM) {
        maximum(b++);
      } else {
        block(b);
      }
    }
    for (int o = 0; o < circuit.outputs().size(); o++) {
      Output output = circuit.outputs().get(o);
      View view = output.view();
      lowered.publish(
          output,
          view == null ? operand(output.affine(), 0).pick(output.source()) : readings.of(view));
    }
  }

  private void block(int index) {
    Block block = circuit.blocks().get(index);
    int[] equations = block.equations();
    switch (block.gadget()) {
      case Round round when round.given() == Given.INPUT -> readings.input(index);
      case Round round -> {
        boolean drops = Arrays.stream(round.shift()).anyMatch(shift -> shift > 0);
        View sum = operand(equations[0], half(round.shift(), round.floor()));
        gadget(index, drops ? "Mul" : "Contiguous", sum);
      }
      case Gadget.Lookup lookup ->
          gadget(index, "Function", operand(equations[0], half(lookup.shift(), false)));
      case Gadget.Multiply _ ->
          readings.set(
              index,
              Mul.EXACT.lower(lowered, block.name(), tight(equations[0]), tight(equations[1])));
      case Gadget.Nonnegative _ -> gadget(index, "Contiguous", operand(equations[0], 0));
      case Gadget.Negative _ -> gadget(index, "LessThan", operand(equations[0], 1));
      case Gadget.Zero _ -> equal(index, operand(equations[0], 1));
      case Gadget.Divide divide -> {
        View divisor = tight(equations[0]);
        List<View> both =
            new Mod(divide.quotientBits(), divide.divisorBits())
                .lower(lowered, block.name(), tight(equations[1]), divisor);
        readings.set(index, List.of(both.get(1), both.get(0)));
      }
      case Gadget.Invert _ -> gadget(index, "Recip", tight(equations[0]));
      case Gadget.Root _ -> gadget(index, "Sqrt", tight(equations[0]));
      case Gadget.Entry _ -> readings.set(index, List.of(operand(equations[0], 0)));
      case Gadget.Read read -> read(index, read, operand(equations[0], 0));
    }
  }

  /** Repeats a gadget on a committed operand. */
  private void gadget(int index, String primitive, View operand) {
    Block block = circuit.blocks().get(index);
    String name = primitive + " " + block.name();
    int equation = lowered.sum(block.name(), PrimitiveCircuit.term(operand, 1));
    int[] equations = {equation};
    int made =
        lowered.block(new Block(name, block.gadget(), block.length(), equations, block.exponent()));
    readings.same(index, made);
  }

  /** {@code [x = 0] = 1 - [x < 0] - [0 < x]}. */
  private void equal(int index, View x) {
    Block block = circuit.blocks().get(index);
    int bits = Conditions.width(bounds.affine(block.equations()[0]).magnitude());
    var less = new LessThan(bits);
    View zero = PrimitiveCircuit.constants(0, x.length());
    View below = less.lower(lowered, block.name(), x, zero).getFirst();
    View above = less.lower(lowered, block.name(), zero, x).getFirst();
    View flag =
        lowered.commit(
            "SumReduce " + block.name(),
            PrimitiveCircuit.term(PrimitiveCircuit.constants(1, x.length()), 1),
            PrimitiveCircuit.term(below, -1),
            PrimitiveCircuit.term(above, -1));
    readings.set(index, List.of(flag));
  }

  /**
   * Reads {@code v[a]} by comparing: {@code v[n-1] - sum_(j = 1)^(n-1) [a < j] (v[j] - v[j-1])}. An
   * index that is no place has no proof: {@code [a < 0] = 0} and {@code [a < n] = 1} are stated.
   */
  private void read(int index, Gadget.Read read, View at) {
    Block block = circuit.blocks().get(index);
    String node = block.name();
    View values = readings.all(Bounds.entry(circuit, read.memory()));
    int n = values.length();
    int count = at.length();
    long[] places = new long[count * (n + 1)];
    long[] indices = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = Wire.constant(i % (n + 1));
      indices[i] = at.wires()[i / (n + 1)];
    }
    int bits =
        Conditions.width(
            Math.max(lowered.interval(PrimitiveCircuit.term(at, 1)).magnitude(), n) + n);
    View less =
        new LessThan(bits).lower(lowered, node, new View(indices), new View(places)).getFirst();
    int[] first = new int[count];
    int[] last = new int[count];
    Arrays.setAll(first, i -> i * (n + 1));
    Arrays.setAll(last, i -> i * (n + 1) + n);
    lowered.zero(
        node,
        PrimitiveCircuit.term(less.pick(first), 1),
        PrimitiveCircuit.term(less.pick(last), -1),
        PrimitiveCircuit.term(PrimitiveCircuit.constants(1, count), 1));
    long[] end = new long[count];
    Arrays.fill(end, values.wires()[n - 1]);
    if (n == 1) {
      readings.set(index, List.of(new View(end)));
      return;
    }
    long[] after = Arrays.copyOfRange(values.wires(), 1, n);
    long[] before = Arrays.copyOf(values.wires(), n - 1);
    View steps = new Add(1, -1).lower(lowered, node, new View(after), new View(before)).getFirst();
    int[] inner = new int[count * (n - 1)];
    int[] step = new int[inner.length];
    for (int i = 0; i < inner.length; i++) {
      inner[i] = i / (n - 1) * (n + 1) + i % (n - 1) + 1;
      step[i] = i % (n - 1);
    }
    View products = Mul.EXACT.lower(lowered, node, less.pick(inner), steps.pick(step)).getFirst();
    Interval proven = lowered.interval(PrimitiveCircuit.term(values, 1));
    View sum =
        sum(
            node,
            proven,
            true,
            0,
            PrimitiveCircuit.term(new View(end), 1),
            new Term(products, n - 1, new int[] {-1}));
    readings.set(index, List.of(sum));
  }

  /** Lowers a maximum and the block after it, which attains it. */
  private void maximum(int index) {
    Block top = circuit.blocks().get(index);
    Block block = circuit.blocks().get(index + 1);
    Maximum maximum = Maximum.of(circuit, index);
    int equation = block.equations()[0];
    List<Term> rest = terms(equation, index);
    Round round = (Round) top.gadget();
    if (block.gadget() instanceof Gadget.Nonnegative nonnegative) {
      require(maximum.sign() == 1);
      // u = m - x: what is left of the accumulator is -x.
      View x = values(block.name(), negated(rest), 0);
      boolean first = nonnegative.mark() == Mark.FIRST;
      List<View> found =
          new MaxReduce(round.bits(), nonnegative.bits(), maximum.size(), first)
              .lower(lowered, block.name(), x);
      readings.set(index, List.of(found.get(0)));
      readings.set(index + 1, first ? List.of(found.get(1), found.get(2)) : List.of(found.get(1)));
      return;
    }
    // -u = round(x) - m: first the rounding, then its maximum, then the table of the distances.
    var lookup = (Gadget.Lookup) block.gadget();
    require(lookup.negated() && maximum.sign() == -1);
    int high = circuit.tables().get(lookup.table()).high();
    View sums = values(block.name(), rest, half(lookup.shift(), false));
    int widest = Conditions.width(lowered.interval(PrimitiveCircuit.term(sums, 1)).magnitude());
    int least = Arrays.stream(lookup.shift()).min().orElse(0);
    int most = Arrays.stream(lookup.shift()).max().orElse(0);
    int bits = Math.min(Math.min(24, 30 - most), Math.max(1, widest + 1 - least));
    Round rounding = new Round(bits, lookup.shift(), false, Given.EQUATION);
    View x =
        most == 0
            ? sums
            : lowered.view(lowered.read("Mul " + block.name(), rounding, sums), Round.VALUE);
    List<View> found =
        new MaxReduce(round.bits(), Conditions.width(high), maximum.size(), false)
            .lower(lowered, block.name(), x);
    readings.set(index, List.of(found.get(0)));
    var table = new Gadget.Lookup(lookup.table(), new int[] {0}, false, false);
    int made = lowered.read("Function " + block.name(), table, found.get(1));
    readings.same(index + 1, made);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("a group's minimum, which no quantised model has");
    }
  }

  /** Returns the greatest half that a rounding adds. */
  private static int half(int[] shifts, boolean floor) {
    return floor ? 0 : (1 << Arrays.stream(shifts).max().orElse(0)) >> 1;
  }

  /** Lowers an affine for a reader that adds up to {@code room} to it. */
  private View operand(int affine, int room) {
    return sum(
        circuit.affines().get(affine).name(), bounds.affine(affine), false, room, all(affine));
  }

  /** Lowers an affine for a reader that asks for the bound that the fused circuit proves. */
  private View tight(int affine) {
    return sum(circuit.affines().get(affine).name(), bounds.affine(affine), true, 0, all(affine));
  }

  private Term[] all(int affine) {
    return terms(affine, Integer.MAX_VALUE).toArray(Term[]::new);
  }

  /** Lowers what is left of an affine, whose values lie as far from 0 as intervals allow. */
  private View values(String node, List<Term> terms, int room) {
    Term[] all = terms.toArray(Term[]::new);
    long limit = Circuit.BOUND - 1;
    Interval interval = lowered.interval(all);
    var proven = new Interval(Math.max(interval.low(), -limit), Math.min(interval.high(), limit));
    return sum(node, proven, false, room, all);
  }

  private View sum(String node, Interval proven, boolean tight, int room, Term... terms) {
    Term only = terms[0];
    boolean single =
        terms.length == 1
            && only.fan() == 1
            && Arrays.stream(only.coefficients()).allMatch(c -> c == 1);
    if (single) {
      return only.view();
    }
    Interval interval = lowered.interval(terms);
    long limit = Circuit.BOUND - 1;
    boolean below = interval.high() + room <= limit && interval.low() - room >= -limit;
    if (below && (!tight || interval.magnitude() <= proven.magnitude())) {
      int addends = Arrays.stream(terms).mapToInt(Term::fan).sum();
      return lowered.commit((addends == 2 ? "Add " : "SumReduce ") + node, terms);
    }
    return WideSum.lower(lowered, node, terms, proven, room);
  }

  private static List<Term> negated(List<Term> terms) {
    return terms.stream()
        .map(
            term ->
                new Term(
                    term.view(),
                    term.fan(),
                    Arrays.stream(term.coefficients()).map(c -> -c).toArray()))
        .toList();
  }

  /** Returns the terms of an affine, without what reads a maximum's block or the next. */
  private List<Term> terms(int index, int maximum) {
    Affine affine = circuit.affines().get(index);
    List<Term> terms = new ArrayList<>();
    Iterator<int[]> own = weightsOf.get(index).iterator();
    for (Product product : affine.products()) {
      View right = product.right();
      View factors =
          right == null ? lowered.weights(affine.name(), own.next()) : readings.of(right);
      View left = readings.of(product.left());
      terms.add(ProductTerms.lower(lowered, affine.name(), product, left.wires(), factors.wires()));
    }
    for (Term term : affine.terms()) {
      long[] wires = term.view().wires().clone();
      boolean any = false;
      for (int i = 0; i < wires.length; i++) {
        boolean cut = !Wire.isConstant(wires[i]) && Wire.block(wires[i]) >= maximum;
        wires[i] = cut ? Wire.ZERO : wires[i];
        any |= wires[i] != Wire.ZERO;
      }
      if (any) {
        terms.add(new Term(readings.of(new View(wires)), term.fan(), term.coefficients()));
      }
    }
    if (terms.isEmpty()) {
      terms.add(PrimitiveCircuit.term(PrimitiveCircuit.constants(0, affine.length()), 1));
    }
    return terms;
  }
}
