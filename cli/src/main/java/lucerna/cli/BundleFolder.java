package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import lucerna.ops.UserException;

/**
 * A bundle that is being made: beside its place, under another name, until it is complete. Where it
 * is not finished, nothing is left of it.
 */
final class BundleFolder implements AutoCloseable {
  /** What the command, its libraries and the vector kernels need; java.desktop is for pictures. */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.desktop",
          "java.logging",
          "java.management",
          "jdk.incubator.vector",
          "jdk.management",
          "jdk.unsupported");

  /**
   * What is left out: JMH, whose benchmarks are for developers, and JCuda's natives as a jar, of
   * which one library is NVIDIA's assembler and the others but one are not used.
   */
  private static final List<String> LEFT_OUT =
      List.of("jmh-", "jopt-simple-", "commons-math3-", "jcuda-natives-");

  private final Path place;
  private final Path folder;

  BundleFolder(Path place) {
    this.place = place.toAbsolutePath();
    try {
      Path parent = this.place.getParent();
      Path above = parent == null ? this.place : Files.createDirectories(parent);
      folder = Files.createTempDirectory(above, "." + this.place.getFileName() + "-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UserException(place + " cannot be made: " + e.getMessage() + ".", e);
    }
  }

  /** Links a runtime of the modules that are used. */
  void runtime(Path jlink) {
    List<String> command =
        List.of(
            jlink.toString(),
            "--add-modules=" + String.join(",", MODULES),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-6",
            "--output=" + folder.resolve("runtime"));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jlink failed: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Copies what a checkout has built, and the examples. */
  void copy(Path root) {
    Path built = root.resolve("cli").resolve("target");
    Path bench = root.resolve("bench").resolve("target");
    Path lib = folder.resolve("lib");
    copy(built.resolve("lucerna-cli.jar"), lib.resolve("lucerna-cli.jar"));
    for (String part : List.of("modules", "vectors", "pictures", "devices", "natives")) {
      copyAll(built.resolve(part), lib.resolve(part));
    }
    copy(bench.resolve("lucerna-bench.jar"), lib.resolve("bench").resolve("lucerna-bench.jar"));
    copyAll(bench.resolve("lib"), lib.resolve("bench").resolve("lib"));
    copyAll(root.resolve("examples"), folder.resolve("examples"));
    Path models = root.resolve("cli").resolve("src/test/resources/models");
    copyAll(models.resolve("nanoGPT"), folder.resolve("examples").resolve("nanoGPT"));
    for (String notice : List.of("LICENSE", "README.md")) {
      copy(models.resolve(notice), folder.resolve("examples").resolve("nanoGPT").resolve(notice));
    }
    copy(root.resolve("LICENSE"), folder.resolve("LICENSE"));
    copy(root.resolve("lucerna"), folder.resolve("lucerna"));
    try {
      Files.setPosixFilePermissions(
          folder.resolve("lucerna"), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lists what is there and puts it in its place; returns what was made. */
  ObjectNode finish() {
    var listing = new BundleListing(folder);
    listing.write();
    try {
      // An empty folder would be in the way.
      Files.deleteIfExists(place);
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UserException(place + " cannot be made: " + e.getMessage() + ".", e);
    }
    return Json.object()
        .put("folder", place.toString())
        .put("files", listing.files())
        .put("bytes", listing.bytes())
        .put("manifest", listing.digest())
        .put("runtime", System.getProperty("java.vendor") + " " + Runtime.version());
  }

  private static void copyAll(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.sorted().toList()) {
        String name = String.valueOf(each.getFileName());
        boolean wanted = LEFT_OUT.stream().noneMatch(name::startsWith);
        if (wanted && Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          copy(each, to.resolve(from.relativize(each)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.resolveSibling(""));
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (Files.exists(folder)) {
      BenchRun.remove(folder);
    }
  }
}
