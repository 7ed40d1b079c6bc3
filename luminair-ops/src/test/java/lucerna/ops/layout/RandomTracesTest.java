package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lucerna.ops.circuit.RandomCircuits;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import org.junit.jupiter.api.Test;

/** Honest traces of random circuits satisfy their constraint systems; wrong outputs do not. */
final class RandomTracesTest {
  @Test
  void randomCircuits() {
    for (int seed = 0; seed < 60; seed++) {
      check(RandomCircuits.of(seed), new Random(seed));
    }
  }

  @Test
  void everyKindOfRandomCircuit() {
    for (int kind = 0; kind < RandomCircuits.KINDS; kind++) {
      for (int seed = 0; seed < 5; seed++) {
        check(RandomCircuits.of(seed, kind), new Random(seed));
      }
    }
  }

  private static void check(RandomCircuits.Example example, Random random) {
    InputPrivacy inputs = List.of(InputPrivacy.values()).get(random.nextInt(3));
    boolean weighted = new CircuitSizes(example.circuit()).hasWeights();
    int weightColumns = weighted ? 1 << random.nextInt(4) : 0;
    Lowering lowering =
        TinyCircuit.lower(
            example.circuit(),
            12,
            1 + random.nextInt(200),
            weightColumns,
            4 + random.nextInt(4),
            inputs);
    CircuitExecution execution =
        CircuitExecutor.run(example.circuit(), example.weights(), example.inputs());
    TestTrace trace = TestTrace.inference(lowering, example.weights(), execution);
    assertEquals(Set.of(), trace.violations());
    PublicValues values = PublicValues.of(lowering.layout(), execution);
    for (int o = 0; o < values.outputs().length; o++) {
      long[] honest = values.outputs()[o].clone();
      values.outputs()[o][random.nextInt(honest.length)] += random.nextBoolean() ? 1 : -1;
      assertTrue(isRefused(trace, lowering, values));
      values.outputs()[o] = honest;
    }
    if (weighted) {
      assertEquals(Set.of(), TestTrace.registration(lowering, example.weights()).violations());
    }
  }

  private static boolean isRefused(TestTrace trace, Lowering lowering, PublicValues values) {
    long[][] copy = Arrays.stream(values.outputs()).map(long[]::clone).toArray(long[][]::new);
    try {
      Statement stated = lowering.inference(new PublicValues(copy, values.inputs()));
      return trace.violations(stated).contains("running sum ends at the total");
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
