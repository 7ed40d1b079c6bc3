package lucerna.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Splits the time of a run into parts. */
final class Clock {
  private final long start = System.nanoTime();
  private final Map<String, Long> laps = new LinkedHashMap<>();
  private long last = start;

  /** Ends a part. */
  void lap(String name) {
    long now = System.nanoTime();
    laps.merge(name, now - last, Long::sum);
    last = now;
  }

  /** Returns the milliseconds of a part; 0 if it did not happen. */
  double millis(String name) {
    return Figures.millis(laps.getOrDefault(name, 0L));
  }

  /** Returns the milliseconds since the start. */
  double total() {
    return Figures.millis(System.nanoTime() - start);
  }
}
