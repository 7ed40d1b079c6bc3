package lucerna.ops.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
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
import lucerna.ops.key.PublicPart;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.PublicValues;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every example model is proven for real, with every choice of privacy in turn. */
final class ExampleProofsTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "models");
  private static final Path MORE = Path.of("..", "cli", "src", "test", "resources", "models");

  @ParameterizedTest
  @CsvSource({
    "accuracy, HIDDEN, HIDDEN",
    "1l_mlp, PUBLIC, COMMITTED",
    "1l_linear, HIDDEN, PUBLIC",
    "1l_relu, HIDDEN, COMMITTED",
    "1l_flatten, HIDDEN, HIDDEN",
    "1l_reshape, PUBLIC, PUBLIC",
    "1l_identity, HIDDEN, HIDDEN",
    "2l_relu_fc, HIDDEN, COMMITTED",
    "2l_relu_small, PUBLIC, HIDDEN",
    "linear_regression, PUBLIC, HIDDEN",
    "quantize_dequantize, HIDDEN, PUBLIC",
    "1l_sigmoid, HIDDEN, COMMITTED",
    "1l_softmax, HIDDEN, PUBLIC",
    "1l_conv, HIDDEN, HIDDEN",
    "1l_max_pool, HIDDEN, HIDDEN",
    "lenet_28, HIDDEN, COMMITTED",
    "layernorm, HIDDEN, HIDDEN",
    "self_attention, PUBLIC, COMMITTED",
    "gather_elements, HIDDEN, HIDDEN"
  })
  void aModelIsProvenAndAnotherOutputIsNot(String name, WeightPrivacy weights, InputPrivacy inputs)
      throws Exception {
    Path small = MODELS.resolve(name);
    Path folder = Files.exists(small) ? small : MORE.resolve(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(folder.resolve("input.json"), graph);
    Quantised model = Quantiser.quantise(graph, List.of(input), Options.DEFAULT);
    Keys keys =
        KeyMaker.make(
            model.circuit(),
            model.weights(),
            Digest.ZERO,
            new KeyOptions(10, new Privacy(weights, inputs), true),
            new byte[32],
            Progress.NONE);
    ModelKey key = ModelKey.parse(keys.key().bytes(), "model.key");
    assertTrue(key.provableBits() >= ModelKey.MIN_PROVABLE_BITS);
    var proof =
        new ModelProver(key, keys.provingKey(), null)
            .prove(input, new byte[] {1}, "", Progress.NONE)
            .proof();
    var verifier = new ModelVerifier(key);
    verifier.checkKey();
    verifier.verify(ModelProof.parse(proof.bytes(), "proof.bin"));

    PublicPart honest = proof.publicPart();
    long[][] outputs = proof.outputs().clone();
    outputs[0] = outputs[0].clone();
    outputs[0][0] += outputs[0][0] > 0 ? -1 : 1;
    var lie =
        ModelProof.of(
            key.digest(),
            new PublicPart(
                honest.instance(),
                new PublicValues(outputs, proof.inputs()),
                honest.inputRoot(),
                honest.context()),
            proof.stark());
    var e = assertThrows(ProofRejectedException.class, () -> verifier.verify(lie));
    // The output is absorbed first, so the first thing that no longer fits is a proof of work.
    assertEquals("PROOF_OF_WORK", e.rejection().reason().name());
  }
}
