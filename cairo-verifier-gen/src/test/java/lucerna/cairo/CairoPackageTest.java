package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lucerna.ops.UserException;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CairoPackageTest {
  private static final SmallModel MODEL = SmallModel.of("accuracy", InputPrivacy.HIDDEN, true);

  @TempDir Path folder;

  @Test
  void theSameKeyGivesTheSameBytes() {
    ModelKey again = ModelKey.parse(MODEL.key().bytes(), "model.key");
    assertEquals(CairoPackage.of(MODEL.key()).files(), CairoPackage.of(again).files());
  }

  @Test
  void everyFileNamesTheKeyAndIsComplete() {
    CairoPackage.of(MODEL.key())
        .files()
        .forEach(
            (name, text) -> {
              assertFalse(text.matches("(?s).*@[A-Z_0-9]+@.*"), name);
              assertTrue(text.endsWith("\n"), name);
              if (name.endsWith(".cairo")) {
                assertTrue(text.contains(MODEL.key().digest().toHex()), name);
              }
            });
  }

  @Test
  void aFolderIsWrittenWholly() throws Exception {
    Path target = folder.resolve("new/package");
    CairoPackage made = CairoPackage.of(MODEL.key());
    made.write(target);
    for (var file : made.files().entrySet()) {
      assertEquals(file.getValue(), Files.readString(target.resolve(file.getKey())));
    }
    try (Stream<Path> beside = Files.list(target.getParent())) {
      assertArrayEquals(new Path[] {target}, beside.toArray());
    }
    Path empty = Files.createDirectory(folder.resolve("empty"));
    made.write(empty);
    assertTrue(Files.exists(empty.resolve("Scarb.toml")));
  }

  @Test
  void refusesAFolderThatIsNotEmpty() throws Exception {
    Path used = Files.createDirectory(folder.resolve("used"));
    Path file = Files.writeString(used.resolve("mine"), "mine");
    CairoPackage made = CairoPackage.of(MODEL.key());
    assertRefused("used is not empty", () -> made.write(used));
    assertRefused("mine is a file", () -> made.write(file));
    try (Stream<Path> entries = Files.list(used)) {
      assertArrayEquals(new Path[] {file}, entries.toArray());
    }
  }

  @Test
  void aVerifierTooLargeForAClassTakesSeveral() {
    var counts = new ArrayList<Integer>();
    for (long felts : new long[] {Limits.CLASS_FELTS, 40_000, 25_000}) {
      SplitPlan plan = plan(MODEL, felts);
      Map<String, String> files = CairoPackage.of(MODEL.key(), plan).files();
      boolean several = plan.classes() > 1;
      assertEquals(several, files.containsKey("src/classes.cairo"));
      for (int place = 0; several && place < plan.classes(); place++) {
        assertTrue(plan.classFelts(place) <= felts, "class " + place);
        assertTrue(files.containsKey("src/class_" + (place + 1) + ".cairo"));
        String declared = "declare --network sepolia --contract-name Class" + (place + 1);
        assertTrue(files.getOrDefault("README.md", "").contains(declared));
      }
      assertEquals(files, CairoPackage.of(MODEL.key(), plan(MODEL, felts)).files());
      counts.add(plan.classes());
    }
    assertEquals(1, counts.getFirst());
    assertTrue(counts.get(1) > 1 && counts.get(2) > counts.get(1), counts::toString);
  }

  @Test
  void refusesWhatIsTooLargeForAClassByItself() {
    String reason =
        "The verifier of this model would take about [0-9,]+ felts of code for the transcript"
            + " alone; a class has at most 15,000\\.";
    String said =
        String.valueOf(assertThrows(UserException.class, () -> plan(MODEL, 15_000)).getMessage());
    assertTrue(said.matches(reason), said);
  }

  @Test
  void refusesAKeyOfTooManyTreesForAClass() {
    SmallModel model = SmallModel.compact("2l_relu_fc", 0);
    String reason =
        "The verifier of this key would take about [0-9,]+ felts in one class, [0-9,]+ of them for"
            + " its [0-9,]+ weight trees; a class has at most 20,000: make keys for fewer proofs by"
            + " --proofs\\.";
    String said =
        String.valueOf(assertThrows(UserException.class, () -> plan(model, 20_000)).getMessage());
    assertTrue(said.matches(reason), said);
  }

  private static SplitPlan plan(SmallModel model, long classFelts) {
    return SplitPlan.of(
        model.key(),
        PublicColumnSource.PART_GAS,
        ChainCost.MAX_CALLDATA,
        ChainCost.MAX_GAS,
        classFelts);
  }

  @Test
  void calldataReadsBackAsTheProof() throws Exception {
    List<BigInteger> felts =
        Calldata.of(MODEL.key(), MODEL.proof()).stream()
            .map(hex -> new BigInteger(hex.substring(2), 16))
            .toList();
    assertArrayEquals(
        MODEL.proof().bytes(), CalldataReader.read(MODEL.key(), MODEL.proof(), felts).bytes());
  }

  private static void assertRefused(String part, Runnable action) {
    String message = String.valueOf(assertThrows(UserException.class, action::run).getMessage());
    assertTrue(message.contains(part), message);
  }
}
