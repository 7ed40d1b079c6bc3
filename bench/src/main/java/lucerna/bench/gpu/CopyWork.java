package lucerna.bench.gpu;

import java.util.Arrays;
import java.util.Objects;
import lucerna.bench.Randoms;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;
import org.jspecify.annotations.Nullable;

/** Copies a column to the device, or back. */
final class CopyWork extends OnColumns {
  private final boolean up;
  private final int logWords;
  private final int[] column;
  private final int[] back;
  private @Nullable DeviceColumns on;

  CopyWork(ColumnOps ops, Limits limits, int logWords, boolean up) {
    super(ops);
    this.up = up;
    this.logWords = limits.fit(1, logWords, 1).logRows();
    column = Randoms.columns(3, 1, 1 << this.logWords)[0];
    back = new int[column.length];
  }

  @Override
  public Description description() {
    double bytes = (double) Integer.BYTES * column.length;
    return new Description(
        "copy %s the device, 2^%d words".formatted(up ? "to" : "from", logWords),
        "bytes",
        bytes,
        0,
        Floor.Load.hashes(0, (long) bytes),
        "");
  }

  @Override
  public void prepare() {
    on = hold(column);
  }

  @Override
  public void onDevice() {
    DeviceColumns there = Objects.requireNonNull(on);
    if (up) {
      there.write(0, column);
    } else {
      there.slice().buffer().read(there.slice().at(), back);
    }
  }

  @Override
  public void await() {
    await(Objects.requireNonNull(on));
  }

  /* The processor's way is a copy in its own memory. */
  @Override
  public double onProcessor() {
    System.arraycopy(column, 0, back, 0, column.length);
    return 1;
  }

  @Override
  public boolean agrees() {
    return Arrays.equals(column, Objects.requireNonNull(on).read(0));
  }
}
