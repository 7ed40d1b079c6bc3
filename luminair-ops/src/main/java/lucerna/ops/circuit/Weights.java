package lucerna.ops.circuit;

import java.util.List;

/**
 * The secret part of a circuit.
 *
 * @param products per affine, in order, per product of it that has weights, in order: {@code w[(g K
 *     + k) N + n]}, each of absolute value below {@code 2^13}
 */
public record Weights(List<int[]> products) {}
