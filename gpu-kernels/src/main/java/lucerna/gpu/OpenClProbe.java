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
import lucerna.field.spi.DeviceProbe;

/** Asks the OpenCL loader for devices, without Aparapi. */
public final class OpenClProbe implements DeviceProbe {
  private static final long ALL_DEVICES = 0xffffffffL;
  private static final int DEVICE_NAME = 0x102b;
  private static final int NAME_BYTES = 256;
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
    return ask().answer().orElse(List.of());
  }

  private Native.Answer<List<String>> ask() {
    return Native.ask(library, "there is no OpenCL loader", OpenClProbe::names);
  }

  private static Native.Answer<List<String>> names(Native loader, Arena arena) throws Throwable {
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
    List<String> names = new ArrayList<>();
    for (int p = 0; p < found; p++) {
      MemorySegment platform = platforms.getAtIndex(ADDRESS, p);
      error = (int) deviceIds.invokeExact(platform, ALL_DEVICES, MAX, ids, number);
      for (int d = 0; error == 0 && d < Math.min(number.get(JAVA_INT, 0), MAX); d++) {
        names.add(name(loader, ids.getAtIndex(ADDRESS, d), arena));
      }
    }
    return names.isEmpty()
        ? Native.Answer.none("the OpenCL drivers find no device")
        : Native.Answer.of(names);
  }

  private static String name(Native loader, MemorySegment device, Arena arena) throws Throwable {
    var info =
        loader.function(
            "clGetDeviceInfo",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
    MemorySegment text = arena.allocate(NAME_BYTES);
    int error =
        (int) info.invokeExact(device, DEVICE_NAME, (long) NAME_BYTES, text, MemorySegment.NULL);
    return error == 0 ? text.getString(0) : "a device without a name";
  }
}
