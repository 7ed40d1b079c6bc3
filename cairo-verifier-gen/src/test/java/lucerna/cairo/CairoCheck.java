package lucerna.cairo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program tools/cairo-check, which compiles and runs Cairo. Where it is not installed, the
 * tests that need it are skipped: {@code tools/cairo-check/install} says where it must be.
 */
final class CairoCheck {
  private CairoCheck() {}

  private static Path home() {
    String set = System.getenv("LUCERNA_CAIRO_CHECK");
    return set == null || set.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "lucerna", "cairo-check")
        : Path.of(set);
  }

  /** Says whether the program and the core library are there. */
  static boolean installed() {
    boolean there =
        Files.isExecutable(home().resolve("cairo-check"))
            && Files.isDirectory(home().resolve("corelib/src"));
    if (!there) {
      System.out.println("skipped: no cairo-check in " + home() + "; tools/cairo-check/install");
    }
    return there;
  }

  /** Runs it and returns what it printed. */
  static JsonNode run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home().resolve("cairo-check").toString());
    command.addAll(List.of("--corelib", home().resolve("corelib/src").toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "cairo-check", ".json");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return new ObjectMapper().readTree(Files.readString(out));
  }
}
