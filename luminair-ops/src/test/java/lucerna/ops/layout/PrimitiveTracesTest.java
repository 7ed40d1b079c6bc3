package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.primitive.PrimitiveCases;
import lucerna.ops.primitive.PrimitiveCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The traces of all primitives satisfy every constraint and lookup, on all operands of 8 bits. */
final class PrimitiveTracesTest {
  static List<Case> exhaustive() {
    return PrimitiveCases.exhaustive();
  }

  @ParameterizedTest
  @MethodSource("exhaustive")
  void everyOperandOfEightBits(Case example) {
    check(example, Math.min(1 << 13, example.operands()[0].length));
  }

  @Test
  void randomOperands() {
    for (int seed = 0; seed < 10; seed++) {
      PrimitiveCases.random(seed).forEach(example -> check(example, 50));
    }
  }

  private static void check(Case example, int rows) {
    Circuit circuit = example.circuit().circuit();
    CircuitExecution run = CircuitExecutor.run(circuit, example.weights(), example.inputs());
    int logRows = Integer.SIZE - Integer.numberOfLeadingZeros(rows) + 1;
    Lowering lowering = TinyCircuit.lower(circuit, logRows, rows, 0, 4, InputPrivacy.HIDDEN);
    assertEquals(
        Set.of(),
        TestTrace.inference(lowering, example.weights(), run).violations(),
        example::toString);
  }
}
