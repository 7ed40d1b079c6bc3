package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.field.M31;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;

/**
 * The public columns of an inference and its total as polynomials in the challenges, for a verifier
 * that is written down once and run elsewhere.
 *
 * <p>It says of all challenges at once what {@link Statement#publicData} computes for some.
 */
public final class PublicTerms {
  /** The challenges whose exponents a term has, in order. */
  public static final List<String> CHALLENGES = Monomials.CHALLENGES;

  /** Stands for the total in place of a column. */
  public static final int TOTAL = -1;

  /** Stands for 1 in place of a public integer. */
  public static final int NO_INTEGER = -1;

  private static final int R = 0;
  private static final int S = 1;
  private static final int KAPPA = 2;
  private static final int THETA = 3;
  private static final int TAU = 4;
  private static final int PSI = 5;

  /**
   * A summand: coefficient times a monomial in the challenges, times a public integer in the total.
   *
   * @param column a column of the tree PUBLIC by its place there, or {@link #TOTAL}
   * @param row the row it is added to; 0 for the total
   * @param integer the number of a public integer, or {@link #NO_INTEGER}
   * @param coefficient an element of M31, not 0
   * @param exponents one for each of {@link #CHALLENGES}
   */
  public record Summand(
      int column, int row, int integer, int coefficient, List<Integer> exponents) {}

  /**
   * What is asked of some public integers that follow one another.
   *
   * @param list which list of public integers they belong to: outputs, then public inputs
   * @param count how many
   * @param low their least value
   * @param high their greatest value
   */
  public record Range(int list, int count, long low, long high) {}

  private final Layout layout;
  private final Circuit circuit;
  private final List<Summand> summands = new ArrayList<>();
  private final Map<String, Integer> portColumns = new HashMap<>();
  private final int pairColumns;
  private final int inputColumn;

  private PublicTerms(Layout layout) {
    this.layout = layout;
    circuit = layout.circuit();
    pairColumns = layout.hasWeights() ? 2 : 0;
    int next = pairColumns + 3 * layout.pairSlots();
    for (KindSizes kind : layout.sizes().kinds()) {
      for (int slot = 0; slot < layout.slots(kind); slot++) {
        for (String port : kind.ports()) {
          portColumns.put(key(kind, slot, port), next++);
        }
      }
    }
    inputColumn = next;
  }

  /**
   * Lists all summands.
   *
   * @param layout the layout
   * @return the summands, those of like origin together
   */
  public static List<Summand> of(Layout layout) {
    var terms = new PublicTerms(layout);
    layout.weightProducts().forEach(terms::addWeights);
    layout.sizes().pairProducts().forEach(terms::addPairs);
    terms.addEquations();
    terms.addAccumulators();
    for (int o = 0; o < terms.circuit.outputs().size(); o++) {
      terms.addOutput(o);
    }
    if (layout.shape().inputs() != InputPrivacy.HIDDEN) {
      terms.addInputs();
    }
    return List.copyOf(terms.summands);
  }

  /**
   * Lists the summands with public integers alone; {@link PublicBoxes} has all others.
   *
   * @param layout the layout
   * @return those of the total that have an integer, in the order of {@link #of}
   */
  public static List<Summand> integers(Layout layout) {
    var terms = new PublicTerms(layout);
    for (int l = 0; l < terms.circuit.affines().size(); l++) {
      terms.addPublished(l);
    }
    for (int o = 0; o < terms.circuit.outputs().size(); o++) {
      View view = terms.circuit.outputs().get(o).view();
      for (int i = 0; view != null && i < view.length(); i++) {
        int number = layout.outputNumber(o, i);
        terms.total(number, -1, one(PSI, number + 1));
      }
    }
    if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
      for (int e = 0; e < layout.sizes().inputElements(); e++) {
        int integer = layout.outputElements() + e;
        terms.total(integer, -1, one(PSI, integer + 1));
      }
    }
    return List.copyOf(terms.summands);
  }

  /**
   * Lists what {@link PublicValues#check} asks of each public integer.
   *
   * @param layout the layout
   * @return ranges of all outputs' elements and public inputs, in order
   */
  public static List<Range> ranges(Layout layout) {
    Circuit circuit = layout.circuit();
    var ranges = new ArrayList<Range>();
    for (int o = 0; o < circuit.outputs().size(); o++) {
      Output output = circuit.outputs().get(o);
      View view = output.view();
      for (int i = 0; i < output.length(); i++) {
        add(ranges, o, view == null ? accumulators() : interval(layout, view.wires()[i]));
      }
    }
    if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
      for (int i = 0; i < circuit.inputs().size(); i++) {
        Circuit.Input input = circuit.inputs().get(i);
        Interval interval = interval(input, circuit);
        for (int e = 0; e < circuit.blocks().get(input.block()).length(); e++) {
          add(ranges, circuit.outputs().size() + i, interval);
        }
      }
    }
    return List.copyOf(ranges);
  }

  /**
   * Lists the output elements that publish what an earlier one does.
   *
   * @param layout the layout
   * @return pairs of numbers of output elements that must agree
   */
  public static List<int[]> equalOutputs(Layout layout) {
    var pairs = new ArrayList<int[]>();
    Circuit circuit = layout.circuit();
    for (int o = 0; o < circuit.outputs().size(); o++) {
      Output output = circuit.outputs().get(o);
      for (int i = 0; output.view() == null && i < output.length(); i++) {
        int first = layout.definingOutput(output.affine())[output.source()[i]];
        int own = layout.outputNumber(o, i);
        if (first != own) {
          pairs.add(new int[] {first, own});
        }
      }
    }
    return pairs;
  }

  private static Interval accumulators() {
    return new Interval(1 - Circuit.BOUND, Circuit.BOUND - 1);
  }

  private static Interval interval(Layout layout, long wire) {
    return Wire.isConstant(wire)
        ? new Interval(Wire.value(wire), Wire.value(wire))
        : layout.bounds().output(Wire.block(wire), Wire.output(wire));
  }

  private static Interval interval(Circuit.Input input, Circuit circuit) {
    var round = (Gadget.Round) circuit.blocks().get(input.block()).gadget();
    long most = (1L << round.bits()) - 1;
    return input.kind() == Circuit.Kind.BOOLEAN ? new Interval(0, 1) : new Interval(-most, most);
  }

  private static void add(List<Range> ranges, int list, Interval interval) {
    Range last = ranges.isEmpty() ? new Range(-1, 0, 0, 0) : ranges.getLast();
    if (last.list == list && last.low == interval.low() && last.high == interval.high()) {
      ranges.removeLast();
      ranges.add(new Range(list, last.count + 1, last.low, last.high));
    } else {
      ranges.add(new Range(list, 1, interval.low(), interval.high()));
    }
  }

  private void addWeights(WeightProduct weights) {
    Product of = weights.product();
    boolean copies = !layout.sizes().usesFactors();
    for (int g = 0; g < of.groups(); g++) {
      for (int block = 0; block < weights.blocks(); block++) {
        int channel = block * layout.shape().weightColumns();
        int[] product = accumulator(weights.affine(), g * of.batch(), channel);
        for (int k = 0; k < of.inner(); k++) {
          put(0, weights.row(g, block, k), -1, product);
        }
        for (int k = 0; k < of.inner(); k++) {
          int row = weights.row(g, block, k);
          put(1, row, 1, one(THETA, row + 1));
        }
        for (int m = 0; m < of.batch(); m++) {
          for (int k = 0; k < of.inner(); k++) {
            int[] tie = one(THETA, weights.row(g, block, k) + 1);
            tie[copies ? TAU : S] += m;
            addWire(MainPublicColumns.left(of, g, m, k), -1, tie);
          }
        }
      }
    }
  }

  private void addPairs(PairProduct pair) {
    Product of = pair.product();
    long[] right = pair.right().wires();
    for (int g = 0; g < of.groups(); g++) {
      for (int k = 0; k < of.inner(); k++) {
        int number = pair.number(g, k);
        int column = pairColumns + 3 * (number % layout.pairSlots());
        int row = number / layout.pairSlots();
        put(column, row, -1, accumulator(pair.affine(), g * of.batch(), 0));
        put(column + 1, row, 1, pairTie(number, 0));
        put(column + 2, row, 1, pairTie(number, 1));
      }
      for (int m = 0; m < of.batch(); m++) {
        for (int k = 0; k < of.inner(); k++) {
          int[] phi = pairTie(pair.number(g, k), 0);
          phi[S] += m;
          addWire(MainPublicColumns.left(of, g, m, k), -1, phi);
        }
      }
      for (int n = 0; n < of.outer(); n++) {
        for (int k = 0; k < of.inner(); k++) {
          int[] psi = pairTie(pair.number(g, k), 1);
          psi[R] += n;
          addWire(right[(g * of.inner() + k) * of.outer() + n], -1, psi);
        }
      }
    }
  }

  private void addEquations() {
    for (int b = 0; b < circuit.blocks().size(); b++) {
      var block = circuit.blocks().get(b);
      int[] equations = block.equations();
      for (int equation = 0; equation < equations.length; equation++) {
        int l = equations[equation];
        int outer = circuit.affines().get(l).outer();
        for (int e = 0; e < block.length(); e++) {
          int shift = SlotKinds.shift(block.gadget(), e);
          Form form = SlotKinds.of(block).equation(block.gadget(), equation, shift);
          addForm(b, e, form, 1, accumulator(l, e / outer, e % outer));
        }
      }
    }
  }

  private void addAccumulators() {
    for (int l = 0; l < circuit.affines().size(); l++) {
      Affine affine = circuit.affines().get(l);
      addPublished(l);
      for (Term term : affine.terms()) {
        for (int f = 0; f < term.fan(); f++) {
          for (int i = 0; i < affine.length(); i++) {
            int j = i * term.fan() + f;
            int[] exponents = accumulator(l, i / affine.outer(), i % affine.outer());
            addWire(term.view().wires()[j], -(long) term.coefficient(j), exponents);
          }
        }
      }
    }
  }

  private void addPublished(int l) {
    int outer = circuit.affines().get(l).outer();
    int[] published = layout.definingOutput(l);
    for (int i = 0; i < published.length; i++) {
      total(published[i], 1, accumulator(l, i / outer, i % outer));
    }
  }

  private void addOutput(int o) {
    View view = circuit.outputs().get(o).view();
    for (int i = 0; view != null && i < view.length(); i++) {
      int number = layout.outputNumber(o, i);
      addWire(view.wires()[i], 1, one(PSI, number + 1));
      total(number, -1, one(PSI, number + 1));
    }
  }

  private void addInputs() {
    int number = 0;
    for (Circuit.Input input : circuit.inputs()) {
      for (int e = 0; e < circuit.blocks().get(input.block()).length(); e++, number++) {
        int[] exponents;
        if (layout.shape().inputs() == InputPrivacy.PUBLIC) {
          int integer = layout.outputElements() + number;
          exponents = one(PSI, integer + 1);
          total(integer, -1, exponents);
        } else {
          int row = number / layout.inputColumns();
          exponents = one(PSI, layout.outputElements() + row + 1);
          if (number % layout.inputColumns() == 0) {
            put(inputColumn, row, -1, exponents.clone());
          }
          exponents[TAU] += number % layout.inputColumns();
        }
        addWire(Wire.of(input.block(), Layout.inputOutput(input), e), 1, exponents);
      }
    }
  }

  private void addWire(long wire, long factor, int... exponents) {
    if (Wire.isConstant(wire)) {
      put(TOTAL, 0, -M31.of(factor) * (long) M31.of(Wire.value(wire)), exponents);
      return;
    }
    int b = Wire.block(wire);
    Form form = layout.kind(b).kind().output(circuit.blocks().get(b).gadget(), Wire.output(wire));
    addForm(b, Wire.element(wire), form, factor, exponents);
  }

  private void addForm(int b, int element, Form form, long factor, int... exponents) {
    KindSizes kind = layout.kind(b);
    int number = layout.firstGadget(b) + element;
    int slot = number % layout.slots(kind);
    for (int i = 0; i < form.ports().size(); i++) {
      Integer column = portColumns.get(key(kind, slot, form.ports().get(i)));
      if (column == null) {
        throw new IllegalStateException("no coefficients for " + form.ports().get(i));
      }
      long c = M31.of(factor) * (long) M31.of(form.coefficients().get(i));
      put(column, number / layout.slots(kind), c, exponents);
    }
    put(TOTAL, 0, -M31.of(factor) * (long) M31.of(form.constant()), exponents);
  }

  private void put(int column, int row, long coefficient, int... exponents) {
    add(column, row, NO_INTEGER, coefficient, exponents);
  }

  /* The total is minus the constant. */
  private void total(int integer, long coefficient, int... exponents) {
    add(TOTAL, 0, integer, -coefficient, exponents);
  }

  private void add(int column, int row, int integer, long coefficient, int... exponents) {
    int c = M31.of(coefficient);
    if (c != 0) {
      List<Integer> list = java.util.Arrays.stream(exponents).boxed().toList();
      summands.add(new Summand(column, row, integer, c, list));
    }
  }

  private static int[] accumulator(int affine, int row, int channel) {
    int[] exponents = one(KAPPA, affine + 1);
    exponents[S] = row;
    exponents[R] = channel;
    return exponents;
  }

  private int[] pairTie(int pair, int factor) {
    return one(THETA, layout.weightRows() + 2 * pair + factor + 1);
  }

  private static int[] one(int challenge, int exponent) {
    int[] exponents = new int[CHALLENGES.size()];
    exponents[challenge] = exponent;
    return exponents;
  }

  private static String key(KindSizes kind, int slot, String port) {
    return kind.kind().name() + slot + "." + port;
  }
}
