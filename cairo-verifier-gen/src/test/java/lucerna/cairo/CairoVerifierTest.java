package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lucerna.fri.Profile;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.verifier.ModelVerifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Generated verifiers, compiled and run by the real compiler: honest proofs are accepted, changed
 * ones refused, by the verifier in Java as well.
 */
final class CairoVerifierTest {
  /** How many random changes are tried besides those of every field. */
  private static final int RANDOM = Integer.getInteger("lucerna.cairo.mutations", 8);

  /** Every how manyth of the first felts is changed. */
  private static final int STRIDE = Integer.getInteger("lucerna.cairo.stride", 6);

  @TempDir Path folder;

  @BeforeEach
  void needsTheCompiler() {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
  }

  @Test
  void digitsAndChangedProofs() throws Exception {
    SmallModel model = SmallModel.digits(InputPrivacy.HIDDEN, true);
    changedProofsAreRefused(model, STRIDE);
    contractIsAllowed();
  }

  @Test
  void publicInputsWithoutZeroKnowledge() throws Exception {
    changedProofsAreRefused(SmallModel.of("accuracy", InputPrivacy.PUBLIC, false), STRIDE);
  }

  @Test
  void committedInputs() throws Exception {
    changedProofsAreRefused(SmallModel.of("2l_relu_small", InputPrivacy.COMMITTED, true), STRIDE);
  }

  @Test
  void severalInputs() throws Exception {
    SmallModel model = SmallModel.batch("2l_relu_small", InputPrivacy.PUBLIC);
    assertEquals(2, model.key().circuit().entries());
    changedProofsAreRefused(model, STRIDE);
  }

  /** Hidden weights in several trees, of which the proof opens the second. */
  @Test
  void compactKeyWithPins() throws Exception {
    SmallModel model = SmallModel.compact("2l_relu_fc", 1);
    assertEquals(1, model.proof().publicPart().instance());
    changedProofsAreRefused(model, STRIDE);
    contractIsAllowed();
  }

  @Test
  void compactKeyOfPublicWeights() throws Exception {
    SmallModel model =
        SmallModel.of("2l_relu_small", InputPrivacy.HIDDEN, true, Profile.P100_COMPACT);
    changedProofsAreRefused(model, STRIDE);
  }

  @ParameterizedTest
  @EnumSource(names = {"BLAKE2S_248", "POSEIDON252"})
  void chainKeys(TreeHash hash) throws Exception {
    changedProofsAreRefused(SmallModel.chain("2l_relu_small", hash), STRIDE);
    contractIsAllowed();
  }

  @Test
  void convolutionsByATable() throws Exception {
    SmallModel model = SmallModel.cnn();
    changedProofsAreRefused(model, CairoPackage.of(model.key()), 8 * STRIDE);
    contractIsAllowed();
  }

  /** All sources of runs occur: rows, ones and public integers. */
  @Test
  void publicInputsByATable() throws Exception {
    SmallModel model = SmallModel.of("accuracy", InputPrivacy.PUBLIC, false);
    changedProofsAreRefused(model, CairoPackage.of(model.key(), 0), 4 * STRIDE);
  }

  private void contractIsAllowed() throws Exception {
    JsonNode checked = CairoCheck.run(folder, "contract", folder.resolve("package").toString());
    System.out.println(checked);
    assertTrue(checked.path("ok").asBoolean(), checked::toString);
    assertEquals("allowed", checked.path("libfuncs").asText());
    assertTrue(checked.path("sierra_felts").asInt() <= Limits.CLASS_FELTS);
    JsonNode called =
        CairoCheck.run(
            folder,
            "call",
            folder.resolve("package").toString(),
            "--entry",
            "verify",
            "--args",
            "@" + folder.resolve("call.json"));
    assertTrue(called.path("ok").asBoolean(), called::toString);
  }

  private void changedProofsAreRefused(SmallModel model, int stride) throws Exception {
    changedProofsAreRefused(model, CairoPackage.of(model.key()), stride);
  }

  private void changedProofsAreRefused(SmallModel model, CairoPackage made, int stride)
      throws Exception {
    new ModelVerifier(model.key()).verify(model.proof());
    made.write(folder.resolve("package"));
    List<String> hex = Calldata.of(model.key(), model.proof());
    Files.writeString(folder.resolve("call.json"), json(Calldata.arguments(hex)));
    Files.writeString(folder.resolve("proof.json"), "[" + json(hex) + "]");
    List<BigInteger> felts = hex.stream().map(CairoVerifierTest::felt).toList();
    List<Change> changes =
        changes(felts, CalldataReader.lengths(model.key(), model.proof(), felts), stride);
    Files.writeString(
        folder.resolve("edits.json"),
        changes.stream().map(Change::json).collect(Collectors.joining(",", "[[],", "]")));
    JsonNode out =
        CairoCheck.run(
            folder,
            "run",
            folder.resolve("package").toString(),
            "--fn",
            "verifier::verify",
            "--args",
            "@" + folder.resolve("proof.json"),
            "--edits",
            "@" + folder.resolve("edits.json"),
            "--quiet");
    JsonNode runs = out.path("runs");
    assertEquals(changes.size() + 1, runs.size(), out::toString);
    JsonNode honest = runs.get(0);
    assertTrue(honest.path("ok").asBoolean(), honest::toString);
    System.out.printf(
        "%s: %d felts of calldata, %d felts of code, %s%n",
        model.key().circuit().name(), felts.size(), out.path("casm_felts").asInt(), honest);
    Map<String, Integer> reasons = new TreeMap<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      JsonNode run = runs.get(i + 1);
      assertFalse(run.path("ok").asBoolean(), () -> "accepted: " + change);
      String reason = run.path("panic_text").asText();
      assertTrue(
          reason.matches(
              ".*'(OTHER_KEY|SHAPE|PROOF_OF_WORK|DEGENERATE_POINT|CONSTRAINTS|MERKLE|FRI|PUBLIC_VALUE).*"),
          () -> change + ": " + reason);
      reasons.merge(reason.replaceAll(".*'(.*)'.*", "$1"), 1, Integer::sum);
      assertThrows(
          Exception.class,
          () ->
              new ModelVerifier(model.key())
                  .verify(CalldataReader.read(model.key(), model.proof(), change.apply(felts))),
          () -> "accepted in Java: " + change);
    }
    System.out.println(reasons);
  }

  /** A change of one felt; null cuts the list there, an index at the end appends. */
  private record Change(int index, @org.jspecify.annotations.Nullable BigInteger value) {
    String json() {
      return "[[%d,%s]]".formatted(index, value == null ? "null" : "\"" + value + "\"");
    }

    List<BigInteger> apply(List<BigInteger> felts) {
      var changed = new ArrayList<>(felts);
      if (value == null) {
        return changed.subList(0, index);
      }
      if (index == changed.size()) {
        changed.add(value);
      } else {
        changed.set(index, value);
      }
      return changed;
    }
  }

  /* The first felts are one of each field; further on fields are long. */
  private static List<Change> changes(List<BigInteger> felts, List<Integer> lengths, int stride) {
    var random = new Random(11);
    var changes = new ArrayList<Change>();
    int size = felts.size();
    for (int i = 0; i < 40; i += stride) {
      changes.add(new Change(i, flipped(felts.get(i), 0)));
    }
    for (int i : lengths) {
      changes.add(new Change(i, felts.get(i).add(BigInteger.ONE)));
      changes.add(new Change(i, felts.get(i).subtract(BigInteger.ONE).mod(Packing.PRIME)));
    }
    int step = Math.max(1, stride * size / 24);
    for (int i = 40; i < size; i += step) {
      changes.add(new Change(i, flipped(felts.get(i), random.nextInt(200))));
    }
    for (int i = 0; i < RANDOM / stride; i++) {
      int at = random.nextInt(size);
      BigInteger value =
          switch (random.nextInt(4)) {
            case 0 -> flipped(felts.get(at), random.nextInt(251));
            case 1 -> felts.get(at).add(BigInteger.ONE).mod(Packing.PRIME);
            case 2 -> new BigInteger(251, random).mod(Packing.PRIME);
            // A limb of p, which stands for no element.
            default -> felts.get(at).or(BoundedExpression.P);
          };
      if (!value.equals(felts.get(at))) {
        changes.add(new Change(at, value));
      }
    }
    changes.add(new Change(size, BigInteger.ZERO));
    changes.add(new Change(size - 1, null));
    changes.add(new Change(0, null));
    return changes;
  }

  private static BigInteger flipped(BigInteger felt, int bit) {
    return felt.flipBit(bit).mod(Packing.PRIME);
  }

  private static BigInteger felt(String hex) {
    return new BigInteger(hex.substring(2), 16);
  }

  private static String json(List<String> felts) {
    return felts.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }
}
