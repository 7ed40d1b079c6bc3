package lucerna.fri.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.fri.merkle.LeafHasher;
import lucerna.fri.merkle.MerkleException;
import lucerna.fri.merkle.MerkleTree;
import lucerna.fri.merkle.MerkleVerifier;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The hashes that trees may have. */
final class TreeHashTest {
  /** Leaves and nodes are BLAKE2s with 31 bytes of output, of another implementation. */
  @Test
  void shortDigestsAreBlake2sOf31Bytes() {
    HashSuite suite = HashSuite.lucerna("wit", TreeHash.BLAKE2S_248);
    int[] words = new int[32];
    for (int i = 0; i < 21; i++) {
      words[i] = 77 * i + 5;
    }
    var hasher = new TreeHasher(suite);
    int[] out = new int[8];
    hasher.leaf(words, 17, true, out, 0);
    assertEquals(reference("LucLfwit", Arrays.copyOf(words, 21)), Digest.of(out, 0));
    hasher.node(words, 0, out, 0);
    assertEquals(reference("LucNode", Arrays.copyOf(words, 16)), Digest.of(out, 0));
    assertTrue(TreeHash.BLAKE2S_248.isDigest(Digest.of(out, 0)));
  }

  private static Digest reference(String personal, int[] words) {
    byte[] bytes = new byte[4 * words.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(words);
    byte[] tag = Arrays.copyOf(personal.getBytes(StandardCharsets.US_ASCII), 8);
    var hash = new Blake2sDigest(new byte[0], 31, new byte[8], tag);
    hash.update(bytes, 0, bytes.length);
    byte[] digest = new byte[32];
    hash.doFinal(digest, 0);
    return Digest.fromBytes(digest);
  }

  /** The values of docs/protocol.md, section 13. */
  @ParameterizedTest
  @CsvSource({
    "BLAKE2S, b216f5858112849233fed6bcbd23927a15182ed6e03a093b4216ee0df5e717a3,"
        + " 57ff3bbeea1f607ebf6512eb1a0e061c6ce43256f7f07984b20ed7cf8424e348",
    "BLAKE2S_248, 6f5d9d7960197b25fa9fe3a157c5250c6c142ebf7721093871587e792ccf1000,"
        + " 5d46a681bb9aaf2eb70a1eff9afbba1dfcf22125ba1f3aefb20f0b3bc3fb9e00",
    "POSEIDON252, 0c5eb31eadfa2deaecd1db7d49a1a36f1cc5f40f70ef710cb4494c4ea4aea905,"
        + " 94829529117d6e3f392d82f30066de99b0b06b01cb1552f123b900c69f112705"
  })
  void knownAnswers(TreeHash hash, String leaf, String node) {
    HashSuite suite = HashSuite.lucerna("wit", hash);
    int[] values = {1, 2, 3};
    int[] salt = {4, 5, 6, 7};
    assertEquals(Digest.fromHex(leaf), new LeafHasher(suite, 3, true).hash(values, salt));
    int[] out = new int[Digest.WORDS];
    new TreeHasher(suite).node(new int[2 * Digest.WORDS], 0, out, 0);
    assertEquals(Digest.fromHex(node), Digest.of(out, 0));
  }

  @Test
  void bitsOfCollisions() {
    assertEquals(128, TreeHash.BLAKE2S.collisionBits());
    assertEquals(124, TreeHash.BLAKE2S_248.collisionBits());
    assertEquals(125.5, TreeHash.POSEIDON252.collisionBits());
  }

  @Test
  void aByteTooMuchIsNoDigest() {
    Digest wide = new Digest(1, 2, 3, 4, 5, 6, 7, 1 << 24);
    assertTrue(TreeHash.BLAKE2S.isDigest(wide));
    assertFalse(TreeHash.BLAKE2S_248.isDigest(wide));
    assertTrue(TreeHash.BLAKE2S_248.isDigest(new Digest(1, 2, 3, 4, 5, 6, 7, (1 << 24) - 1)));
    assertThrows(IllegalArgumentException.class, () -> Digest.fromBytes(new byte[31]));
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void openingsOfEachHash(TreeHash hash) throws Exception {
    HashSuite suite = HashSuite.lucerna("wit", hash);
    var random = new Random(4);
    int[][] columns = new int[5][1 << 9];
    for (int[] column : columns) {
      Arrays.setAll(column, i -> random.nextInt(Integer.MAX_VALUE));
    }
    int[] salts = random.ints(4 << 9).toArray();
    MerkleTree tree = MerkleTree.commit(suite, columns, salts);
    MerkleTree again =
        MerkleTree.commit(
            suite,
            9,
            5,
            true,
            (first, part, own) -> {
              for (int c = 0; c < part.length; c++) {
                System.arraycopy(columns[c], first, part[c], 0, part[c].length);
              }
              System.arraycopy(salts, 4 * first, own, 0, own.length);
            });
    assertArrayEquals(tree.nodes(), again.nodes());
    int[] positions = {3, 4, 5, 200, 511};
    var hasher = new LeafHasher(suite, 5, true);
    List<Digest> leaves =
        Arrays.stream(positions)
            .mapToObj(
                p ->
                    hasher.hash(
                        Arrays.stream(columns).mapToInt(c -> c[p]).toArray(),
                        Arrays.copyOfRange(salts, 4 * p, 4 * p + 4)))
            .toList();
    List<Digest> witness = tree.open(positions);
    MerkleVerifier.verify(suite, tree.root(), 9, positions, leaves, witness);
    for (Digest digest : witness) {
      assertTrue(hash.isDigest(digest));
    }
    for (TreeHash other : TreeHash.values()) {
      if (other != hash) {
        assertThrows(
            MerkleException.class,
            () ->
                MerkleVerifier.verify(
                    HashSuite.lucerna("wit", other), tree.root(), 9, positions, leaves, witness));
        assertNotEquals(
            tree.root(), MerkleTree.commit(HashSuite.lucerna("wit", other), columns, salts).root());
      }
    }
  }
}
