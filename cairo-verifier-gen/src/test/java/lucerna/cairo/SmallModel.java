package lucerna.cairo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;

/**
 * A model's key, made for a test, and a proof under it. Weights are public, so that no registration
 * takes time.
 */
record SmallModel(ModelKey key, ModelProof proof) {
  static final Path DIGITS = Path.of("..", "examples", "digits");
  private static final Path SMALL =
      Path.of("..", "luminair-ops", "src", "test", "resources", "models");

  static SmallModel digits(InputPrivacy input, boolean zeroKnowledge) {
    return make(DIGITS.resolve("model.onnx"), DIGITS.resolve("input.json"), input, zeroKnowledge);
  }

  static SmallModel of(String name, InputPrivacy input, boolean zeroKnowledge) {
    Path folder = SMALL.resolve(name);
    return make(folder.resolve("network.onnx"), folder.resolve("input.json"), input, zeroKnowledge);
  }

  private static SmallModel make(
      Path model, Path inputFile, InputPrivacy input, boolean zeroKnowledge) {
    Graph graph = OnnxImporter.read(model, Map.of());
    List<double[]> values = InputFile.read(inputFile, graph);
    Quantised quantised = Quantiser.quantise(graph, List.of(values), Options.DEFAULT);
    Keys keys =
        KeyMaker.make(
            quantised.circuit(),
            quantised.weights(),
            Digest.ZERO,
            new KeyOptions(40, new Privacy(WeightPrivacy.PUBLIC, input), zeroKnowledge),
            new byte[32],
            Progress.NONE);
    ModelProof proof =
        new ModelProver(keys.key(), keys.provingKey(), null)
            .prove(values, new byte[32], "to Cairo", Progress.NONE)
            .proof();
    return new SmallModel(keys.key(), proof);
  }
}
