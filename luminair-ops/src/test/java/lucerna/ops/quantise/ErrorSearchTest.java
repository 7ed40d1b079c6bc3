package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.Samples;
import org.junit.jupiter.api.Test;

final class ErrorSearchTest {
  private static final Graph GRAPH = Networks.perceptron(3, 1, 1, 8, 6, 4);
  private static final Samples SAMPLES = new Samples(Networks.samples(GRAPH, 20, 1, 1), List.of());

  private static int bits(Quantised model) {
    return model.circuit().blocks().stream()
        .mapToInt(block -> ((Gadget.Round) block.gadget()).bits())
        .sum();
  }

  @Test
  void candidatesAreTriedByCostUntilOneIsGoodEnough() {
    List<String> stages = new ArrayList<>();
    var outcome =
        ErrorSearch.search(
            GRAPH,
            SAMPLES,
            0.02,
            false,
            circuit -> bits(new Quantised(circuit, new lucerna.ops.circuit.Weights(List.of()), "")),
            (stage, _, _) -> stages.add(stage));
    var attempts = outcome.attempts();
    assertEquals(ErrorSearch.CANDIDATES.size(), attempts.size());
    int taken = 0;
    while (!attempts.get(taken).refusal().isEmpty()) {
      assertTrue(attempts.get(taken).percent() > 0.02);
      taken++;
    }
    assertTrue(taken > 0 && attempts.get(taken).percent() <= 0.02, attempts.toString());
    assertEquals(attempts.get(taken).candidate().options(), outcome.options());
    for (int i = taken + 1; i < attempts.size(); i++) {
      assertEquals("costs more", attempts.get(i).refusal());
      assertTrue(Double.isNaN(attempts.get(i).percent()));
    }
    // The result is what quantising by those options gives.
    Quantised again =
        Quantiser.quantise(GRAPH, SAMPLES.samples(), Objects.requireNonNull(outcome.options()));
    assertEquals(again.report(), Objects.requireNonNull(outcome.quantised()).report());
    assertTrue(stages.containsAll(List.of("choosing scales speed", "choosing scales accuracy")));
  }

  @Test
  void whatIsTooLargeIsRefusedAndTheReasonKept() {
    var outcome =
        ErrorSearch.search(
            GRAPH,
            SAMPLES,
            100,
            false,
            _ -> {
              throw new UserException("much too large");
            },
            Progress.NONE);
    assertNull(outcome.options());
    assertNull(outcome.best());
    for (ErrorSearch.Attempt attempt : outcome.attempts()) {
      assertEquals(-1, attempt.cost());
      assertEquals("much too large", attempt.refusal());
    }
  }

  @Test
  void theLeastErrorIsKnownWhereNothingIsGoodEnough() {
    var outcome = ErrorSearch.search(GRAPH, SAMPLES, 0, false, _ -> 1, Progress.NONE);
    assertNull(outcome.quantised());
    ErrorSearch.Attempt best = outcome.best();
    assertNotNull(best);
    for (ErrorSearch.Attempt attempt : outcome.attempts()) {
      assertEquals("error too large", attempt.refusal());
      assertTrue(attempt.percent() >= best.percent());
    }
  }
}
