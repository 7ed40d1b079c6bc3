package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a proof is computed with: chosen by options, told truly, and without a trace in the proof.
 */
class KernelsTest {
  private static final String SEED = "2a".repeat(32);

  @TempDir private Path folder;

  private Object[] prove(String out, String... further) {
    List<Object> words = new ArrayList<>();
    words.add("prove");
    words.add(Cli.small("1l_mlp", "network.onnx"));
    words.add(Cli.small("1l_mlp", "input.json"));
    words.addAll(List.of("-o", folder.resolve(out), "--proofs", 20, "--seed-for-testing", SEED));
    words.addAll(List.of("--json"));
    words.addAll(List.of(further));
    return words.toArray();
  }

  private byte[] proof(String out) throws IOException {
    return Files.readAllBytes(folder.resolve(out).resolve("proof.bin"));
  }

  @AfterEach
  void chooseAgain() {
    Backend.AUTO.use();
  }

  @Test
  void proofsDoNotDependOnTheBackend() throws IOException {
    for (String backend : List.of("scalar", "simd", "auto")) {
      var result = Cli.run(folder, prove(backend, "--backend", backend)).exits(0).json();
      String used = backend.equals("scalar") ? "scalar" : "simd";
      assertEquals(used, result.path("backend").textValue());
      assertArrayEquals(proof("scalar"), proof(backend));
    }
  }

  /** The command alone takes vectors when they are hot; here they are taken from the start. */
  @Test
  void proofsDoNotDependOnTheKernels() throws Exception {
    for (String kernels : List.of("scalar", "vector")) {
      Cli.child("", List.of("-Dlucerna.kernels=" + kernels), prove(kernels)).exits(0);
    }
    assertArrayEquals(proof("scalar"), proof("vector"));
  }

  @Test
  void vectorsThatAreMissingAreRefusedWhereAskedForAndElseDoneWithout() throws Exception {
    var refused = Cli.child("field-simd", List.of(), prove("out", "--backend", "simd")).exits(2);
    assertEquals(
        "lucerna: --backend simd cannot be had: the module lucerna.field.simd is not on the module"
            + " path.",
        refused.err().strip());
    assertTrue(Files.notExists(folder.resolve("out")));
    var without = Cli.child("field-simd", List.of(), prove("out")).exits(0);
    assertEquals("scalar", without.json().path("backend").textValue());
    String remark = "lucerna: scalar kernels, since the module lucerna.field.simd is not on the";
    assertEquals(1, without.err().lines().filter(line -> line.startsWith(remark)).count());
    var named = List.of("-Dlucerna.kernels=scalar");
    refused = Cli.child("", named, prove("out", "--force", "--backend", "simd")).exits(2);
    assertTrue(refused.err().contains("lucerna.kernels=scalar is set"), refused.err());
  }

  @Test
  void keysAreMadeWithABackendToo() {
    String model = Cli.small("1l_mlp", "network.onnx");
    for (String backend : List.of("scalar", "simd")) {
      Path out = folder.resolve("keys-" + backend);
      var result =
          Cli.run(folder, "commit", model, "-o", out, "--backend", backend, "--proofs=1", "--json");
      assertEquals(backend, result.exits(0).json().path("backend").textValue());
    }
    Path none = folder.resolve("none");
    Cli.run(folder, "commit", model, "-o", none, "--backend", "gpu").exits(2);
    assertTrue(Files.notExists(none));
  }
}
