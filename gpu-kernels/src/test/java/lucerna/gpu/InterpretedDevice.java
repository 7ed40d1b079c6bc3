package lucerna.gpu;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Interprets the PTX: what a GPU will be given, on any machine. Fresh memory is no element. */
final class InterpretedDevice implements Device {
  private static final int FRESH = 0xfee1dead;

  private final Map<Kernel, PtxMachine> machines = new HashMap<>();

  @Override
  public String name() {
    return "PTX interpreter";
  }

  @Override
  public DeviceBuffer allocate(long words) {
    int[] memory = new int[Math.toIntExact(words)];
    Arrays.fill(memory, FRESH);
    return new Buffer(memory);
  }

  @Override
  public void launch(Kernel kernel, long blocks, Arguments arguments) {
    PtxMachine machine =
        machines.computeIfAbsent(
            kernel, k -> new PtxMachine(new PtxKernel(k.module().ptx(), k.name())));
    Object[] handed =
        arguments.values().stream()
            .map(value -> value instanceof Buffer buffer ? buffer.memory : value)
            .toArray();
    machine.run(Math.toIntExact(blocks), kernel.threads(), handed);
  }

  @Override
  public void close() {
    machines.clear();
  }

  private static final class Buffer implements DeviceBuffer {
    private final int[] memory;

    Buffer(int[] memory) {
      this.memory = memory;
    }

    @Override
    public long words() {
      return memory.length;
    }

    @Override
    public void write(long at, int[] from) {
      Objects.checkFromIndexSize(at, from.length, memory.length);
      System.arraycopy(from, 0, memory, (int) at, from.length);
    }

    @Override
    public void read(long at, int[] to) {
      Objects.checkFromIndexSize(at, to.length, memory.length);
      System.arraycopy(memory, (int) at, to, 0, to.length);
    }

    @Override
    public void close() {
      Arrays.fill(memory, FRESH);
    }
  }
}
