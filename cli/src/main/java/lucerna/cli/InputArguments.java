package lucerna.cli;

import java.nio.file.Path;
import java.util.Objects;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model of a run, and its input or several. */
final class InputArguments {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The ONNX model.")
  Path model = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT",
      description = "The input as JSON: {\"input_data\": [[...], ...]}.")
  @Nullable Path input;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "Instead of INPUT: several inputs for one proof, one a line, each as INPUT would be.")
  @Nullable Path batch;

  /** Refuses what cannot be read as one or several inputs, before any work is done for it. */
  void check() {
    if (input == null && batch == null) {
      throw new UserException("Give INPUT, or several inputs by --batch FILE.");
    }
    if (input != null && batch != null) {
      throw new UserException("INPUT and --batch are two ways to give inputs: give only one.");
    }
  }

  /** Reads them. */
  Entries read(Graph graph) {
    check();
    Path one = input;
    return one == null
        ? Entries.readBatch(Objects.requireNonNull(batch), graph)
        : Entries.readOne(one, graph);
  }
}
