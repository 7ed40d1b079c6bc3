package lucerna.fri.merkle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.ColumnArena;
import lucerna.field.SecureColumn;
import lucerna.fri.KnownAnswers;
import lucerna.fri.KnownAnswers.SplitMix64;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHash;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  private static final JsonNode KAT = KnownAnswers.read("merkle.json");
  private static final HashSuite SUITE = HashSuite.lucerna("tst");

  @Test
  void treesAreStwos() throws MerkleException {
    int checked = 0;
    for (JsonNode known : KnownAnswers.list(KAT.get("cases"))) {
      if (!known.get("m31_output").asBoolean()) {
        checkCase(known);
        checked++;
      }
    }
    assertEquals(6, checked);
    assertEquals(
        KnownAnswers.digest(KAT.get("root_of_no_columns")),
        MerkleTree.commit(HashSuite.PLAIN, new int[0][], null).root());
  }

  private static void checkCase(JsonNode known) throws MerkleException {
    int[] logSizes = KnownAnswers.ints(known.get("column_log_sizes"));
    int height = known.get("height").asInt();
    SplitMix64 random = new SplitMix64(KnownAnswers.u64(known.get("seed")));
    int[][] columns = new int[logSizes.length][];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = lift(random.column(1 << logSizes[c]), height - logSizes[c]);
    }
    int[] order = KnownAnswers.ints(known.get("leaf_column_order"));
    int[][] ordered = new int[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      ordered[c] = columns[order[c]];
    }
    MerkleTree tree = MerkleTree.commit(HashSuite.PLAIN, ordered, null);
    assertEquals(KnownAnswers.digest(known.get("root")), tree.root());
    if (known.has("layers")) {
      checkLayers(known.get("layers"), tree);
    }
    int[] positions = KnownAnswers.ints(known.get("query_positions"));
    List<Digest> witness = KnownAnswers.digests(known.get("hash_witness"));
    assertEquals(witness, tree.open(positions));
    List<Digest> leaves = leaves(HashSuite.PLAIN, ordered, null, positions);
    MerkleVerifier.verify(HashSuite.PLAIN, tree.root(), height, positions, leaves, witness);
  }

  private static void checkLayers(JsonNode layers, MerkleTree tree) {
    for (int layer = 0; layer <= tree.logHeight(); layer++) {
      List<Digest> nodes = KnownAnswers.digests(layers.get(layer));
      for (int i = 0; i < nodes.size(); i++) {
        assertEquals(nodes.get(i), tree.node(layer, i));
      }
    }
  }

  private static int[] lift(int[] column, int s) {
    int[] lifted = new int[column.length << s];
    for (int i = 0; i < lifted.length; i++) {
      lifted[i] = column[((i >> (s + 1)) << 1) + (i & 1)];
    }
    return lifted;
  }

  @Test
  void cosetLeavesAreStwos() {
    JsonNode known = KAT.get("secure_column");
    SecureColumn values = KnownAnswers.column(known.get("values"));
    assertEquals(
        KnownAnswers.digest(known.get("root_one_value_per_leaf")),
        MerkleTree.commit(HashSuite.PLAIN, values.coordinates(), null).root());
    assertEquals(
        KnownAnswers.digest(known.get("root_one_value_per_leaf")),
        MerkleTree.commitCosets(HashSuite.PLAIN, values, 0).root());
    MerkleTree tree = MerkleTree.commitCosets(HashSuite.PLAIN, values, 2);
    assertEquals(KnownAnswers.digest(known.get("root_four_values_per_leaf")), tree.root());
    checkLayers(known.get("layers_four_values_per_leaf"), tree);
  }

  private static List<Digest> leaves(
      HashSuite suite, int[][] columns, int @Nullable [] salts, int[] positions) {
    LeafHasher hasher = new LeafHasher(suite, columns.length, salts != null);
    List<Digest> leaves = new ArrayList<>();
    for (int position : positions) {
      int[] row = new int[columns.length];
      for (int c = 0; c < row.length; c++) {
        row[c] = columns[c][position];
      }
      int[] salt = null;
      if (salts != null) {
        salt = java.util.Arrays.copyOfRange(salts, 4 * position, 4 * position + 4);
      }
      leaves.add(hasher.hash(row, salt));
    }
    return leaves;
  }

  /** Every second entry of eight, entry by entry, column by column, then the salt. */
  @Test
  void leavesOfFibresTakeTurns() {
    SplitMix64 random = new SplitMix64(11);
    int[][] columns = new int[3][64];
    for (int[] column : columns) {
      Arrays.setAll(column, i -> random.m31());
    }
    int[] salts = new int[4 * 16];
    Arrays.setAll(salts, i -> 100 + i);
    for (TreeHash hash : TreeHash.values()) {
      HashSuite suite = HashSuite.lucerna("cmp", hash);
      MerkleTree tree = MerkleTree.commitFibres(suite, columns, salts, 2, ColumnArena.FRESH);
      assertEquals(4, tree.logHeight());
      for (int leaf = 0; leaf < 16; leaf++) {
        int[] values = new int[12];
        for (int i = 0; i < values.length; i++) {
          values[i] = columns[i % 3][leaf / 2 * 8 + leaf % 2 + 2 * (i / 3)];
        }
        int[] salt = Arrays.copyOfRange(salts, 4 * leaf, 4 * leaf + 4);
        Digest expected = new LeafHasher(suite, 12, true).hash(values, salt);
        assertEquals(expected, tree.node(4, leaf));
      }
    }
    for (int log : new int[] {0, 6, 7}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> MerkleTree.commitFibres(HashSuite.PLAIN, columns, null, log, ColumnArena.FRESH));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> MerkleTree.commitFibres(HashSuite.PLAIN, columns, salts, 1, ColumnArena.FRESH));
  }

  @Test
  void openingsOfAllShapesAreAccepted() throws MerkleException {
    SplitMix64 random = new SplitMix64(5);
    for (int nColumns : new int[] {1, 11, 12, 13, 16, 17, 40}) {
      for (int logHeight = 0; logHeight < 12; logHeight += 3) {
        for (boolean salted : new boolean[] {false, true}) {
          int[][] columns = new int[nColumns][];
          for (int c = 0; c < nColumns; c++) {
            columns[c] = random.column(1 << logHeight);
          }
          int[] salts = salted ? random.column(4 << logHeight) : null;
          MerkleTree tree = MerkleTree.commit(SUITE, columns, salts);
          int[] positions = positions(random, logHeight);
          List<Digest> leaves = leaves(SUITE, columns, salts, positions);
          MerkleVerifier.verify(
              SUITE, tree.root(), logHeight, positions, leaves, tree.open(positions));
        }
      }
    }
  }

  private static int[] positions(SplitMix64 random, int logHeight) {
    int mask = (1 << logHeight) - 1;
    return random.next() < 0
        ? new int[] {(int) random.next() & mask}
        : java.util.stream.IntStream.generate(() -> (int) random.next() & mask)
            .limit(20)
            .sorted()
            .distinct()
            .toArray();
  }

  @Test
  void everyNodeIsTheHashOfItsChildren() {
    LeafHasher leaf = new LeafHasher(SUITE, 3, true);
    for (int log = 0; log <= 14; log++) {
      SplitMix64 random = new SplitMix64(log);
      int[][] columns = new int[3][1 << log];
      int[] salts = new int[4 << log];
      for (int[] column : columns) {
        Arrays.setAll(column, i -> random.m31());
      }
      Arrays.setAll(salts, i -> random.m31());
      MerkleTree tree = MerkleTree.commit(SUITE, columns, salts);
      for (int i = 0; i < 1 << log; i++) {
        int[] row = {columns[0][i], columns[1][i], columns[2][i]};
        int[] salt = Arrays.copyOfRange(salts, 4 * i, 4 * i + 4);
        assertEquals(leaf.hash(row, salt), tree.node(log, i));
      }
      for (int layer = 0; layer < log; layer++) {
        for (int i = 0; i < 1 << layer; i++) {
          Blake2s hash = new Blake2s(SUITE.nodePersonal());
          hash.absorb(tree.node(layer + 1, 2 * i)).absorb(tree.node(layer + 1, 2 * i + 1));
          assertEquals(hash.digest(), tree.node(layer, i));
        }
      }
    }
  }

  @Test
  void saltsChangeEveryLeaf() {
    int[][] columns = {new int[8]};
    MerkleTree tree = MerkleTree.commit(SUITE, columns, new SplitMix64(1).column(32));
    assertNotEquals(tree.node(3, 0), tree.node(3, 1));
    assertNotEquals(tree.root(), MerkleTree.commit(SUITE, columns, null).root());
    assertNotEquals(
        MerkleTree.commit(HashSuite.PLAIN, columns, null).root(),
        MerkleTree.commit(SUITE, columns, null).root());
  }

  @Test
  void refusesAlteredOpenings() {
    int[][] columns = {new SplitMix64(2).column(64)};
    MerkleTree tree = MerkleTree.commit(SUITE, columns, null);
    int[] positions = {3, 9, 40, 41};
    List<Digest> leaves = leaves(SUITE, columns, null, positions);
    List<Digest> witness = tree.open(positions);
    for (int i = 0; i < witness.size(); i++) {
      refused(MerkleException.Reason.ROOT_MISMATCH, tree, leaves, altered(witness, i));
    }
    for (int i = 0; i < leaves.size(); i++) {
      refused(MerkleException.Reason.ROOT_MISMATCH, tree, altered(leaves, i), witness);
    }
    refused(
        MerkleException.Reason.WITNESS_TOO_SHORT,
        tree,
        leaves,
        witness.subList(0, witness.size() - 1));
    refused(MerkleException.Reason.WITNESS_TOO_SHORT, tree, leaves, List.of());
    List<Digest> longer = new ArrayList<>(witness);
    longer.add(Digest.ZERO);
    refused(MerkleException.Reason.WITNESS_TOO_LONG, tree, leaves, longer);
  }

  @Test
  void refusesNodesAsLeaves() {
    int[][] columns = {new SplitMix64(2).column(64)};
    MerkleTree tree = MerkleTree.commit(SUITE, columns, null);
    // A row made of two leaves' words: without separation it would hash to their parent.
    int[] row = new int[16];
    tree.node(6, 0).copyTo(row, 0);
    tree.node(6, 1).copyTo(row, 8);
    assertNotEquals(tree.node(5, 0), new LeafHasher(SUITE, 16, false).hash(row, null));
    assertEquals(
        MerkleTree.commit(HashSuite.PLAIN, columns, null).node(5, 0),
        plainParent(MerkleTree.commit(HashSuite.PLAIN, columns, null)));
  }

  private static Digest plainParent(MerkleTree tree) {
    int[] row = new int[16];
    tree.node(6, 0).copyTo(row, 0);
    tree.node(6, 1).copyTo(row, 8);
    return new LeafHasher(HashSuite.PLAIN, 16, false).hash(row, null);
  }

  private static void refused(
      MerkleException.Reason reason, MerkleTree tree, List<Digest> leaves, List<Digest> witness) {
    MerkleException e =
        assertThrows(
            MerkleException.class,
            () ->
                MerkleVerifier.verify(
                    SUITE, tree.root(), 6, new int[] {3, 9, 40, 41}, leaves, witness));
    assertEquals(reason, e.reason());
  }

  private static List<Digest> altered(List<Digest> digests, int index) {
    List<Digest> copy = new ArrayList<>(digests);
    int[] words = copy.get(index).toWords();
    words[index & 7] ^= 1 << (index & 31);
    copy.set(index, Digest.of(words, 0));
    return copy;
  }

  @Test
  void refusesMisuse() {
    MerkleTree tree = MerkleTree.commit(SUITE, new int[][] {new int[8]}, null);
    assertThrows(IllegalArgumentException.class, () -> tree.open(new int[] {2, 1}));
    assertThrows(IllegalArgumentException.class, () -> tree.open(new int[] {1, 1}));
    assertThrows(IllegalArgumentException.class, () -> tree.open(new int[] {8}));
    assertThrows(IllegalArgumentException.class, () -> tree.open(new int[] {-1}));
    assertArrayEquals(new Object[0], tree.open(new int[0]).toArray());
    assertThrows(IndexOutOfBoundsException.class, () -> tree.node(3, 8));
    int[][] uneven = {new int[8], new int[4]};
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.commit(SUITE, uneven, null));
    int[][] odd = {new int[6]};
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.commit(SUITE, odd, null));
    LeafHasher hasher = new LeafHasher(SUITE, 2, true);
    assertThrows(IllegalArgumentException.class, () -> hasher.hash(new int[2], null));
  }
}
