package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lucerna.field.QM31;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.WeightPins;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.Pins;
import lucerna.stark.ProofRejectedException;
import lucerna.testkit.MaliciousProver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pins in generated verifiers: what a proof of a compact key is held to beside the root of its
 * weight tree.
 */
final class PinnedPackageTest {
  private static final int TREE = 1;

  /** Made where the compiler is. */
  private static final class Made {
    static final SmallModel DIGITS = SmallModel.compactDigits(TREE);
  }

  /**
   * What refuses a word that is not the low-degree one, or lacks the work of another transcript.
   */
  private static final String FAR = ".*'(MERKLE|FRI|SHAPE).*";

  private static final String OTHER_TRANSCRIPT = ".*'(PROOF_OF_WORK|CONSTRAINTS).*";

  @TempDir Path folder;

  private static WeightPins pins() {
    WeightPins pins = Made.DIGITS.key().content().pins();
    assertNotNull(pins);
    return pins;
  }

  /** The pins with one of the opened tree's moved by a unit of QM31. */
  private static WeightPins forged(int column, QM31 by) {
    var values = new ArrayList<>(pins().values());
    int index = TREE * Made.DIGITS.key().shape().weightColumns() + column;
    values.set(index, values.get(index).add(by));
    return new WeightPins(pins().nonce(), values);
  }

  private static MaliciousProver lowDegree() {
    return new MaliciousProver().lowDegreeInput(Made.DIGITS.key().config().fri().logBlowupFactor());
  }

  private JsonNode run(String name, Map<String, String> files, SmallModel of) throws Exception {
    Path target = folder.resolve(name);
    for (var file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    String felts =
        Calldata.of(of.key(), of.proof()).stream()
            .collect(Collectors.joining("\",\"", "[[\"", "\"]]"));
    Path arguments = Files.writeString(folder.resolve(name + ".json"), felts);
    JsonNode out =
        CairoCheck.run(
            folder,
            "run",
            target.toString(),
            "--fn",
            "verifier::verify",
            "--args",
            "@" + arguments,
            "--quiet");
    JsonNode runs = out.path("runs");
    assertEquals(1, runs.size(), out::toString);
    return runs.get(0);
  }

  private static void refused(String reason, JsonNode run) {
    assertFalse(run.path("ok").asBoolean(), run::toString);
    assertTrue(run.path("panic_text").asText().matches(reason), run::toString);
  }

  /** The files with one change. */
  private static Map<String, String> changed(String file, String from, String to) {
    var files = new TreeMap<>(CairoPackage.of(Made.DIGITS.key()).files());
    String text = files.get(file);
    assertNotNull(text);
    String other = text.replace(from, to);
    assertNotEquals(text, other);
    files.put(file, other);
    return files;
  }

  /** The prover knows the forged pins and absorbs them; only that a quotient has a pole stands. */
  @Test
  void aTreeThatMissesItsPinsHasNoProof() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel honest = Made.DIGITS.pinned(pins(), lowDegree());
    new ModelVerifier(honest.key()).verify(honest.proof());
    JsonNode accepted = run("honest", CairoPackage.of(honest.key()).files(), honest);
    assertTrue(accepted.path("ok").asBoolean(), accepted::toString);
    int last = Made.DIGITS.key().shape().weightColumns() - 1;
    for (WeightPins pins : List.of(forged(0, QM31.ONE), forged(last, new QM31(0, 0, 0, 1)))) {
      SmallModel lie = Made.DIGITS.pinned(pins, lowDegree());
      ModelVerifier verifier = new ModelVerifier(lie.key());
      assertThrows(ProofRejectedException.class, () -> verifier.verify(lie.proof()));
      String name = "forged" + pins.hashCode();
      refused(FAR, run(name, CairoPackage.of(lie.key()).files(), lie));
    }
  }

  @Test
  void aPackageWithOtherPinsRefusesAnHonestProof() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    String table = new PinSource(allPins(), trees()).text();
    String other =
        new PinSource(new Pins(allPins().point(), forged(0, QM31.ONE).values()), trees()).text();
    refused(OTHER_TRANSCRIPT, run("table", changed("src/pins.cairo", table, other), Made.DIGITS));
    // The table is absorbed; another tree's entries are not this one's.
    refused(
        OTHER_TRANSCRIPT,
        run(
            "tree",
            changed("src/verifier.cairo", "pins::tree(statement.instance)", "pins::tree(0)"),
            Made.DIGITS));
  }

  /** The transcript stays as it is; what is changed is the third batch alone. */
  @Test
  void thePinsBatchIsPartOfTheCheck() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    String sum = "lazy_add(lazy_add(quotient_at, quotient_after), quotient_pinned)";
    refused(
        FAR,
        run(
            "without",
            changed("src/verifier.cairo", sum, "lazy_add(quotient_at, quotient_after)"),
            Made.DIGITS));
    refused(
        FAR,
        run(
            "moved",
            changed("src/verifier.cairo", "y: *coordinates[1] }", "y: ZERO - *coordinates[1] }"),
            Made.DIGITS));
  }

  @Test
  void aKeyWithoutPinsHasNothingOfThem() {
    ModelKey plain = SmallModel.of("2l_relu_small", InputPrivacy.HIDDEN, true).key();
    CairoPackage.of(plain)
        .files()
        .forEach((name, text) -> assertFalse(text.matches("(?si).*\\bpin.*"), name));
  }

  private static int trees() {
    return Made.DIGITS.key().content().weightRoots().size();
  }

  private static Pins allPins() {
    Pins pins = Made.DIGITS.key().pins();
    assertNotNull(pins);
    return pins;
  }
}
