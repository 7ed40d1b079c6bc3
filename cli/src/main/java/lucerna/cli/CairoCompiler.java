package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;

/** The program {@code tools/cairo-check}, which compiles Cairo packages and runs them. */
final class CairoCompiler {
  private final Path home;

  private CairoCompiler(Path home) {
    this.home = home;
  }

  /**
   * Finds the program: where {@code tools/cairo-check/install} puts it. Null if it is not there.
   */
  static @Nullable CairoCompiler find(Host host) {
    String set = host.variable("LUCERNA_CAIRO_CHECK");
    Path home =
        set.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache", "lucerna", "cairo-check")
            : Path.of(set);
    boolean there =
        Files.isExecutable(home.resolve("cairo-check"))
            && Files.isDirectory(home.resolve("corelib/src"));
    return there ? new CairoCompiler(home) : null;
  }

  /** Compiles a package's contract: sizes of its class. */
  ObjectNode contract(Path folder) {
    return run(folder, "contract", folder.resolve("package").toString());
  }

  /** Runs a contract's calls one after another, each with what the one before has left. */
  ObjectNode calls(Path folder, Path chains) {
    return run(
        folder, "calls", folder.resolve("package").toString(), "--chains", "@" + chains, "--quiet");
  }

  private ObjectNode run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("cairo-check").toString());
    command.addAll(List.of("--corelib", home.resolve("corelib/src").toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(folder, "cairo-check", ".json");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
      ObjectNode answer = Json.parse(Files.readString(out, StandardCharsets.UTF_8));
      if (!answer.path("ok").asBoolean()) {
        throw new IllegalStateException("cairo-check failed: " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UserException("cairo-check cannot be run: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("cairo-check was interrupted.", e);
    }
  }
}
