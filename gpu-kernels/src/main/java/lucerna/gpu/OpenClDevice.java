package lucerna.gpu;

import com.aparapi.Range;
import com.aparapi.device.Device.TYPE;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.opencl.OpenCLArgDescriptor;
import com.aparapi.internal.opencl.OpenCLKernel;
import com.aparapi.internal.opencl.OpenCLProgram;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An OpenCL device through Aparapi's binding to hand-written kernels.
 *
 * <p>Aparapi knows memory as Java arrays and copies them around every launch, unless the device
 * shares the host's memory, as PoCL's does. So this proves the kernels right on every machine; it
 * is no way to be fast on a GPU.
 */
final class OpenClDevice implements Device {
  private static final long BUFFER =
      OpenCLArgDescriptor.ARG_GLOBAL_BIT
          | OpenCLArgDescriptor.ARG_READWRITE_BIT
          | OpenCLArgDescriptor.ARG_INT_BIT
          | OpenCLArgDescriptor.ARG_ARRAY_BIT;
  private static final long SCALAR =
      OpenCLArgDescriptor.ARG_ISARG_BIT | OpenCLArgDescriptor.ARG_PRIMITIVE_BIT;

  private final OpenCLDevice device;
  private final Map<KernelModule, OpenCLProgram> programs = new HashMap<>();
  private final Map<Kernel, OpenCLKernel> kernels = new HashMap<>();
  private final MemoryPool<int[]> pool = new MemoryPool<>(this::fresh, memory -> {});

  private final Meter meter = new Meter();

  OpenClDevice() {
    requirePinning();
    device = first();
  }

  /**
   * Aparapi never unpins an array that it has seen. A collector that cannot leave single arrays
   * alone would wait for that for ever.
   */
  private static void requirePinning() {
    boolean pins =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .anyMatch(each -> each.getName().startsWith("G1"));
    if (!pins) {
      throw new DeviceException.NoDriver(
          "Aparapi works with the collector G1 alone (java -XX:+UseG1GC)");
    }
  }

  private static OpenCLDevice first() {
    for (TYPE type : new @Nullable TYPE[] {TYPE.GPU, TYPE.ACC, TYPE.CPU}) {
      List<OpenCLDevice> found = OpenCLDevice.listDevices(type);
      if (found != null && !found.isEmpty()) {
        return found.getFirst();
      }
    }
    throw new DeviceException.NoDevice("Aparapi finds no OpenCL device");
  }

  @Override
  public String name() {
    return String.valueOf(device.getName());
  }

  /** What the device calls its own may be the heap's memory. */
  @Override
  public long availableBytes() {
    long left = device.getGlobalMemSize() - meter.heldBytes();
    return Math.min(left, Runtime.getRuntime().maxMemory() - meter.heldBytes());
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public DeviceBuffer allocate(long words) {
    long available = device.getMaxMemAllocSize();
    long needed = Math.multiplyExact(words, Integer.BYTES);
    int[] memory = needed > available ? null : pool.take(words);
    if (memory == null) {
      throw new DeviceException.OutOfMemory(name(), needed, available);
    }
    meter.taken(words);
    return new Buffer(memory, words);
  }

  private int @Nullable [] fresh(long words) {
    try {
      return words > Integer.MAX_VALUE - 8 ? null : new int[(int) words];
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  @Override
  public void launch(Kernel kernel, long blocks, Arguments arguments) {
    List<Object> values = arguments.values();
    OpenCLKernel loaded = kernels.computeIfAbsent(kernel, k -> load(k, values));
    long threads = blocks * kernel.threads();
    if (threads > Integer.MAX_VALUE) {
      throw new DeviceException.KernelFailed(
          kernel.name(), threads + " threads are more than Aparapi can count");
    }
    Object[] handed = new Object[values.size() + 1];
    handed[0] = Range.create(device, (int) threads, kernel.threads());
    for (int i = 0; i < values.size(); i++) {
      handed[i + 1] = values.get(i) instanceof Buffer buffer ? buffer.memory() : values.get(i);
    }
    meter.launched();
    loaded.invoke(handed);
  }

  private OpenCLKernel load(Kernel kernel, List<Object> values) {
    OpenCLProgram program = programs.computeIfAbsent(kernel.module(), this::build);
    List<OpenCLArgDescriptor> types = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      long type =
          switch (values.get(i)) {
            case Integer word -> SCALAR | OpenCLArgDescriptor.ARG_INT_BIT;
            case Long number -> SCALAR | OpenCLArgDescriptor.ARG_LONG_BIT;
            default -> BUFFER;
          };
      types.add(new OpenCLArgDescriptor("argument" + i, type));
    }
    OpenCLKernel loaded = OpenCLKernel.createKernel(program, kernel.name(), types);
    if (loaded == null) {
      throw new DeviceException.KernelFailed(
          kernel.name(), "OpenCL finds no such kernel in the module " + kernel.module());
    }
    return loaded;
  }

  private OpenCLProgram build(KernelModule module) {
    return Objects.requireNonNull(
        new OpenCLProgram(device, module.openCl()).createProgram(device), "program");
  }

  @Override
  public void close() {
    kernels.values().forEach(OpenCLKernel::dispose);
    programs.values().forEach(OpenCLProgram::dispose);
    kernels.clear();
    programs.clear();
    pool.releaseAll();
  }

  /** A Java array, longer than asked for where it comes from the pool. */
  private final class Buffer implements DeviceBuffer {
    private final long words;
    private int @Nullable [] memory;

    Buffer(int[] memory, long words) {
      this.memory = memory;
      this.words = words;
    }

    int[] memory() {
      return Objects.requireNonNull(memory, "the buffer is closed");
    }

    @Override
    public long words() {
      return words;
    }

    @Override
    public void write(long at, int[] from) {
      Objects.checkFromIndexSize(at, from.length, words);
      System.arraycopy(from, 0, memory(), (int) at, from.length);
      meter.up(from.length);
    }

    @Override
    public void read(long at, int[] to) {
      Objects.checkFromIndexSize(at, to.length, words);
      System.arraycopy(memory(), (int) at, to, 0, to.length);
      meter.down(to.length);
    }

    @Override
    public void close() {
      if (memory != null) {
        pool.give(words, memory);
        meter.given(words);
        memory = null;
      }
    }
  }
}
