package lucerna.cli;

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
import lucerna.ops.io.SamplesFile;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.primitive.Unfuser;
import lucerna.ops.quantise.Calibration;
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

  /** Reads a model. */
  Graph graph(Path model) {
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
   * @param samples what to measure if the user gave nothing
   */
  Quantised quantise(Path model, Graph graph, List<List<double[]>> samples) {
    Quantised fused = fused(model, graph, samples);
    return noFuse ? Unfuser.unfuse(fused) : fused;
  }

  private Quantised fused(Path model, Graph graph, List<List<double[]>> samples) {
    if (scales != null) {
      Calibration measured = ScalesFile.read(scales, shapes.digest(model));
      return Quantiser.quantise(graph, measured, target.options());
    }
    return Quantiser.quantise(
        graph,
        calibration == null ? samples : SamplesFile.read(calibration, graph).samples(),
        target.options());
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
