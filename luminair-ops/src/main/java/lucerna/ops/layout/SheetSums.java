package lucerna.ops.layout;

import java.util.Arrays;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * Sums of rows of a grid that are alike.
 *
 * <p>In row j the coefficient at boundary b is {@code s_j d_b}: what the sums of {@link RunSums}
 * want of it is {@code s_j d_b T}, where T depends on the gadget, and the slot it goes to does as
 * well. So {@code s_j T} is added up by boundary and slot, and multiplied by d_b at the end. Where
 * boundaries of a row lie in one row of the trace, {@code s_j T} is the same for all of them.
 */
final class SheetSums {
  private static final int WEIGHTS = -1;

  private final RunTotals totals;
  private final int[] weights;
  private final int[][] tails;

  /* By boundary: sums over rows or the weights; group or form; gadgets on; slots; where its sums begin; d. */
  private int[] source = new int[16];
  private int[] target = new int[16];
  private int[] offset = new int[16];
  private int[] slots = new int[16];
  private int[] place = new int[16];
  private int[] coefficients = new int[16 * QM31.DEGREE];
  private int boundaries;
  private int used;
  private long[] sums = new long[0];

  /* Products of a row, below 2^32 each. */
  private final long[] near = new long[QM31.DEGREE];
  private final long[] far = new long[QM31.DEGREE];
  private final long[] alone = new long[QM31.DEGREE];
  private final int[] scale = new int[QM31.DEGREE];

  /**
   * Makes the sums of some thread.
   *
   * @param totals receives them
   * @param weights one for each active row, four words each
   * @param tails the sums over rows, four words each
   */
  SheetSums(RunTotals totals, int[] weights, int[]... tails) {
    this.totals = totals;
    this.weights = weights;
    this.tails = tails;
  }

  /** Forgets the boundaries. */
  void clear() {
    boundaries = 0;
    used = 0;
  }

  /** Adds a cell that stands alone: its form, where it is, and its part of the coefficient. */
  void addSingle(int form, int ofSlots, int gadget, int[] coefficient) {
    add(WEIGHTS, form, ofSlots, gadget, coefficient);
    used += ofSlots * QM31.DEGREE;
  }

  /**
   * Adds where a run begins; or ends, by the opposite coefficient. One that ends where the next of
   * its group begins leaves one boundary for both.
   */
  void addBoundary(int group, int tail, int ofSlots, int gadget, int[] coefficient) {
    int last = boundaries - 1;
    if (last >= 0 && source[last] == tail && target[last] == group && offset[last] == gadget) {
      for (int k = 0; k < QM31.DEGREE; k++) {
        int at = last * QM31.DEGREE + k;
        coefficients[at] = M31.add(coefficients[at], coefficient[k]);
      }
      return;
    }
    add(tail, group, ofSlots, gadget, coefficient);
    used += 2 * ofSlots * QM31.DEGREE;
  }

  private void add(int of, int to, int ofSlots, int gadget, int[] coefficient) {
    if (boundaries == source.length) {
      int length = 2 * boundaries;
      source = Arrays.copyOf(source, length);
      target = Arrays.copyOf(target, length);
      offset = Arrays.copyOf(offset, length);
      slots = Arrays.copyOf(slots, length);
      place = Arrays.copyOf(place, length);
      coefficients = Arrays.copyOf(coefficients, length * QM31.DEGREE);
    }
    source[boundaries] = of;
    target[boundaries] = to;
    offset[boundaries] = gadget;
    slots[boundaries] = ofSlots;
    place[boundaries] = used;
    System.arraycopy(coefficient, 0, coefficients, boundaries * QM31.DEGREE, QM31.DEGREE);
    boundaries++;
  }

  /** Makes room for the sums of all boundaries added, before the first row. */
  void start() {
    if (sums.length < used) {
      sums = new long[used];
    } else {
      Arrays.fill(sums, 0, used, 0);
    }
  }

  /** Adds a row, whose boundaries are so many gadgets on, and whose coefficients are so large. */
  void addRow(int shift, SecureColumn powers, int power) {
    scale[0] = powers.a()[power];
    scale[1] = powers.b()[power];
    scale[2] = powers.c()[power];
    scale[3] = powers.d()[power];
    int tailRow = -1;
    int tail = -1;
    int aloneRow = -1;
    for (int b = 0; b < boundaries; b++) {
      int gadget = offset[b] + shift;
      int row = slots[b] == 1 ? gadget : gadget / slots[b];
      int slot = gadget - row * slots[b];
      int at = place[b] + slot * QM31.DEGREE;
      if (source[b] == WEIGHTS) {
        if (row != aloneRow) {
          SecureProduct.multiply(scale, weights, row * QM31.DEGREE, alone);
          aloneRow = row;
        }
        add(alone, at);
      } else {
        if (row != tailRow || source[b] != tail) {
          tail = source[b];
          tailRow = row;
          SecureProduct.multiply(scale, tails[tail], row * QM31.DEGREE, near);
          if (slots[b] > 1) {
            SecureProduct.multiply(scale, tails[tail], (row + 1) * QM31.DEGREE, far);
          }
        }
        add(near, at);
        if (slot > 0) {
          add(far, at + slots[b] * QM31.DEGREE);
        }
      }
    }
  }

  private void add(long[] summand, int at) {
    sums[at] += summand[0];
    sums[at + 1] += summand[1];
    sums[at + 2] += summand[2];
    sums[at + 3] += summand[3];
  }

  /** Multiplies by what the boundaries have apart, and adds that to the totals. */
  void finish() {
    for (int b = 0; b < boundaries; b++) {
      int words = slots[b] * QM31.DEGREE;
      if (source[b] == WEIGHTS) {
        addTo(b, place[b], words, totals.single(target[b]));
      } else {
        addTo(b, place[b], words, totals.near(target[b]));
        addTo(b, place[b] + words, words, totals.far(target[b]));
      }
    }
  }

  private void addTo(int b, int from, int words, long[] to) {
    for (int k = 0; k < words; k += QM31.DEGREE) {
      int at = from + k;
      if ((sums[at] | sums[at + 1] | sums[at + 2] | sums[at + 3]) != 0) {
        for (int c = 0; c < QM31.DEGREE; c++) {
          scale[c] = M31.reduce(sums[at + c]);
        }
        SecureProduct.addProduct(scale, coefficients, b * QM31.DEGREE, to, k);
      }
    }
  }
}
