package lucerna.ops.graph;

/**
 * A tensor that the caller supplies.
 *
 * @param name the model's name of the input, which also identifies the tensor
 * @param shape its shape
 */
public record GraphInput(String name, Shape shape) {}
