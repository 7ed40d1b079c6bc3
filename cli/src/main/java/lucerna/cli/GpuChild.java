package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that prints objects of JSON, one a line. */
final class GpuChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  /** Starts it. What it says on standard error is drivers' and libraries' chatter. */
  GpuChild(List<String> command) {
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
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

  /** Ends it, if it still runs. */
  @Override
  public void close() {
    process.destroy();
  }
}
