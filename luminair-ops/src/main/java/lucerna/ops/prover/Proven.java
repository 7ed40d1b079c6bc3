package lucerna.ops.prover;

import java.util.Map;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.key.ModelProof;

/**
 * A proof with what was measured while it was made.
 *
 * @param proof the proof
 * @param execution what the integer circuit computed; secret where the input is
 * @param nanos duration per stage: witness, commit, interaction, constraints, fri
 * @param cells committed base-field cells, padding and masks included
 * @param rows height of the trace
 */
public record Proven(
    ModelProof proof, CircuitExecution execution, Map<String, Long> nanos, long cells, long rows) {
  /** Copies the durations. */
  public Proven {
    nanos = Map.copyOf(nanos);
  }
}
