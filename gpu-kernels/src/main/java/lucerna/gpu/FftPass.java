package lucerna.gpu;

import java.util.ArrayList;
import java.util.List;

/**
 * Layers of an FFT that one launch does on tiles of 2^12 values.
 *
 * @param first the first layer; layer l joins values 2^l apart
 * @param low number of low bits of a tile's places that are low bits of the address, all of them
 *     for the first pass; at least three words side by side fill a sector of the memory
 * @param layers number of layers
 */
record FftPass(int first, int low, int layers) {
  /** Log of the number of values of a tile. */
  static final int LOG_TILE = 12;

  /* A tile of more layers would take less than eight words, 32 bytes, side by side. */
  private static final int MAX_UPPER = 9;

  /** Returns the passes for layers 0 to {@code layers - 1}, lowest first. */
  static List<FftPass> plan(int layers) {
    List<FftPass> passes = new ArrayList<>();
    int done = Math.min(layers, LOG_TILE);
    passes.add(new FftPass(0, 0, done));
    for (int left = layers - done; left > 0; left = layers - done) {
      int own = Math.ceilDiv(left, Math.ceilDiv(left, MAX_UPPER));
      passes.add(new FftPass(done, LOG_TILE - own, own));
      done += own;
    }
    return passes;
  }
}
