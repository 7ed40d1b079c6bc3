package lucerna.gpu;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/** The first device of NVIDIA's driver, through JCuda's binding of the driver's own interface. */
final class CudaDevice implements Device {
  private static final int NAME_BYTES = 256;

  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final Map<KernelModule, CUmodule> modules = new HashMap<>();
  private final Map<Kernel, CUfunction> functions = new HashMap<>();
  private final MemoryPool<CUdeviceptr> pool = new MemoryPool<>(this::fresh, CudaDevice::release);
  private final Meter meter = new Meter();
  private final String name;

  CudaDevice() {
    check(JCudaDriver.cuInit(0), "starting CUDA");
    check(JCudaDriver.cuDeviceGet(device, 0), "opening the device");
    byte[] text = new byte[NAME_BYTES];
    check(JCudaDriver.cuDeviceGetName(text, NAME_BYTES, device), "naming the device");
    name = new String(text, StandardCharsets.UTF_8).replaceAll("\0.*", "");
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "opening the device");
  }

  @Override
  public String name() {
    return name;
  }

  /** Makes the context that of the calling thread, which need not be the one of the last call. */
  private void enter() {
    check(JCudaDriver.cuCtxSetCurrent(context), "entering the device");
  }

  @Override
  public long availableBytes() {
    enter();
    return freeBytes() + pool.keptWords() * Integer.BYTES;
  }

  private static long freeBytes() {
    long[] free = new long[1];
    check(JCudaDriver.cuMemGetInfo(free, new long[1]), "measuring the memory");
    return free[0];
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public DeviceBuffer allocate(long words) {
    enter();
    CUdeviceptr memory = pool.take(words);
    if (memory == null) {
      long needed = MemoryPool.rounded(words) * Integer.BYTES;
      throw new DeviceException.OutOfMemory(name, needed, freeBytes());
    }
    meter.taken(words);
    return new Buffer(memory, words);
  }

  private @Nullable CUdeviceptr fresh(long words) {
    CUdeviceptr memory = new CUdeviceptr();
    int result = JCudaDriver.cuMemAlloc(memory, Math.multiplyExact(words, Integer.BYTES));
    if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return null;
    }
    check(result, "allocating memory");
    return memory;
  }

  private static void release(CUdeviceptr memory) {
    check(JCudaDriver.cuMemFree(memory), "freeing memory");
  }

  @Override
  public void launch(Kernel kernel, long blocks, Arguments arguments) {
    enter();
    CUfunction function = functions.get(kernel);
    if (function == null) {
      function = load(kernel);
      functions.put(kernel, function);
    }
    List<Object> values = arguments.values();
    Pointer[] pointers = new Pointer[values.size()];
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] =
          switch (values.get(i)) {
            case Integer word -> Pointer.to(new int[] {word});
            case Long number -> Pointer.to(new long[] {number});
            case Buffer buffer -> Pointer.to(buffer.memory());
            default -> throw new IllegalArgumentException("a buffer of another device");
          };
    }
    meter.launched();
    int grid = Math.toIntExact(blocks);
    check(
        JCudaDriver.cuLaunchKernel(
            function, grid, 1, 1, kernel.threads(), 1, 1, 0, null, Pointer.to(pointers), null),
        "the launch of " + kernel.name());
  }

  private CUfunction load(Kernel kernel) {
    CUmodule module = modules.get(kernel.module());
    if (module == null) {
      module = new CUmodule();
      byte[] text = (kernel.module().ptx() + "\0").getBytes(StandardCharsets.US_ASCII);
      check(JCudaDriver.cuModuleLoadData(module, text), "loading " + kernel.module());
      modules.put(kernel.module(), module);
    }
    CUfunction function = new CUfunction();
    int result = JCudaDriver.cuModuleGetFunction(function, module, kernel.name());
    check(result, "finding " + kernel.name());
    return function;
  }

  private static void check(int result, String what) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw new DeviceException.KernelFailed(what, CUresult.stringFor(result));
    }
  }

  @Override
  public void close() {
    enter();
    pool.releaseAll();
    modules.values().forEach(JCudaDriver::cuModuleUnload);
    modules.clear();
    functions.clear();
    check(JCudaDriver.cuDevicePrimaryCtxRelease(device), "closing the device");
  }

  /** Memory of the device, rounded up by the pool. */
  private final class Buffer implements DeviceBuffer {
    private final long words;
    private @Nullable CUdeviceptr memory;

    Buffer(CUdeviceptr memory, long words) {
      this.memory = memory;
      this.words = words;
    }

    CUdeviceptr memory() {
      return Objects.requireNonNull(memory, "the buffer is closed");
    }

    private CUdeviceptr at(long word, int count) {
      Objects.checkFromIndexSize(word, count, words);
      return memory().withByteOffset(word * Integer.BYTES);
    }

    @Override
    public long words() {
      return words;
    }

    @Override
    public void write(long at, int[] from) {
      CUdeviceptr to = at(at, from.length);
      enter();
      long bytes = (long) from.length * Integer.BYTES;
      check(JCudaDriver.cuMemcpyHtoD(to, Pointer.to(from), bytes), "copying to the device");
      meter.up(from.length);
    }

    @Override
    public void read(long at, int[] to) {
      CUdeviceptr from = at(at, to.length);
      enter();
      long bytes = (long) to.length * Integer.BYTES;
      check(JCudaDriver.cuMemcpyDtoH(Pointer.to(to), from, bytes), "work on the device");
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
