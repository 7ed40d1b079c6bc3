package lucerna.ops.onnx;

import java.util.Arrays;

/**
 * A kernel that slides over a grid of any rank. Picks of the kernel, its taps and cells of the grid
 * are numbered in row-major order.
 */
@SuppressWarnings("ArrayRecordComponent")
record Window(int[] in, int[] kernel, int[] strides, int[] dilations, int[] begins, int[] out) {
  /** A tap that falls outside of the grid. */
  static final int OUTSIDE = -1;

  /** The number of places of the kernel. */
  int places() {
    return product(out);
  }

  /** The number of taps of the kernel. */
  int taps() {
    return product(kernel);
  }

  /** The number of cells of the grid. */
  int cells() {
    return product(in);
  }

  /** Which cell each tap meets at a place, or {@link #OUTSIDE}. */
  int[] cells(int place) {
    int[] at = coordinates(place, out);
    int[] cells = new int[taps()];
    for (int tap = 0; tap < cells.length; tap++) {
      int[] offset = coordinates(tap, kernel);
      int cell = 0;
      for (int axis = 0; axis < in.length && cell >= 0; axis++) {
        int x = position(axis, at[axis], offset[axis]);
        cell = x < 0 || x >= in[axis] ? OUTSIDE : cell * in[axis] + x;
      }
      cells[tap] = cell;
    }
    return cells;
  }

  /** How many taps meet the grid or the {@code ends} cells of padding after it, per axis. */
  int padded(int place, int[] ends) {
    int[] at = coordinates(place, out);
    int count = 1;
    for (int axis = 0; axis < in.length; axis++) {
      int met = 0;
      for (int tap = 0; tap < kernel[axis]; tap++) {
        met += position(axis, at[axis], tap) < in[axis] + ends[axis] ? 1 : 0;
      }
      count *= met;
    }
    return count;
  }

  /**
   * The cells that a transposed convolution sums at each place: its kernel is laid down at every
   * cell of the grid, {@code strides} apart, and places are cells of what it covers.
   */
  int[] spread(int place) {
    int[] at = coordinates(place, out);
    int[] cells = new int[taps()];
    for (int tap = 0; tap < cells.length; tap++) {
      int[] offset = coordinates(tap, kernel);
      int cell = 0;
      for (int axis = 0; axis < in.length && cell >= 0; axis++) {
        int from = at[axis] + begins[axis] - offset[axis] * dilations[axis];
        int x = from / strides[axis];
        cell =
            from < 0 || from % strides[axis] != 0 || x >= in[axis] ? OUTSIDE : cell * in[axis] + x;
      }
      cells[tap] = cell;
    }
    return cells;
  }

  /**
   * The length of the result along one axis.
   *
   * @param span how many cells the dilated kernel covers
   * @param padded the length of the grid with its padding
   * @param ceil whether a last place counts that lies partly beyond the padding, if it begins
   *     before {@code limit}
   */
  static int places(int padded, int span, int stride, boolean ceil, int limit) {
    int free = padded - span;
    if (free < 0) {
      return ceil && free + stride > 0 ? 1 : 0;
    }
    if (!ceil) {
      return free / stride + 1;
    }
    int places = (free + stride - 1) / stride + 1;
    return (places - 1) * stride >= limit ? places - 1 : places;
  }

  static int product(int[] factors) {
    return Arrays.stream(factors).reduce(1, Math::multiplyExact);
  }

  private int position(int axis, int place, int tap) {
    return place * strides[axis] - begins[axis] + tap * dilations[axis];
  }

  private static int[] coordinates(int index, int[] dims) {
    int[] coordinates = new int[dims.length];
    int rest = index;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      coordinates[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    return coordinates;
  }
}
