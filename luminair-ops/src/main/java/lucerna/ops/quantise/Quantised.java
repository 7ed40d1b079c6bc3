package lucerna.ops.quantise;

import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Weights;

/**
 * A quantised model.
 *
 * @param circuit its public part
 * @param weights its secret part
 * @param report what was chosen
 */
public record Quantised(Circuit circuit, Weights weights, String report) {}
