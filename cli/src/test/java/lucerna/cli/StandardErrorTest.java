package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher tells about standard error is taken up. */
final class StandardErrorTest {
  @TempDir private Path folder;

  /** Runs the command with descriptor 3 on the file "own" and descriptor 2 on the file "pipe". */
  private void run(String... options) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = Objects.requireNonNull(System.getProperty("jdk.module.path"));
    List<String> command =
        List.of(
            "sh",
            "-c",
            "exec \"$0\" $1 --module-path \"$2\" --module lucerna.cli/lucerna.cli.Main inspect"
                + " missing 3>own 2>pipe",
            java,
            String.join(" ", options),
            path);
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(2, process.waitFor());
  }

  private long remarks(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).stream()
        .filter(line -> line.startsWith("lucerna: missing does not exist"))
        .count();
  }

  @Test
  void theDescriptorThatTheLauncherNamesIsTaken() throws Exception {
    run("-Dlucerna.stderr=3", "--add-opens=java.base/java.io=lucerna.cli");
    assertEquals(1, remarks("own"));
    assertEquals(0, remarks("pipe"));
  }

  @Test
  void thePipeServesWhereTheDescriptorCannotBeReached() throws Exception {
    run("-Dlucerna.stderr=3");
    assertEquals(0, remarks("own"));
    assertEquals(1, remarks("pipe"));
  }

  @Test
  void withoutALauncherItIsTheUsualOne() {
    assertEquals(2, StandardError.find().descriptor());
    assertEquals(System.err, StandardError.find().stream());
  }
}
