package lucerna.gpu;

import lucerna.fri.SecretRandom;
import lucerna.fri.hash.HashSuite;
import org.jspecify.annotations.Nullable;

/**
 * Columns of trace height whose evaluations on a larger domain are made a block of N positions at a
 * time, wherever they are needed: for a tree's leaves, and again for what is opened. So a proof
 * holds the coefficients of all columns and the evaluations of one block.
 */
final class TraceBlocks implements DeviceTree.Leaves {
  private final Device device;
  private final ColumnOps ops;
  private final DeviceColumns coefficients;
  private final int logDomain;

  TraceBlocks(Device device, ColumnOps ops, DeviceColumns coefficients, int logDomain) {
    this.device = device;
    this.ops = ops;
    this.coefficients = coefficients;
    this.logDomain = logDomain;
  }

  private int length() {
    return coefficients.length();
  }

  private int count() {
    return 1 << (logDomain - Shapes.log(length()));
  }

  /**
   * Hashes all blocks into a tree.
   *
   * @param salts randomness of the salts, or null for leaves without
   */
  DeviceTree commit(HashSuite suite, SecretRandom.@Nullable Stream salts) {
    long saltWords = (long) DeviceTrees.SALT_WORDS * length();
    DeviceSlice heap =
        DeviceSlice.of(device.allocate((2L * DeviceTrees.DIGEST_WORDS) << logDomain));
    try (var block = DeviceColumns.allocate(device, coefficients.count(), length());
        var given = device.allocate(salts == null ? 0 : count() * saltWords)) {
      if (salts != null) {
        ops.random().words(salts, DeviceSlice.of(given));
      }
      long leafWords = (long) DeviceTrees.DIGEST_WORDS * length();
      for (int i = 0; i < count(); i++) {
        ops.fft().evaluate(coefficients, block, logDomain, i);
        DeviceSlice own = salts == null ? null : new DeviceSlice(given, i * saltWords, saltWords);
        // The heap of a tree of this block alone, whose leaves lie where the block's belong.
        long at = (count() + i - 1) * leafWords;
        var part = new DeviceSlice(heap.buffer(), heap.at() + at, 2 * leafWords);
        ops.trees().hashLeaves(block, own, 0, part, suite.leafPersonal());
      }
    }
    ops.trees().hashLevels(heap, logDomain, suite.nodePersonal());
    return new DeviceTree(ops.queries(), this, logDomain, salts, heap);
  }

  @Override
  public int[][] at(int[] positions) {
    int[][] opened = new int[positions.length][];
    try (var block = DeviceColumns.allocate(device, coefficients.count(), length())) {
      for (int from = 0; from < positions.length; ) {
        int part = positions[from] / length();
        int to = from;
        while (to < positions.length && positions[to] / length() == part) {
          to++;
        }
        int[] own = new int[to - from];
        for (int i = 0; i < own.length; i++) {
          own[i] = positions[from + i] - part * length();
        }
        ops.fft().evaluate(coefficients, block, logDomain, part);
        System.arraycopy(ops.queries().leaves(block, 0, own), 0, opened, from, own.length);
        from = to;
      }
    }
    return opened;
  }
}
