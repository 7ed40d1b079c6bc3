package lucerna.field.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import lucerna.field.Kernels;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the hashing in use with the scalar one. */
final class VectorHashKernelsTest {
  private static final int L = Lanes.COUNT;
  private static final int[] INITIAL = Blake2s.initialState(0x1234567890L);

  private final HashKernels scalar = BulkHash.scalar();
  private final HashKernels kernels = BulkHash.get();
  private final SplittableRandom random = new SplittableRandom(6);

  private int[] words(int length) {
    return random.ints(length).toArray();
  }

  @Test
  void usesTheKernelsThatWereAskedFor() {
    assertEquals(System.getProperty("lucerna.kernels"), kernels.name());
  }

  @Test
  void aProcessCanBeMadeToUseThePlainLoops() {
    int lanes = kernels.lanes();
    assertEquals(kernels.name().equals("vector") ? L : 1, lanes);
    Kernels.useScalarOnly(true);
    try {
      assertEquals("scalar", BulkHash.get().name());
      assertEquals("scalar", Kernels.get().name());
      assertEquals(1, Kernels.get().lanes());
    } finally {
      Kernels.useScalarOnly(false);
    }
    assertEquals(lanes, BulkHash.get().lanes());
    assertEquals(lanes, Kernels.get().lanes());
  }

  /** Message lengths about one, two and three blocks; a salt that two blocks share. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 17, 29, 31, 32, 33, 48, 100})
  void leavesAgree(int nColumns) {
    int height = 4 * L;
    for (int log = 0; log <= 3; log++) {
      int[][] columns = new int[nColumns][];
      for (int c = 0; c < nColumns; c++) {
        columns[c] = words(height << log);
      }
      leavesAgree(new Leaves(INITIAL, columns, null, log), height);
      int[] salts = words(Leaves.SALT_WORDS * height);
      leavesAgree(new Leaves(INITIAL, columns, salts, log), height);
      leavesAgree(new Leaves(INITIAL, columns, salts, log, true), height);
    }
  }

  /** More vectors than are hashed together, so that there are two groups and a part of one. */
  @ParameterizedTest
  @ValueSource(ints = {17, 33, 100})
  void manyLeavesOfSeveralBlocksAgree(int nColumns) {
    int height = 256 * L;
    int[][] columns = new int[nColumns][];
    for (int c = 0; c < nColumns; c++) {
      columns[c] = words(height);
    }
    int[] salts = words(Leaves.SALT_WORDS * height);
    for (Leaves leaves :
        List.of(new Leaves(INITIAL, columns, null, 0), new Leaves(INITIAL, columns, salts, 0))) {
      int[] expected = new int[16 * height];
      int[] actual = new int[16 * height];
      scalar.hashLeaves(leaves, expected, 5, 150 * L);
      kernels.hashLeaves(leaves, actual, 5, 150 * L);
      assertArrayEquals(expected, actual);
    }
  }

  private void leavesAgree(Leaves leaves, int height) {
    int[][] ranges = {
      {0, height}, {1, 2}, {1, L}, {1, L + 1}, {3, 2 * L + 4}, {height - 1, height}
    };
    for (int[] range : ranges) {
      int[] expected = new int[16 * height];
      int[] actual = new int[16 * height];
      scalar.hashLeaves(leaves, expected, range[0], range[1]);
      kernels.hashLeaves(leaves, actual, range[0], range[1]);
      assertArrayEquals(expected, actual);
    }
  }

  @Test
  void nodesAgree() {
    int height = 8 * L;
    int[] expected = words(16 * height);
    int[] actual = expected.clone();
    for (int first = height / 2; first > 0; first /= 2) {
      scalar.hashNodes(INITIAL, expected, first, 2 * first);
      kernels.hashNodes(INITIAL, actual, first, 2 * first);
      assertArrayEquals(expected, actual);
    }
    scalar.hashNodes(INITIAL, expected, 2 * L + 1, 4 * L);
    kernels.hashNodes(INITIAL, actual, 2 * L + 1, 4 * L);
    assertArrayEquals(expected, actual);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 10, 31, 32, 33, 64})
  void searchesAgree(int bits) {
    int[] prefix = words(8);
    for (long nonce : new long[] {0, 1, L, 3L << 32 | 77, 0xffffffffL << 32 | 0xfffff000L}) {
      for (int count : new int[] {0, 1, L - 1, L, L + 1, 500}) {
        int expected = scalar.search(prefix, bits, nonce, count);
        assertEquals(expected, kernels.search(prefix, bits, nonce, count));
      }
    }
  }

  /** Words at their ends too, and numbers of states about that of lanes and of a block of them. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 31, 32, 33, 70, 257})
  void permutationsAgree(int count) {
    long[] ends = {0, 1, -1, 1L << 28, (1L << 56) - 1, 0x0800000000000011L, 1L << 59};
    long[] states = new long[3 * HashKernels.FELT_WORDS * count];
    for (int i = 0; i < states.length; i++) {
      boolean end = random.nextInt(3) == 0;
      long word = end ? ends[random.nextInt(ends.length)] : random.nextLong();
      states[i] = i % HashKernels.FELT_WORDS == HashKernels.FELT_WORDS - 1 ? word >>> 4 : word;
    }
    long[] expected = states.clone();
    scalar.permute(expected, count);
    kernels.permute(states, count);
    assertArrayEquals(expected, states);
  }
}
