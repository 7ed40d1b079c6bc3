package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lucerna.ops.UserException;

/**
 * Runs the command in a fresh process: by the launcher, as users do, where it said where it is, and
 * else with the options of this process.
 */
final class BenchChild {
  private BenchChild() {}

  /**
   * Runs a verb with {@code --json}.
   *
   * @param words the verb and its arguments
   * @return what it printed
   * @throws UserException if it ended with exit code 2, for the reason that it gave
   */
  static ObjectNode run(Object... words) {
    List<String> command = command();
    for (Object word : words) {
      command.add(word.toString());
    }
    command.add("--json");
    command.add("--quiet");
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      process.getOutputStream().close();
      byte[] printed = process.getInputStream().readAllBytes();
      int exit = process.waitFor();
      String text = new String(printed, StandardCharsets.UTF_8);
      if (exit == Exit.DONE) {
        return Json.parse(text);
      }
      String reason = exit == Exit.MISTAKE ? Json.parse(text).at("/error/message").asText() : "";
      if (!reason.isEmpty()) {
        throw new UserException(reason);
      }
      throw new IllegalStateException(words[0] + " in a fresh process ended with " + exit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    String launcher = System.getProperty("lucerna.launcher");
    if (launcher != null) {
      command.add(launcher);
      return command;
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // Descriptors are not inherited; agents are others' business; modules follow below.
      if (option.startsWith("-X") || (option.startsWith("-Dlucerna.") && !own(option))) {
        command.add(option);
      }
    }
    command.add("--module-path=" + System.getProperty("jdk.module.path"));
    command.add("--module=lucerna.cli/lucerna.cli.Main");
    return command;
  }

  private static boolean own(String option) {
    return option.startsWith("-Dlucerna.stderr=");
  }
}
