package lucerna.ops.quant;

import lucerna.ops.program.Program;
import lucerna.ops.program.Weights;

/**
 * A quantised model.
 *
 * @param program the public part
 * @param weights the secret part
 * @param report what was chosen; it tells of the weights, so it is not for the public
 */
public record Quantised(Program program, Weights weights, QuantReport report) {}
