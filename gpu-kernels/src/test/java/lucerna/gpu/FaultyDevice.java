package lucerna.gpu;

import java.util.Objects;

/**
 * Computes nothing: all memory is zero. What a prover asks of a device does not depend on values,
 * so this runs all of its steps quickly, and fails at the one that a test names.
 */
final class FaultyDevice implements Device {
  private final Meter meter = new Meter();
  private final long availableBytes;
  private final int failing;
  private int operations;
  private boolean closed;

  /**
   * Makes a device.
   *
   * @param failing number of the operation that fails, and all after it, as those of a device that
   *     vanished do
   */
  FaultyDevice(int failing, long availableBytes) {
    this.failing = failing;
    this.availableBytes = availableBytes;
  }

  private void step(String what) {
    if (operations++ >= failing) {
      throw new DeviceException.KernelFailed(what, "the device is gone");
    }
  }

  int operations() {
    return operations;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public long availableBytes() {
    return availableBytes;
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public DeviceBuffer allocate(long words) {
    if (operations++ >= failing) {
      throw new DeviceException.OutOfMemory(name(), words * Integer.BYTES, 0);
    }
    meter.taken(words);
    return new Buffer(words);
  }

  @Override
  public void launch(Kernel kernel, long blocks, Arguments arguments) {
    step(kernel.name());
    for (Object value : arguments.values()) {
      if (value instanceof Buffer buffer && buffer.given) {
        throw new IllegalStateException(kernel.name() + " uses memory that was given back");
      }
    }
    meter.launched();
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Buffer implements DeviceBuffer {
    private final long words;
    private boolean given;

    Buffer(long words) {
      this.words = words;
    }

    @Override
    public long words() {
      return words;
    }

    @Override
    public void write(long at, int[] from) {
      Objects.checkFromIndexSize(at, from.length, words);
      step("copying to the device");
      meter.up(from.length);
    }

    @Override
    public void read(long at, int[] to) {
      Objects.checkFromIndexSize(at, to.length, words);
      step("work on the device");
      meter.down(to.length);
    }

    @Override
    public void close() {
      if (!given) {
        given = true;
        meter.given(words);
      }
    }
  }
}
