package lucerna.gpu;

/** Counts what a device does: copies to it and from it, launches, and the memory given out. */
public final class Meter {
  private long wordsUp;
  private long wordsDown;
  private long copies;
  private long launches;
  private long held;
  private long peak;

  /** Starts at zero. */
  public Meter() {}

  void up(long words) {
    wordsUp += words;
    copies++;
  }

  void down(long words) {
    wordsDown += words;
    copies++;
  }

  void launched() {
    launches++;
  }

  void taken(long words) {
    held += MemoryPool.rounded(words);
    peak = Math.max(peak, held);
  }

  void given(long words) {
    held -= MemoryPool.rounded(words);
  }

  /** Starts all counts but that of the memory held anew. */
  public void restart() {
    wordsUp = 0;
    wordsDown = 0;
    copies = 0;
    launches = 0;
    peak = held;
  }

  /**
   * Returns what was copied to the device.
   *
   * @return bytes
   */
  public long bytesUp() {
    return wordsUp * Integer.BYTES;
  }

  /**
   * Returns what was copied from the device.
   *
   * @return bytes
   */
  public long bytesDown() {
    return wordsDown * Integer.BYTES;
  }

  /**
   * Returns how often something was copied, either way.
   *
   * @return number of copies
   */
  public long copies() {
    return copies;
  }

  /**
   * Returns how many kernels were launched.
   *
   * @return number of launches
   */
  public long launches() {
    return launches;
  }

  /**
   * Returns the memory that is given out, as the pool rounds it.
   *
   * @return bytes
   */
  public long heldBytes() {
    return held * Integer.BYTES;
  }

  /**
   * Returns the most memory that was given out at once.
   *
   * @return bytes
   */
  public long peakBytes() {
    return peak * Integer.BYTES;
  }
}
