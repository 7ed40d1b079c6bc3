package lucerna.ops.key;

import java.util.Arrays;
import lucerna.ops.circuit.View;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;

/**
 * The bytes of views: each element minus the element one period before it, in runs of equal
 * differences.
 *
 * <p>The period is 1 or one that the product gives, its inner length or its number of columns: a
 * convolution's view repeats its rows, shifted. The shorter of the two is written, for equal
 * lengths period 1; a reader refuses the other. The first elements, up to a period, are taken minus
 * the element before them.
 */
final class ViewCodec {
  // Elements that may still be read: few bytes can stand for many.
  private long budget;

  ViewCodec(long budget) {
    this.budget = budget;
  }

  /** Runs of equal differences. */
  private static final class Runs {
    final boolean far;
    long[] differences = new long[4];
    int[] lengths = new int[4];
    int count;

    Runs(boolean far) {
      this.far = far;
    }

    void add(long difference) {
      if (count > 0 && differences[count - 1] == difference) {
        lengths[count - 1]++;
        return;
      }
      if (count == lengths.length) {
        differences = Arrays.copyOf(differences, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      differences[count] = difference;
      lengths[count++] = 1;
    }
  }

  private static Runs runs(long[] wires, int period, boolean far, int most) {
    Runs runs = new Runs(far);
    for (int i = 0; i < wires.length && runs.count <= most; i++) {
      runs.add(wires[i] - before(wires, i, period));
    }
    return runs;
  }

  private static long before(long[] wires, int index, int period) {
    return index >= period ? wires[index - period] : index > 0 ? wires[index - 1] : 0;
  }

  private static Runs shortest(long[] wires, int period) {
    Runs near = runs(wires, 1, false, Integer.MAX_VALUE);
    if (period <= 1 || period >= wires.length) {
      return near;
    }
    Runs far = runs(wires, period, true, near.count);
    return far.count < near.count ? far : near;
  }

  static void write(View view, int period, WordWriter out) {
    Runs runs = shortest(view.wires(), period);
    out.word(view.length());
    out.word(2 * runs.count + (runs.far ? 1 : 0));
    for (int r = 0; r < runs.count; r++) {
      out.nonce(runs.differences[r]);
      out.word(runs.lengths[r]);
    }
  }

  View read(int period, WordReader in) throws ProofRejectedException {
    int length = in.word();
    int header = in.word();
    if (length < 1 || length > budget) {
      throw Words.wrong("a view of " + Integer.toUnsignedString(length) + " elements");
    }
    budget -= length;
    boolean far = (header & 1) == 1;
    if (far && period < 1) {
      throw Words.wrong("a view of period " + period);
    }
    long[] wires = new long[length];
    int count = header >>> 1;
    int at = 0;
    for (int r = 0; r < count; r++) {
      long difference = in.nonce();
      int run = in.word();
      if (run < 1 || run > length - at) {
        throw Words.wrong("a run of " + Integer.toUnsignedString(run) + " elements");
      }
      for (int end = at + run; at < end; at++) {
        wires[at] = difference + before(wires, at, far ? period : 1);
      }
    }
    Runs written = shortest(wires, period);
    if (at != length || written.count != count || written.far != far) {
      throw Words.wrong("a view that is not written as it should be");
    }
    return new View(wires);
  }
}
