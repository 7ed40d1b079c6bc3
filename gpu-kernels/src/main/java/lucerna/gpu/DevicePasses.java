package lucerna.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.jspecify.annotations.Nullable;

/**
 * Passes over packed columns: their sum with weights, and what each of them is at a point. Sums are
 * exact in 64 bits and reduced once.
 */
public final class DevicePasses {
  private static final int MAX_TILE_ROWS = 1 << 16;
  private static final int MIN_TILE_ROWS = 1 << 10;
  private static final int COLUMNS_PER_BLOCK = 4;

  private final Device device;

  DevicePasses(Device device) {
    this.device = device;
  }

  /**
   * Adds weighted columns up.
   *
   * @param columns the columns
   * @param weights a weight for each of them; null and zero leave a column out
   * @param sum a secure column in row order that receives the sums, or has them added to it
   * @param add whether they are added to what is there
   * @throws IllegalArgumentException if shapes differ
   */
  public void combine(
      PackedColumns columns, @Nullable QM31[] weights, DeviceColumns sum, boolean add) {
    Shapes.requireSecure(sum, columns.length());
    if (weights.length != columns.width()) {
      throw new IllegalArgumentException(weights.length + " weights, " + columns.width());
    }
    boolean[] begun = {add};
    columns.forEach(
        (chunk, buffer) -> {
          List<Integer> some =
              IntStream.range(chunk.first(), chunk.first() + chunk.count())
                  .filter(column -> !weight(weights, column).isZero())
                  .boxed()
                  .toList();
          combine(columns, chunk, buffer, some, weights, sum, begun[0]);
          begun[0] = true;
        });
  }

  private static QM31 weight(@Nullable QM31[] weights, int column) {
    QM31 weight = weights[column];
    return weight == null ? QM31.ZERO : weight;
  }

  private void combine(
      PackedColumns columns,
      PackedPlan.Chunk chunk,
      DeviceBuffer buffer,
      List<Integer> some,
      @Nullable QM31[] weights,
      DeviceColumns sum,
      boolean add) {
    PackedPlan plan = columns.plan();
    QM31 begin = QM31.ZERO;
    QM31[] own = new QM31[some.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = weight(weights, some.get(i));
      begin = begin.sub(own[i].mul(PackedPlan.bias(plan.kind(some.get(i)))));
    }
    int[] table = columns.table(chunk, some);
    int[] words = Arrays.copyOf(table, table.length + QM31.DEGREE * own.length);
    System.arraycopy(DeviceQueries.words(own), 0, words, table.length, QM31.DEGREE * own.length);
    try (var given = device.allocate(words.length)) {
      given.write(0, words);
      device.launch(
          Kernels.COMBINE_PACKED,
          Kernels.COMBINE_PACKED.blocksFor(Math.ceilDiv(sum.length(), PackedPlan.ROWS)),
          new Arguments()
              .slice(DeviceSlice.of(buffer))
              .slice(new DeviceSlice(given, 0, table.length))
              .slice(new DeviceSlice(given, table.length, words.length - table.length))
              .columns(sum)
              .number(sum.length())
              .words(own.length, sum.length(), plan.narrow(), add ? 1 : 0)
              .words(begin.a(), begin.b(), begin.c(), begin.d()));
    }
  }

  /**
   * Adds every column up over its rows, each row with its weight.
   *
   * @param columns the columns
   * @param weights a weight per row
   * @return a sum per column
   * @throws IllegalArgumentException if shapes differ
   */
  public QM31[] dot(PackedColumns columns, SecureColumn weights) {
    int length = columns.length();
    if (weights.length() != length) {
      throw new IllegalArgumentException(weights.length() + " weights for rows, " + length);
    }
    PackedPlan plan = columns.plan();
    QM31 narrow = QM31.ZERO;
    for (int row = 0; row < plan.narrow(); row++) {
      narrow = narrow.add(weights.get(row));
    }
    QM31 small = narrow;
    QM31[] sums = new QM31[columns.width()];
    int stride = Math.ceilDiv(length, PackedPlan.ROWS) * PackedPlan.ROWS;
    try (var given = DeviceColumns.allocate(device, QM31.DEGREE, stride)) {
      for (int k = 0; k < QM31.DEGREE; k++) {
        given.write(k, Arrays.copyOf(weights.coordinates()[k], stride));
      }
      columns.forEach(
          (chunk, buffer) -> {
            int[] tiles = tiles(columns, chunk, buffer, given);
            int perColumn = tiles.length / chunk.count();
            for (int i = 0; i < chunk.count(); i++) {
              int bias = PackedPlan.bias(plan.kind(chunk.first() + i));
              sums[chunk.first() + i] = sum(tiles, perColumn * i, perColumn).sub(small.mul(bias));
            }
          });
    }
    return sums;
  }

  /** Returns four words for each tile of each column of a piece. */
  private int[] tiles(
      PackedColumns columns, PackedPlan.Chunk chunk, DeviceBuffer buffer, DeviceColumns weights) {
    int length = columns.length();
    int tileRows = Math.clamp(length, MIN_TILE_ROWS, MAX_TILE_ROWS);
    int tiles = Math.ceilDiv(length, tileRows);
    int[] table =
        columns.table(
            chunk, IntStream.range(chunk.first(), chunk.first() + chunk.count()).boxed().toList());
    int[] sums = new int[QM31.DEGREE * tiles * chunk.count()];
    try (var given = device.allocate(table.length);
        var out = device.allocate(sums.length)) {
      given.write(0, table);
      device.launch(
          Kernels.DOT_PACKED,
          (long) tiles * Math.ceilDiv(chunk.count(), COLUMNS_PER_BLOCK),
          new Arguments()
              .slice(DeviceSlice.of(buffer))
              .slice(DeviceSlice.of(given))
              .columns(weights)
              .slice(DeviceSlice.of(out))
              .number(weights.length())
              .words(chunk.count(), length, columns.plan().narrow(), tileRows, tiles));
      out.read(0, sums);
    }
    return sums;
  }

  private static QM31 sum(int[] words, int from, int count) {
    int[] total = new int[QM31.DEGREE];
    for (int i = 0; i < count; i++) {
      total[i % QM31.DEGREE] = M31.add(total[i % QM31.DEGREE], words[from + i]);
    }
    return new QM31(total[0], total[1], total[2], total[3]);
  }
}
