package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that prints objects of JSON, one a line. */
final class GpuChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;
  private final Path errors;

  /**
   * Starts it. What it says on standard error is chatter of drivers and libraries, until it fails.
   */
  GpuChild(List<String> command) {
    try {
      errors = Files.createTempFile(BenchRun.TEMPORARY, ".err");
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Returns the next object, or null at the end. */
  @Nullable ObjectNode next() {
    try {
      String line = lines.readLine();
      // Libraries print here, too.
      while (line != null && !line.startsWith("{")) {
        line = lines.readLine();
      }
      return line == null ? null : Json.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end, and returns the exit code. */
  int exit() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Returns the last line that it said on standard error. */
  String lastWords() {
    try {
      return new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .reduce("nothing", (first, second) -> second)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, if it still runs. */
  @Override
  public void close() {
    process.destroy();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
