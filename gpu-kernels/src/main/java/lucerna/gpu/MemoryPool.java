package lucerna.gpu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was given back, by size, since proofs ask for the same sizes again and again and a
 * device's own allocation is slow.
 *
 * <p>Sizes are rounded up so that their four highest bits tell them apart: at most an eighth is
 * wasted. What is kept goes back to the device when that has no more.
 *
 * @param <M> the device's own handle of memory
 */
final class MemoryPool<M> {
  private static final int MIN_WORDS = 64;

  private final Source<M> source;
  private final Consumer<M> release;
  private final TreeMap<Long, Deque<M>> free = new TreeMap<>();
  private long keptWords;

  /** Where new memory comes from. */
  interface Source<M> {
    /** Returns new memory, or null if there is not enough. */
    @Nullable M take(long words);
  }

  /** Makes a pool over a device's own allocation and release. */
  MemoryPool(Source<M> source, Consumer<M> release) {
    this.source = source;
    this.release = release;
  }

  /** Returns the size that a request is rounded up to. */
  static long rounded(long words) {
    long least = Math.max(words, MIN_WORDS);
    long unit = Long.highestOneBit(least) >>> 3;
    return Math.ceilDiv(least, unit) * unit;
  }

  /** Returns memory of {@code rounded(words)} words, or null if there is not enough. */
  @Nullable M take(long words) {
    long size = rounded(words);
    Deque<M> kept = free.get(size);
    if (kept != null && !kept.isEmpty()) {
      keptWords -= size;
      return kept.pop();
    }
    M fresh = source.take(size);
    if (fresh == null && keptWords > 0) {
      releaseAll();
      fresh = source.take(size);
    }
    return fresh;
  }

  /** Takes memory back that was given out for this many words. */
  void give(long words, M memory) {
    long size = rounded(words);
    free.computeIfAbsent(size, s -> new ArrayDeque<>()).push(memory);
    keptWords += size;
  }

  /** Returns how many words are kept. */
  long keptWords() {
    return keptWords;
  }

  /** Gives back to the device all that is kept. */
  void releaseAll() {
    free.values().forEach(kept -> kept.forEach(release));
    free.clear();
    keptWords = 0;
  }
}
