package lucerna.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lucerna.field.spi.DeviceInfo;
import lucerna.stark.ProofLoad;

/**
 * The least time that a device's arithmetic or memory allows, from what its driver says of it.
 *
 * <p>An NVIDIA multiprocessor of sm_80 to sm_90 does 64 operations on integers a clock, and issues
 * 128. A butterfly takes about 12 instructions, which two pipes share; a compression of BLAKE2s 976
 * on one; a fold of two values of QM31 about 190; a product in M31 with its reduction 6. Bytes are
 * those that must be moved at least: inputs read once, outputs written once.
 */
final class Floor {
  private static final int LANES = 64;
  private static final int BUTTERFLY = 12;
  private static final int COMPRESSION = 976;
  private static final int FOLD = 190;
  private static final int PRODUCT = 6;

  private final double operationsPerSecond;
  private final double bytesPerSecond;

  Floor(DeviceInfo info) {
    boolean known = !info.isProcessor() && info.bytesPerSecond() > 0;
    operationsPerSecond = known ? (double) info.units() * LANES * info.megahertz() * 1e6 : 0;
    bytesPerSecond = info.bytesPerSecond();
  }

  /** Returns whether it is known of this device. */
  boolean isKnown() {
    return operationsPerSecond > 0;
  }

  /** Returns the rates that it is computed from, and how many operations each thing takes. */
  ObjectNode rates() {
    return Json.object()
        .put("operationsPerSecond", operationsPerSecond)
        .put("bytesPerSecond", bytesPerSecond)
        .put("butterflies", BUTTERFLY / 2.0)
        .put("compressions", COMPRESSION)
        .put("folds", FOLD)
        .put("products", PRODUCT);
  }

  /** Returns the least milliseconds for some load. */
  double millis(Load load) {
    double operations =
        load.butterflies() * BUTTERFLY / 2.0
            + (double) load.compressions() * COMPRESSION
            + (double) load.folds() * FOLD
            + (double) load.products() * PRODUCT;
    return 1e3 * Math.max(operations / operationsPerSecond, load.bytes() / bytesPerSecond);
  }

  /**
   * What a work has to do.
   *
   * @param butterflies number of butterflies
   * @param compressions number of compressions
   * @param folds number of folds of two values into one
   * @param products number of products in M31
   * @param bytes bytes to and from the device's memory
   */
  record Load(double butterflies, long compressions, long folds, long products, long bytes) {
    Load plus(Load other) {
      return new Load(
          butterflies + other.butterflies,
          compressions + other.compressions,
          folds + other.folds,
          products + other.products,
          bytes + other.bytes);
    }

    static Load of(ProofLoad load) {
      return new Load(
          load.butterflies(),
          (long) load.compressions(),
          (long) load.folds(),
          (long) load.products(),
          (long) load.bytes());
    }

    static Load transforms(int count, int logSize, long bytes) {
      return new Load((double) count * logSize * (1L << (logSize - 1)), 0, 0, 0, bytes);
    }

    static Load hashes(long compressions, long bytes) {
      return new Load(0, compressions, 0, 0, bytes);
    }
  }
}
