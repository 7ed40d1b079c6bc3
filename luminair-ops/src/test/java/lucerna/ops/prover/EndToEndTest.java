package lucerna.ops.prover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.Privacy;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import lucerna.ops.verifier.ModelVerifier;
import org.junit.jupiter.api.Test;

final class EndToEndTest {
  private static final Path DIGITS = Path.of("..", "examples", "digits");

  @Test
  void digitsAreProvenAndVerifiedThroughTheirFiles() throws Exception {
    Graph graph = OnnxImporter.read(DIGITS.resolve("model.onnx"), Map.of());
    var samples = SamplesFile.read(DIGITS.resolve("calibration.json"), graph);
    Quantised model = Quantiser.quantise(graph, samples.samples(), Options.DEFAULT);
    Keys keys =
        KeyMaker.make(
            model.circuit(),
            model.weights(),
            Digest.ZERO,
            new KeyOptions(40, Privacy.HIDDEN, true),
            new byte[32],
            Progress.NONE);
    ModelKey key = ModelKey.parse(keys.key().bytes(), "model.key");
    assertArrayEquals(keys.key().bytes(), key.bytes());
    assertTrue(key.provableBits() >= 100, key.security()::toString);
    var prover =
        new ModelProver(key, ProvingKey.parse(keys.provingKey().bytes(), "proving.key"), null);
    List<double[]> input = InputFile.read(DIGITS.resolve("input.json"), graph);
    byte[] bytes = prover.prove(input, new byte[32], "", Progress.NONE).proof().bytes();
    assertTrue(bytes.length <= 400_000, bytes.length + " bytes");
    var verifier = new ModelVerifier(key);
    verifier.checkKey();
    verifier.verify(ModelProof.parse(bytes, "proof.bin"));
  }
}
