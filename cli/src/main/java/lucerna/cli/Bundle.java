package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import lucerna.ops.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a folder that runs on a host without a JDK, a build or a network. */
@Command(
    name = "bundle",
    description =
        "Makes a folder for another host, such as one with a GPU: a Java runtime, Lucerna, what"
            + " reaches devices, and the examples. There DIR/lucerna needs a driver and nothing"
            + " else.")
final class Bundle extends Verb {
  /** The checkout, which the launcher names. */
  static final String ROOT = "lucerna.root";

  /** The system and its architecture, as Java names them. */
  private final String system;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "DIR",
      description = "The folder: a new or an empty one.")
  Path output = Path.of("");

  Bundle() {
    this(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  Bundle(String system) {
    this.system = system;
  }

  @Override
  int run() {
    long start = System.nanoTime();
    String place = System.getProperty(ROOT, "");
    Path root = Path.of(place);
    if (place.isEmpty() || !Files.isDirectory(root.resolve("cli").resolve("target"))) {
      throw mistake("A bundle is made from a checkout; run ./lucerna bundle there.");
    }
    if (!system.equals("Linux amd64")) {
      throw mistake(
          "A bundle is made on Linux x86_64, for hosts of that kind; this is %s.", system);
    }
    requireEmpty(output);
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.isExecutable(jlink)) {
      throw mistake("%s is missing; take a complete JDK 25.", jlink);
    }
    ObjectNode result;
    try (ProgressDisplay progress = progress();
        var folder = new BundleFolder(output)) {
      progress.show("linking a Java runtime", 0, 3);
      folder.runtime(jlink);
      progress.show("copying", 1, 3);
      folder.copy(root);
      progress.show("listing", 2, 3);
      result = folder.finish();
    }
    long bytes = result.path("bytes").longValue();
    say("%s: %d files, %s", output, result.path("files").intValue(), Figures.bytes(bytes));
    say("%s", "runtime   " + result.path("runtime").textValue());
    say("on the other host: %s/lucerna doctor", output.getFileName());
    print(result.put("millis", Figures.millis(System.nanoTime() - start)));
    return Exit.DONE;
  }

  private static void requireEmpty(Path folder) {
    new KeyFolder(folder).requireFolder();
    if (!Files.isDirectory(folder)) {
      return;
    }
    String[] names = folder.toFile().list();
    if (names == null || names.length > 0) {
      throw new UserException(
          String.format(Locale.ROOT, "%s is not empty; give a new or an empty folder.", folder));
    }
  }
}
