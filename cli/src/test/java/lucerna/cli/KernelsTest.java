package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels are chosen once in a process, so each choice gets one of its own. */
class KernelsTest {
  private static final String SEED = "2a".repeat(32);

  @TempDir private Path folder;

  private byte[] prove(String kernels) throws IOException, InterruptedException {
    Path out = folder.resolve(kernels);
    String model = Cli.small("1l_mlp", "network.onnx");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String modules = System.getProperty("jdk.module.path");
    List<String> command =
        List.of(
            java.toString(),
            "-Dlucerna.kernels=" + kernels,
            "--module-path=" + Objects.requireNonNull(modules, "tests run on the module path"),
            "--module=lucerna.cli/lucerna.cli.Main",
            "prove",
            model,
            Cli.small("1l_mlp", "input.json"),
            "-o",
            out.toString(),
            "--proofs",
            "20",
            "--seed-for-testing",
            SEED);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.readAllBytes(out.resolve("proof.bin"));
  }

  @Test
  void proofsDoNotDependOnTheKernels() throws Exception {
    assertArrayEquals(prove("scalar"), prove("vector"));
  }
}
