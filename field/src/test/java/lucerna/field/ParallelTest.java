package lucerna.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void everyNumberRunsOnce() {
    for (int count : new int[] {0, 1, 2, 1000}) {
      int[] runs = new int[count];
      Parallel.forEach(count, i -> runs[i]++);
      assertArrayEquals(IntStream.range(0, count).map(i -> 1).toArray(), runs);
    }
  }

  @Test
  void blocksCoverTheRangeAndBeginAtMultiples() {
    for (int length : new int[] {0, 1, 7, 8, 9, 1000, 4096, 4097}) {
      for (int minBlock : new int[] {1, 8, 1024, Integer.MAX_VALUE}) {
        int[] runs = new int[length];
        Parallel.forBlocks(
            length,
            minBlock,
            (from, to) -> {
              assertEquals(0, from % minBlock);
              for (int i = from; i < to; i++) {
                runs[i]++;
              }
            });
        assertArrayEquals(IntStream.range(0, length).map(i -> 1).toArray(), runs);
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> Parallel.forBlocks(1, 0, (from, to) -> fail()));
  }

  @Test
  void onePieceRunsInTheCaller() {
    Thread caller = Thread.currentThread();
    Parallel.forEach(1, i -> assertSame(caller, Thread.currentThread()));
    Parallel.forBlocks(10, 10, (from, to) -> assertSame(caller, Thread.currentThread()));
  }

  @Test
  void exceptionsPropagate() {
    var error =
        assertThrows(
            IllegalStateException.class,
            () ->
                Parallel.forEach(
                    100,
                    i -> {
                      if (i == 57) {
                        throw new IllegalStateException("piece 57");
                      }
                    }));
    assertEquals("piece 57", error.getMessage());
  }

  @Test
  void callsMayNest() {
    int[][] runs = new int[20][300];
    Parallel.forEach(
        20,
        i ->
            Parallel.forBlocks(
                300,
                1,
                (from, to) -> {
                  for (int k = from; k < to; k++) {
                    runs[i][k] = i + k;
                  }
                }));
    for (int i = 0; i < 20; i++) {
      int row = i;
      assertArrayEquals(IntStream.range(0, 300).map(k -> row + k).toArray(), runs[i]);
    }
  }
}
