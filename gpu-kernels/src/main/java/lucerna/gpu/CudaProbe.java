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

/**
 * Asks NVIDIA's driver for devices without touching JCuda, whose first use without a driver spoils
 * every later one.
 */
public final class CudaProbe implements DeviceProbe {
  /** The oldest driver that runs the kernels' PTX: CUDA 11.0. */
  static final int MIN_VERSION = 11000;

  private static final int NAME_BYTES = 256;

  /* Numbers of the driver's attributes, of cuda.h. */
  private static final int KILOHERTZ = 13;
  private static final int MULTIPROCESSORS = 16;
  private static final int MEMORY_KILOHERTZ = 36;
  private static final int BUS_BITS = 37;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  private static final FunctionDescriptor ONE_INT = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor ONE_POINTER = FunctionDescriptor.of(JAVA_INT, ADDRESS);

  private final String library;

  /** Made by the service loader. */
  public CudaProbe() {
    this("libcuda.so.1");
  }

  CudaProbe(String library) {
    this.library = library;
  }

  @Override
  public String kind() {
    return "CUDA";
  }

  @Override
  public Optional<String> absence() {
    return Native.ask(library, "there is no NVIDIA driver", this::count).absence();
  }

  @Override
  public List<String> devices() {
    return details().stream().map(DeviceInfo::name).toList();
  }

  @Override
  public List<DeviceInfo> details() {
    return Native.ask(library, "there is no NVIDIA driver", this::infos).answer().orElse(List.of());
  }

  private Native.Answer<Integer> count(Native driver, Arena arena) throws Throwable {
    int error = (int) driver.function("cuInit", ONE_INT).invokeExact(0);
    if (error != 0) {
      return Native.Answer.none(
          error == 100 ? "the driver finds no device" : "the driver fails with error " + error);
    }
    MemorySegment number = arena.allocate(JAVA_INT);
    error = (int) driver.function("cuDriverGetVersion", ONE_POINTER).invokeExact(number);
    int version = number.get(JAVA_INT, 0);
    if (error != 0 || version < MIN_VERSION) {
      return Native.Answer.none(
          "the driver is for CUDA %d.%d, and 11.0 is needed"
              .formatted(version / 1000, version % 1000 / 10));
    }
    error = (int) driver.function("cuDeviceGetCount", ONE_POINTER).invokeExact(number);
    int count = number.get(JAVA_INT, 0);
    return error == 0 && count > 0
        ? Native.Answer.of(count)
        : Native.Answer.none("the driver finds no device");
  }

  private Native.Answer<List<DeviceInfo>> infos(Native driver, Arena arena) throws Throwable {
    Native.Answer<Integer> count = count(driver, arena);
    List<DeviceInfo> infos = new ArrayList<>();
    MemorySegment text = arena.allocate(NAME_BYTES);
    MemorySegment number = arena.allocate(JAVA_LONG);
    var getName =
        driver.function(
            "cuDeviceGetName", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    var totalMemory =
        driver.function("cuDeviceTotalMem_v2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    int error = (int) driver.function("cuDriverGetVersion", ONE_POINTER).invokeExact(number);
    int version = error == 0 ? number.get(JAVA_INT, 0) : 0;
    for (int device = 0; device < count.answer().orElse(0); device++) {
      error = (int) getName.invokeExact(text, NAME_BYTES, device);
      String name = error == 0 ? text.getString(0) : "device " + device;
      error = (int) totalMemory.invokeExact(number, device);
      long memory = error == 0 ? number.get(JAVA_LONG, 0) : 0;
      // Memory moves data at both edges of its clock.
      long bytesPerSecond =
          2L
              * 1000
              * attribute(driver, arena, MEMORY_KILOHERTZ, device)
              * attribute(driver, arena, BUS_BITS, device)
              / Byte.SIZE;
      infos.add(
          new DeviceInfo(
              name,
              memory,
              "CUDA %d.%d".formatted(version / 1000, version % 1000 / 10),
              "sm_%d%d"
                  .formatted(
                      attribute(driver, arena, CAPABILITY_MAJOR, device),
                      attribute(driver, arena, CAPABILITY_MINOR, device)),
              false,
              attribute(driver, arena, MULTIPROCESSORS, device),
              attribute(driver, arena, KILOHERTZ, device) / 1000,
              bytesPerSecond));
    }
    return Native.Answer.of(infos);
  }

  /** Returns an attribute of a device; 0 where the driver does not know it. */
  private static int attribute(Native driver, Arena arena, int attribute, int device)
      throws Throwable {
    MemorySegment value = arena.allocate(JAVA_INT);
    int error =
        (int)
            driver
                .function(
                    "cuDeviceGetAttribute",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT))
                .invokeExact(value, attribute, device);
    return error == 0 ? value.get(JAVA_INT, 0) : 0;
  }
}
