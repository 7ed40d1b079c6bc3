package lucerna.bench.gpu;

/**
 * How large works may be.
 *
 * @param maxLog log of the most rows of a column
 * @param deviceWords words that a work may take on the device
 * @param hostWords words that it may take on the host
 */
record Limits(int maxLog, long deviceWords, long hostWords) {
  /** A shape that fits, and what was made smaller. */
  record Shape(int columns, int logRows, String scaled) {}

  /**
   * Returns the largest shape that fits: shorter columns first, then fewer.
   *
   * @param columns wanted number of columns
   * @param logRows wanted log of their length
   * @param deviceFactor words on the device for each word of a column
   */
  Shape fit(int columns, int logRows, int deviceFactor) {
    int log = Math.min(logRows, maxLog);
    long most = Math.min(deviceWords / deviceFactor, hostWords / 2);
    int count = Math.clamp(most >> log, 1, columns);
    if (count == columns && log == logRows) {
      return new Shape(count, log, "");
    }
    return new Shape(
        count, log, "%d x 2^%d instead of %d x 2^%d".formatted(count, log, columns, logRows));
  }

  /** Returns how many of some columns the processor can work on, if each takes so many words. */
  int processorColumns(int columns, long wordsEach) {
    return Math.clamp(hostWords / 2 / Math.max(1, wordsEach), 1, columns);
  }
}
