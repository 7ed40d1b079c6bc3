package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
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
import lucerna.ops.quantise.Quantiser;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.Fibres;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.StarkProof;
import lucerna.stark.prover.ProverListener;
import lucerna.testkit.ProofEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provers that are honest in all but one message, so that all work and all roots fit it. */
final class DishonestProverTest {
  private static final Path MODEL =
      Path.of("..", "luminair-ops", "src", "test", "resources", "models", "1l_linear");

  @TempDir Path folder;

  /** Each attack, and the reason for which its proof is refused. */
  private static final Map<String, ProverListener> ATTACKS =
      Map.of(
          "MERKLE word at the first position of a leaf of the composition",
          leafWord(0),
          "MERKLE word at the second position",
          leafWord(1),
          "MERKLE word at the third position",
          leafWord(2),
          "MERKLE word at the fourth position",
          leafWord(3),
          "CONSTRAINTS witness",
          new ProverListener() {
            @Override
            public void witness(int[][] rows) {
              rows[0][0] = M31.add(rows[0][0], 1);
            }
          },
          "CONSTRAINTS composition",
          new ProverListener() {
            @Override
            public void composition(int[][] coefficients) {
              coefficients[1][0] = M31.add(coefficients[1][0], 1);
            }
          },
          "MERKLE low degree, but not the quotients",
          new ProverListener() {
            @Override
            public void friInput(SecureColumn values) {
              for (int i = 0; i < values.length(); i++) {
                values.set(i, values.get(i).add(QM31.ONE));
              }
            }
          });

  /** Opens a leaf of the composition's tree with one word changed, queried or not. */
  private static ProverListener leafWord(int entry) {
    return new ProverListener() {
      @Override
      public StarkProof finished(StarkProof proof) {
        return ProofEdits.opened(
            proof,
            ProofEdits.COMPOSITION,
            rows -> {
              int[] row = rows.values()[0];
              int at = entry * (row.length / Fibres.WIDEST.size());
              row[at] = M31.add(row[at], 1);
              return rows;
            });
      }
    };
  }

  @Test
  void dishonestProofsAreRefused() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    Graph graph = OnnxImporter.read(MODEL.resolve("network.onnx"), Map.of());
    List<double[]> input = InputFile.read(MODEL.resolve("input.json"), graph);
    var quantised = Quantiser.quantise(graph, List.of(input), Options.DEFAULT);
    var privacy = new Privacy(WeightPrivacy.PUBLIC, InputPrivacy.HIDDEN);
    Keys keys =
        KeyMaker.make(
            quantised.circuit(),
            quantised.weights(),
            Digest.ZERO,
            new KeyOptions(40, privacy, false),
            new byte[32],
            Progress.NONE);
    var prover = new ModelProver(keys.key(), keys.provingKey(), null);
    CairoPackage.of(keys.key()).write(folder.resolve("package"));
    assertEquals("", refusal(keys, prover, ProverListener.NONE));
    for (var attack : ATTACKS.entrySet()) {
      String reason = attack.getKey().substring(0, attack.getKey().indexOf(' '));
      assertTrue(refusal(keys, prover, attack.getValue()).contains("'" + reason), attack.getKey());
    }
  }

  /* The reason in Cairo, empty if the proof is accepted there; Java must agree. */
  private String refusal(Keys keys, ModelProver prover, ProverListener attack) throws Exception {
    ModelProof proof =
        prover
            .prove(
                InputFile.read(
                    MODEL.resolve("input.json"),
                    OnnxImporter.read(MODEL.resolve("network.onnx"), Map.of())),
                new byte[32],
                "",
                Progress.NONE,
                null,
                attack)
            .proof();
    List<String> felts = Calldata.of(keys.key(), proof);
    Path file = folder.resolve("proof.json");
    Files.writeString(file, "[[\"" + String.join("\",\"", felts) + "\"]]");
    JsonNode out =
        CairoCheck.run(
            folder,
            "run",
            folder.resolve("package").toString(),
            "--fn",
            "verifier::verify",
            "--args",
            "@" + file,
            "--quiet");
    JsonNode run = out.path("runs").path(0);
    var verifier = new ModelVerifier(keys.key());
    if (run.path("ok").asBoolean()) {
      verifier.verify(proof);
      return "";
    }
    assertThrows(ProofRejectedException.class, () -> verifier.verify(proof));
    assertFalse(run.path("panic_text").isMissingNode(), out::toString);
    return run.path("panic_text").asText();
  }
}
