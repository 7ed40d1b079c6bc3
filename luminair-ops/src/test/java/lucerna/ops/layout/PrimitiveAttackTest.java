package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lucerna.air.AirProgram;
import lucerna.air.Fraction;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.primitive.Add;
import lucerna.ops.primitive.Contiguous;
import lucerna.ops.primitive.Exp2;
import lucerna.ops.primitive.LessThan;
import lucerna.ops.primitive.Log2;
import lucerna.ops.primitive.MaxReduce;
import lucerna.ops.primitive.Mod;
import lucerna.ops.primitive.Mul;
import lucerna.ops.primitive.Primitive;
import lucerna.ops.primitive.PrimitiveCircuit;
import lucerna.ops.primitive.Recip;
import lucerna.ops.primitive.Sin;
import lucerna.ops.primitive.Sqrt;
import lucerna.ops.primitive.SumReduce;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What LuminAIR lets a prover do with its twelve primitives (3.2 to 3.4 of the project's reading of
 * it), tried on ours. Each lie is carried through: the cells of the gadget and the public outputs
 * agree, so that only what names it stands in the way.
 */
final class PrimitiveAttackTest {
  private static final String SUM = "running sum ends at the total";
  private static final int LENGTH = 4;
  private static final int TABLE_BITS = 4;

  private final PrimitiveCircuit made = new PrimitiveCircuit("primitives");
  private final View a = input("a", 7);
  private final View b = input("b", 4);
  private final List<String> names = new ArrayList<>();
  private final View add = primitive(new Add(1, 2), a, b);
  private final View mul = primitive(new Mul(8, 3), a, b);
  private final View recip = primitive(new Recip(13, 7, 12), b);
  private final View sqrt = primitive(new Sqrt(4), b);
  private final View sin = primitive(new Sin(-128, 127, 4, 6), a);
  private final View exp2 = primitive(new Exp2(-20, 15, 2, 3), b);
  private final View log2 = primitive(new Log2(1, 15, 2, 3), b);
  private final View mod = primitive(new Mod(8, 4), a, b);
  private final View less = primitive(new LessThan(8), a, b);
  private final View sum = primitive(new SumReduce(2), a);
  private final View max = primitive(new MaxReduce(8, 8, 2, false), a);
  private final View copy = primitive(new Contiguous(), a);

  private final Circuit circuit = made.circuit();
  private final double[][] inputs = {{101, -77, 3, 8}, {5, 9, 3, 8}};
  private final CircuitExecution execution =
      CircuitExecutor.run(circuit, new Weights(List.of()), inputs);
  private final Lowering lowering =
      TinyCircuit.lower(circuit, 7, 20, 0, TABLE_BITS, InputPrivacy.HIDDEN);
  private TestTrace trace = honestTrace();

  private View input(String name, int bits) {
    var gadget = new Gadget.Round(bits, new int[] {0}, false, Gadget.Round.Given.INPUT);
    int[] shape = {LENGTH};
    return made.input(
        new Circuit.Input(name, shape, 0, 0, Circuit.Kind.REAL),
        new Block(name, gadget, LENGTH, new int[0], 0));
  }

  private View primitive(Primitive primitive, View... operands) {
    View result = primitive.lower(made, "node", operands).getFirst();
    int[] shape = {result.length()};
    made.publish(new Output(primitive.title(), shape, -1, new int[0], null, new int[1]), result);
    names.add(primitive.title());
    return result;
  }

  private TestTrace honestTrace() {
    return TestTrace.inference(lowering, new Weights(List.of()), execution);
  }

  @BeforeEach
  void honest() {
    trace.settle();
    assertEquals(Set.of(), trace.violations());
  }

  private static int block(View view) {
    return Wire.block(view.wires()[0]);
  }

  /** The reasons for which a trace is rejected if one public result is another. */
  private Set<String> rejected(String primitive, int element, long change) {
    long[][] outputs =
        Arrays.stream(execution.outputs())
            .map(values -> Arrays.stream(values).asLongStream().toArray())
            .toArray(long[][]::new);
    outputs[names.indexOf(primitive)][element] += change;
    trace.settle();
    return trace.violations(lowering.inference(new PublicValues(outputs, new long[0][])));
  }

  private void add(View of, int element, String cell, long change) {
    trace.add(block(of), element, cell, change);
  }

  private String slot(View of, int element) {
    return trace.slot(block(of), element);
  }

  /** Adjusts the low limb of a checked cell of up to 8 bits to its new value. */
  private void limb(View of, int element, String cell) {
    trace.set(block(of), element, cell + ".limb0", trace.get(block(of), element, cell) % 16);
  }

  private static void range(Set<String> found, String cells) {
    assertTrue(
        found.stream().anyMatch(label -> label.startsWith("RANGE.") && label.contains(cells)),
        () -> cells + " in " + found);
  }

  @Test
  void everyCell() {
    for (int index = 0; index < circuit.blocks().size(); index++) {
      for (String cell : lowering.layout().kind(index).signature().cells()) {
        for (int e = 0; e < circuit.blocks().get(index).length(); e++) {
          trace.add(index, e, cell, 1);
          assertNotEquals(
              Set.of(), trace.violations(), circuit.blocks().get(index).name() + " " + cell);
          trace.add(index, e, cell, -1);
        }
      }
    }
  }

  /** 3.3, Add is the one that holds there; and here. */
  @Test
  void addOfAnotherSum() {
    add(add, 1, "a", 1);
    assertEquals(Set.of(SUM), rejected("Add", 1, 1));
  }

  /** 3.2: any product, with the remainder that goes with it. */
  @Test
  void mulOfAnyProduct() {
    add(mul, 0, "t", 7);
    limb(mul, 0, "t");
    add(mul, 0, "rem", -7 * 8);
    range(rejected("Mul", 0, 7), slot(mul, 0) + "rem");
  }

  /** 3.2: any remainder, with another quotient. */
  @Test
  void modOfAnyRemainder() {
    add(mod, 0, "r", 5);
    add(mod, 0, "q", -1);
    limb(mod, 0, "q");
    range(rejected("Mod", 0, 5), slot(mod, 0) + "b," + slot(mod, 0) + "r");
  }

  /** 3.3: an inverse of another scale: there is no cell to put it in. */
  @Test
  void recipOfAnotherScale() {
    for (int index = 0; index < circuit.blocks().size(); index++) {
      assertTrue(
          lowering.layout().kind(index).signature().cells().stream()
              .noneMatch(cell -> cell.contains("scale")));
    }
    // Twice the inverse, with the products that belong to it and the remainder they leave.
    int element = 0;
    int y = trace.get(block(recip), element, "y");
    add(recip, element, "y", y);
    int x0 = trace.get(block(recip), element, "b0");
    int x1 = trace.get(block(recip), element, "b1");
    trace.set(block(recip), element, "c", (2L * y * x0) >> 9);
    trace.set(block(recip), element, "l", (2L * y * x0) & 511);
    long h = 2L * y * x1 + ((2L * y * x0) >> 9);
    trace.set(block(recip), element, "h", h);
    trace.set(block(recip), element, "r", 4096 - ((2L * y * x0) & 511) - 512 * h);
    Set<String> found = rejected("Recip", element, y);
    range(found, slot(recip, element) + "r");
    assertTrue(found.stream().noneMatch(label -> label.contains("=")), found::toString);
  }

  /** 3.3: a root of another scale. */
  @Test
  void sqrtOfAnotherScale() {
    int y = trace.get(block(sqrt), 1, "y");
    assertEquals(3, y);
    add(sqrt, 1, "y", y);
    add(sqrt, 1, "r", -3L * y * y);
    range(rejected("Sqrt", 1, y), slot(sqrt, 1) + "r");
  }

  /** 3.3: a lookup that is used 0 times. No using side has a count; each has a public selector. */
  @Test
  void lookupsUsedZeroTimes() {
    AirProgram program = lowering.mainProgram();
    int consumed = 0;
    for (Fraction fraction : program.fractions()) {
      if (!fraction.produced()) {
        consumed++;
        for (int column : program.graph().columnsOf(fraction.multiplicity())) {
          assertEquals(Tree.PREPROCESSED, program.columns().get(column).tree());
        }
      }
    }
    assertTrue(consumed > 10);
  }

  private void functionOf(String primitive, View view, int element, int value) {
    int y = trace.get(block(view), element, "y");
    long change = value - (y > M31.P / 2 ? y - (long) M31.P : y);
    add(view, element, "y", change);
    Set<String> found = rejected(primitive, element, change);
    assertTrue(found.stream().anyMatch(label -> label.startsWith("FUNCTION.")), found::toString);
    trace = honestTrace();
  }

  /** 3.3: any value of a function. */
  @Test
  void anyValueOfAFunction() {
    functionOf("Sin", sin, 0, 17);
    functionOf("Exp2", exp2, 2, 17);
    functionOf("Log2", log2, 2, 14);
  }

  /** 3.5: padding of a table that is an entry of its own, exp2(0) = 0 or log2(0) = 0. */
  @Test
  void paddingOfATable() {
    for (View view : new View[] {exp2, log2}) {
      String name = view.equals(exp2) ? "Exp2" : "Log2";
      int y = trace.get(block(view), 1, "y");
      long was = y > M31.P / 2 ? y - (long) M31.P : y;
      trace.set(block(view), 1, "x", 0);
      trace.set(block(view), 1, "y", 0);
      Set<String> found = rejected(name, 1, -was);
      assertTrue(found.stream().anyMatch(label -> label.startsWith("FUNCTION.")), found::toString);
      trace = honestTrace();
    }
  }

  /** 3.3: a sum that starts with something, or drops its carry. There is neither. */
  @Test
  void sumThatStartsElsewhere() {
    add(sum, 0, "a", 100);
    assertEquals(Set.of(SUM), rejected("SumReduce", 0, 100));
    trace = honestTrace();
    // Only the last addend: what is left if an accumulator starts again.
    long change = -101;
    add(sum, 0, "a", change);
    assertEquals(Set.of(SUM), rejected("SumReduce", 0, change));
  }

  /** 3.3: a maximum above all, which nothing attains. */
  @Test
  void maximumAboveAll() {
    int top = block(max);
    add(max, 0, "t", 1);
    limb(max, 0, "t");
    for (int i = 0; i < 2; i++) {
      trace.add(top + 1, i, "u", 1);
      trace.set(top + 1, i, "u.limb0", trace.get(top + 1, i, "u") % 16);
    }
    Set<String> found = rejected("MaxReduce", 0, 1);
    assertEquals(Set.of(trace.slot(top + 1, 0) + "o u = 0"), found);
  }

  /** 3.3: a member of the group that is not its maximum. */
  @Test
  void maximumThatIsNotTheGreatest() {
    int top = block(max);
    // Elements 3 and 8: the maximum is 8, claimed is 3.
    add(max, 1, "t", -5);
    limb(max, 1, "t");
    trace.set(top + 1, 2, "u", 0);
    trace.set(top + 1, 2, "u.limb0", 0);
    trace.set(top + 1, 2, "o", 1);
    trace.set(top + 1, 3, "u", -5);
    trace.set(top + 1, 3, "u.limb0", 11);
    trace.set(top + 1, 3, "o", 0);
    range(rejected("MaxReduce", 1, -5), trace.slot(top + 1, 3) + "u");
  }

  /** 3.3: a borrow that is free, since 2^31 - 1 is 0 in the field. */
  @Test
  void lessThanWithAFreeBorrow() {
    // 101 < 5: -(u + 1) = 96.
    trace.set(block(less), 0, "o", 1);
    trace.set(block(less), 0, "u", -97);
    trace.set(block(less), 0, "u.limb0", Math.floorMod(M31.of(-97), 16));
    range(rejected("LessThan", 0, 1), slot(less, 0) + "u");
    trace = honestTrace();
    // (1 - o) u - o (u + 1) = 96 with u = 0 and o = -96, which is no bit.
    trace.set(block(less), 0, "o", -96);
    trace.set(block(less), 0, "u", 0);
    trace.set(block(less), 0, "u.limb0", 0);
    trace.settle();
    assertTrue(trace.violations().contains(slot(less, 0) + "o is a bit, o (o - 1) = 0"));
  }

  /** 3.3 and 3.4: a copy of another tensor, or of the same one in another order. */
  @Test
  void contiguousOfAnotherTensor() {
    add(copy, 2, "a", 40);
    assertEquals(Set.of(SUM), rejected("Contiguous", 2, 40));
    trace = honestTrace();
    long first = trace.get(block(copy), 0, "a");
    long third = trace.get(block(copy), 2, "a");
    trace.set(block(copy), 0, "a", third);
    trace.set(block(copy), 2, "a", first);
    assertEquals(Set.of(SUM), trace.violations());
    assertEquals(Set.of(SUM), rejected("Contiguous", 0, third - first));
  }

  /** 3.1 and 3.2: a value and the same plus p, over the divisor or the scale. */
  @Test
  void valuesAroundThePrime() {
    // mod: b (q + 1/b) + (r - 1) is the same modulo p.
    int divisor = trace.get(block(mod), 0, "b");
    add(mod, 0, "q", M31.inverse(divisor));
    limb(mod, 0, "q");
    add(mod, 0, "r", -1);
    trace.settle();
    range(trace.violations(), slot(mod, 0) + "q");
    trace = honestTrace();
    add(mul, 0, "t", M31.inverse(8));
    limb(mul, 0, "t");
    add(mul, 0, "rem", -1);
    trace.settle();
    range(trace.violations(), slot(mul, 0) + "t");
  }
}
