package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the command in this process, and keeps what it prints. */
final class Cli {
  static final Path DIGITS = Path.of("../examples/digits");
  static final String MODEL = DIGITS.resolve("model.onnx").toString();
  static final String INPUT = DIGITS.resolve("input.json").toString();

  private static final Path MODELS = Path.of("../luminair-ops/src/test/resources/models");

  private Cli() {}

  /** Returns a file of a small model, such as {@code network.onnx}. */
  static String small(String model, String file) {
    return MODELS.resolve(model).resolve(file).toString();
  }

  /** What a run printed and how it ended. */
  record Result(int exit, String out, String err) {
    Result exits(int expected) {
      assertEquals(expected, exit, () -> "out: " + out + "\nerr: " + err);
      return this;
    }

    /** Requires one sentence on standard error and nothing on standard output. */
    String sentence() {
      assertEquals("", out);
      assertEquals(1, err.lines().count(), err);
      assertTrue(err.startsWith("lucerna: "), err);
      return err.strip();
    }

    /** Requires one object of JSON on standard output and nothing else there. */
    JsonNode json() {
      try {
        JsonNode node =
            JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(out);
        assertTrue(node.isObject(), out);
        return node;
      } catch (IOException e) {
        throw new AssertionError(out, e);
      }
    }
  }

  static Result run(Path home, Object... arguments) {
    return run(Map.of("HOME", home.toString()), false, arguments);
  }

  static Result run(Map<String, String> environment, boolean terminal, Object... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var host =
        new Host(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            terminal);
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int exit = Main.run(host, words);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs the command in a process of its own, without what the module path has of that name. */
  static Result child(String without, List<String> options, Object... words)
      throws IOException, InterruptedException {
    String all = System.getProperty("jdk.module.path");
    String path =
        Arrays.stream(
                Objects.requireNonNull(all, "tests run on the module path")
                    .split(File.pathSeparator))
            .filter(entry -> without.isEmpty() || !entry.contains(without))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("--module-path=" + path, "--module=lucerna.cli/lucerna.cli.Main"));
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    Path errors = Files.createTempFile("lucerna", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), said, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }

  /** Returns the names of what is in a folder, in order. */
  static String names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return String.join(
          " ", files.map(file -> String.valueOf(file.getFileName())).sorted().toList());
    }
  }
}
