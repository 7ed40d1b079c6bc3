package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import lucerna.ops.UserException;
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
  void refusesAModelThatIsTooLargeForAClass() {
    String source = String.join("", Collections.nCopies(2_200, "    let n1 = n2 * n3;\n"));
    Limits.requireSize(List.of(source.substring(source.length() / 2)), 0, 0);
    assertRefused(
        "a class has at most 81,920.", () -> Limits.requireSize(List.of(source), 100, 2_400));
  }

  @Test
  void refusesAKeyOfTooManyTreesForAClass() {
    List<String> sources = List.of("    let n1 = n2 * n3;\n".repeat(500));
    Limits.requireSize(sources, 100, 2_400);
    assertRefused(
        "about 111,000 felts, 72,000 of them for its 1,000 weight trees; a class has at most"
            + " 81,920: make keys for fewer proofs by --proofs.",
        () -> Limits.requireSize(sources, 1_000, 24_000));
  }

  @Test
  void theBoundOnFeltsKeepsThatOnBytes() {
    for (int statements = 0; statements <= 2_150; statements += 430) {
      List<String> sources = List.of("    let n1 = n2 * n3;\n".repeat(statements));
      int constants = (Limits.CLASS_FELTS - 26_000 - 26 * statements) / 3;
      Limits.requireSize(sources, 1, constants);
      assertRefused("felts", () -> Limits.requireSize(sources, 1, constants + 1));
      long bytes = Limits.bytes(sources, constants);
      assertTrue(bytes <= Limits.CLASS_BYTES, () -> "%,d bytes".formatted(bytes));
    }
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
