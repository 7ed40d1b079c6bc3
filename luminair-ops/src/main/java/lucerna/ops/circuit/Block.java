package lucerna.ops.circuit;

/**
 * As many gadgets of one kind as a tensor has elements.
 *
 * @param name the tensor or node, for messages
 * @param gadget the kind, with its widths
 * @param length the number of gadgets
 * @param equations per equation of the gadget the affine whose accumulators, as many as {@code
 *     length}, it equals
 * @param exponent the real value of output 0 is {@code integer 2^-exponent}; only messages use it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by tests through the codec
public record Block(String name, Gadget gadget, int length, int[] equations, int exponent) {}
