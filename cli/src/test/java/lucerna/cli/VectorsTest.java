package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vector kernels of a process that was started without their modules. */
final class VectorsTest {
  private static final String EXPORTS = "--add-exports=java.base/jdk.internal.module=lucerna.cli";

  @TempDir private Path folder;

  private Object[] prove(String out) {
    return new Object[] {
      "prove",
      Cli.small("1l_mlp", "network.onnx"),
      Cli.small("1l_mlp", "input.json"),
      "-o",
      folder.resolve(out),
      "--proofs=1",
      "--json",
      "--seed-for-testing",
      "2a".repeat(32)
    };
  }

  /** Returns where this process has the module of the kernels from. */
  private static String kernels() {
    String path = Objects.requireNonNull(System.getProperty("jdk.module.path"));
    return Arrays.stream(path.split(java.io.File.pathSeparator))
        .filter(entry -> entry.contains("field-simd"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void areLoadedLaterAndWithoutAWarning() throws Exception {
    var options = List.of(EXPORTS, "-Dlucerna.vectors=" + kernels());
    var late = Cli.child("field-simd", options, prove("late")).exits(0);
    assertEquals("simd", late.json().path("backend").textValue());
    assertTrue(!late.err().contains("WARNING"), late.err());
    var usual = Cli.child("", List.of(), prove("usual")).exits(0);
    assertEquals("simd", usual.json().path("backend").textValue());
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve("late").resolve("proof.bin"),
            folder.resolve("usual").resolve("proof.bin")));
  }

  @Test
  void areTakenFromTheStartWhereTheirModuleIsThere() throws Exception {
    var options = List.of("--add-modules=jdk.incubator.vector", "-Dlucerna.vectors=" + kernels());
    var proved = Cli.child("field-simd", options, prove("out")).exits(0);
    assertEquals("simd", proved.json().path("backend").textValue());
  }

  @Test
  void areDoneWithoutWhereTheyCannotBeReached() throws Exception {
    for (var options :
        List.of(
            List.of("-Dlucerna.vectors=" + kernels()),
            List.of(EXPORTS, "-Dlucerna.vectors=" + folder.resolve("missing")))) {
      var proved = Cli.child("field-simd", options, prove("out-" + options.size())).exits(0);
      assertEquals("scalar", proved.json().path("backend").textValue());
      assertTrue(proved.err().contains("lucerna: scalar kernels, since"), proved.err());
    }
  }
}
