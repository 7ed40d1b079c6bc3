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

  private Emitter(Graph graph, Plan plan, Settler settler) {
    this.graph = graph;
    this.plan = plan;
    this.settler = settler;
    this.affines = new AffineEmitter(plan, settler);
  }

  /** A circuit with its weights. */
  record Emitted(Circuit circuit, Weights weights) {}

  static Emitted emit(Graph graph, Plan plan, Settler settler) {
    return new Emitter(graph, plan, settler).run();
  }

  private Emitted run() {
    for (int b = 0; b < plan.blocks.size(); b++) {
      block(plan.blocks.get(b));
    }
    int[] zeros = new int[plan.zeros.size()];
    Arrays.setAll(zeros, i -> affines.emit(plan.zeros.get(i), List.of()));
    List<Output> outputs = new ArrayList<>();
    plan.outputs.forEach(output -> outputs.add(output(output)));
    Circuit circuit =
        new Circuit(graph.name(), inputs, tables, blocks, affines.affines(), zeros, outputs);
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

  private int[] shifts(Form form, int exponent) {
    FormScales scales = settler.of(form);
    int[] shifts = new int[form.length()];
    Arrays.setAll(shifts, i -> scales.exponentOf(i) - exponent);
    boolean uniform = Arrays.stream(shifts).allMatch(s -> s == shifts[0]);
    return uniform ? new int[] {shifts[0]} : shifts;
  }

  private void block(PlanBlock block) {
    Base base = block.base();
    switch (block) {
      case PlanBlock.Input input -> input(base, input.number());
      case PlanBlock.Rounding rounding ->
          add(
              base,
              new Gadget.Round(
                  base.bits(),
                  shifts(rounding.form(), base.exponent),
                  false,
                  Gadget.Round.Given.EQUATION),
              plain(rounding.form()));
      case PlanBlock.Maximum _ ->
          add(
              base,
              new Gadget.Round(base.bits(), new int[] {0}, false, Gadget.Round.Given.MAXIMUM));
      case PlanBlock.Function function -> function(function);
      case PlanBlock.Multiplication product ->
          add(base, new Gadget.Multiply(), plain(product.a()), plain(product.b()));
      case PlanBlock.AtLeastZero zero -> atLeastZero(zero);
      case PlanBlock.Sign sign ->
          add(base, new Gadget.Negative(width(bound(sign.form()))), plain(sign.form()));
      case PlanBlock.ZeroTest zero -> add(base, new Gadget.Zero(), plain(zero.form()));
      case PlanBlock.Division division -> division(division);
      case PlanBlock.SquareRoot root ->
          add(
              base,
              new Gadget.Root(width(Math.floor(Math.sqrt(bound(root.form()))))),
              plain(root.form()));
      case PlanBlock.Inverse inverse ->
          add(
              base,
              new Gadget.Invert(
                  width(base.bound), width(bound(inverse.divisor())), settler.inverseBits(inverse)),
              plain(inverse.divisor()));
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

  private void function(PlanBlock.Function function) {
    Base x = function.argument();
    Base top = function.top();
    Base base = function.base();
    int low = top == null ? FunctionDomain.first(function) : 0;
    int high = FunctionDomain.last(function);
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
        new Gadget.Lookup(index, shift, top != null, marks != null),
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
