package lucerna.ops.executor;

import lucerna.ops.UserException;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Weights;

/** Runs circuits on integers, exactly as their proofs will state. */
public final class CircuitExecutor {
  private final Circuit circuit;
  private final Bounds bounds;
  private final Weights weights;

  /**
   * Makes an executor, which may run many times, also at once.
   *
   * @param circuit a circuit that {@link lucerna.ops.circuit.CircuitChecks} accepts
   * @param bounds its bounds, as the check returned them
   * @param weights its weights, accepted with it
   */
  public CircuitExecutor(Circuit circuit, Bounds bounds, Weights weights) {
    this.circuit = circuit;
    this.bounds = bounds;
    this.weights = weights;
  }

  /**
   * Runs a circuit once; its tables and bounds are computed for that.
   *
   * @param circuit a circuit that {@link lucerna.ops.circuit.CircuitChecks} accepts
   * @param weights its weights, accepted with it
   * @param inputs one vector per model input, in order
   * @return all that was computed
   * @throws UserException if an input or an element is out of its range
   * @throws InternalError if an accumulator exceeds its proven bound
   */
  public static CircuitExecution run(Circuit circuit, Weights weights, double[][] inputs) {
    return new CircuitExecutor(circuit, Bounds.of(circuit), weights).run(inputs);
  }

  /**
   * Runs the circuit.
   *
   * @param inputs one vector per model input, in order
   * @return all that was computed
   * @throws UserException if an input or an element is out of its range
   * @throws InternalError if an accumulator exceeds its proven bound
   */
  public CircuitExecution run(double[][] inputs) {
    if (inputs.length != circuit.inputs().size()) {
      throw new UserException(
          "There are %d inputs, the model has %d."
              .formatted(inputs.length, circuit.inputs().size()));
    }
    return new CircuitRun(circuit, bounds, weights).run(inputs);
  }
}
