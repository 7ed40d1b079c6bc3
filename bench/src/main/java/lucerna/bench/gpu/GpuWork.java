package lucerna.bench.gpu;

/** One thing to measure: the same on a device and on the processor. */
interface GpuWork extends AutoCloseable {
  /**
   * What a work is.
   *
   * @param name for people and comparisons, with its size
   * @param unit what its throughput counts
   * @param amount how many of these it does
   * @param movedBytes what its kernels read and write in the device's memory
   * @param load what it has to do at least
   * @param scaled what was made smaller and why; empty if nothing was
   */
  record Description(
      String name, String unit, double amount, long movedBytes, Floor.Load load, String scaled) {}

  /** Returns what it is. */
  Description description();

  /** Puts its inputs on the device. */
  void prepare();

  /** Does it on the device; may return before it is done. */
  void onDevice();

  /** Waits until the device is done. */
  void await();

  /**
   * Does it on the processor.
   *
   * @return the part of the work that was done, 1 for all of it
   */
  double onProcessor();

  /**
   * Compares what both computed.
   *
   * @return whether it is the same
   */
  boolean agrees();

  /** Frees what it holds on the device. */
  @Override
  void close();
}
