package lucerna.ops.layout;

import java.util.Set;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;

/** Checks the trace of an execution against every constraint, without making a proof. */
public final class TraceFaults {
  private TraceFaults() {}

  /**
   * Lays a circuit out and checks the trace of an execution.
   *
   * @param circuit the circuit
   * @param weights its weights
   * @param execution a run of it
   * @return the labels of constraints and relations that do not hold
   */
  public static Set<String> of(Circuit circuit, Weights weights, CircuitExecution execution) {
    LayoutShape shape =
        LayoutPlanner.plan(circuit, 1, new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, false));
    Lowering lowering = new Lowering(new Layout(circuit, shape));
    return TestTrace.inference(lowering, weights, execution).violations();
  }
}
