package lucerna.field;

/**
 * Products of columns of the secure field.
 *
 * <p>Each step is a loop over base columns that all run on the same index, the form that the
 * compiler vectorises; one loop with all sixteen products it leaves scalar. Blocks are copied, so
 * the output may share arrays with an input.
 */
final class ScalarSecure {
  private static final int BLOCK = 512;

  private ScalarSecure() {}

  static void mul(SecureColumn a, SecureColumn b, SecureColumn out, int from, int to) {
    int block = Math.clamp(to - from, 0, BLOCK);
    int[][] x = new int[QM31.DEGREE][block];
    int[][] y = new int[QM31.DEGREE][block];
    int[] sum = new int[block];
    int[] minus = new int[block];
    int[] re = new int[block];
    int[] im = new int[block];
    for (int start = from; start < to; start += BLOCK) {
      int length = Math.min(BLOCK, to - start);
      load(a, start, x, length);
      load(b, start, y, length);
      // The coefficient re + im i of u^2, which is worth 2 + i.
      mul(x[2], y[2], re, length);
      mul(x[3], y[3], minus, length);
      sub(re, minus, length);
      mul(x[2], y[3], im, length);
      mulAdd(x[3], y[2], im, length);

      mul(x[0], y[0], sum, length);
      mul(x[1], y[1], minus, length);
      sub(sum, minus, length);
      addTwice(sum, re, length);
      sub(sum, im, length);
      System.arraycopy(sum, 0, out.a(), start, length);

      mul(x[0], y[1], sum, length);
      mulAdd(x[1], y[0], sum, length);
      add(sum, re, length);
      addTwice(sum, im, length);
      System.arraycopy(sum, 0, out.b(), start, length);

      mul(x[0], y[2], sum, length);
      mulAdd(x[2], y[0], sum, length);
      mul(x[1], y[3], minus, length);
      mulAdd(x[3], y[1], minus, length);
      sub(sum, minus, length);
      System.arraycopy(sum, 0, out.c(), start, length);

      mul(x[0], y[3], sum, length);
      mulAdd(x[1], y[2], sum, length);
      mulAdd(x[2], y[1], sum, length);
      mulAdd(x[3], y[0], sum, length);
      System.arraycopy(sum, 0, out.d(), start, length);
    }
  }

  /** Copies a block of the coordinates. */
  static void load(SecureColumn column, int start, int[][] block, int length) {
    System.arraycopy(column.a(), start, block[0], 0, length);
    System.arraycopy(column.b(), start, block[1], 0, length);
    System.arraycopy(column.c(), start, block[2], 0, length);
    System.arraycopy(column.d(), start, block[3], 0, length);
  }

  static void mul(int[] a, int[] b, int[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = M31.mul(a[i], b[i]);
    }
  }

  static void mulAdd(int[] a, int[] b, int[] acc, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = M31.add(acc[i], M31.mul(a[i], b[i]));
    }
  }

  static void add(int[] acc, int[] a, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = M31.add(acc[i], a[i]);
    }
  }

  static void addTwice(int[] acc, int[] a, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = M31.add(acc[i], M31.add(a[i], a[i]));
    }
  }

  static void sub(int[] acc, int[] a, int length) {
    for (int i = 0; i < length; i++) {
      acc[i] = M31.sub(acc[i], a[i]);
    }
  }
}
