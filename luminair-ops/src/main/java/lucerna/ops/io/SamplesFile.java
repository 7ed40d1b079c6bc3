package lucerna.ops.io;

import java.nio.file.Path;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;

/** A file of many inputs, for calibration. */
public final class SamplesFile {
  private SamplesFile() {}

  /**
   * Reads samples. A sample is an object with {@code input_data} as in {@link InputFile}. The file
   * holds one sample, a JSON array of them, one per line, or {@code {"samples": [...]}}, beside
   * which {@code "labels"} may give one integer per sample.
   *
   * @param file the JSON file
   * @param graph the model
   * @return the samples, at least one
   * @throws UserException if the file cannot be read or does not fit the model
   */
  public static Samples read(Path file, Graph graph) {
    try (var json = new JsonFile(file)) {
      return new SampleParser(json, graph).many();
    }
  }
}
