package lucerna.fri.hash;

import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;

/** Hashes one message after the other: what every other implementation is compared with. */
final class ScalarHashKernels implements HashKernels {
  private static final int[] PLAIN = Blake2s.initialState(0);

  /* Leaves gathered at once: few enough for the first-level cache, enough to use each line of it. */
  private static final int TILE = 32;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public void hashLeaves(Leaves leaves, int[] nodes, int from, int to) {
    int nWords = leaves.nWords();
    int stride = Blake2s.paddedWords(nWords);
    int[] tile = new int[Math.multiplyExact(TILE, stride)];
    int height = nodes.length / (2 * Digest.WORDS);
    for (int leaf = from; leaf < to; leaf += TILE) {
      int count = Math.min(TILE, to - leaf);
      gather(leaves, leaf, count, tile, stride);
      for (int i = 0; i < count; i++) {
        int node = Digest.WORDS * (height + leaf + i);
        Blake2s.hashWords(leaves.initial(), tile, i * stride, nWords, nodes, node);
      }
    }
  }

  private static void gather(Leaves leaves, int leaf, int count, int[] tile, int stride) {
    int[][] columns = leaves.columns();
    int step = leaves.stride();
    for (int j = 0; j < 1 << leaves.logCosetSize(); j++) {
      for (int c = 0; c < columns.length; c++) {
        int[] column = columns[c];
        int word = j * columns.length + c;
        for (int i = 0; i < count; i++) {
          tile[i * stride + word] = column[leaves.first(leaf + i) + step * j];
        }
      }
    }
    int[] salts = leaves.salts();
    if (salts != null) {
      for (int i = 0; i < count; i++) {
        int target = i * stride + leaves.nValues();
        System.arraycopy(salts, Leaves.SALT_WORDS * (leaf + i), tile, target, Leaves.SALT_WORDS);
      }
    }
  }

  @Override
  public void hashNodes(int[] initial, int[] nodes, int from, int to) {
    for (int n = from; n < to; n++) {
      int children = 2 * Digest.WORDS * n;
      Blake2s.compress(
          initial, 0, nodes, children, Blake2s.BLOCK_BYTES, true, nodes, Digest.WORDS * n);
    }
  }

  @Override
  public int search(int[] prefix, int bits, long nonce, int count) {
    int[] message = new int[Blake2s.BLOCK_WORDS];
    System.arraycopy(prefix, 0, message, 0, Digest.WORDS);
    int[] out = new int[Digest.WORDS];
    for (int i = 0; i < count; i++) {
      message[Digest.WORDS] = (int) (nonce + i);
      message[Digest.WORDS + 1] = (int) (nonce >>> 32);
      Blake2s.compress(PLAIN, 0, message, 0, Digest.BYTES + Long.BYTES, true, out, 0);
      long half = (long) out[1] << 32 | (out[0] & 0xffffffffL);
      if (Long.numberOfTrailingZeros(half) >= bits) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void permute(long[] states, int count) {
    var poseidon = new Poseidon252();
    for (int i = 0; i < count; i++) {
      poseidon.permute(states, i * Hades.WIDTH * FELT_WORDS);
    }
  }
}
