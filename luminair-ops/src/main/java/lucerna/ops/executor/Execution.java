package lucerna.ops.executor;

/**
 * Everything that one run of a program computed.
 *
 * @param tensors per tensor, its elements
 * @param accumulators per affine, accumulator {@code m N + n}
 * @param remainders per tensor, what the rounding of each element left, in {@code [0, 2^shift)};
 *     empty for an input
 * @param outputs per output, its integers
 * @param reals per output, the real numbers that they stand for
 */
@SuppressWarnings("ArrayRecordComponent")
public record Execution(
    int[][] tensors,
    long[][] accumulators,
    int[][] remainders,
    int[][] outputs,
    double[][] reals) {}
