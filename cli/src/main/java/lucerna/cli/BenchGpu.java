package lucerna.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import lucerna.field.spi.DeviceProbe;
import lucerna.ops.UserException;

/**
 * Measures a device. A process of the module of benchmarks does it, which has the libraries that
 * reach devices on its class path, and says what it found line by line.
 */
final class BenchGpu {
  static final String MAIN = "lucerna.bench.gpu.GpuBench";

  /** The folders of JCuda, Aparapi and their natives, which the launcher names. */
  static final String LIBRARIES = "lucerna.devices";

  static final String NATIVES = "lucerna.natives";

  private final Verb verb;
  private final GpuArguments wanted;
  private final ObjectNode result = Json.object();
  private final ArrayNode contract = Json.object().putArray("contract");
  private final ArrayNode rows = Json.object().putArray("gpu");
  private final GpuTable table;

  BenchGpu(Verb verb, GpuArguments wanted) {
    this.verb = verb;
    this.wanted = wanted;
    this.table = new GpuTable(verb);
  }

  /** What was measured, and how the run ends. */
  record Outcome(ObjectNode result, int exit) {}

  /** Measures the device that was asked for; then whole proofs, as the verb wants them. */
  Outcome measure(Bench bench) {
    GpuArguments.Kind kind = kind();
    Outcome outcome = measure(command(kind));
    boolean proofs = outcome.exit() == Exit.DONE && wanted.leakCheck == null && !wanted.noProofs;
    if (proofs) {
      result.set("proofs", new GpuProofs(bench, kind, result.path("device"), table).measure());
    }
    return outcome;
  }

  /** Reads what a process says, and waits for its end. */
  Outcome measure(List<String> command) {
    result.set("machine", BenchRun.machine());
    int exit;
    try (var child = new GpuChild(command)) {
      ObjectNode line;
      while ((line = child.next()) != null) {
        take(line);
      }
      exit = child.exit();
      boolean explained = exit == Exit.DONE || exit == Exit.REJECTED || result.has("error");
      if (!explained) {
        // A driver may end the process: that of PoCL does where its linker is missing.
        String words = "the measuring process ended with exit code %d, after: %s";
        String fault = Verb.format(words, exit, child.lastWords());
        result.putObject("error").put("exit", Exit.FAULT).put("message", fault);
        exit = Exit.FAULT;
      }
    }
    table.endOfContract(contract);
    if (!contract.isEmpty()) {
      result.set("contract", contract);
    }
    if (!rows.isEmpty()) {
      result.set("gpu", rows);
    }
    String fault = result.at("/error/message").asText();
    if (exit == Exit.MISTAKE && !fault.isEmpty()) {
      throw new UserException(fault + ".");
    }
    if (!fault.isEmpty()) {
      verb.warn("%s", fault);
    }
    return new Outcome(result, exit);
  }

  private void take(ObjectNode line) {
    if (line.path("device") instanceof ObjectNode device) {
      result.set("device", device);
      table.device(device);
    } else if (line.path("contract") instanceof ObjectNode one) {
      contract.add(one);
    } else if (line.path("row") instanceof ObjectNode row) {
      table.endOfContract(contract);
      rows.add(row);
      table.row(row);
    } else if (line.path("leak") instanceof ObjectNode leak) {
      table.endOfContract(contract);
      result.set("leak", leak);
      table.leak(leak);
    } else if (line.path("error") instanceof ObjectNode error) {
      result.set("error", error);
    }
  }

  /** Returns the device that was asked for, or the first kind of which there is one. */
  private GpuArguments.Kind kind() {
    GpuArguments.Kind asked = wanted.device;
    List<String> reasons = new ArrayList<>();
    for (GpuArguments.Kind kind : GpuArguments.Kind.values()) {
      if (asked == null || asked == kind) {
        Optional<String> absence = absence(kind);
        if (absence.isEmpty()) {
          return kind;
        }
        reasons.add("no " + kind.probe() + ": " + absence.get());
      }
    }
    throw Verb.mistake("There is no device to measure; %s.", String.join("; ", reasons));
  }

  private static Optional<String> absence(GpuArguments.Kind kind) {
    for (DeviceProbe probe : ServiceLoader.load(DeviceProbe.class)) {
      if (probe.kind().equals(kind.probe())) {
        return probe.absence();
      }
    }
    return Optional.of("the module lucerna.gpu is not part of this build");
  }

  private List<String> command(GpuArguments.Kind kind) {
    List<String> command = new ArrayList<>(PeerFolder.ours(MAIN, processors()));
    reachDevices(command);
    if (kind == GpuArguments.Kind.OPENCL) {
      // Aparapi pins every array for good, which only this collector lives with.
      command.addAll(command.indexOf("-cp"), List.of("-XX:-UseSerialGC", "-XX:+UseG1GC"));
    }
    command.add(kind.toString());
    command.add("log=" + wanted.maxLog());
    command.add("contract=" + (wanted.contract ? 1 : 0));
    Integer leak = wanted.leakCheck;
    command.add("leak=" + (leak == null ? 0 : leak));
    return command;
  }

  /** Gives a command of the module of benchmarks what reaches devices. */
  static void reachDevices(List<String> command) {
    int paths = command.indexOf("-cp") + 1;
    String libraries = System.getProperty(LIBRARIES);
    if (libraries != null) {
      command.set(paths, command.get(paths) + File.pathSeparator + Path.of(libraries).resolve("*"));
    }
    command.add(paths - 1, "--enable-native-access=ALL-UNNAMED");
    String natives = System.getProperty(NATIVES);
    if (natives != null) {
      command.add(paths - 1, "-Djava.library.path=" + natives);
    }
  }

  private static int processors() {
    // One alone would keep the works to the thread that calls.
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }
}
