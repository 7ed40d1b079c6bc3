package lucerna.field;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays that wait to be used again, by their length, as long as some arena is open. */
final class SpareArrays {
  /** Shorter arrays are left to the collector, which is good at them. */
  static final int MIN_LENGTH = 1 << 12;

  /** Number of arenas to be closed until an array that none of them took is forgotten. */
  static final int MAX_AGE = 8;

  private final Map<Integer, ArrayDeque<Spare>> byLength = new HashMap<>();
  private int open;
  private long closings;

  /**
   * An array.
   *
   * @param array softly held: the collector may take it when memory is short
   * @param since how many arenas had been closed when it came
   */
  private record Spare(SoftReference<int[]> array, long since) {}

  synchronized void opened() {
    open++;
  }

  synchronized void closed() {
    open--;
    closings++;
    if (open == 0) {
      byLength.clear();
      return;
    }
    for (Iterator<ArrayDeque<Spare>> all = byLength.values().iterator(); all.hasNext(); ) {
      ArrayDeque<Spare> spares = all.next();
      // The last that came is the first to go, so the oldest lie at the bottom.
      while (!spares.isEmpty() && closings - spares.getFirst().since > MAX_AGE) {
        spares.removeFirst();
      }
      if (spares.isEmpty()) {
        all.remove();
      }
    }
  }

  synchronized void put(int[] array) {
    if (array.length >= MIN_LENGTH) {
      byLength
          .computeIfAbsent(array.length, length -> new ArrayDeque<>())
          .addLast(new Spare(new SoftReference<>(array), closings));
    }
  }

  synchronized int @Nullable [] poll(int length) {
    ArrayDeque<Spare> spares = byLength.get(length);
    while (spares != null && !spares.isEmpty()) {
      int[] array = spares.removeLast().array.get();
      if (array != null) {
        return array;
      }
    }
    return null;
  }

  /** Returns the number of entries of all arrays that wait. */
  synchronized long entries() {
    return byLength.entrySet().stream()
        .mapToLong(spares -> (long) spares.getKey() * spares.getValue().size())
        .sum();
  }
}
