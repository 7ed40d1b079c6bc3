package lucerna.field;

import lucerna.field.circle.BitReversal;

/** Puts rows into storage order, by tiles. */
final class ScalarRowOrder {
  private static final int LOG_TILE = 4;
  private static final int TILE = 1 << LOG_TILE;

  private ScalarRowOrder() {}

  static void toStorage(int[] byRow, int[] out) {
    int logSize = Integer.numberOfTrailingZeros(byRow.length);
    if (logSize <= 2 * LOG_TILE) {
      for (int j = 0; j < out.length / 2; j++) {
        int k = BitReversal.reverse(j, logSize - 1);
        out[2 * j] = byRow[2 * k];
        out[2 * j + 1] = byRow[out.length - 1 - 2 * k];
      }
      return;
    }
    int[] tile = new int[2 << (2 * LOG_TILE)];
    int logMiddle = logSize - 1 - 2 * LOG_TILE;
    for (int middle = 0; middle < 1 << logMiddle; middle++) {
      int first = BitReversal.reverse(middle, logMiddle) << LOG_TILE;
      readTile(byRow, first, logMiddle + LOG_TILE, tile);
      for (int high = 0; high < TILE; high++) {
        int to = 2 * ((high << (logMiddle + LOG_TILE)) + (middle << LOG_TILE));
        System.arraycopy(tile, 2 * TILE * high, out, to, 2 * TILE);
      }
    }
  }

  /*
   * The positions 2j and 2j + 1 hold the rows 2k and size - 1 - 2k, with k the reversal of j. Both arrays are passed in
   * runs: the tile exchanges the high bits of k, which would jump from one page to the next, with the low ones.
   */
  private static void readTile(int[] byRow, int first, int logStep, int[] tile) {
    for (int high = 0; high < TILE; high++) {
      int k = (high << logStep) + first;
      int column = 2 * BitReversal.reverse(high, LOG_TILE);
      for (int low = 0; low < TILE; low++) {
        int at = 2 * TILE * BitReversal.reverse(low, LOG_TILE) + column;
        tile[at] = byRow[2 * (k + low)];
        tile[at + 1] = byRow[byRow.length - 1 - 2 * (k + low)];
      }
    }
  }
}
