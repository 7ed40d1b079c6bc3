package lucerna.stark.prover;

import lucerna.air.Blocks;

/** Sums of a worker's block and a part of a column. */
final class BlockSums {
  private BlockSums() {}

  /** Adds entries 0 to {@code count - 1} of a block to a column's from a position on. */
  static void add(int[] block, int[] column, int from, int count) {
    int[] at = {-from, 0};
    Blocks.get().add(new int[][] {block, column}, at, column, from, from + count);
  }
}
