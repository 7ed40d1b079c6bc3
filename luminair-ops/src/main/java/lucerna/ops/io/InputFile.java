package lucerna.ops.io;

import java.nio.file.Path;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;

/** A file of one input per model input: {@code {"input_data": [[...], ...]}}. */
public final class InputFile {
  private InputFile() {}

  /**
   * Reads the inputs of a model. Each element of {@code input_data} belongs to one model input, in
   * order, and is flat or nested in row-major order; for a model with one input the list may also
   * be that input itself. Numbers may be strings; {@code true} and {@code false} are 1 and 0 where
   * the model takes booleans or integers. What {@code input_data} holds after the model's own
   * inputs is ignored, and so are other keys; for a model without inputs it may hold nothing.
   *
   * @param file the JSON file
   * @param graph the model
   * @return one vector per graph input, in order
   * @throws UserException if the file cannot be read or does not fit the model
   */
  public static List<double[]> read(Path file, Graph graph) {
    try (var json = new JsonFile(file)) {
      return new SampleParser(json, graph).single();
    }
  }
}
