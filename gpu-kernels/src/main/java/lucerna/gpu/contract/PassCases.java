package lucerna.gpu.contract;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.PackedColumns;

/** Passes over packed columns are the processor's over plain ones, resident or not. */
final class PassCases extends Cases {
  private static final int WIDTH = 11;

  /* Every column is a piece of its own, or all are one. */
  private static final long[] CHUNK_WORDS = {1, 1 << 24};

  private final SplittableRandom numbers = new SplittableRandom(19);

  PassCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    each(cases, "passes over packed columns", "", sizes.columnLengths(), this::passesAreExact);
    cases.add(
        new DeviceContract.Case("packed columns are small", "", this::smallNumbersTakeFewBits));
  }

  /** Bytes, halves, words, the ends of their ranges, and large rows below small ones. */
  private int[][] packable(int length, int small) {
    int[][] columns = random.columns(WIDTH, length);
    int[] bounds = {1 << 7, 1 << 15, M31.P / 2};
    for (int j = 0; j < WIDTH; j++) {
      int bound = bounds[j % bounds.length];
      for (int row = 0; row < small; row++) {
        int value =
            switch (row % 5) {
              case 0 -> -bound;
              case 1 -> bound - 1;
              default -> numbers.nextInt(-bound, bound);
            };
        columns[j][row] = Math.floorMod(value, M31.P);
      }
    }
    return columns;
  }

  private void passesAreExact(int length) {
    for (int small : new int[] {length, length - length / 5, 0}) {
      int[][] columns = packable(length, small);
      QM31[] weights = Stream.generate(random::secure).limit(WIDTH).toArray(QM31[]::new);
      weights[4] = QM31.ZERO;
      SecureColumn rows = random.secureColumn(length);
      SecureColumn before = random.secureColumn(length);
      SecureColumn sum = SecureColumn.zeros(length);
      SecureColumn added = SecureColumn.zeros(length);
      QM31[] dots = new QM31[WIDTH];
      for (int j = 0; j < WIDTH; j++) {
        scalar.accumulate(sum, columns[j], weights[j], 0, length);
        dots[j] = QM31.ZERO;
        for (int row = 0; row < length; row++) {
          dots[j] = dots[j].add(rows.get(row).mul(columns[j][row]));
        }
      }
      for (int row = 0; row < length; row++) {
        added.set(row, sum.get(row).add(before.get(row)));
      }
      for (long chunk : CHUNK_WORDS) {
        for (boolean resident : new boolean[] {true, false}) {
          try (var packed =
                  PackedColumns.of(
                      ops.device(), PackedColumns.Source.of(columns), resident, chunk);
              var out = columns(before)) {
            ops.passes().combine(packed, weights, out, true);
            same(added, out);
            ops.passes().combine(packed, weights, out, false);
            same(sum, out);
            same(List.of(dots), List.of(ops.passes().dot(packed, rows)));
          }
        }
      }
    }
  }

  /** A byte a number where all of a column are bytes, whatever lies in the rows below. */
  private void smallNumbersTakeFewBits() {
    int length = 1024;
    int small = 1000;
    int[][] columns = packable(length, small);
    try (var packed =
        PackedColumns.of(ops.device(), PackedColumns.Source.of(columns), true, 1 << 20)) {
      // Of eleven columns four are bytes, four halves, three words.
      same((long) small * (4 + 4 * 2 + 3 * 4) + 24L * 11 * 4, packed.bytes());
    }
  }
}
