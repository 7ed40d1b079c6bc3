package lucerna.ops.prover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
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
import lucerna.ops.primitive.Unfuser;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models in primitives are proven for real; the verifier is the one for any circuit. */
final class UnfusedProofsTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "models");
  private static final Path MORE = Path.of("..", "cli", "src", "test", "resources", "models");

  @ParameterizedTest
  @CsvSource({
    "1l_mlp, HIDDEN, COMMITTED",
    "1l_softmax, HIDDEN, HIDDEN",
    "1l_conv, PUBLIC, PUBLIC",
    "layernorm, HIDDEN, HIDDEN",
    "oh_decision_tree, HIDDEN, HIDDEN"
  })
  void aModelIsProvenAndAnotherOutputIsNot(String name, WeightPrivacy weights, InputPrivacy inputs)
      throws Exception {
    Path small = MODELS.resolve(name);
    Path folder = Files.exists(small) ? small : MORE.resolve(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(folder.resolve("input.json"), graph);
    Quantised fused = Quantiser.quantise(graph, List.of(input), Options.DEFAULT);
    Quantised model = Unfuser.unfuse(fused);
    Keys keys =
        KeyMaker.make(
            model.circuit(),
            model.weights(),
            Digest.ZERO,
            new KeyOptions(5, new Privacy(weights, inputs), true),
            new byte[32],
            Progress.NONE);
    ModelKey key = ModelKey.parse(keys.key().bytes(), "model.key");
    assertTrue(Unfuser.isUnfused(key.circuit()));
    assertTrue(key.provableBits() >= ModelKey.MIN_PROVABLE_BITS);
    ModelProof proof =
        new ModelProver(key, keys.provingKey(), null)
            .prove(input, new byte[] {1}, "", Progress.NONE)
            .proof();
    var verifier = new ModelVerifier(key);
    verifier.checkKey();
    verifier.verify(ModelProof.parse(proof.bytes(), "proof.bin"));
    CircuitExecution expected =
        CircuitExecutor.run(fused.circuit(), fused.weights(), input.toArray(double[][]::new));
    for (int o = 0; o < proof.outputs().length; o++) {
      long[] integers = Arrays.stream(expected.outputs()[o]).asLongStream().toArray();
      assertArrayEquals(integers, proof.outputs()[o]);
    }

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
    assertEquals("PROOF_OF_WORK", e.rejection().reason().name());
  }
}
