package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.io.Samples;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.primitive.Unfuser;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a model is read, and where its scales come from. */
final class ModelArguments {
  private static final int RANDOM_SAMPLES = 64;

  @Mixin Shapes shapes = new Shapes();
  @Mixin TargetArgument target = new TargetArgument();

  @Option(
      names = "--scales",
      paramLabel = "FILE",
      description = "Take the ranges that calibrate measured and wrote to this file.")
  @Nullable Path scales;

  @Option(
      names = "--calibration",
      paramLabel = "SAMPLES",
      description = "Measure ranges on these samples.")
  @Nullable Path calibration;

  @Option(
      names = "--no-fuse",
      description =
          "Lower the model to the twelve primitives alone: the same integers, for far more rows.")
  boolean noFuse;

  private @Nullable ScaleSearch search;

  /** Reads a model. */
  Graph graph(Path model) {
    target.check();
    if (scales != null && target.maxError != null) {
      throw new UserException(
          "--max-error measures errors on samples, and --scales has none: give --calibration"
              + " instead.");
    }
    if (scales != null && calibration != null) {
      throw new UserException("Ranges come from --scales or from --calibration: give only one.");
    }
    return OnnxImporter.read(model, shapes.bound);
  }

  /** Returns whether the user said where ranges come from. */
  boolean saysRanges() {
    return scales != null || calibration != null;
  }

  /**
   * Quantises a model.
   *
   * @param verb who asks
   * @param options what the key is to promise
   * @param samples what to measure if the user gave nothing
   */
  Quantised quantise(
      Verb verb, Path model, Graph graph, KeyOptions options, List<List<double[]>> samples) {
    Quantised fused = fused(verb, model, graph, options, samples);
    return noFuse ? Unfuser.unfuse(fused) : fused;
  }

  private Quantised fused(
      Verb verb, Path model, Graph graph, KeyOptions options, List<List<double[]>> samples) {
    if (scales != null) {
      ScalesFile.Content content = ScalesFile.read(scales, shapes.digest(model));
      Options stored = content.options();
      return Quantiser.quantise(
          graph,
          content.calibration(),
          stored == null || target.target != null
              ? target.options()
              : stored.saturating(target.saturate));
    }
    Samples given =
        calibration == null
            ? new Samples(samples, List.of())
            : SamplesFile.read(calibration, graph);
    Double most = target.maxError;
    if (most == null) {
      return Quantiser.quantise(graph, given.samples(), target.options());
    }
    ScaleSearch found = ScaleSearch.run(verb, graph, given, most, target.saturate, options);
    search = found;
    return found.quantised();
  }

  /** Adds what a search for an error tried, if there was one. */
  void describe(ObjectNode result) {
    ScaleSearch found = search;
    if (found != null) {
      result.put("maxError", found.most()).set("tried", found.json());
    }
  }

  /**
   * Returns how a key's circuit differs from what is asked for, or null if it does not.
   *
   * @param strict whether leaving out --no-fuse asks for a fused circuit
   */
  @Nullable String difference(Circuit circuit, boolean strict) {
    if (noFuse && !Unfuser.isUnfused(circuit)) {
      return "its circuit is fused";
    }
    boolean primitives =
        circuit.blocks().size() > circuit.inputs().size() && Unfuser.isUnfused(circuit);
    return strict && !noFuse && primitives ? "its circuit is made with --no-fuse" : null;
  }

  /** Says in a few words where ranges come from. */
  String source(String otherwise) {
    return scales != null
        ? scales.toString()
        : calibration != null ? "samples of " + calibration : otherwise;
  }

  /**
   * Returns inputs to measure where nothing better is known: always the same, in [-1, 1], or bits.
   */
  static List<List<double[]>> randomSamples(Graph graph) {
    var random = new SplittableRandom(1);
    List<List<double[]>> samples = new ArrayList<>();
    for (int i = 0; i < RANDOM_SAMPLES; i++) {
      List<double[]> sample = new ArrayList<>();
      for (GraphInput input : graph.inputs()) {
        double[] values = random.doubles(input.shape().size(), -1, 1).toArray();
        if (graph.kind(input.name()) != ElementKind.REAL) {
          Arrays.setAll(values, k -> values[k] < 0 ? 0 : 1);
        }
        sample.add(values);
      }
      samples.add(sample);
    }
    return samples;
  }
}
