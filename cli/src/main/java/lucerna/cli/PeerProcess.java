package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that measures one work each time it is asked, by a line: so two provers can be asked in
 * turn, both warm. Between questions it waits and takes no processor.
 */
final class PeerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;
  private final Path log;
  private final ObjectNode ready;

  /**
   * Starts a process, and waits until it is ready.
   *
   * @param log receives what it says on standard error
   * @throws IllegalStateException if it ends before
   */
  PeerProcess(List<String> command, Map<String, String> environment, Path log) {
    this.log = log;
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    ready = answer();
  }

  /** Returns what it said of itself when it was ready. */
  ObjectNode ready() {
    return ready;
  }

  /** Lets it measure once more. */
  ObjectNode measure() {
    try {
      questions.write('\n');
      questions.flush();
    } catch (IOException e) {
      throw ended(e);
    }
    return answer();
  }

  private ObjectNode answer() {
    try {
      String line = answers.readLine();
      if (line != null) {
        return Json.parse(line);
      }
    } catch (IOException e) {
      throw ended(e);
    }
    throw ended(null);
  }

  private IllegalStateException ended(@org.jspecify.annotations.Nullable IOException cause) {
    process.destroy();
    return new IllegalStateException("a prover to compare with ended early; see " + log, cause);
  }

  @Override
  public void close() {
    // The end of its input is the end of its work.
    try {
      questions.close();
      if (!process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
