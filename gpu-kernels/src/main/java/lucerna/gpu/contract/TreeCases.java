package lucerna.gpu.contract;

import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.Leaves;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceSlice;
import org.jspecify.annotations.Nullable;

/** Hashes are the processor's. */
final class TreeCases extends Cases {
  private static final long LEAF = 0x1234567890abcdefL;
  private static final long NODE = 0xfedcba0987654321L;

  /* A stream with a word that is no element, and where. */
  private static final long REJECTING = 2_159_728;
  private static final int REJECTED = 70;

  TreeCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    each(cases, "Merkle trees", "2^", sizes.treeLogs(), log -> treesAreTheProcessors(log, sizes));
    cases.add(
        new DeviceContract.Case(
            "leaves of every length",
            "0 to 48 columns",
            this::leavesOfEveryLengthAreTheProcessors));
    each(cases, "secret words", "4 x ", sizes.columnLengths(), this::wordsAreTheStreams);
    each(cases, "secret elements", "", sizes.columnLengths(), this::elementsAreTheStreams);
    cases.add(
        new DeviceContract.Case("secret elements", "one rejected", this::rejectedWordsAreLeftOut));
    cases.add(new DeviceContract.Case("search of nonces", "", this::searchesAreTheProcessors));
  }

  private void treesAreTheProcessors(int logLeaves, DeviceContract.Sizes sizes) {
    int leaves = 1 << logLeaves;
    int columnsHere = logLeaves == sizes.maxLogTree() ? 1 : 5;
    assertTree(random.columns(columnsHere, leaves), 0, random.words(4 * leaves));
    assertTree(random.columns(4, 8 * leaves), 3, null);
  }

  /** Lengths about one, two and three blocks; a salt that two blocks share. */
  private void leavesOfEveryLengthAreTheProcessors() {
    for (int nColumns : new int[] {0, 1, 3, 11, 12, 13, 15, 16, 17, 29, 32, 33, 48}) {
      for (int log = 0; log <= 2; log += 2) {
        int[][] columns = new int[nColumns][];
        Arrays.setAll(columns, i -> random.words(16));
        assertTree(columns, log, null);
        assertTree(columns, log, random.words(64 >> log));
      }
    }
  }

  private void assertTree(int[][] columns, int logCoset, int @Nullable [] salts) {
    int length = columns.length == 0 ? 16 : columns[0].length;
    int leaves = length >> logCoset;
    int[] expected = new int[16 * leaves];
    var message = new Leaves(Blake2s.initialState(LEAF), columns, salts, logCoset);
    BulkHash.scalar().hashLeaves(message, expected, 0, leaves);
    for (int first = leaves / 2; first > 0; first /= 2) {
      BulkHash.scalar().hashNodes(Blake2s.initialState(NODE), expected, first, 2 * first);
    }
    try (var on = columns.length == 0 ? empty(0, length) : columns(columns);
        var saltWords = ops.device().allocate(salts == null ? 1 : salts.length)) {
      if (salts != null) {
        saltWords.write(0, salts);
      }
      var salted = salts == null ? null : DeviceSlice.of(saltWords);
      try (var nodes = ops.trees().commit(on, salted, logCoset, LEAF, NODE)) {
        int[] actual = DeviceSlice.of(nodes).read();
        same(
            Arrays.copyOfRange(expected, 8, expected.length),
            Arrays.copyOfRange(actual, 8, actual.length));
      }
    }
  }

  private void wordsAreTheStreams(int blocks) {
    byte[] seed = new byte[SecretRandom.SEED_BYTES];
    for (int index = 0; index < 2; index++) {
      Arrays.fill(seed, (byte) (blocks + 101 * index));
      SecretRandom.Stream stream = SecretRandom.of(seed).stream("salt", index);
      try (var out = columns(random.column(4 * blocks + 1))) {
        int after = out.read(0)[4 * blocks];
        ops.random().words(stream, new DeviceSlice(out.slice().buffer(), 0, 4L * blocks));
        int[] expected = Arrays.copyOf(stream.words(4 * blocks), 4 * blocks + 1);
        expected[4 * blocks] = after;
        same(expected, out.read(0));
      }
    }
  }

  private static SecretRandom.Stream elements(long index) {
    return SecretRandom.of(new byte[SecretRandom.SEED_BYTES]).stream("elements", index);
  }

  private void elementsAreTheStreams(int count) {
    List<SecretRandom.Stream> streams = List.of(elements(count), elements(-count));
    try (var out = empty(2, count)) {
      ops.random().elements(streams, List.of(out.columns(1, 1).slice(), out.columns(0, 1).slice()));
      same(streams.get(0).m31(count), out.read(1));
      same(streams.get(1).m31(count), out.read(0));
    }
  }

  /** P itself is no element: the words after it move up. */
  private void rejectedWordsAreLeftOut() {
    int[] words = elements(REJECTING).words(REJECTED + 1);
    same(M31.P, words[REJECTED] & M31.P);
    for (int count : new int[] {REJECTED, REJECTED + 1, REJECTED + 10}) {
      try (var out = empty(1, count)) {
        ops.random().elements(List.of(elements(REJECTING)), List.of(out.slice()));
        same(elements(REJECTING).m31(count), out.read(0));
      }
    }
  }

  private void searchesAreTheProcessors() {
    int[] prefix = random.words(8);
    for (int bits : new int[] {1, 5, 8, 31, 32, 33, 64}) {
      for (long nonce : new long[] {3L << 32 | 77, 0xffffffffL << 32 | 0xfffff000L}) {
        for (int count : bits == 8 ? new int[] {0, 1, 257, 2049} : new int[] {65}) {
          same(
              BulkHash.scalar().search(prefix, bits, nonce, count),
              ops.trees().search(prefix, bits, nonce, count));
        }
      }
    }
  }
}
