package lucerna.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lucerna.field.Kernels;
import lucerna.field.spi.DeviceInfo;
import lucerna.field.spi.DeviceProbe;
import lucerna.fri.hash.BulkHash;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.CudaProbe;
import lucerna.gpu.Device;
import lucerna.gpu.DeviceException;
import lucerna.gpu.Devices;
import lucerna.gpu.OpenClProbe;
import lucerna.gpu.contract.DeviceContract;

/**
 * A process that measures a device, and prints a JSON object a line: {@code device}, then {@code
 * contract}, {@code row} and {@code leak} as they come. It ends with exit code 0; 1 if the contract
 * or a comparison fails; 2 if there is no such device and 3 if the device fails, after a line
 * {@code error}.
 */
public final class GpuBench {
  private static final int LOG_GPU = 24;
  private static final int LOG_PROCESSOR = 16;
  private static final int MAX_LOG = 28;
  private static final int FAILED = 1;
  private static final int NO_DEVICE = 2;
  private static final int FAULT = 3;

  private final String kind;
  private final DeviceInfo info;
  private final Device device;
  private final Traffic traffic = new Traffic();
  private final int maxLog;
  private boolean failed;

  private GpuBench(String kind, DeviceInfo info, Device opened, int maxLog) {
    this.kind = kind;
    this.info = info;
    this.device = CountingDevice.around(opened, traffic);
    this.maxLog = maxLog > 0 ? maxLog : info.isProcessor() ? LOG_PROCESSOR : LOG_GPU;
  }

  /**
   * Measures.
   *
   * @param arguments the kind of device, {@code cuda} or {@code opencl}; then of {@code log=N} (log
   *     of the most rows), {@code contract=1} (checks every operation first), {@code leak=N}
   *     (repeats a small proof and small works N times instead), {@code measure=0} (measures
   *     nothing)
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      numbers.put(pair[0], Integer.valueOf(pair[1]));
    }
    String kind = arguments[0];
    try {
      DeviceProbe probe = kind.equals("cuda") ? new CudaProbe() : new OpenClProbe();
      String absence = probe.absence().orElse("");
      if (!absence.isEmpty()) {
        return error(NO_DEVICE, "no " + probe.kind() + ": " + absence);
      }
      try (Device opened = kind.equals("cuda") ? Devices.cuda() : Devices.openCl()) {
        String name = opened.name();
        DeviceInfo info =
            probe.details().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseGet(() -> probe.details().getFirst());
        int maxLog = Math.min(numbers.getOrDefault("log", 0), MAX_LOG);
        return new GpuBench(kind, info, opened, maxLog).run(numbers);
      }
    } catch (DeviceException.NoDriver | DeviceException.NoDevice e) {
      return error(NO_DEVICE, String.valueOf(e.getMessage()));
    } catch (DeviceException e) {
      return error(FAULT, String.valueOf(e.getMessage()));
    }
  }

  private static int error(int exit, String message) {
    Json.print("error", Json.object().put("exit", exit).put("message", message));
    return exit;
  }

  private int run(Map<String, Integer> numbers) {
    Kernels.get().prepare();
    BulkHash.get().prepare();
    var floor = new Floor(info);
    describe(floor);
    try (var ops = new ColumnOps(device)) {
      if (numbers.getOrDefault("contract", 0) == 1) {
        contract(ops);
      }
      if (!failed && numbers.getOrDefault("leak", 0) > 0) {
        ObjectNode leak = new LeakCheck(kind, ops, traffic).run(numbers.getOrDefault("leak", 0));
        failed = !leak.path("passed").booleanValue();
        Json.print("leak", leak);
      } else if (!failed && numbers.getOrDefault("measure", 1) == 1) {
        measure(ops, new Measurement(floor, traffic));
      }
    }
    return failed ? FAILED : 0;
  }

  private void describe(Floor floor) {
    ObjectNode told = Json.object().put("kind", kind).put("name", info.name());
    told.put("memoryBytes", info.memoryBytes()).put("driver", info.driver());
    told.put("capability", info.capability()).put("isProcessor", info.isProcessor());
    told.put("units", info.units()).put("megahertz", info.megahertz()).put("maxLogRows", maxLog);
    if (floor.isKnown()) {
      told.set("floor", floor.rates());
    }
    told.put("kernels", Kernels.get().name()).put("lanes", Kernels.get().lanes());
    Json.print("device", told);
  }

  private void contract(ColumnOps ops) {
    var sizes = info.isProcessor() ? DeviceContract.Sizes.processor() : DeviceContract.Sizes.gpu();
    for (DeviceContract.Case one : DeviceContract.of(ops, sizes)) {
      ObjectNode line = Json.object().put("operation", one.operation()).put("size", one.size());
      try {
        one.check().run();
        line.put("passed", true);
      } catch (AssertionError | DeviceException | ArithmeticException e) {
        failed = true;
        line.put("passed", false).put("reason", String.valueOf(e.getMessage()));
      }
      Json.print("contract", line);
    }
  }

  private Limits limits() {
    // Half of the device for a work; the host keeps a copy, and what it computes itself.
    long words = info.memoryBytes() / 2 / Integer.BYTES;
    long hostWords = Runtime.getRuntime().maxMemory() / 2 / Integer.BYTES;
    // A processor's device is memory of this process.
    return new Limits(maxLog, info.isProcessor() ? hostWords / 2 : words, hostWords);
  }

  private void measure(ColumnOps ops, Measurement measurement) {
    Limits limits = limits();
    List<Supplier<GpuWork>> works = new ArrayList<>();
    works.add(() -> new CopyWork(ops, limits, 26, true));
    works.add(() -> new CopyWork(ops, limits, 26, false));
    for (int log = Math.min(16, maxLog); log <= Math.min(24, maxLog); log += 2) {
      int logSize = log;
      works.add(() -> new TransformWork(ops, limits, logSize, true));
      works.add(() -> new TransformWork(ops, limits, logSize, false));
    }
    works.add(() -> CommitWork.tree(ops, limits, 16, 20));
    works.add(() -> CommitWork.commit(ops, limits, 256, 20, 1));
    works.add(() -> CommitWork.commit(ops, limits, 256, 20, 2));
    works.add(() -> new FriWork(ops, limits, 21));
    works.add(() -> new ConstraintWork(ops, limits, 100, 20));
    works.add(() -> new NonceWork(ops, limits, 24));
    works.add(() -> new ProofWork(ops.device(), limits, 100, 20));
    for (Supplier<GpuWork> made : works) {
      try (GpuWork work = made.get()) {
        row(measurement, work);
      }
    }
  }

  private void row(Measurement measurement, GpuWork work) {
    ObjectNode row;
    try {
      row = measurement.of(work);
      failed |= !row.path("agrees").booleanValue();
    } catch (DeviceException.OutOfMemory e) {
      row = Json.object().put("name", work.description().name());
      row.put("skipped", String.valueOf(e.getMessage()));
    }
    Json.print("row", row);
  }
}
