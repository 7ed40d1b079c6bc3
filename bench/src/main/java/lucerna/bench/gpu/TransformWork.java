package lucerna.bench.gpu;

import java.util.Arrays;
import java.util.stream.IntStream;
import lucerna.bench.Randoms;
import lucerna.field.circle.CircleFft;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;
import org.jspecify.annotations.Nullable;

/** Transforms columns in place, forth or back. */
final class TransformWork extends OnColumns {
  /* Words of a batch: enough to fill a device. */
  private static final long BATCH_WORDS = 1L << 26;
  private static final int MAX_COLUMNS = 256;
  private static final int ONE_PASS = 12;
  private static final int TWO_PASSES = 21;

  private final boolean inverse;
  private final int logSize;
  private final int[][] columns;
  private int[] result = {};
  private @Nullable DeviceColumns on;

  TransformWork(ColumnOps ops, Limits limits, int logSize, boolean inverse) {
    super(ops);
    this.logSize = logSize;
    this.inverse = inverse;
    int wanted = Math.clamp(BATCH_WORDS >> logSize, 1, MAX_COLUMNS);
    columns = Randoms.columns(1, limits.fit(wanted, logSize, 2).columns(), 1 << logSize);
  }

  @Override
  public Description description() {
    long words = (long) columns.length << logSize;
    int passes = logSize <= ONE_PASS ? 1 : logSize <= TWO_PASSES ? 2 : 3;
    long bytes = 2 * words * Integer.BYTES;
    return new Description(
        "%s %d x 2^%d".formatted(inverse ? "inverse FFT" : "FFT", columns.length, logSize),
        "butterflies",
        (double) words / 2 * logSize,
        passes * bytes,
        Floor.Load.transforms(columns.length, logSize, bytes),
        "");
  }

  @Override
  public void prepare() {
    on = hold(columns);
  }

  private DeviceColumns on() {
    return java.util.Objects.requireNonNull(on);
  }

  /* The output of one transform is the input of the next. */
  @Override
  public void onDevice() {
    if (inverse) {
      ops.fft().interpolate(on(), on());
    } else {
      ops.fft().evaluate(on(), on());
    }
  }

  @Override
  public void await() {
    await(on());
  }

  @Override
  public double onProcessor() {
    int[][] copies = Arrays.stream(columns).map(int[]::clone).toArray(int[][]::new);
    IntStream.range(0, copies.length).parallel().forEach(i -> transform(copies[i]));
    result = copies[copies.length - 1];
    return 1;
  }

  private void transform(int[] column) {
    if (inverse) {
      CircleFft.interpolate(column);
    } else {
      CircleFft.evaluate(column);
    }
  }

  @Override
  public boolean agrees() {
    int last = columns.length - 1;
    on().write(last, columns[last]);
    onDevice();
    return Arrays.equals(result, on().read(last));
  }
}
