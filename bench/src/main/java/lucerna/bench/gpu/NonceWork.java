package lucerna.bench.gpu;

import lucerna.fri.hash.BulkHash;
import lucerna.gpu.ColumnOps;

/** Tries nonces none of which can be expected to be good: one compression each. */
final class NonceWork extends OnColumns {
  private static final int[] PREFIX = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final int BITS = 60;

  private final int logCount;
  private int found;
  private int expected;

  NonceWork(ColumnOps ops, Limits limits, int logCount) {
    super(ops);
    this.logCount = Math.min(logCount, limits.maxLog());
  }

  @Override
  public Description description() {
    long count = 1L << logCount;
    return new Description(
        "proof of work 2^" + logCount, "compressions", count, 0, Floor.Load.hashes(count, 0), "");
  }

  @Override
  public void prepare() {}

  @Override
  public void onDevice() {
    found = ops.trees().search(PREFIX, BITS, 0, 1 << logCount);
  }

  /* The search waits for its result. */
  @Override
  public void await() {}

  @Override
  public double onProcessor() {
    expected = BulkHash.get().search(PREFIX, BITS, 0, 1 << logCount);
    return 1;
  }

  @Override
  public boolean agrees() {
    // None of so few is good for so many bits; one that is good for few tells more.
    return found == expected
        && ops.trees().search(PREFIX, 8, 0, 1 << 12)
            == BulkHash.scalar().search(PREFIX, 8, 0, 1 << 12);
  }
}
