package lucerna.cairo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

  /**
   * Asks a package's {@code verify} about calldata and changes of them, in one process.
   *
   * @param folder where to put files, and the package, as {@code package}
   * @param felts the calldata that all changes begin with
   * @param changes lists of steps, as {@link Mutation#json} writes them
   * @return for each change what the panic says, or nothing
   */
  static List<String> verdicts(Path folder, List<BigInteger> felts, List<String> changes)
      throws IOException, InterruptedException {
    String job = "{\"fn\":\"verifier::verify\",\"edits\":[" + String.join(",", changes) + "]}";
    JsonNode done = jobs(folder, felts, List.of(job)).getFirst();
    if (!done.path("ok").asBoolean()) {
      throw new IllegalStateException(done.toString());
    }
    System.out.printf(
        "%d verdicts in %.1f s, after %.1f s of compilation%n",
        changes.size(),
        done.path("run_seconds").asDouble(),
        done.path("compile_seconds").asDouble());
    var verdicts = new ArrayList<String>();
    done.path("verdicts").forEach(verdict -> verdicts.add(verdict.asText()));
    return verdicts;
  }

  /** Runs jobs of {@code cairo-check verdicts} in the folder's {@code package}. */
  static List<JsonNode> jobs(Path folder, List<BigInteger> felts, List<String> jobs)
      throws IOException, InterruptedException {
    Path arguments = folder.resolve("verdicts-arguments.json");
    String list =
        felts.stream().map(felt -> "\"" + felt + "\"").collect(Collectors.joining(",", "[[", "]]"));
    Files.writeString(arguments, list);
    Path file = folder.resolve("verdicts-jobs.json");
    Files.writeString(file, "[" + String.join(",", jobs) + "]");
    JsonNode out =
        run(
            folder,
            "verdicts",
            folder.resolve("package").toString(),
            "--args",
            "@" + arguments,
            "--jobs",
            "@" + file);
    if (!out.path("ok").asBoolean() || out.path("jobs").size() != jobs.size()) {
      throw new IllegalStateException(out.toString());
    }
    var done = new ArrayList<JsonNode>();
    out.path("jobs").forEach(done::add);
    return done;
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
    String said = Files.readString(out);
    if (said.isBlank()) {
      throw new IllegalStateException(
          "cairo-check says nothing; is it older than its sources? Run tools/cairo-check/install.");
    }
    return new ObjectMapper().readTree(said);
  }
}
