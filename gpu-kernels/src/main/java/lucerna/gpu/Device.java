package lucerna.gpu;

/**
 * A processor with a memory of its own that runs kernels, one launch after the other.
 *
 * <p>A device is used by one thread at a time. Launches may still be running when a call returns;
 * reads wait for them, and report what went wrong.
 */
public interface Device extends AutoCloseable {
  /**
   * Returns the device's name.
   *
   * @return a name for messages
   */
  String name();

  /**
   * Returns how much memory can be given out now.
   *
   * @return bytes, what the pool keeps included
   */
  long availableBytes();

  /**
   * Returns what counts copies, launches and memory.
   *
   * @return the device's meter
   */
  Meter meter();

  /**
   * Gives out memory, from the pool where that has some.
   *
   * @param words number of words, at least 0
   * @return a buffer, to be closed
   * @throws DeviceException.OutOfMemory if there is too little
   */
  DeviceBuffer allocate(long words);

  /**
   * Runs a kernel.
   *
   * @param kernel the kernel
   * @param blocks number of blocks, from 1 to 2^31 - 1
   * @param arguments its arguments
   * @throws DeviceException.KernelFailed if it is refused
   */
  void launch(Kernel kernel, long blocks, Arguments arguments);

  /** Gives back all memory and the device. */
  @Override
  void close();
}
