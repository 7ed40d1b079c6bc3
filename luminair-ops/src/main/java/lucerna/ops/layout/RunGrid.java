package lucerna.ops.layout;

import java.util.Arrays;
import lucerna.field.QM31;

/**
 * Coefficients on a grid of three axes, and the cells that they belong to: at (i, j, k) the
 * coefficient is {@code scale} times a power for each axis.
 *
 * <p>Along the last axis cells come in runs: gadgets that follow one another, or one of them
 * repeated. A run is {@link #WORDS} words.
 */
final class RunGrid {
  /** Where on the last axis the run begins. */
  static final int PLACE = 0;

  /** How many cells follow one another; or minus how often one is repeated, if that is negative. */
  static final int COUNT = 1;

  /** The number of the first gadget among those of its kind; for constants 0. */
  static final int GADGET = 2;

  /** The number of the form, or {@link #CONSTANT}. */
  static final int CELLS = 3;

  /** What the coefficients are multiplied by, in M31. */
  static final int FACTOR = 4;

  static final int WORDS = 5;

  /** The cells of a run that needs none: its value is in its factor. */
  static final int CONSTANT = -1;

  /**
   * What all coefficients of a grid have in common: {@code sign base^exponent}, times the sum of
   * the powers along an axis.
   *
   * @param sign 1 or -1
   * @param base a challenge
   * @param exponent its exponent
   * @param sum the axis
   */
  record Scale(int sign, Monomials.Base base, int exponent, Axis sum) {
    static Scale of(Monomials.Base base, int exponent) {
      return new Scale(1, base, exponent, Axis.NONE);
    }

    Scale neg() {
      return new Scale(-sign, base, exponent, sum);
    }

    QM31 of(Monomials monomials) {
      QM31 power = monomials.power(base, exponent);
      if (sum.count > 1) {
        QM31 powers = QM31.ZERO;
        for (int i = 0; i < sum.count; i++) {
          powers = powers.add(sum.power(monomials, i));
        }
        power = power.mul(powers);
      }
      return sign < 0 ? power.neg() : power;
    }
  }

  /**
   * An axis: number i has the factor {@code base^(step i)}.
   *
   * @param count its length
   * @param base a challenge
   * @param step the exponent of one step
   */
  record Axis(int count, Monomials.Base base, int step) {
    /** Has one place, and the factor 1. */
    static final Axis NONE = new Axis(1, Monomials.Base.ONE, 1);

    Axis {
      if (count < 0 || step < 0) {
        throw new IllegalArgumentException(count + " steps of " + step);
      }
    }

    QM31 power(Monomials monomials, int i) {
      return monomials.power(base, base == Monomials.Base.ONE ? 0 : step * i);
    }
  }

  private final Scale scale;
  private final Axis first;
  private final Axis second;
  private final Axis last;
  private final int[] rows;
  private int[] words = new int[WORDS];
  private int used;
  private int row;

  RunGrid(Scale scale, Axis first, Axis second, Axis last) {
    this.scale = scale;
    this.first = first;
    this.second = second;
    this.last = last;
    rows = new int[Math.multiplyExact(first.count, second.count) + 1];
  }

  /** Adds a run to the row that is being written. */
  void add(int place, int count, int gadget, int cells, int factor) {
    if (used + WORDS > words.length) {
      words = Arrays.copyOf(words, Math.max(2 * words.length, 8 * WORDS));
    }
    words[used + PLACE] = place;
    words[used + COUNT] = count;
    words[used + GADGET] = gadget;
    words[used + CELLS] = cells;
    words[used + FACTOR] = factor;
    used += WORDS;
  }

  /** Ends the row that is being written; rows go by the first axis, then by the second. */
  void endRow() {
    rows[++row] = used;
  }

  /** Gives back what was not needed. */
  RunGrid trim() {
    words = Arrays.copyOf(words, used);
    return this;
  }

  Scale scale() {
    return scale;
  }

  Axis first() {
    return first;
  }

  Axis second() {
    return second;
  }

  Axis last() {
    return last;
  }

  /** Returns where the runs of a row begin; those of the next one begin where they end. */
  int start(int ofRow) {
    return rows[ofRow];
  }

  /** Returns all runs, not copied. */
  int[] words() {
    return words;
  }
}
