package lucerna.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.io.AtomicFiles;

/** Where other provers are built or installed, once, and how they and ours are started. */
final class PeerFolder {
  /** The folder of this source tree that holds what other provers are driven by. */
  private static final String SOURCES = "lucerna.peers";

  /** The folder that holds the built module of the works of ours. */
  private static final String BENCH = "lucerna.bench";

  private static final List<String> STWO = List.of("Cargo.toml", "src/main.rs");
  private static final List<String> EZKL = List.of("requirements.txt", "ezkl_peer.py");

  private final Verb verb;
  private final Path work;
  private final Path sources;

  PeerFolder(Verb verb, Path work) {
    this.verb = verb;
    this.work = work;
    new KeyFolder(work).requireFolder();
    this.sources = property(SOURCES);
  }

  /** Returns a folder that the launcher named. */
  private static Path property(String name) {
    String place = System.getProperty(name);
    if (place == null || !Files.isDirectory(Path.of(place))) {
      throw Verb.mistake(
          "The sources of Lucerna's benchmarks are not here; run ./lucerna of a checkout.");
    }
    return Path.of(place);
  }

  Path work() {
    return work;
  }

  /**
   * Returns the command of a program on the path.
   *
   * @throws UserException if it is not there
   */
  private String program(String sentence, String... names) {
    for (String name : names) {
      for (String folder : verb.host().variable("PATH").split(File.pathSeparator, -1)) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
          return Path.of(folder, name).toString();
        }
      }
    }
    throw new UserException(sentence);
  }

  /**
   * Builds the programs on S-two where they are not built yet.
   *
   * @return the one for one thread and the one for several
   * @throws UserException if the tools are missing, or the build fails
   */
  List<Path> stwo() {
    String sentence =
        "S-two is built by cargo and rustc, which are not on the PATH: install Rust (1.95 is"
            + " tried), or leave it out by --only ezkl.";
    String cargo = program(sentence, "cargo");
    program(sentence, "rustc");
    Path home = work.resolve("stwo");
    Path one = home.resolve("target/release/lucerna-peer-stwo");
    Path several = home.resolve("target-parallel/release/lucerna-peer-stwo");
    if (take("stwo", STWO, home) || !Files.exists(one) || !Files.exists(several)) {
      // The crate uses unstable features of the language on stable compilers, too.
      Map<String, String> environment =
          Map.of("RUSTC_BOOTSTRAP", "1", "RUSTFLAGS", "-C target-cpu=native");
      List<String> build = List.of(cargo, "build", "--release", "--target-dir");
      run("building S-two", home, environment, with(build, "target"));
      run(
          "building S-two for several threads",
          home,
          environment,
          with(build, "target-parallel", "--features", "parallel"));
      done("stwo", STWO, home);
    }
    return List.of(one, several);
  }

  /**
   * Installs EZKL where it is not installed yet.
   *
   * @return the start of a command that runs its script
   * @throws UserException if Python is missing, or the installation fails
   */
  List<String> ezkl() {
    String python =
        program(
            "EZKL is run by Python 3.10 or later, which is not on the PATH: install Python with"
                + " venv, or leave it out by --only stwo.",
            "python3",
            "python");
    Path home = work.resolve("ezkl");
    Path own = home.resolve("venv/bin/python");
    if (take("ezkl", EZKL, home) || !Files.exists(own)) {
      run("making Python's environment", home, Map.of(), List.of(python, "-m", "venv", "venv"));
      run(
          "installing EZKL",
          home,
          Map.of(),
          List.of(own.toString(), "-m", "pip", "install", "-q", "-r", "requirements.txt"));
      done("ezkl", EZKL, home);
    }
    return List.of(own.toString(), home.resolve("ezkl_peer.py").toString());
  }

  /** Returns the command that runs a class of the module of benchmarks, with this one's options. */
  static List<String> ours(String main, int threads) {
    Path bench = property(BENCH);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("-X") || option.startsWith("-Dlucerna.kernels=")) {
        command.add(option);
      }
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    // The thread that calls works, too.
    command.add(
        threads == 1
            ? "-Dlucerna.threads=1"
            : "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + (threads - 1));
    command.add("-cp");
    command.add(bench.resolve("lucerna-bench.jar") + File.pathSeparator + bench.resolve("lib/*"));
    command.add(main);
    return command;
  }

  /** Copies sources; returns whether those built last were others. */
  private boolean take(String peer, List<String> files, Path home) {
    try {
      for (String file : files) {
        Path to = home.resolve(file);
        AtomicFiles.write(to, Files.readAllBytes(sources.resolve(peer).resolve(file)), false);
      }
      Path stamp = home.resolve("stamp");
      return !Files.exists(stamp) || !Files.readString(stamp).equals(stamp(peer, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void done(String peer, List<String> files, Path home) {
    byte[] stamp = stamp(peer, files).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(home.resolve("stamp"), stamp, false);
  }

  private String stamp(String peer, List<String> files) {
    StringBuilder all = new StringBuilder();
    try {
      for (String file : files) {
        all.append(Files.readString(sources.resolve(peer).resolve(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  private void run(
      String what, Path folder, Map<String, String> environment, List<String> command) {
    if (!verb.quiet) {
      verb.warn("%s in %s, once", what, folder);
    }
    Path log = folder.resolve("build.log");
    try {
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(new HashMap<>(environment));
      Process process = builder.start();
      process.getOutputStream().close();
      if (process.waitFor() != 0) {
        throw Verb.mistake("%s failed; all it said is in %s.", what, log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
