package lucerna.ops.circuit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.function.FunctionTable;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CircuitChecksTest {
  private static final int[] NONE = {};
  private static final int[] SHIFT = {0};

  // Block 0: input of 4 elements; 1: its product with weights, rounded; 2, 3: maxima of pairs and
  // the first element that attains each; 4: a function; 5: a division; 6, 7: a memory and reads.
  private static CircuitBuilder example() {
    var builder = new CircuitBuilder();
    View x = View.all(builder.input(4, 8, 0, Circuit.Kind.REAL), 0, 4);
    Product product = new Product(1, 2, 2, 2, x, null, 1000, true);
    int dense = builder.affine(2, 2, List.of(product), List.of(), new int[] {600, -900, 400, 99});
    builder.block(new Round(14, new int[] {16}, false, Given.EQUATION), 4, dense);
    builder.block(new Round(9, SHIFT, false, Given.MAXIMUM), 2);
    View maxima = new View(wires(2, 0, 0, 0, 1, 1));
    builder.block(
        new Gadget.Nonnegative(10, Mark.FIRST),
        4,
        builder.sum(
            new Term(x, 1, new int[] {-1}),
            CircuitBuilder.term(maxima),
            RandomCircuits.later(3, 4, 2)));
    builder.attained(3, 2);
    builder.tables.add(new FunctionTable(RealFunction.of(Kind.TANH), -300, 300, 6, 6));
    builder.block(
        new Gadget.Lookup(0, new int[] {1}, false, false), 4, builder.sum(CircuitBuilder.term(x)));
    int divisor = builder.sum(CircuitBuilder.term(x));
    int dividend = builder.sum(CircuitBuilder.term(x));
    builder.block(new Gadget.Divide(8, 8), 4, divisor, dividend);
    builder.block(new Gadget.Entry(5), 4, builder.sum(CircuitBuilder.term(x)));
    builder.block(new Gadget.Read(5), 4, builder.sum(CircuitBuilder.term(x)));
    builder.publish(builder.sum(CircuitBuilder.term(View.all(7, 0, 4))));
    builder.publish(View.all(3, 1, 4));
    return builder;
  }

  private static long[] wires(int block, int output, int... elements) {
    long[] wires = new long[elements.length];
    java.util.Arrays.setAll(wires, i -> Wire.of(block, output, elements[i]));
    return wires;
  }

  private static void gadget(CircuitBuilder builder, int block, Gadget gadget) {
    Block old = builder.blocks.get(block);
    builder.blocks.set(
        block, new Block(old.name(), gadget, old.length(), old.equations(), old.exponent()));
  }

  private static void length(CircuitBuilder builder, int block, int length) {
    Block old = builder.blocks.get(block);
    builder.blocks.set(
        block, new Block(old.name(), old.gadget(), length, old.equations(), old.exponent()));
  }

  private static void equations(CircuitBuilder builder, int block, int... equations) {
    Block old = builder.blocks.get(block);
    builder.blocks.set(
        block, new Block(old.name(), old.gadget(), old.length(), equations, old.exponent()));
  }

  private static void affine(CircuitBuilder builder, int index, int rows, int outer) {
    Affine old = builder.affines.get(index);
    builder.affines.set(index, new Affine(old.name(), rows, outer, old.products(), old.terms()));
  }

  private static void product(CircuitBuilder builder, Product product) {
    builder.affines.set(0, new Affine("node0", 2, 2, List.of(product), List.of()));
  }

  private static void terms(CircuitBuilder builder, int index, Term... terms) {
    Affine old = builder.affines.get(index);
    builder.affines.set(
        index, new Affine(old.name(), old.rows(), old.outer(), old.products(), List.of(terms)));
  }

  private static void term(CircuitBuilder builder, int index, int number, Term term) {
    Term[] terms = builder.affines.get(index).terms().toArray(new Term[0]);
    terms[number] = term;
    terms(builder, index, terms);
  }

  private static void input(CircuitBuilder builder, int block, int exponent, Circuit.Kind kind) {
    builder.inputs.set(0, new Circuit.Input("x", new int[] {2, 2}, block, exponent, kind));
  }

  private static void output(
      CircuitBuilder builder, int affine, int[] source, int exponents, int... shape) {
    builder.outputs.set(0, new Output("out", shape, affine, source, null, new int[exponents]));
  }

  private static Term one(long... wires) {
    return CircuitBuilder.term(new View(wires));
  }

  private static Arguments the(String message, Consumer<CircuitBuilder> change) {
    return Arguments.of(message, change);
  }

  @Test
  void acceptsTheExample() {
    var builder = example();
    assertDoesNotThrow(() -> CircuitChecks.check(builder.circuit(), builder.weights()));
    Bounds bounds = Bounds.of(builder.circuit());
    assertEquals(new Interval(-255_000, 255_000), bounds.affine(0));
    assertEquals(new Interval(-255 - 511 - 1, 255 + 511), bounds.affine(1));
    assertEquals(new Interval(-256, 255), bounds.output(5, 0));
    assertEquals(new Interval(-255, 255), bounds.output(7, 0));
  }

  static Stream<Arguments> gadgets() {
    return Stream.of(
        the(
            "Block block1: bits is 31, allowed is 1 to 30.",
            b -> gadget(b, 1, new Round(31, SHIFT, false, Given.EQUATION))),
        the(
            "Block block1: shift is 17, allowed is 0 to 16.",
            b -> gadget(b, 1, new Round(14, new int[] {17}, false, Given.EQUATION))),
        the(
            "Block block1: number of shifts is 2, expected 4.",
            b -> gadget(b, 1, new Round(14, new int[] {1, 1}, false, Given.EQUATION))),
        the(
            "Block block0: shift is 1, allowed is 0 to 0.",
            b -> gadget(b, 0, new Round(8, new int[] {1}, false, Given.INPUT))),
        the(
            "Block block2: no block that attains its maximum follows.",
            b -> gadget(b, 3, new Gadget.Nonnegative(10, Mark.NONE))),
        the(
            "Block block4: it has marks, but does not follow a maximum.",
            b -> gadget(b, 4, new Gadget.Lookup(0, new int[] {1}, false, true))),
        the(
            "Block block4: table is 1, allowed is 0 to 0.",
            b -> gadget(b, 4, new Gadget.Lookup(1, new int[] {1}, false, false))),
        the(
            "Block block4: span of its table is 1260388352, allowed is 0 to 1073741823.",
            b -> gadget(b, 4, new Gadget.Lookup(0, new int[] {22}, false, false))),
        the(
            "Block block5: bits of the divisor is 30, allowed is 1 to 29.",
            b -> gadget(b, 5, new Gadget.Divide(8, 30))),
        the(
            "Block block5: span of its division is 3219128832, allowed is 0 to 2147483646.",
            b -> {
              b.affines.set(4, new Affine("d", 1, 4, List.of(), List.of(one(constants(1 << 13)))));
              gadget(b, 5, new Gadget.Divide(21, 9));
            }),
        the(
            "Block block4: bits of the quotient is 22, allowed is 1 to 21.",
            b -> gadget(b, 4, new Gadget.Invert(22, 9, 20))),
        the(
            "Block block4: bits of the quotient is 0, allowed is 1 to 21.",
            b -> gadget(b, 4, new Gadget.Invert(0, 9, 20))),
        the(
            "Block block4: bits of the divisor is 30, allowed is 1 to 29.",
            b -> gadget(b, 4, new Gadget.Invert(9, 30, 20))),
        the(
            "Block block4: bits of the divisor is 0, allowed is 1 to 29.",
            b -> gadget(b, 4, new Gadget.Invert(9, 0, 20))),
        the(
            "Block block4: bits of the numerator is 30, allowed is 9 to 29.",
            b -> gadget(b, 4, new Gadget.Invert(9, 9, 30))),
        the(
            "Block block4: bits of the numerator is 8, allowed is 9 to 29.",
            b -> gadget(b, 4, new Gadget.Invert(9, 9, 8))),
        the(
            "Block block4: bits of its partial product is 31, allowed is 0 to 30.",
            b -> gadget(b, 4, new Gadget.Invert(21, 19, 20))),
        the(
            "Block block7: no block before it is its memory.",
            b -> gadget(b, 7, new Gadget.Read(4))),
        the("Block block7: its memory exists already.", b -> gadget(b, 7, new Gadget.Entry(5))),
        the("Block block1: length is 0, allowed is 1 to 67108864.", b -> length(b, 1, 0)),
        the("Block block1: number of accumulators is 4, expected 3.", b -> length(b, 1, 3)),
        the("Block block1: number of equations is 0, expected 1.", b -> equations(b, 1)),
        the("Block block1: affine is 99, allowed is 0 to 8.", b -> equations(b, 1, 99)),
        the("Block block4: its affine is used twice.", b -> equations(b, 4, 0)),
        the("Node node8: its affine is not used.", b -> b.outputs.remove(0)),
        the("Block block3: its length 4 is no multiple of 3.", b -> length(b, 2, 3)));
  }

  private static long[] constants(int value) {
    return CircuitBuilder.constant(value, 4).wires();
  }

  static Stream<Arguments> affines() {
    View x = View.all(0, 0, 4);
    return Stream.of(
        the("Node node0: rows is 0, allowed is 1 to 67108864.", b -> affine(b, 0, 0, 2)),
        the("Node node0: rows of a product is 2, expected 4.", b -> affine(b, 0, 4, 2)),
        the("Node node0: outer length of a product is 2, expected 1.", b -> affine(b, 0, 2, 1)),
        the(
            "Node node0: number of elements of a view is 4, expected 6.",
            b -> product(b, new Product(1, 2, 3, 2, x, null, 1000, true))),
        the(
            "Node node0: a left side can be negative.",
            b -> product(b, new Product(1, 2, 2, 2, x, null, 1000, false))),
        the(
            "Node node0: a sign without a bound on weights.",
            b -> product(b, new Product(1, 2, 2, 2, x, null, 0, true))),
        the(
            "Node node0: bound on accumulators is 1073742015, allowed is 0 to 1073741823.",
            b -> product(b, new Product(1, 2, 2, 2, x, null, 4_210_753, true))),
        the(
            "Block block1: bound on what is rounded is 1073774528, allowed is 0 to 1073741823.",
            b -> product(b, new Product(1, 2, 2, 2, x, null, 4_210_752, true))),
        the(
            "Node node2: fan is 0, allowed is 1 to 67108864.",
            b -> term(b, 2, 0, new Term(x, 0, new int[] {1}))),
        the(
            "Node node3: number of coefficients is 3.",
            b -> term(b, 3, 0, new Term(x, 1, new int[] {1, 2, 3}))),
        the(
            "Node node3: coefficient is -1073741824, allowed is -1073741823 to 1073741823.",
            b -> term(b, 3, 0, new Term(x, 1, new int[] {-1 << 30}))),
        the(
            "Node node3: element is 4, allowed is 0 to 3.",
            b -> term(b, 3, 0, one(wires(0, 0, 0, 1, 2, 4)))),
        the(
            "Node node3: element is -1, allowed is 0 to 3.",
            b -> term(b, 3, 0, one(wires(0, 0, 0, 1, 2, -1)))),
        the(
            "Node node3: output of an element is 4, allowed is 0 to 3.",
            b -> term(b, 3, 0, one(wires(0, 4, 0, 1, 2, 3)))),
        the(
            "Node node3: block of an element is 8, allowed is 0 to 7.",
            b -> term(b, 3, 0, one(wires(8, 0, 0, 1, 2, 3)))),
        the(
            "Node node3 reads a constant that is none.",
            b -> term(b, 3, 0, one(-1, -1, -1, Long.MIN_VALUE | 1L << 40))),
        the(
            "Node node3 reads block block4 before it is known.",
            b -> term(b, 3, 0, one(wires(4, 0, 0, 1, 2, 3)))));
  }

  static Stream<Arguments> marks() {
    View x = View.all(0, 0, 4);
    return Stream.of(
        the(
            "Node node1 reads marks that need not be bits.",
            b -> gadget(b, 3, new Gadget.Nonnegative(10, Mark.ZERO))),
        the(
            "Block block3: uses of its maximum in accumulator 0 is 0, expected 1.",
            b -> term(b, 1, 1, one(Wire.ZERO, Wire.of(2, 0, 0), Wire.of(2, 0, 1), Wire.ZERO))),
        the(
            "Block block3: accumulator 1 reads another maximum.",
            b -> term(b, 1, 1, one(wires(2, 0, 0, 1, 1, 1)))),
        the(
            "Block block3: accumulator 0 reads another maximum.",
            b -> term(b, 1, 1, one(wires(2, 1, 0, 0, 1, 1)))),
        the(
            "Block block3: coefficient of its maximum is 2, expected 1.",
            b -> term(b, 1, 1, new Term(new View(wires(2, 0, 0, 0, 1, 1)), 1, new int[] {2}))),
        the(
            "Block block3: it does not subtract its maximum.",
            b -> term(b, 1, 1, new Term(new View(wires(2, 0, 0, 0, 1, 1)), 1, new int[] {0}))),
        the(
            "Block block3: accumulator 1 reads a mark that is not after it.",
            b -> term(b, 1, 2, new Term(new View(wires(3, 1, 1, 1, 3, 3)), 1, new int[] {-1}))),
        the(
            "Block block3: coefficient of a mark is 1, expected -1.",
            b -> term(b, 1, 2, new Term(RandomCircuits.later(3, 4, 2).view(), 1, new int[] {1}))),
        the(
            "Block block3: marks in accumulator 0 is 0, expected 1.",
            b -> term(b, 1, 2, one(constants(0)))),
        the(
            "Block block3: nothing says that the marks of group 0 sum to 1.",
            b -> {
              b.zeros.clear();
              b.publish(2);
            }),
        the(
            "Block block3: nothing says that the marks of group 1 sum to 1.",
            b -> term(b, 2, 0, new Term(new View(wires(3, 1, 0, 1, 0, 1)), 2, new int[] {1}))),
        the(
            "Node node2: number of marks is 1, expected 2.",
            b ->
                term(
                    b,
                    2,
                    0,
                    new Term(
                        new View(new long[] {Wire.of(3, 1, 0), Wire.ZERO, Wire.ZERO, Wire.ZERO}),
                        2,
                        new int[] {1}))),
        the(
            "Node node2 is not the sum of the marks of a group.",
            b -> term(b, 2, 0, new Term(new View(wires(3, 1, 0, 0, 1, 1)), 2, new int[] {1}))),
        the(
            "Node node2: coefficient of a mark is 2, expected 1.",
            b -> term(b, 2, 0, new Term(View.all(3, 1, 4), 2, new int[] {2}))),
        the(
            "Node node2: constant is 1, expected -1.",
            b -> term(b, 2, 1, one(Wire.constant(1), Wire.constant(1)))),
        the(
            "Block block3: a product reads its maximum or its marks.",
            b -> {
              Product p = new Product(1, 1, 1, 4, new View(wires(2, 0, 0)), x, 0, false);
              Affine old = b.affines.get(1);
              b.affines.set(1, new Affine("node1", 1, 4, List.of(p), old.terms()));
            }));
  }

  static Stream<Arguments> ends() {
    int[] all = {0, 1, 2, 3};
    return Stream.of(
        the("Input x: block is 8, allowed is 0 to 7.", b -> input(b, 8, 0, Circuit.Kind.REAL)),
        the("Input x: its block is not given.", b -> input(b, 1, 0, Circuit.Kind.REAL)),
        the("Block block0: no input gives its values.", b -> b.inputs.clear()),
        the("Input in0: its block is the block of two inputs.", b -> b.inputs.add(b.inputs.get(0))),
        the(
            "Input x: exponent is 513, allowed is -512 to 512.",
            b -> input(b, 0, 513, Circuit.Kind.REAL)),
        the("Input x: bits is 8, expected 1.", b -> input(b, 0, 0, Circuit.Kind.BOOLEAN)),
        the("Output out: affine is -2, allowed is 0 to 8.", b -> output(b, -2, all, 1, 4)),
        the(
            "Output out has no origin.",
            b -> {
              b.zeros.add(8);
              output(b, -1, NONE, 1, 4);
            }),
        the(
            "Output out: its affine is used twice.",
            b -> {
              b.zeros.add(8);
              output(b, 8, all, 1, 4);
            }),
        the("Output out: number of elements is 4, expected 2.", b -> output(b, 8, all, 1, 2)),
        the(
            "Output out: accumulator is 4, allowed is 0 to 3.",
            b -> output(b, 8, new int[] {0, 1, 2, 4}, 1, 4)),
        the(
            "Output out leaves out an accumulator of its affine.",
            b -> output(b, 8, new int[] {0, 1, 2, 2}, 1, 4)),
        the("Output out: number of exponents is 2, expected 4.", b -> output(b, 8, all, 2, 4)),
        the(
            "Output out: number of elements is 4294967296, allowed is 1 to 67108864.",
            b -> output(b, 8, all, 1, 1 << 16, 1 << 16)),
        the(
            "Table 0: first argument is -1073741824, allowed is -1073741823 to 1073741823.",
            b ->
                b.tables.set(
                    0, new FunctionTable(RealFunction.IDENTITY, -1 << 30, -1 << 30, 0, 0))),
        the(
            "Number of table entries is 1048577, allowed is 1 to 1048576.",
            b -> b.tables.set(0, new FunctionTable(RealFunction.IDENTITY, 0, 1 << 20, 0, 0))));
  }

  @ParameterizedTest
  @MethodSource({"gadgets", "affines", "marks", "ends"})
  void rejectOneViolation(String message, Consumer<CircuitBuilder> change) {
    var builder = example();
    change.accept(builder);
    var refused = assertThrows(UserException.class, () -> CircuitChecks.check(builder.circuit()));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void rejectUndefinedValues() {
    var builder = example();
    builder.tables.set(0, new FunctionTable(RealFunction.of(Kind.LOG), 0, 3, 0, 0));
    assertThrows(UserException.class, () -> CircuitChecks.check(builder.circuit()));
  }

  @Test
  void rejectWeights() {
    var builder = example();
    int[][] wrong = {{1, 2, 3}, {8192, 0, 0, 0}, {700, 0, 301, 0}, {700, 0, -301, 0}};
    for (int[] weights : wrong) {
      assertThrows(
          UserException.class,
          () -> CircuitChecks.check(builder.circuit(), new Weights(List.of(weights))));
    }
    assertThrows(
        UserException.class, () -> CircuitChecks.check(builder.circuit(), new Weights(List.of())));
  }

  @Test
  void rejectTheWidestNegativeThatHasTwoSigns() {
    for (int most : new int[] {(1 << 30) - 2, (1 << 30) - 1}) {
      var builder = new CircuitBuilder();
      View constant = CircuitBuilder.constant(most, 1);
      builder.block(new Gadget.Negative(30), 1, builder.sum(CircuitBuilder.term(constant)));
      if (most == (1 << 30) - 2) {
        assertDoesNotThrow(() -> CircuitChecks.check(builder.circuit()));
      } else {
        assertThrows(UserException.class, () -> CircuitChecks.check(builder.circuit()));
      }
    }
  }
}
