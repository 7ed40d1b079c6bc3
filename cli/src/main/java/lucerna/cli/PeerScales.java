package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.Samples;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.prover.Estimate;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.quantise.AccuracyReport;
import lucerna.ops.quantise.Calibration;
import lucerna.ops.quantise.ErrorSearch;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;

/**
 * Our scales beside another prover: of the candidates of {@code --max-error} the one of fewest
 * cells whose mean relative error on the input is at most a bound, and where none is that good the
 * one of least error. {@code --max-error} itself takes errors in percent of an output's range,
 * which the other prover's are not in.
 */
final class PeerScales {
  /** A candidate that the input is not out of range of. */
  record Choice(String name, Options options, long cells, double percent) {}

  private final Path model;
  private final Graph graph;
  private final Samples samples;

  PeerScales(Path model, Path input) {
    this.model = model;
    graph = OnnxImporter.read(model, Map.of());
    samples = SamplesFile.read(input, graph);
  }

  /** Returns the choice among candidates that were measured. */
  static Choice choose(List<Choice> measured, double most) {
    return measured.stream()
        .filter(choice -> choice.percent <= most)
        .min(Comparator.comparingLong(Choice::cells).thenComparingDouble(Choice::percent))
        .or(() -> measured.stream().min(Comparator.comparingDouble(Choice::percent)))
        .orElseThrow(() -> new UserException("No scales bound the model's integers."));
  }

  /** Writes the scales that are chosen, and returns what there is to say about them. */
  ObjectNode write(Path file, double most) {
    Calibration calibration = Calibration.measure(graph, samples.samples());
    List<Choice> measured = new ArrayList<>();
    ObjectNode refused = Json.object();
    for (ErrorSearch.Candidate candidate : ErrorSearch.CANDIDATES) {
      try {
        measured.add(measure(calibration, candidate));
      } catch (UserException e) {
        // No scales of this candidate bound the integers, or keep the input in range.
        refused.put(candidate.name(), e.getMessage());
      }
    }
    Choice choice = choose(measured, most);
    ScalesFile.write(file, new Shapes().digest(model), calibration, choice.options);
    ObjectNode result = Json.object();
    if (!refused.isEmpty()) {
      result.set("refused", refused);
    }
    return result
        .put("name", choice.name)
        .put("cells", choice.cells)
        .put("maxErrorPercent", most)
        .put("errorPercent", choice.percent)
        .put("within", choice.percent <= most);
  }

  private Choice measure(Calibration calibration, ErrorSearch.Candidate candidate) {
    Quantised quantised = Quantiser.quantise(graph, calibration, candidate.options());
    AccuracyReport report =
        AccuracyReport.compare(
            graph, quantised.circuit(), quantised.weights(), samples.samples(), List.of());
    long cells = Estimate.of(quantised.circuit(), KeyOptions.DEFAULT).cells();
    return new Choice(candidate.name(), candidate.options(), cells, report.meanPercentage());
  }
}
