package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryPoolTest {
  private final List<int[]> released = new ArrayList<>();
  private long left = 1000;
  private final MemoryPool<int[]> pool =
      new MemoryPool<>(
          words -> {
            if (words > left) {
              return null;
            }
            left -= words;
            return new int[(int) words];
          },
          memory -> {
            left += memory.length;
            released.add(memory);
          });

  private int[] take(long words) {
    int[] memory = pool.take(words);
    return memory == null ? new int[0] : memory;
  }

  @Test
  void sizesAreRoundedUpByAnEighthAtMost() {
    for (long words = 0; words < 100_000; words += 7) {
      long rounded = MemoryPool.rounded(words);
      assertTrue(rounded >= words);
      assertTrue(words < 64 || rounded - words <= words / 8, words + " to " + rounded);
      assertEquals(rounded, MemoryPool.rounded(rounded));
    }
    assertEquals(1L << 33, MemoryPool.rounded(1L << 33));
  }

  @Test
  void whatWasGivenBackIsTakenAgain() {
    int[] first = take(100);
    pool.give(100, first);
    assertEquals(first.length, pool.keptWords());
    assertSame(first, take(99));
    assertEquals(0, pool.keptWords());
    assertNotSame(first, take(100));
  }

  @Test
  void whatIsKeptIsReleasedBeforeARequestIsRefused() {
    int[] small = take(200);
    pool.give(200, small);
    assertEquals(960, take(900).length);
    assertEquals(List.of(small), released);
    assertNull(pool.take(200));
    assertEquals(0, pool.keptWords());
  }
}
