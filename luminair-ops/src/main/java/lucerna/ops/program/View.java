package lucerna.ops.program;

/**
 * How a reader sees a committed tensor: which elements, in which order, through ReLU or not.
 *
 * @param tensor index into {@link Program#tensors()}
 * @param relu whether each element is read as {@code max(0, value)}
 * @param source element numbers of the tensor, one per element of the view in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // views are compared by content nowhere
public record View(int tensor, boolean relu, int[] source) {}
