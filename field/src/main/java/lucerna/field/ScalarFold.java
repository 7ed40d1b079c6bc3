package lucerna.field;

/**
 * Products and sums of columns of the secure field by blocks, whose scratch columns all begin at 0:
 * such loops the compiler vectorises.
 */
final class ScalarFold {
  private static final int BLOCK = 512;

  private ScalarFold() {}

  static void fold(
      SecureColumn in,
      int fromIn,
      int[] t,
      int fromT,
      QM31 alpha,
      SecureColumn out,
      int fromOut,
      int count) {
    int block = Math.clamp(count, 0, BLOCK);
    int[][] differences = new int[QM31.DEGREE][block];
    int[][] sums = new int[QM31.DEGREE][block];
    int[] factors = new int[block];
    for (int start = 0; start < count; start += BLOCK) {
      int length = Math.min(BLOCK, count - start);
      System.arraycopy(t, fromT + start, factors, 0, length);
      for (int k = 0; k < QM31.DEGREE; k++) {
        int at = fromIn + 2 * start;
        split(in.coordinates()[k], at, sums[k], differences[k], length);
        ScalarSecure.mul(differences[k], factors, differences[k], length);
      }
      for (int k = 0; k < QM31.DEGREE; k++) {
        // What alpha adds for the coordinate k of a difference: its product by 1, i, u or iu.
        int[] unit = new int[QM31.DEGREE];
        unit[k] = 1;
        QM31 multiple = alpha.mul(new QM31(unit[0], unit[1], unit[2], unit[3]));
        for (int c = 0; c < QM31.DEGREE; c++) {
          addMultiple(differences[k], multiple.coordinate(c), sums[c], length);
        }
      }
      for (int k = 0; k < QM31.DEGREE; k++) {
        System.arraycopy(sums[k], 0, out.coordinates()[k], fromOut + start, length);
      }
    }
  }

  private static void split(int[] in, int at, int[] sums, int[] differences, int length) {
    for (int i = 0; i < length; i++) {
      int f = in[at + 2 * i];
      int g = in[at + 2 * i + 1];
      sums[i] = M31.add(f, g);
      differences[i] = M31.sub(f, g);
    }
  }

  private static void addMultiple(int[] column, int factor, int[] acc, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = M31.add(acc[i], M31.mul(column[i], factor));
    }
  }

  /** As {@link lucerna.field.spi.FieldKernels#mul(SecureColumn, int[], int[], int, int)}. */
  static void mul(SecureColumn values, int[] re, int[] im, int from, int to) {
    int block = Math.clamp(to - from, 0, BLOCK);
    int[] a = new int[block];
    int[] b = new int[block];
    int[] x = new int[block];
    int[] y = new int[block];
    int[] real = new int[block];
    int[] imaginary = new int[block];
    for (int start = from; start < to; start += BLOCK) {
      int length = Math.min(BLOCK, to - start);
      System.arraycopy(re, start - from, x, 0, length);
      System.arraycopy(im, start - from, y, 0, length);
      for (int k = 0; k < QM31.DEGREE; k += 2) {
        System.arraycopy(values.coordinates()[k], start, a, 0, length);
        System.arraycopy(values.coordinates()[k + 1], start, b, 0, length);
        ScalarSecure.mul(a, x, real, length);
        ScalarSecure.mul(a, y, imaginary, length);
        ScalarSecure.mulAdd(b, x, imaginary, length);
        ScalarSecure.mul(b, y, b, length);
        ScalarSecure.sub(real, b, length);
        System.arraycopy(real, 0, values.coordinates()[k], start, length);
        System.arraycopy(imaginary, 0, values.coordinates()[k + 1], start, length);
      }
    }
  }
}
