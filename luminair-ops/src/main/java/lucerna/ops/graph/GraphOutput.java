package lucerna.ops.graph;

/**
 * A tensor that the model hands out.
 *
 * @param name the model's name of the output
 * @param tensor the tensor that holds its elements, which may bear another name
 * @param shape the output's shape, of as many elements as the tensor's
 */
public record GraphOutput(String name, String tensor, Shape shape) {}
