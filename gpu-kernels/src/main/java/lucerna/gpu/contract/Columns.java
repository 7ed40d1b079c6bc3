package lucerna.gpu.contract;

import java.util.SplittableRandom;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/** Columns to test with: random elements among which 0, 1 and P - 1 are frequent. */
final class Columns {
  private final SplittableRandom random;

  Columns(long seed) {
    random = new SplittableRandom(seed);
  }

  int element() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> M31.P - 1;
      default -> random.nextInt(M31.P);
    };
  }

  QM31 secure() {
    return new QM31(element(), element(), element(), element());
  }

  int[] column(int length) {
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = element();
    }
    return values;
  }

  int[][] columns(int count, int length) {
    int[][] columns = new int[count][];
    for (int i = 0; i < count; i++) {
      columns[i] = column(length);
    }
    return columns;
  }

  SecureColumn secureColumn(int length) {
    return new SecureColumn(column(length), column(length), column(length), column(length));
  }

  int[] words(int length) {
    return random.ints(length).toArray();
  }
}
