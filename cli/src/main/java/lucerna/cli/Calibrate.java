package lucerna.cli;

import java.nio.file.Path;
import lucerna.ops.circuit.Block;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.Samples;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.prover.Estimate;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.quantise.AccuracyReport;
import lucerna.ops.quantise.Calibration;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chooses scales on samples, and says what they cost in accuracy. */
@Command(
    name = "calibrate",
    description = "Chooses scales on samples, and prints the error against the float model.")
final class Calibrate extends Verb {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The ONNX model.")
  Path model;

  @Parameters(
      index = "1",
      paramLabel = "SAMPLES",
      description = "Inputs as JSON: {\"samples\": [{\"input_data\": ...}, ...], \"labels\": ...}.")
  Path samples;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "Write the measured ranges, for --scales of commit and prove.")
  @Nullable Path output;

  @Mixin Shapes shapes = new Shapes();
  @Mixin TargetArgument target = new TargetArgument();

  @Override
  int run() {
    target.check();
    Graph graph = OnnxImporter.read(model, shapes.bound);
    Samples given = SamplesFile.read(samples, graph);
    Calibration calibration = Calibration.measure(graph, given.samples());
    Double most = target.maxError;
    ScaleSearch search =
        most == null
            ? null
            : ScaleSearch.run(this, graph, given, most, target.saturate, KeyOptions.DEFAULT);
    Quantised quantised =
        search == null
            ? Quantiser.quantise(graph, calibration, target.options())
            : search.quantised();
    AccuracyReport report =
        AccuracyReport.compare(
            graph, quantised.circuit(), quantised.weights(), given.samples(), given.labels());
    Estimate estimate = Estimate.of(quantised.circuit(), KeyOptions.DEFAULT);
    if (output != null) {
      ScalesFile.write(
          output,
          shapes.digest(model),
          calibration,
          search == null ? null : search.outcome().options());
    }
    quantised.report().lines().forEach(line -> say("%s", line));
    report.lines().forEach(line -> say("%s", line));
    say("%s", EstimateView.line(estimate));
    if (output != null) {
      say("wrote %s", output);
    }
    var result = Json.object().put("samples", report.samples()).put("refused", report.refused());
    result
        .putObject("error")
        .put("meanAbs", report.meanAbsolute())
        .put("medianAbs", report.medianAbsolute())
        .put("maxAbs", report.maxAbsolute())
        .put("meanAbsPercent", report.meanPercentage())
        .put("outputRange", report.range())
        .put("percentOfRange", report.percentOfRange());
    result.put("argmaxAgreement", report.agreement());
    if (report.labels()) {
      result
          .putObject("accuracy")
          .put("float", report.floatAccuracy())
          .put("quantised", report.accuracy());
    }
    if (search != null) {
      result.put("maxError", search.most()).set("tried", search.json());
    }
    result.set("estimate", EstimateView.json(estimate));
    var blocks = result.putArray("blocks");
    for (Block block : quantised.circuit().blocks()) {
      blocks
          .addObject()
          .put("node", block.name())
          .put("kind", KeyDetails.kind(block))
          .put("length", block.length())
          .put("exponent", block.exponent());
    }
    if (output != null) {
      result.put("file", output.toString());
    }
    print(result);
    return Exit.DONE;
  }
}
