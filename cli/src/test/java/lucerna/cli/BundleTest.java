package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import lucerna.ops.UserException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes into a bundle, and that there is a whole one or none; tools/test-bundle.sh runs one.
 */
final class BundleTest {
  private static final List<String> BUILT =
      List.of(
          "LICENSE",
          "lucerna",
          "cli/target/lucerna-cli.jar",
          "cli/target/modules/picocli-4.jar",
          "cli/target/modules/lucerna-field-1.jar",
          "cli/target/vectors/lucerna-field-simd-1.jar",
          "cli/target/pictures/xchart-4.jar",
          "cli/target/devices/jcuda-12.jar",
          "cli/target/devices/jcuda-natives-12.jar",
          "cli/target/natives/lib/libJCudaDriver-12-linux-x86_64.so",
          "cli/src/test/resources/models/LICENSE",
          "cli/src/test/resources/models/README.md",
          "cli/src/test/resources/models/nanoGPT/network.onnx",
          "cli/src/test/resources/models/other/network.onnx",
          "bench/target/lucerna-bench.jar",
          "bench/target/lib/jmh-core-1.jar",
          "bench/target/lib/jackson-core-2.jar",
          "examples/digits/model.onnx",
          "examples/digits/README.md");

  @TempDir Path home;

  @AfterEach
  void forget() {
    System.clearProperty(Bundle.ROOT);
  }

  private Path checkout() throws Exception {
    Path root = home.resolve("checkout");
    for (String file : BUILT) {
      Path path = root.resolve(file);
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, file);
    }
    return root;
  }

  private static List<String> lines(Path file) throws Exception {
    return Files.readAllLines(file);
  }

  @Test
  void everyFileIsListedWithItsHash() throws Exception {
    Path place = home.resolve("made").resolve("bundle");
    try (var folder = new BundleFolder(place)) {
      folder.copy(checkout());
      assertFalse(Files.exists(place));
      var told = folder.finish();
      assertEquals(17, told.path("files").intValue());
    }
    List<String> manifest = lines(place.resolve("MANIFEST"));
    List<String> names = manifest.stream().map(line -> line.substring(66)).toList();
    assertEquals(
        List.of(
            "LICENCES",
            "LICENSE",
            "examples/digits/README.md",
            "examples/digits/model.onnx",
            "examples/nanoGPT/LICENSE",
            "examples/nanoGPT/README.md",
            "examples/nanoGPT/network.onnx",
            "lib/bench/lib/jackson-core-2.jar",
            "lib/bench/lucerna-bench.jar",
            "lib/devices/jcuda-12.jar",
            "lib/lucerna-cli.jar",
            "lib/modules/lucerna-field-1.jar",
            "lib/modules/picocli-4.jar",
            "lib/natives/lib/libJCudaDriver-12-linux-x86_64.so",
            "lib/pictures/xchart-4.jar",
            "lib/vectors/lucerna-field-simd-1.jar",
            "lucerna"),
        names.stream().filter(name -> !name.startsWith("runtime")).toList());
    for (String line : manifest) {
      byte[] file = Files.readAllBytes(place.resolve(line.substring(66)));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
      assertArrayEquals(hash, HexFormat.of().parseHex(line.substring(0, 64)), line);
    }
    assertTrue(Files.isExecutable(place.resolve("lucerna")));
    String licences = Files.readString(place.resolve("LICENCES"));
    assertTrue(licences.contains("jcuda-12.jar: MIT, Marco Hutter\n"), licences);
    assertFalse(licences.contains("lucerna-field-1.jar"), licences);
    assertEquals("bundle", Cli.names(place.resolveSibling("")));
  }

  @Test
  void theSameCheckoutGivesTheSameList() throws Exception {
    Path root = checkout();
    for (String name : List.of("one", "two")) {
      try (var folder = new BundleFolder(home.resolve(name))) {
        folder.copy(root);
        folder.finish();
      }
    }
    assertEquals(
        lines(home.resolve("one").resolve("MANIFEST")),
        lines(home.resolve("two").resolve("MANIFEST")));
  }

  @Test
  void aBundleThatFailsLeavesNothing() throws Exception {
    Path root = checkout();
    Files.delete(root.resolve("bench/target/lucerna-bench.jar"));
    Path place = home.resolve("made").resolve("bundle");
    assertThrows(
        UncheckedIOException.class,
        () -> {
          try (var folder = new BundleFolder(place)) {
            folder.copy(root);
            folder.finish();
          }
        });
    assertEquals("", Cli.names(home.resolve("made")));
  }

  @Test
  void aJarOfUnknownLicenceIsRefused() throws Exception {
    Path root = checkout();
    Files.writeString(root.resolve("cli/target/modules/stranger-1.jar"), "");
    Path place = home.resolve("made").resolve("bundle");
    var fault =
        assertThrows(
            IllegalStateException.class,
            () -> {
              try (var folder = new BundleFolder(place)) {
                folder.copy(root);
                folder.finish();
              }
            });
    assertEquals("the licence of stranger-1.jar is not known", fault.getMessage());
    assertEquals("", Cli.names(home.resolve("made")));
    assertEquals("Apache-2.0, FasterXML", BundleListing.licence("jackson-core-2.22.4.jar"));
  }

  @Test
  void aFolderThatIsInUseIsRefused() throws Exception {
    System.setProperty(Bundle.ROOT, checkout().toString());
    Path used = Files.createDirectories(home.resolve("used"));
    Files.writeString(used.resolve("mine"), "");
    String sentence = Cli.run(home, "bundle", "-o", used).exits(2).sentence();
    assertTrue(sentence.endsWith("is not empty; give a new or an empty folder."), sentence);
    assertEquals("mine", Cli.names(used));
    Path file = Files.writeString(home.resolve("file"), "");
    assertTrue(Cli.run(home, "bundle", "-o", file).exits(2).sentence().contains("is a file"));
  }

  @Test
  void whereNoneCanBeMadeIsSaid() throws Exception {
    String sentence = Cli.run(home, "bundle", "-o", home.resolve("b")).exits(2).sentence();
    assertTrue(sentence.contains("is made from a checkout"), sentence);
    System.setProperty(Bundle.ROOT, checkout().toString());
    var verb = new Bundle("Mac OS X aarch64");
    verb.output = home.resolve("b");
    var refused = assertThrows(UserException.class, verb::run);
    assertTrue(String.valueOf(refused.getMessage()).contains("for hosts of that kind"));
    assertFalse(Files.exists(home.resolve("b")));
  }
}
