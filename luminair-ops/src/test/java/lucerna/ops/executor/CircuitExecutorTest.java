package lucerna.ops.executor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitBuilder;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.CircuitReference;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.RandomCircuits;
import lucerna.ops.circuit.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CircuitExecutorTest {
  private static CircuitExecution run(RandomCircuits.Example example) {
    var bounds = CircuitChecks.check(example.circuit(), example.weights());
    return new CircuitExecutor(example.circuit(), bounds, example.weights()).run(example.inputs());
  }

  @Test
  void randomCircuitsSatisfyEveryEquation() {
    var kinds = new HashSet<Class<?>>();
    for (int seed = 0; seed < 300; seed++) {
      var example = RandomCircuits.of(seed);
      CircuitReference.verify(example.circuit(), example.weights(), run(example));
      example.circuit().blocks().forEach(block -> kinds.add(block.gadget().getClass()));
    }
    assertEquals(Gadget.class.getPermittedSubclasses().length, kinds.size());
  }

  @Test
  void circuitsOfOneKindSatisfyEveryEquation() {
    for (int kind = 0; kind < RandomCircuits.KINDS; kind++) {
      for (int seed = 0; seed < 20; seed++) {
        var example = RandomCircuits.of(seed, kind);
        CircuitReference.verify(example.circuit(), example.weights(), run(example));
      }
    }
  }

  private static CircuitBuilder rounding(Circuit.Kind kind, int bits) {
    var builder = new CircuitBuilder();
    int x = builder.input(2, kind == Circuit.Kind.BOOLEAN ? 1 : 6, 0, kind);
    int acc = builder.sum(CircuitBuilder.term(View.all(x, 0, 2)));
    int y = builder.block(new Round(bits, new int[] {1}, false, Given.EQUATION), 2, acc);
    builder.publish(View.all(y, 0, 2));
    return builder;
  }

  private static String refusal(CircuitBuilder builder, double... input) {
    Circuit circuit = builder.circuit();
    CircuitChecks.check(circuit, builder.weights());
    var refused =
        assertThrows(
            UserException.class,
            () -> CircuitExecutor.run(circuit, builder.weights(), new double[][] {input}));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void roundsHalvesUp() {
    var builder = rounding(Circuit.Kind.REAL, 6);
    double[][] input = {{-3, 3}};
    var run = CircuitExecutor.run(builder.circuit(), builder.weights(), input);
    assertArrayEquals(new int[] {-1, 2}, run.outputs()[0]);
    assertArrayEquals(new double[] {-1, 1}, run.reals()[0]);
  }

  @Test
  void rejectInputsOutOfRange() {
    assertEquals(
        "Element 1 of input in0 is 64.0, the key takes -63.0 to 63.0;"
            + " calibrate again with samples that cover it.",
        refusal(rounding(Circuit.Kind.REAL, 6), 0, 64));
    assertTrue(refusal(rounding(Circuit.Kind.REAL, 6), 0, Double.NaN).contains("is NaN"));
  }

  @Test
  void rejectInputsOfAnotherKind() {
    assertEquals(
        "Element 0 of input in0 is 0.5, which is no integer.",
        refusal(rounding(Circuit.Kind.INTEGER, 6), 0.5, 0));
    assertEquals(
        "Element 1 of input in0 is -1.0, which is no 0 or 1.",
        refusal(rounding(Circuit.Kind.BOOLEAN, 6), 1, -1));
  }

  @Test
  void rejectWrongNumbers() {
    assertEquals(
        "Input in0 has 3 elements, expected 2.", refusal(rounding(Circuit.Kind.REAL, 6), 0, 0, 0));
    var builder = rounding(Circuit.Kind.REAL, 6);
    var refused =
        assertThrows(
            UserException.class,
            () -> CircuitExecutor.run(builder.circuit(), builder.weights(), new double[0][]));
    assertEquals("There are 0 inputs, the model has 1.", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {14, -14, 40})
  void rejectElementsOutOfRange(int value) {
    assertEquals(
        ("Element 0 of node block1 is %s on this input, the key takes -3.0 to 3.0;"
                + " calibrate again with samples that cover it.")
            .formatted(value / 2.0),
        refusal(rounding(Circuit.Kind.REAL, 2), value, 0));
  }

  @Test
  void rejectDivisorsThatAreNotPositive() {
    var builder = new CircuitBuilder();
    int x = builder.input(1, 6, 0, Circuit.Kind.REAL);
    int divisor = builder.sum(CircuitBuilder.term(View.all(x, 0, 1)));
    int dividend = builder.sum(CircuitBuilder.term(CircuitBuilder.constant(100, 1)));
    builder.block(new Gadget.Divide(7, 6), 1, divisor, dividend);
    assertEquals(
        "Element 0 of node block1 is 0 on this input, the key takes 1 to 63;"
            + " calibrate again with samples that cover it.",
        refusal(builder, 0));
  }

  @Test
  void wideProductsRunFast() {
    var builder = new CircuitBuilder();
    int x = builder.input(64 * 256, 8, 0, Circuit.Kind.REAL);
    int[] weights = new Random(1).ints(256 * 1024, -100, 101).toArray();
    var product = new Product(1, 64, 256, 1024, View.all(x, 0, 64 * 256), null, 25600, true);
    int acc = builder.affine(64, 1024, List.of(product), List.of(), weights);
    int y = builder.block(new Round(8, new int[] {15}, false, Given.EQUATION), 1 << 16, acc);
    builder.publish(View.all(y, 0, 1 << 16));
    Circuit circuit = builder.circuit();
    var executor =
        new CircuitExecutor(
            circuit, CircuitChecks.check(circuit, builder.weights()), builder.weights());
    double[][] input = {new Random(2).doubles(64 * 256, -200, 200).toArray()};
    executor.run(input);
    executor.run(input);
    long start = System.nanoTime();
    var run = executor.run(input); // 17 M multiplications
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertEquals(1 << 16, run.outputs()[0].length);
    assertTrue(millis < 5000, millis + " ms");
  }
}
