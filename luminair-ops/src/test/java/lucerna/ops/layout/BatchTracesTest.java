package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.RandomCircuits;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import org.junit.jupiter.api.Test;

/** A batch computes what its entries compute alone, and its traces hold; wrong outputs do not. */
final class BatchTracesTest {
  @Test
  void randomCircuits() {
    int refused = 0;
    for (int seed = 0; seed < 60; seed++) {
      refused += check(RandomCircuits.of(seed), new Random(seed)) ? 0 : 1;
    }
    // Those that fill a memory by weights.
    assertTrue(refused < 20, refused + " of 60 refused");
  }

  @Test
  void everyKindOfRandomCircuit() {
    for (int kind = 0; kind < RandomCircuits.KINDS; kind++) {
      int batched = 0;
      for (int seed = 0; seed < 5; seed++) {
        batched += check(RandomCircuits.of(seed, kind), new Random(seed)) ? 1 : 0;
      }
      assertTrue(batched > 0, "no circuit of kind " + kind + " can be a batch");
    }
  }

  @Test
  void everyGadget() {
    var gadgets = new AllGadgets();
    double[][] first = gadgets.tiny.values.toArray(double[][]::new);
    double[][] second = {{-1, 2, 0, 5, -6, 4}, {0, 1, 0, 1, 1, 0}, {1, 0, 3, 2, 2, 4}};
    check(gadgets.tiny.circuit(), gadgets.tiny.weights(), 0, InputPrivacy.PUBLIC, first, second);
  }

  @Test
  void groupsOfWeightsAndProductsOfViewsInOneAffine() {
    for (TinyCircuit tiny :
        List.of(ProductCircuits.weights(2), ProductCircuits.weights(7), ProductCircuits.views())) {
      double[][] first = tiny.values.toArray(double[][]::new);
      double[][] second =
          Arrays.stream(first)
              .map(
                  vector -> IntStream.range(0, vector.length).mapToDouble(i -> i % 5 - 2).toArray())
              .toArray(double[][]::new);
      for (InputPrivacy inputs : InputPrivacy.values()) {
        check(tiny.circuit(), tiny.weights(), 4, inputs, first, second, first);
      }
    }
  }

  /** Copies read no other copy's memory: an index past the end of one is refused. */
  @Test
  void memoriesAreApart() {
    var gadgets = new AllGadgets();
    Circuit batch = Batch.of(gadgets.tiny.circuit(), 3);
    long memories = batch.blocks().stream().filter(b -> b.gadget() instanceof Gadget.Entry).count();
    assertEquals(2 * 3, memories);
    List<double[]> honest = gadgets.tiny.values;
    List<double[]> past = new ArrayList<>(honest);
    past.set(2, new double[] {AllGadgets.LENGTH, 2, 2, 5, 1, 0});
    List<double[]> stacked =
        Objects.requireNonNull(batch.batch()).stack(List.of(past, honest, honest));
    UserException refusal =
        assertThrows(
            UserException.class,
            () ->
                CircuitExecutor.run(
                    batch, gadgets.tiny.weights(), stacked.toArray(double[][]::new)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("6"), refusal.getMessage());
  }

  private static boolean check(RandomCircuits.Example example, Random random) {
    int count = 2 + random.nextInt(3);
    double[][][] entries = new double[count][][];
    for (int c = 0; c < count; c++) {
      entries[c] = c == 0 ? example.inputs() : other(example.circuit(), random);
    }
    InputPrivacy inputs = List.of(InputPrivacy.values()).get(random.nextInt(3));
    try {
      check(example.circuit(), example.weights(), 1 << random.nextInt(4), inputs, entries);
      return true;
    } catch (UserException e) {
      assertTrue(
          String.valueOf(e.getMessage()).contains("cannot be proved in a batch"), e.getMessage());
      return false;
    }
  }

  private static double[][] other(Circuit circuit, Random random) {
    return circuit.inputs().stream()
        .map(
            input -> {
              var block = circuit.blocks().get(input.block());
              int most = (1 << ((Gadget.Round) block.gadget()).bits()) - 1;
              boolean flag = input.kind() == Circuit.Kind.BOOLEAN;
              return IntStream.range(0, block.length())
                  .mapToDouble(
                      _ ->
                          Math.scalb(
                              (double) random.nextInt(flag ? 0 : -most, most + 1),
                              -input.exponent()))
                  .toArray();
            })
        .toArray(double[][]::new);
  }

  private static void check(
      Circuit one, Weights weights, int weightColumns, InputPrivacy inputs, double[][]... entries) {
    Circuit circuit = Batch.of(one, entries.length);
    Batch batch = Objects.requireNonNull(circuit.batch());
    List<List<double[]>> given = Arrays.stream(entries).map(List::of).toList();
    CircuitExecution whole =
        CircuitExecutor.run(circuit, weights, batch.stack(given).toArray(double[][]::new));
    long[][] outputs = longs(whole.outputs());
    for (int c = 0; c < entries.length; c++) {
      long[][] alone = longs(CircuitExecutor.run(one, weights, entries[c]).outputs());
      assertArrayEquals(alone, batch.entry(outputs, c), "entry " + c);
    }
    boolean weighted = new CircuitSizes(circuit).hasWeights();
    int columns = weighted ? Math.max(1, weightColumns) : 0;
    Lowering lowering = TinyCircuit.lower(circuit, 13, 60, columns, 5, inputs);
    Lowering single = TinyCircuit.lower(one, 13, 60, columns, 5, inputs);
    assertEquals(single.layout().weightRows(), lowering.layout().weightRows());
    TestTrace trace = TestTrace.inference(lowering, weights, whole);
    assertEquals(Set.of(), trace.violations());
    swapped(lowering, trace, whole);
  }

  /** Entries that give different outputs cannot be told in another order. */
  private static void swapped(Lowering lowering, TestTrace trace, CircuitExecution whole) {
    PublicValues honest = PublicValues.of(lowering.layout(), whole);
    List<long[]> swapped = new ArrayList<>();
    boolean differs = false;
    for (long[] output : honest.outputs()) {
      int length = output.length / whole.circuit().entries();
      long[] other = output.clone();
      System.arraycopy(output, length, other, 0, length);
      System.arraycopy(output, 0, other, length, length);
      differs |= !Arrays.equals(output, other);
      swapped.add(other);
    }
    if (differs) {
      var values = new PublicValues(swapped.toArray(long[][]::new), honest.inputs());
      assertTrue(
          trace.violations(lowering.inference(values)).contains("running sum ends at the total"));
    }
  }

  private static long[][] longs(int[][] integers) {
    return Arrays.stream(integers)
        .map(values -> Arrays.stream(values).asLongStream().toArray())
        .toArray(long[][]::new);
  }

  @Test
  void theErrorOfABatchCountsEveryEntry() {
    TinyCircuit tiny = ProductCircuits.weights(7);
    Lowering single = TinyCircuit.lower(tiny.circuit(), 13, 60, 4, 5, InputPrivacy.HIDDEN);
    Lowering batch =
        TinyCircuit.lower(Batch.of(tiny.circuit(), 8), 13, 60, 4, 5, InputPrivacy.HIDDEN);
    int outputs = tiny.circuit().outputs().stream().mapToInt(o -> o.length()).sum();
    assertTrue(
        batch.layout().functionalDegree() >= single.layout().functionalDegree() + 7 * outputs);
  }
}
