package lucerna.fri.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Poseidon over Starknet's field against integers of any size, and against Cairo's builtin. */
final class Poseidon252Test {
  private static final BigInteger P =
      BigInteger.TWO
          .pow(251)
          .add(BigInteger.valueOf(17).multiply(BigInteger.TWO.pow(192)))
          .add(BigInteger.ONE);

  private static final BigInteger R = BigInteger.TWO.pow(256);

  private static final List<BigInteger> VALUES =
      List.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          BigInteger.TWO,
          BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
          BigInteger.TWO.pow(64),
          BigInteger.TWO.pow(128).subtract(BigInteger.ONE),
          BigInteger.TWO.pow(192).subtract(BigInteger.ONE),
          BigInteger.TWO.pow(192),
          BigInteger.TWO.pow(251),
          P.subtract(BigInteger.TWO.pow(192)),
          P.subtract(BigInteger.TWO),
          P.subtract(BigInteger.ONE));

  /** Printed by {@code hades_permutation} of the core library 2.16.0 under cairo-check. */
  @Test
  void permutationIsThatOfTheBuiltin() {
    var hash = new Poseidon252();
    for (int i = 0; i < 3; i++) {
      hash.set(i, i + 1, 0, 0, 0);
    }
    hash.permute();
    List<String> expected =
        List.of(
            "fa8c9b6742b6176139365833d001e30e932a9bf7456d009b1b174f36d558c5",
            "4f04deca4cb7f9f2bd16b1d25b817ca2d16fba2151e4252a2e2111cde08bfe6",
            "58dde0a2a785b395ee2dc7b60b79e9472ab826e9bb5383a8018b59772964892");
    for (int i = 0; i < 3; i++) {
      assertEquals(new BigInteger(expected.get(i), 16), integer(hash.get(i)));
    }
  }

  @Test
  void arithmeticIsModular() {
    BigInteger inverse = R.modInverse(P);
    var random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      BigInteger x = value(random, i);
      BigInteger y = value(random, i / VALUES.size());
      long[] a = limbs(x);
      long[] b = limbs(y);
      long[] out = new long[4];
      Felt252.multiply(a, 0, b, 0, out, 0);
      assertEquals(x.multiply(y).multiply(inverse).mod(P), integer(out));
      Felt252.add(a, 0, b, 0, out, 0);
      assertEquals(x.add(y).mod(P), integer(out));
      Felt252.difference(a, 0, b, 0, out, 0);
      assertEquals(x.subtract(y).add(P.shiftLeft(3)), integer(out));
      BigInteger wide = x.multiply(BigInteger.valueOf(1 + i % 30)).add(y);
      long[] shortened = limbs(wide);
      Felt252.shorten(shortened, 0);
      assertEquals(wide.mod(P), integer(shortened).mod(P));
      assertTrue(integer(shortened).compareTo(P.multiply(BigInteger.valueOf(3))) < 0);
      Felt252.reduce(shortened, 0);
      assertEquals(wide.mod(P), integer(shortened));
      Felt252.product(limbs(wide.mod(P.shiftLeft(2))), 0, b, 0, out, 0);
      assertEquals(wide.multiply(y).multiply(inverse).mod(P), integer(out).mod(P));
      assertTrue(integer(out).compareTo(P.shiftLeft(1)) < 0);
      Felt252.enter(a, 0, out, 0);
      assertEquals(x.multiply(R).mod(P), integer(out));
      Felt252.leave(out, 0, out, 0);
      assertEquals(x, integer(out));
    }
  }

  private static BigInteger value(Random random, int i) {
    return i < VALUES.size() * VALUES.size()
        ? VALUES.get(i % VALUES.size())
        : new BigInteger(256, random).mod(P);
  }

  @Test
  void digestsAreBelowThePrime() {
    for (BigInteger value : VALUES) {
      assertTrue(TreeHash.POSEIDON252.isDigest(digest(value)), value::toString);
      assertFalse(TreeHash.POSEIDON252.isDigest(digest(value.add(P))), value::toString);
    }
    assertFalse(TreeHash.POSEIDON252.isDigest(digest(R.subtract(BigInteger.ONE))));
  }

  /** Leaves are absorbed as integers of any size would be. */
  @Test
  void leavesPackEightValuesAnElement() {
    HashSuite suite = HashSuite.lucerna("wit", TreeHash.POSEIDON252);
    var random = new Random(9);
    for (int n = 1; n < 40; n++) {
      for (boolean salted : new boolean[] {false, true}) {
        int[] words = new int[Blake2s.paddedWords(n + 4)];
        for (int i = 0; i < n; i++) {
          words[i] = random.nextInt(Integer.MAX_VALUE);
        }
        for (int i = n; i < n + 4; i++) {
          words[i] = salted ? random.nextInt() : 0;
        }
        int[] out = new int[8];
        new TreeHasher(suite).leaf(words, n, salted, out, 0);
        assertEquals(reference(suite.leafPersonal(), words, n, salted), Digest.of(out, 0));
      }
    }
  }

  /** In bulk, cosets and odd ranges too, every digest is that of the leaf or node by itself. */
  @Test
  void treesInBulkAgreeWithSingleHashes() {
    HashSuite suite = HashSuite.lucerna("wit", TreeHash.POSEIDON252);
    var hasher = new TreeHasher(suite);
    var random = new Random(12);
    int height = 256;
    for (int width = 0; width < 20; width++) {
      int log = width % 3;
      int[][] columns = new int[width][];
      Arrays.setAll(columns, c -> random.ints(height << log, 0, Integer.MAX_VALUE).toArray());
      int[] salts = width % 2 == 0 ? null : random.ints(4L * height).toArray();
      int[] nodes = new int[16 * height];
      var leaves = hasher.message(columns, salts, log);
      hasher.leaves(leaves, nodes, 0, 7);
      hasher.leaves(leaves, nodes, 7, height);
      int n = width << log;
      for (int leaf = 0; leaf < height; leaf++) {
        int[] words = new int[Blake2s.paddedWords(n + 4)];
        for (int v = 0; v < n; v++) {
          words[v] = columns[v % width][(leaf << log) + v / width];
        }
        if (salts != null) {
          System.arraycopy(salts, 4 * leaf, words, n, 4);
        }
        int[] out = new int[8];
        hasher.leaf(words, n, salts != null, out, 0);
        assertEquals(Digest.of(out, 0), Digest.of(nodes, 8 * (height + leaf)));
      }
      hasher.nodes(nodes, 128, 256);
      hasher.nodes(nodes, 67, 70);
      for (int node : new int[] {67, 69, 128, 201, 255}) {
        int[] out = new int[8];
        hasher.node(nodes, 16 * node, out, 0);
        assertEquals(Digest.of(out, 0), Digest.of(nodes, 8 * node));
      }
    }
  }

  private static Digest reference(long tag, int[] words, int n, boolean salted) {
    var felts = new java.util.ArrayList<BigInteger>();
    for (int from = 0; from < n; from += 8) {
      felts.add(packed(Arrays.copyOfRange(words, from, Math.min(n, from + 8)), 31));
    }
    if (salted) {
      felts.add(packed(Arrays.copyOfRange(words, n, n + 4), 32));
    }
    BigInteger count = BigInteger.valueOf(felts.size());
    BigInteger[] state = {
      BigInteger.ZERO, BigInteger.ZERO, BigInteger.valueOf(tag).add(count.shiftLeft(64))
    };
    for (int i = 0; i < felts.size(); i += 2) {
      state[0] = state[0].add(felts.get(i)).mod(P);
      if (i + 1 < felts.size()) {
        state[1] = state[1].add(felts.get(i + 1)).mod(P);
      }
      var hash = new Poseidon252();
      for (int k = 0; k < 3; k++) {
        long[] limbs = limbs(state[k]);
        hash.set(k, limbs[0], limbs[1], limbs[2], limbs[3]);
      }
      hash.permute();
      for (int k = 0; k < 3; k++) {
        state[k] = integer(hash.get(k));
      }
    }
    return digest(state[0]);
  }

  private static BigInteger packed(int[] words, int bits) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = words.length - 1; i >= 0; i--) {
      sum = sum.shiftLeft(bits).add(BigInteger.valueOf(Integer.toUnsignedLong(words[i])));
    }
    return sum;
  }

  @Test
  void nodesDifferFromLeavesAndByKindOfTree() {
    int[] pair = new int[16];
    int[] node = new int[8];
    int[] leaf = new int[8];
    int[] other = new int[8];
    new TreeHasher(HashSuite.lucerna("wit", TreeHash.POSEIDON252)).node(pair, 0, node, 0);
    new TreeHasher(HashSuite.lucerna("wit", TreeHash.POSEIDON252)).leaf(pair, 16, false, leaf, 0);
    new TreeHasher(HashSuite.lucerna("int", TreeHash.POSEIDON252)).leaf(pair, 16, false, other, 0);
    assertNotEquals(Digest.of(node, 0), Digest.of(leaf, 0));
    assertNotEquals(Digest.of(leaf, 0), Digest.of(other, 0));
  }

  private static Digest digest(BigInteger value) {
    int[] words = new int[8];
    for (int i = 0; i < words.length; i++) {
      words[i] = value.shiftRight(32 * i).intValue();
    }
    return Digest.of(words, 0);
  }

  private static long[] limbs(BigInteger value) {
    long[] limbs = new long[4];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = value.shiftRight(64 * i).longValue();
    }
    return limbs;
  }

  private static BigInteger integer(long[] limbs) {
    BigInteger value = BigInteger.ZERO;
    for (int i = 3; i >= 0; i--) {
      value = value.shiftLeft(64).add(new BigInteger(Long.toUnsignedString(limbs[i])));
    }
    return value;
  }
}
