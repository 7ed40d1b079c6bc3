package lucerna.field.simd;

import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.HashKernels;
import lucerna.fri.spi.Leaves;

/** Hashing in bulk on vectors, once they are hot; see {@link VectorBlake}, {@link VectorHades}. */
public final class VectorHashKernels implements HashKernels {
  private static final HashKernels SCALAR = BulkHash.scalar();
  private static final int BLOCK_WORDS = BlakeLanes.BLOCK_WORDS;

  /** Read when the class is made, so that it is passed over where there are no vectors. */
  private static final int LANES = Lanes.COUNT;

  /** Made by the service loader. */
  public VectorHashKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void prepare() {
    Warmup.HASH.start();
  }

  @Override
  public void hashLeaves(Leaves leaves, int[] nodes, int from, int to) {
    if (to - from < LANES) {
      SCALAR.hashLeaves(leaves, nodes, from, to);
    } else if (Warmup.HASH.hot()) {
      VectorBlake.hashLeaves(leaves, nodes, from, to);
    } else {
      SCALAR.hashLeaves(leaves, nodes, from, to);
      Warmup.HASH.did((long) (to - from) * Blake2s.paddedWords(leaves.nWords()) / BLOCK_WORDS);
    }
  }

  @Override
  public void hashNodes(int[] initial, int[] nodes, int from, int to) {
    if (to - from < LANES) {
      SCALAR.hashNodes(initial, nodes, from, to);
    } else if (Warmup.HASH.hot()) {
      VectorBlake.hashNodes(initial, nodes, from, to);
    } else {
      SCALAR.hashNodes(initial, nodes, from, to);
      Warmup.HASH.did(to - from);
    }
  }

  @Override
  public int search(int[] prefix, int bits, long nonce, int count) {
    if (Warmup.HASH.hot()) {
      return VectorBlake.search(prefix, bits, nonce, count);
    }
    int found = SCALAR.search(prefix, bits, nonce, count);
    Warmup.HASH.did(found < 0 ? count : found + 1);
    return found;
  }

  @Override
  public void permute(long[] states, int count) {
    if (count >= FeltLanes.COUNT && Warmup.HADES.hot()) {
      VectorHades.permute(states, count);
    } else {
      SCALAR.permute(states, count);
      Warmup.HADES.did(count);
    }
  }
}
