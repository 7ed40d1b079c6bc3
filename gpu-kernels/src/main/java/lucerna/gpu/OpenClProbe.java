package lucerna.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lucerna.field.spi.DeviceInfo;
import lucerna.field.spi.DeviceProbe;

/** Asks the OpenCL loader for devices, without Aparapi. */
public final class OpenClProbe implements DeviceProbe {
  private static final long ALL_DEVICES = 0xffffffffL;
  private static final int TEXT_BYTES = 512;

  /* Numbers of the questions, of cl.h. */
  private static final int DEVICE_TYPE = 0x1000;
  private static final long TYPE_PROCESSOR = 2;
  private static final int COMPUTE_UNITS = 0x1002;
  private static final int MEGAHERTZ = 0x100c;
  private static final int MEMORY_BYTES = 0x101f;
  private static final int DEVICE_NAME = 0x102b;
  private static final int DRIVER_VERSION = 0x102d;
  private static final int DEVICE_VERSION = 0x102f;
  private static final int MAX = 16;

  private final String library;

  /** Made by the service loader. */
  public OpenClProbe() {
    this("libOpenCL.so.1");
  }

  OpenClProbe(String library) {
    this.library = library;
  }

  @Override
  public String kind() {
    return "OpenCL";
  }

  @Override
  public Optional<String> absence() {
    return ask().absence();
  }

  @Override
  public List<String> devices() {
    return details().stream().map(DeviceInfo::name).toList();
  }

  @Override
  public List<DeviceInfo> details() {
    return ask().answer().orElse(List.of());
  }

  private Native.Answer<List<DeviceInfo>> ask() {
    return Native.ask(
        library,
        "there is no OpenCL loader",
        (loader, arena) -> {
          var actions = new SignalActions(arena);
          try {
            return infos(loader, arena);
          } finally {
            actions.restore();
          }
        });
  }

  private static Native.Answer<List<DeviceInfo>> infos(Native loader, Arena arena)
      throws Throwable {
    var platformIds =
        loader.function(
            "clGetPlatformIDs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    var deviceIds =
        loader.function(
            "clGetDeviceIDs",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
    MemorySegment platforms = arena.allocate(ADDRESS, MAX);
    MemorySegment ids = arena.allocate(ADDRESS, MAX);
    MemorySegment number = arena.allocate(JAVA_INT);
    int error = (int) platformIds.invokeExact(MAX, platforms, number);
    int found = error == 0 ? Math.min(number.get(JAVA_INT, 0), MAX) : 0;
    if (found == 0) {
      return Native.Answer.none("no OpenCL driver is registered");
    }
    List<DeviceInfo> infos = new ArrayList<>();
    for (int p = 0; p < found; p++) {
      MemorySegment platform = platforms.getAtIndex(ADDRESS, p);
      error = (int) deviceIds.invokeExact(platform, ALL_DEVICES, MAX, ids, number);
      for (int d = 0; error == 0 && d < Math.min(number.get(JAVA_INT, 0), MAX); d++) {
        infos.add(info(new Asked(loader, ids.getAtIndex(ADDRESS, d), arena)));
      }
    }
    return infos.isEmpty()
        ? Native.Answer.none("the OpenCL drivers find no device")
        : Native.Answer.of(infos);
  }

  private static DeviceInfo info(Asked device) throws Throwable {
    String name = device.text(DEVICE_NAME);
    return new DeviceInfo(
        name.isEmpty() ? "a device without a name" : name,
        device.number(MEMORY_BYTES),
        device.text(DRIVER_VERSION),
        device.text(DEVICE_VERSION),
        (device.number(DEVICE_TYPE) & TYPE_PROCESSOR) != 0,
        (int) device.number(COMPUTE_UNITS),
        (int) device.number(MEGAHERTZ),
        0);
  }

  /** A device that is asked for what it is. */
  private record Asked(Native loader, MemorySegment device, Arena arena) {
    private boolean ask(int question, MemorySegment answer) throws Throwable {
      var info =
          loader.function(
              "clGetDeviceInfo",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
      int error =
          (int) info.invokeExact(device, question, answer.byteSize(), answer, MemorySegment.NULL);
      return error == 0;
    }

    String text(int question) throws Throwable {
      MemorySegment answer = arena.allocate(TEXT_BYTES);
      return ask(question, answer) ? answer.getString(0) : "";
    }

    /** Returns a number of 32 or 64 bits, of which the higher ones stay 0. */
    long number(int question) throws Throwable {
      MemorySegment answer = arena.allocate(JAVA_LONG);
      return ask(question, answer) ? answer.get(JAVA_LONG, 0) : 0;
    }
  }
}
