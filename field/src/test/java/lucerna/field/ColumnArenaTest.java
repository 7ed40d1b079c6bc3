package lucerna.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnArenaTest {
  private static final int N = SpareArrays.MIN_LENGTH;

  private final SpareArrays spares = new SpareArrays();

  @Test
  void aReleasedArrayComesBackForItsLengthAlone() {
    try (var arena = new ColumnArena(spares)) {
      int[] array = arena.take(N);
      assertNotSame(array, arena.take(N));
      arena.release(array);
      assertEquals(2 * N, arena.take(2 * N).length);
      assertSame(array, arena.take(N));
    }
  }

  @Test
  void zerosAreZerosWhateverWasThere() {
    try (var arena = new ColumnArena(spares)) {
      int[] array = arena.take(N);
      Arrays.fill(array, -1);
      arena.release(array);
      assertSame(array, arena.zeros(N));
      assertArrayEquals(new int[N], array);
    }
  }

  @Test
  void whatAClosedArenaHadServesOthersWhileOneIsOpen() {
    var kept = new ColumnArena(spares);
    int[] array;
    try (var first = new ColumnArena(spares)) {
      array = first.take(N);
    }
    assertEquals(N, spares.entries());
    try (var second = new ColumnArena(spares)) {
      assertSame(array, second.take(N));
    }
    kept.close();
    assertEquals(0, spares.entries());
    try (var third = new ColumnArena(spares)) {
      assertNotSame(array, third.take(N));
    }
  }

  @Test
  void anArrayOfNoUseIsForgotten() {
    try (var kept = new ColumnArena(spares)) {
      int[] rare = kept.take(2 * N);
      kept.release(rare);
      for (int i = 0; i <= SpareArrays.MAX_AGE; i++) {
        assertEquals(i == 0 ? 2 * N : 3 * N, spares.entries());
        try (var arena = new ColumnArena(spares)) {
          arena.take(N);
        }
      }
      assertEquals(N, spares.entries());
    }
  }

  @Test
  void onlyWhatWasTakenIsReleasedAndOnlyOnce() {
    try (var arena = new ColumnArena(spares);
        var other = new ColumnArena(spares)) {
      int[] array = arena.take(N);
      assertThrows(IllegalArgumentException.class, () -> other.release(array));
      assertThrows(IllegalArgumentException.class, () -> arena.release(new int[N]));
      arena.release(array);
      assertThrows(IllegalArgumentException.class, () -> arena.release(array));
      assertEquals(N, spares.entries());
    }
  }

  @Test
  void aClosedArenaGivesNothing() {
    var arena = new ColumnArena(spares);
    arena.close();
    arena.close();
    assertThrows(IllegalStateException.class, () -> arena.take(N));
    assertEquals(0, spares.entries());
  }

  @Test
  void freshArraysAreNeverKept() {
    int[] array = ColumnArena.FRESH.take(N);
    ColumnArena.FRESH.release(array);
    ColumnArena.FRESH.close();
    assertNotSame(array, ColumnArena.FRESH.take(N));
  }

  @Test
  void shortArraysAreNotKept() {
    try (var arena = new ColumnArena(spares)) {
      int[] array = arena.take(N - 1);
      arena.release(array);
      assertNotSame(array, arena.take(N - 1));
      assertEquals(0, spares.entries());
    }
  }

  @Test
  void noArrayIsGivenTwiceAtOnce() {
    var faults = new AtomicInteger();
    try (var arena = new ColumnArena(spares)) {
      IntStream.range(0, 2000)
          .parallel()
          .forEach(
              i -> {
                int[] array = arena.take(N);
                array[0] = i;
                array[N - 1] = i;
                Thread.onSpinWait();
                if (array[0] != i || array[N - 1] != i) {
                  faults.incrementAndGet();
                }
                arena.release(array);
              });
    }
    assertEquals(0, faults.get());
    assertFalse(spares.entries() > 0);
  }
}
