package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import lucerna.ops.function.FunctionTable;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;

/** Writes a settled plan as a circuit. */
final class Emitter {
  private static final int CONSTANT_BITS = 24;
  private static final int MAX_EXPONENT = 64;

  private final Graph graph;
  private final Plan plan;
  private final Settler settler;
  private final AffineEmitter affines;
  private final List<Circuit.Input> inputs = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<FunctionTable> tables = new ArrayList<>();
  private final Map<FunctionTable, Integer> tableOf = new HashMap<>();
  private final boolean saturate;
  private final Clamps clamps;
  private final Readers readers;

  private Emitter(Graph graph, Plan plan, Settler settler, boolean saturate) {
    this.graph = graph;
    this.plan = plan;
    this.settler = settler;
    this.affines = new AffineEmitter(plan, settler);
    this.saturate = saturate;
    this.clamps = new Clamps(affines, blocks);
    this.readers = new Readers(plan);
  }

  /** A circuit with its weights. */
  record Emitted(Circuit circuit, Weights weights) {}

  static Emitted emit(Graph graph, Plan plan, Settler settler, boolean saturate) {
    return new Emitter(graph, plan, settler, saturate).run();
  }

  private Emitted run() {
    for (int b = 0; b < plan.blocks.size(); b++) {
      block(b, plan.blocks.get(b));
    }
    int[] zeros = new int[plan.zeros.size()];
    Arrays.setAll(zeros, i -> affines.emit(plan.zeros.get(i), List.of()));
    List<Output> outputs = new ArrayList<>();
    plan.outputs.forEach(output -> outputs.add(output(output)));
    Circuit circuit =
        new Circuit(
            graph.name(),
            inputs,
            tables,
            blocks,
            affines.affines(),
            zeros,
            outputs,
            saturate && !inputs.isEmpty());
    return new Emitted(circuit, new Weights(affines.weights()));
  }

  private void add(Base base, Gadget gadget, int... equations) {
    base.block = blocks.size();
    base.output = 0;
    blocks.add(new Block(base.name, gadget, base.length, equations, base.exponent));
  }

  private static int width(double bound) {
    return Math.max(1, Base.width(bound, 0));
  }

  private int plain(Form form) {
    return affines.emit(form, List.of());
  }

  private static Gadget.Round rounding(int bits, int... shifts) {
    return new Gadget.Round(bits, shifts, false, Gadget.Round.Given.EQUATION);
  }

  private int[] shifts(Form form, int exponent) {
    FormScales scales = settler.of(form);
    int[] shifts = new int[form.length()];
    Arrays.setAll(shifts, i -> scales.exponentOf(i) - exponent);
    boolean uniform = Arrays.stream(shifts).allMatch(s -> s == shifts[0]);
    return uniform ? new int[] {shifts[0]} : shifts;
  }

  private void block(int index, PlanBlock block) {
    Base base = block.base();
    switch (block) {
      case PlanBlock.Input input -> input(base, input.number());
      case PlanBlock.Rounding rounding -> rounding(base, rounding.form());
      case PlanBlock.Maximum _ -> {
        PlanBlock next = plan.blocks.get(index + 1);
        if (!saturate) {
          maximum(base, base.bits());
        } else if (!(next instanceof PlanBlock.Function)) {
          maximum(base, Math.max(base.bits(), greatest(base, next.forms().getFirst())));
        }
      }
      case PlanBlock.Function function -> function(index, function);
      case PlanBlock.Multiplication product ->
          add(base, new Gadget.Multiply(), plain(product.a()), plain(product.b()));
      case PlanBlock.AtLeastZero zero -> {
        atLeastZero(zero);
        PlanBlock before = plan.blocks.get(index - 1);
        if (saturate && before instanceof PlanBlock.Maximum maximum) {
          held(maximum.base(), index);
        }
      }
      case PlanBlock.Sign sign ->
          add(base, new Gadget.Negative(width(bound(sign.form()))), plain(sign.form()));
      case PlanBlock.ZeroTest zero -> add(base, new Gadget.Zero(), plain(zero.form()));
      case PlanBlock.Division division -> division(division);
      case PlanBlock.SquareRoot root ->
          add(
              base,
              new Gadget.Root(width(Math.floor(Math.sqrt(bound(root.form()))))),
              plain(root.form()));
      case PlanBlock.Inverse inverse -> inverse(base, inverse);
      case PlanBlock.Memory memory ->
          add(base, new Gadget.Entry(memory.memory()), plain(memory.form()));
      case PlanBlock.Reads reads ->
          add(base, new Gadget.Read(reads.memory()), plain(reads.index()));
    }
  }

  private double bound(Form form) {
    return settler.of(form).bound;
  }

  private void input(Base base, int number) {
    Circuit.Kind kind =
        switch (base.kind) {
          case REAL -> Circuit.Kind.REAL;
          case INTEGER -> Circuit.Kind.INTEGER;
          case BOOLEAN -> Circuit.Kind.BOOLEAN;
        };
    inputs.add(
        new Circuit.Input(
            graph.inputs().get(number).name(),
            graph.inputs().get(number).shape().dims(),
            blocks.size(),
            base.exponent,
            kind));
    int bits = base.kind == ElementKind.BOOLEAN ? 1 : base.bits();
    add(base, new Gadget.Round(bits, new int[] {0}, false, Gadget.Round.Given.INPUT));
  }

  private void rounding(Base base, Form form) {
    int[] shifts = shifts(form, base.exponent);
    int bits = base.bits();
    long end = (1L << bits) - 1;
    if (!saturate || !Clamps.exceeds(bound(form), shifts, end)) {
      add(base, rounding(bits, shifts), plain(form));
      return;
    }
    Clamps.Wide wide = clamps.wide(base, form, bound(form), shifts);
    int equation =
        readers.onlyPositive(base)
            ? clamps.clampPositive(base, wide, end)
            : clamps.clamp(base, wide, -end, end);
    add(base, rounding(bits, 0), equation);
  }

  private void maximum(Base base, int bits) {
    add(base, new Gadget.Round(bits, new int[] {0}, false, Gadget.Round.Given.MAXIMUM));
  }

  /* The width of the greatest that a maximum can be, by what its group can be. */
  private int greatest(Base top, Form form) {
    FormScales scales = settler.of(form);
    double unit = 1;
    double most = 0;
    for (Form.TermPart term : form.terms) {
      for (int i = 0; i < term.view().length(); i++) {
        int source = term.view().source()[i];
        double factor = Math.abs(scales.coefficient(term, i));
        if (source == top.id) {
          unit = factor;
        } else if (source < 0) {
          most = Math.max(most, factor * Math.abs(term.view().constant(i)));
        } else if (!readers.isRemoval(source)) {
          most = Math.max(most, factor * plan.base(source).limit());
        }
      }
    }
    return width(most / unit + 1);
  }

  /* Replaces a maximum, once it is pinned down, by itself held to the range that readers expect. */
  private void held(Base top, int index) {
    Block block = blocks.get(top.block);
    int bits = ((Gadget.Round) block.gadget()).bits();
    if (bits <= top.bits() || !readers.isReadAfter(top, index)) {
      return;
    }
    long end = (1L << top.bits()) - 1;
    var wide = new Clamps.Wide(Clamps.wires(top.block, Gadget.Round.VALUE, top.length), bits);
    add(top, rounding(top.bits(), 0), clamps.clamp(top, wide, -end, end));
  }

  private void inverse(Base base, PlanBlock.Inverse inverse) {
    int bits = width(base.bound);
    int numeratorBits = settler.inverseBits(inverse);
    double bound = bound(inverse.divisor());
    var gadget = new Gadget.Invert(bits, width(bound), numeratorBits);
    if (!saturate) {
      add(base, gadget, plain(inverse.divisor()));
      return;
    }
    // The least divisor whose inverse has no more bits than that.
    long least = numeratorBits < bits ? 1 : (1L << (numeratorBits - bits)) + 1;
    add(base, gadget, clamps.atLeast(base, inverse.divisor(), bound, least));
  }

  private int table(PlanBlock.Function function, int low, int high) {
    Base x = function.argument();
    Base base = function.base();
    if (Math.abs(x.exponent) > MAX_EXPONENT || Math.abs(base.exponent) > MAX_EXPONENT) {
      throw new UserException(
          "Node %s: the function %s takes or gives values too far from 1 to be tabulated."
              .formatted(base.name, function.function()));
    }
    var table = new FunctionTable(function.function(), low, high, x.exponent, base.exponent);
    int index = tableOf.computeIfAbsent(table, _ -> tables.size());
    if (index == tables.size()) {
      tables.add(table);
    }
    return index;
  }

  private void saturatedFunction(PlanBlock.Function function, int low, int high) {
    Base base = function.base();
    Form form = function.form();
    int table = table(function, low, high);
    int[] shifts = shifts(form, function.argument().exponent);
    if (!Clamps.exceeds(bound(form), shifts, Math.min(high, -(long) low))) {
      add(base, new Gadget.Lookup(table, shifts, false, false), plain(form));
      return;
    }
    Clamps.Wide wide = clamps.wide(base, form, bound(form), shifts);
    int equation = clamps.clamp(base, wide, low, high);
    add(base, new Gadget.Lookup(table, new int[] {0}, false, false), equation);
  }

  /* Scores are rounded before their maximum is found, which changes nothing: it is an integer. */
  private void saturatedDistances(PlanBlock.Function function, Base top, int high, int index) {
    Base base = function.base();
    Form form = function.form();
    int table = table(function, 0, high);
    int[] shifts = shifts(form, function.argument().exponent);
    Clamps.Wide wide = clamps.wide(base, form, bound(form), shifts);
    maximum(top, wide.bits());
    int fan = base.length / top.length;
    long[] spread = new long[base.length];
    Arrays.setAll(spread, i -> Wire.of(top.block, Gadget.Round.VALUE, i / fan));
    int distance = blocks.size();
    blocks.add(
        new Block(
            base.name + ".distance",
            new Gadget.Nonnegative(wide.bits() + 1, Gadget.Nonnegative.Mark.ZERO),
            base.length,
            new int[] {
              affines.sum(base.name, Clamps.term(spread, 1), Clamps.term(wide.wires(), -1))
            },
            function.argument().exponent));
    Base marks = function.marks();
    if (marks != null) {
      marks.block = distance;
      marks.output = Gadget.Nonnegative.MARK;
    }
    long[] distances = Clamps.wires(distance, Gadget.Nonnegative.VALUE, base.length);
    long most = (1L << (wide.bits() + 1)) - 1;
    add(
        base,
        new Gadget.Lookup(table, new int[] {0}, false, false),
        clamps.below(base, distances, most, high, high));
    held(top, index);
  }

  private void function(int index, PlanBlock.Function function) {
    Base x = function.argument();
    Base top = function.top();
    Base base = function.base();
    int low = top == null ? FunctionDomain.first(function) : 0;
    int high = FunctionDomain.last(function);
    if (saturate) {
      if (top == null) {
        saturatedFunction(function, low, high);
      } else {
        saturatedDistances(function, top, high, index);
      }
      return;
    }
    int table = table(function, low, high);
    int[] shift = shifts(function.form(), x.exponent);
    List<Term> extra = new ArrayList<>();
    if (top != null) {
      int fan = base.length / top.length;
      long[] wires = new long[base.length];
      Arrays.setAll(wires, i -> Wire.of(top.block, 0, i / fan));
      int[] coefficients = new int[shift.length];
      Arrays.setAll(coefficients, i -> -(1 << shift[i]));
      extra.add(new Term(new View(wires), 1, coefficients));
    }
    Base marks = function.marks();
    add(
        base,
        new Gadget.Lookup(table, shift, top != null, marks != null),
        affines.emit(function.form(), extra));
    if (marks != null) {
      marks.block = base.block;
      marks.output = Gadget.Lookup.MARK;
    }
  }

  private void atLeastZero(PlanBlock.AtLeastZero zero) {
    Base base = zero.base();
    Base marks = zero.marks();
    if (marks != null) {
      marks.block = blocks.size();
      marks.output = Gadget.Nonnegative.MARK;
    }
    PlanBlock.Removal removal = zero.removal();
    if (removal != null) {
      removal.base().block = blocks.size();
      removal.base().output = Gadget.Nonnegative.MARK;
    }
    List<Term> extra = new ArrayList<>();
    double bound = bound(zero.form());
    if (zero.mark() == Gadget.Nonnegative.Mark.FIRST) {
      int fan = base.length / top(zero).length;
      long[] wires = new long[base.length * (fan - 1)];
      Arrays.fill(wires, Wire.ZERO);
      for (int i = 0; i < base.length; i++) {
        int last = (i / fan + 1) * fan;
        for (int later = i + 1; later < last; later++) {
          wires[i * (fan - 1) + later - i - 1] =
              Wire.of(blocks.size(), Gadget.Nonnegative.MARK, later);
        }
      }
      extra.add(new Term(new View(wires), fan - 1, new int[] {-1}));
      bound += fan;
    }
    add(base, new Gadget.Nonnegative(width(bound), zero.mark()), affines.emit(zero.form(), extra));
  }

  private Base top(PlanBlock.AtLeastZero zero) {
    int at = plan.blocks.indexOf(zero);
    return plan.blocks.get(at - 1).base();
  }

  private void division(PlanBlock.Division division) {
    Base base = division.base();
    FormScales divisor = settler.of(division.divisor());
    int quotientBits = width(base.bound - 1);
    if (division.rounded()) {
      int shift = settler.divisionShift(base, division);
      add(
          base,
          new Gadget.Divide(quotientBits, width(2 * divisor.bound)),
          affines.emit(division.divisor(), 2, null, 0),
          affines.emit(division.numerator(), 2 << shift, division.divisor(), 1));
    } else {
      add(
          base,
          new Gadget.Divide(quotientBits, width(divisor.bound)),
          plain(division.divisor()),
          plain(division.numerator()));
    }
    division.remainder().block = base.block;
    division.remainder().output = Gadget.Divide.REMAINDER;
  }

  private Output output(Plan.OutputPlan output) {
    Ref ref = output.view();
    Form form = output.form();
    int[] exponents = new int[ref.length()];
    if (form != null) {
      int affine = plain(form);
      FormScales scales = settler.of(form);
      int log = Math.getExponent(output.scale());
      Arrays.setAll(exponents, i -> scales.exponentOf(output.source()[i]) - log);
      return new Output(
          output.name(), output.shape(), affine, output.source(), null, compact(exponents));
    }
    long[] wires = new long[ref.length()];
    for (int i = 0; i < wires.length; i++) {
      int source = ref.source()[i];
      if (source >= 0) {
        wires[i] = affines.wire(ref, i);
        int own = plan.base(source).exponent;
        exponents[i] =
            (ref.form()[i] == Ref.SQUARE ? 2 * own : own) - Math.getExponent(plan.unit(ref, i));
      } else {
        double value = ref.constant(i) * ref.scale();
        exponents[i] =
            value == Math.rint(value) && Math.abs(value) < 1 << CONSTANT_BITS
                ? 0
                : Base.exponentFor(Math.abs(value), CONSTANT_BITS);
        wires[i] = Wire.constant((int) Math.round(Math.scalb(value, exponents[i])));
      }
    }
    return new Output(
        output.name(), output.shape(), -1, new int[0], new View(wires), compact(exponents));
  }

  private static int[] compact(int[] exponents) {
    return exponents.length > 0 && Arrays.stream(exponents).allMatch(e -> e == exponents[0])
        ? new int[] {exponents[0]}
        : exponents;
  }
}
