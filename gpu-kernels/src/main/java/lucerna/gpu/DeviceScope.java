package lucerna.gpu;

import java.util.ArrayList;
import java.util.List;

/**
 * A device for one piece of work: closing it gives back all memory that the work took, however it
 * ended, and leaves the device open.
 */
final class DeviceScope implements Device {
  private final Device device;
  private final List<DeviceBuffer> taken = new ArrayList<>();

  DeviceScope(Device device) {
    this.device = device;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public long availableBytes() {
    return device.availableBytes();
  }

  @Override
  public Meter meter() {
    return device.meter();
  }

  @Override
  public DeviceBuffer allocate(long words) {
    DeviceBuffer buffer = device.allocate(words);
    taken.add(buffer);
    return buffer;
  }

  @Override
  public void launch(Kernel kernel, long blocks, Arguments arguments) {
    device.launch(kernel, blocks, arguments);
  }

  /** Buffers may be closed twice. */
  @Override
  public void close() {
    taken.forEach(DeviceBuffer::close);
    taken.clear();
  }
}
