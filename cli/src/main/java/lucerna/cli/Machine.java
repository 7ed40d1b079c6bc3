package lucerna.cli;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine and this process are, as far as the system tells. */
final class Machine {
  /** No small model's heap becomes as large as this. */
  private static final long MUCH_MEMORY = 384L << 20;

  private Machine() {}

  /** Returns the most memory that this process ever held. */
  static long peakMemoryBytes() {
    long resident = kibibytes(Path.of("/proc/self/status"), "VmHWM:");
    if (resident > 0) {
      return resident;
    }
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /**
   * Collects what earlier stages left, if that is much. The serial collector moves columns, which
   * live long, to the old generation, and extends that to its limit before it looks for garbage
   * there: keys and repeated proofs would pile up. Where little is held, nothing happens.
   */
  static void collect() {
    if (Runtime.getRuntime().totalMemory() > MUCH_MEMORY) {
      System.gc();
    }
  }

  /** Returns the memory of the machine or its container; 0 if unknown. */
  static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /** Returns the processor's name; the architecture where the system does not tell. */
  static String processor() {
    return lines(Path.of("/proc/cpuinfo"))
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** Returns the bits of the widest vector register that the system lists; 0 if it lists none. */
  static int vectorBits() {
    String flags =
        lines(Path.of("/proc/cpuinfo"))
            .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
            .findFirst()
            .map(line -> line + " ")
            .orElse("");
    if (flags.contains(" avx512f ")) {
      return 512;
    }
    if (flags.contains(" avx2 ")) {
      return 256;
    }
    boolean neon = System.getProperty("os.arch").equals("aarch64");
    return neon || flags.contains(" sse2 ") || flags.contains(" asimd ") ? 128 : 0;
  }

  /** Returns the names of NVIDIA GPUs that have a driver; what is known of it if it names none. */
  static List<String> nvidia() {
    List<String> names = new ArrayList<>();
    for (Path gpu : entries(Path.of("/proc/driver/nvidia/gpus"))) {
      lines(gpu.resolve("information"))
          .filter(line -> line.startsWith("Model:"))
          .map(line -> line.substring("Model:".length()).strip())
          .forEach(names::add);
    }
    if (names.isEmpty() && library("libcuda.so.1")) {
      names.add("libcuda.so.1 without a device");
    }
    return names;
  }

  /** Returns the OpenCL drivers that are registered. */
  static List<String> openCl() {
    return entries(Path.of("/etc/OpenCL/vendors")).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> name.endsWith(".icd"))
        .sorted()
        .toList();
  }

  /** Returns whether a file descriptor of this process is a terminal. */
  static boolean isTerminal(int descriptor) {
    try {
      Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  private static boolean library(String name) {
    return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64")
        .anyMatch(folder -> Files.exists(Path.of(folder, name)));
  }

  private static long kibibytes(Path file, String field) {
    return lines(file)
        .filter(line -> line.startsWith(field))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(digits -> Long.parseLong(digits) << 10)
        .findFirst()
        .orElse(0);
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty();
    }
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
