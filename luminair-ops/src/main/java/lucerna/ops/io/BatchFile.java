package lucerna.ops.io;

import java.nio.file.Path;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;

/** A file of the inputs of a batch. */
public final class BatchFile {
  private BatchFile() {}

  /**
   * Reads inputs, each an object as in {@link InputFile}, one after the other, commonly one a line.
   *
   * @param file the file
   * @param graph the model
   * @return the inputs, at least one
   * @throws UserException if the file cannot be read or does not fit the model
   */
  public static List<List<double[]>> read(Path file, Graph graph) {
    try (var json = new JsonFile(file)) {
      return new SampleParser(json, graph).lines();
    }
  }
}
