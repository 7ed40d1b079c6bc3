package lucerna.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lucerna.field.spi.DeviceProbe;

/**
 * Asks NVIDIA's driver for devices without touching JCuda, whose first use without a driver spoils
 * every later one.
 */
public final class CudaProbe implements DeviceProbe {
  /** The oldest driver that runs the kernels' PTX: CUDA 11.0. */
  static final int MIN_VERSION = 11000;

  private static final int NAME_BYTES = 256;
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
    return Native.ask(library, "there is no NVIDIA driver", this::names).answer().orElse(List.of());
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

  private Native.Answer<List<String>> names(Native driver, Arena arena) throws Throwable {
    Native.Answer<Integer> count = count(driver, arena);
    List<String> names = new ArrayList<>();
    MemorySegment text = arena.allocate(NAME_BYTES);
    var getName =
        driver.function(
            "cuDeviceGetName", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    for (int device = 0; device < count.answer().orElse(0); device++) {
      int error = (int) getName.invokeExact(text, NAME_BYTES, device);
      names.add(error == 0 ? text.getString(0) : "device " + device);
    }
    return Native.Answer.of(names);
  }
}
