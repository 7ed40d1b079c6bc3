package lucerna.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the launcher has the JVM record, once per build, so that later starts find their classes
 * parsed and linked: the usual commands on the smallest example, with no output and no cache.
 *
 * <p>Not for users: {@code Training (prove|check) EXAMPLES WORK}, where {@code check} finds what
 * {@code prove} left in the folder WORK; or {@code Training vectors}, which succeeds where {@link
 * Vectors} can load them.
 */
final class Training {
  private final Host host;
  private boolean failed;

  private Training(Host host) {
    this.host = host;
  }

  /**
   * Runs the commands and ends the process, with exit code 0 if all of them succeeded.
   *
   * @param arguments the kind of commands, the folder of the examples, a folder to work in
   */
  public static void main(String[] arguments) {
    if (List.of(arguments).equals(List.of("vectors"))) {
      Vectors.load();
      System.exit(Backend.used() == Backend.SIMD ? Exit.DONE : Exit.FAULT);
    }
    if (arguments.length != 3) {
      System.exit(Exit.MISTAKE);
    }
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    // Without HOME nothing is remembered of the keys.
    var training = new Training(new Host(nowhere, nowhere, Map.of(), false));
    Path example = Path.of(arguments[1], "digits");
    String model = example.resolve("model.onnx").toString();
    String input = example.resolve("input.json").toString();
    Path work = Path.of(arguments[2]);
    commands(arguments[0], model, input, work).forEach(training::run);
    System.exit(training.failed ? Exit.FAULT : Exit.DONE);
  }

  private static List<String[]> commands(String kind, String model, String input, Path work) {
    String keys = work.resolve("keys").toString();
    String key = work.resolve("keys").resolve("model.key").toString();
    String proof = work.resolve("proof").resolve("proof.bin").toString();
    return kind.equals("prove")
        ? List.of(
            new String[] {"prove", model, input, "-o", keys},
            new String[] {
              "prove", model, input, "--key", keys, "-o", work.resolve("proof").toString(), "--json"
            })
        : List.of(
            new String[] {"verify", key, proof},
            new String[] {"verify", key, proof, "--json"},
            new String[] {"inspect", key},
            new String[] {"inspect", proof},
            new String[] {"inspect", model},
            new String[] {"mock", model, input},
            new String[] {"calibrate", model, input},
            new String[] {"--version"},
            new String[] {"--help"});
  }

  private void run(String... arguments) {
    failed |= Main.run(host, arguments) != Exit.DONE;
  }
}
