package lucerna.gpu;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Interprets the PTX: what a GPU will be given, on any machine. Fresh memory is no element. */
final class InterpretedDevice implements Device {
  private static final int FRESH = 0xfee1dead;

  private final Map<Kernel, PtxMachine> machines = new HashMap<>();
  private final Meter meter = new Meter();

  @Override
  public String name() {
    return "PTX interpreter";
  }

  @Override
  public long availableBytes() {
    return Runtime.getRuntime().maxMemory();
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public DeviceBuffer allocate(long words) {
    int[] memory = new int[Math.toIntExact(words)];
    Arrays.fill(memory, FRESH);
    meter.taken(words);
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
    meter.launched();
    machine.run(Math.toIntExact(blocks), kernel.threads(), handed);
  }

  @Override
  public void close() {
    machines.clear();
  }

  private final class Buffer implements DeviceBuffer {
    private final int[] memory;
    private boolean closed;

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
      meter.up(from.length);
    }

    @Override
    public void read(long at, int[] to) {
      Objects.checkFromIndexSize(at, to.length, memory.length);
      System.arraycopy(memory, (int) at, to, 0, to.length);
      meter.down(to.length);
    }

    @Override
    public void close() {
      if (!closed) {
        Arrays.fill(memory, FRESH);
        meter.given(memory.length);
        closed = true;
      }
    }
  }
}
