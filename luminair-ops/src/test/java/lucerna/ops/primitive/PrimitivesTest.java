package lucerna.ops.primitive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.primitive.PrimitiveCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each primitive computes: by its specification, by its circuit, and by other arithmetic. */
final class PrimitivesTest {
  static List<Case> exhaustive() {
    return PrimitiveCases.exhaustive();
  }

  @ParameterizedTest
  @MethodSource("exhaustive")
  void everyOperandOfEightBits(Case example) {
    check(example);
  }

  @Test
  void randomOperands() {
    for (int seed = 0; seed < 100; seed++) {
      PrimitiveCases.random(seed).forEach(PrimitivesTest::check);
    }
  }

  private static void check(Case example) {
    List<long[]> specified = example.primitive().evaluate(example.operands());
    assertArrayEquals(example.expected(), specified.getFirst(), example::toString);
    Circuit circuit = example.circuit().circuit();
    CircuitChecks.check(circuit, example.weights());
    CircuitExecution run = CircuitExecutor.run(circuit, example.weights(), example.inputs());
    assertEquals(specified.size(), run.outputs().length);
    for (int r = 0; r < specified.size(); r++) {
      long[] made = Arrays.stream(run.outputs()[r]).asLongStream().toArray();
      assertArrayEquals(specified.get(r), made, example::toString);
    }
  }

  @Test
  void thereAreTwelve() {
    var names = new TreeSet<String>();
    exhaustive().forEach(example -> names.add(example.primitive().title()));
    assertEquals(
        "[Add, Contiguous, Exp2, LessThan, Log2, MaxReduce, Mod, Mul, Recip, Sin, Sqrt, SumReduce]",
        names.toString());
    names.add("Function");
    assertEquals(names, new TreeSet<>(Unfuser.TITLES));
  }

  /**
   * An operand that breaks the condition has no result, in the specification and in the circuit.
   */
  @Test
  void outOfRange() {
    long[] seven = {7};
    refused(new Mul(3, 1), new long[] {4}, new long[] {4});
    refused(new Recip(5, 4, 9), new long[] {0});
    refused(new Recip(5, 4, 9), new long[] {16});
    refused(new Recip(5, 4, 9), seven);
    refused(new Sqrt(2), new long[] {16});
    refused(new Sqrt(2), new long[] {-1});
    refused(new Sin(-8, 7, 0, 4), new long[] {8});
    refused(new Exp2(0, 7, 0, 4), new long[] {-1});
    refused(new Log2(1, 8, 0, 4), new long[] {0});
    refused(new Mod(3, 3), seven, new long[] {0});
    refused(new Mod(3, 3), seven, new long[] {8});
    refused(new Mod(1, 3), seven, new long[] {1});
    refused(new LessThan(2), new long[] {4}, new long[] {0});
    refused(new LessThan(2), new long[] {-5}, new long[] {0});
    refused(new MaxReduce(2, 4, 2, false), new long[] {4, 0});
    refused(new MaxReduce(3, 2, 2, false), new long[] {4, 0});
    assertThrows(IllegalArgumentException.class, () -> new Log2(1, 8, 0, -1));
  }

  private static void refused(Primitive primitive, long[]... operands) {
    var example = new Case(primitive, operands, new long[0]);
    assertThrows(ArithmeticException.class, () -> primitive.evaluate(operands));
    Circuit circuit = example.circuit().circuit();
    assertThrows(
        UserException.class,
        () -> CircuitExecutor.run(circuit, example.weights(), example.inputs()),
        example::toString);
  }

  /** Sums and products whose worst case reaches 2^30 are no circuits, whatever the operands. */
  @Test
  void wideOperandsAreRefusedByIntervals() {
    long[] wide = {(1 << 24) - 1};
    long[] sixteen = {1 << 15};
    long[] many = IntStream.range(0, 65).mapToLong(_ -> (1 << 24) - 1).toArray();
    for (Case example :
        new Case[] {
          new Case(new Add(63, 2), new long[][] {wide, wide}, wide),
          new Case(new SumReduce(65), new long[][] {many}, wide),
          new Case(Mul.EXACT, new long[][] {sixteen, sixteen}, wide),
          new Case(new Mul(20, 10), new long[][] {sixteen, sixteen}, wide)
        }) {
      assertThrows(
          ArithmeticException.class, () -> example.primitive().evaluate(example.operands()));
      Circuit circuit = example.circuit().circuit();
      String refusal =
          assertThrows(UserException.class, () -> CircuitChecks.check(circuit)).getMessage();
      assertTrue(String.valueOf(refusal).contains("bound"), String.valueOf(refusal));
    }
  }
}
