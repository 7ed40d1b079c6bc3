package lucerna.bench.gpu;

/** What crossed between host and device, and what is held there. */
final class Traffic {
  private long bytesUp;
  private long bytesDown;
  private long copyNanos;
  private long launches;
  private long heldWords;
  private long peakWords;

  void up(long words, long nanos) {
    bytesUp += words * Integer.BYTES;
    copyNanos += nanos;
  }

  void down(long words, long nanos) {
    bytesDown += words * Integer.BYTES;
    copyNanos += nanos;
  }

  void launched() {
    launches++;
  }

  void allocated(long words) {
    heldWords += words;
    peakWords = Math.max(peakWords, heldWords);
  }

  void released(long words) {
    heldWords -= words;
  }

  /** Returns the words of all buffers that are not closed. */
  long heldWords() {
    return heldWords;
  }

  /** Begins to look for the most words anew. */
  void forgetPeak() {
    peakWords = heldWords;
  }

  /** Returns what was counted so far. */
  Counts counts() {
    return new Counts(bytesUp, bytesDown, copyNanos, launches, peakWords);
  }

  /**
   * Counts at one moment.
   *
   * @param bytesUp bytes copied to the device
   * @param bytesDown bytes copied from it
   * @param copyNanos time of these copies, without what a copy waited for work on the device
   * @param launches number of launches
   * @param peakWords the most words that were held at once
   */
  record Counts(long bytesUp, long bytesDown, long copyNanos, long launches, long peakWords) {
    Counts since(Counts earlier) {
      return new Counts(
          bytesUp - earlier.bytesUp,
          bytesDown - earlier.bytesDown,
          copyNanos - earlier.copyNanos,
          launches - earlier.launches,
          peakWords);
    }
  }
}
