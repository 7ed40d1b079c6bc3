package lucerna.ops.layout;

import lucerna.field.M31;
import lucerna.field.QM31;

/**
 * What {@link RunSums} has added up so far, before it goes to columns. Summands are below 2^32, and
 * there are fewer than 2^31 of them.
 */
final class RunTotals {
  private final RunGroups groups;

  /* By form: four words for each slot, of cells that stand alone. */
  private final long[][] single;

  /* By group: for each slot four words, of runs that begin there, from the row on and from the next on. */
  private final long[][] near;
  private final long[][] far;
  private final long[] constant = new long[QM31.DEGREE];

  RunTotals(RunGroups groups) {
    this.groups = groups;
    single = new long[groups.forms().size()][];
    near = new long[groups.groups().size()][];
    far = new long[near.length][];
  }

  /** Returns the sums of cells of a form that stand alone, four words for each slot. */
  long[] single(int form) {
    if (single[form] == null) {
      single[form] = new long[groups.forms().get(form).slots() * QM31.DEGREE];
    }
    return single[form];
  }

  /** Returns the sums of a group from the row on where a run begins, four words for each slot. */
  long[] near(int group) {
    if (near[group] == null) {
      int words = groups.tails().get(groups.groups().get(group).tail()).slots() * QM31.DEGREE;
      near[group] = new long[words];
      far[group] = new long[words];
    }
    return near[group];
  }

  /** Returns the sums of a group from the next row on; {@link #near} has been called for it. */
  long[] far(int group) {
    return far[group];
  }

  /** Adds a multiple of an element to the constant. */
  void addConstant(int[] element, int factor) {
    for (int k = 0; k < constant.length; k++) {
      constant[k] += M31.mul(element[k], factor);
    }
  }

  /** Adds an element to the constant. */
  void addConstant(QM31 element) {
    for (int k = 0; k < constant.length; k++) {
      constant[k] += element.coordinate(k);
    }
  }

  void addAll(RunTotals other) {
    addAll(single, other.single);
    addAll(near, other.near);
    addAll(far, other.far);
    for (int k = 0; k < constant.length; k++) {
      constant[k] += other.constant[k];
    }
  }

  private static void addAll(long[][] sums, long[][] summands) {
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] == null) {
        sums[i] = summands[i];
      } else if (summands[i] != null) {
        for (int k = 0; k < sums[i].length; k++) {
          sums[i][k] += summands[i][k];
        }
      }
    }
  }

  /** Adds everything to columns, and to the constant after them. */
  void addTo(QM31[] totals, Monomials monomials) {
    for (int i = 0; i < single.length; i++) {
      for (int slot = 0; single[i] != null && slot < groups.forms().get(i).slots(); slot++) {
        addPorts(totals, groups.forms().get(i), slot, get(single[i], slot));
      }
    }
    for (int i = 0; i < near.length; i++) {
      if (near[i] != null) {
        addRuns(totals, monomials, groups.groups().get(i), near[i], far[i]);
      }
    }
    int last = totals.length - 1;
    totals[last] = totals[last].add(get(constant, 0));
  }

  /* Slot t gets q^(t - a) times what begins in slot a, for a up to t; and q^(S + t - a) times what begins after. */
  private void addRuns(
      QM31[] totals, Monomials monomials, RunGroups.Group group, long[] begun, long[] later) {
    RunGroups.Tail tail = groups.tails().get(group.tail());
    QM31 ratio = tail.ratio().power(monomials, 1);
    QM31[] after = new QM31[tail.slots()];
    QM31 sum = QM31.ZERO;
    // From the last slot on: sums of q^(S - a) times what begins in a > t.
    QM31 power = ratio;
    for (int slot = tail.slots() - 1; slot >= 0; slot--) {
      after[slot] = sum;
      sum = sum.add(power.mul(get(later, slot)));
      power = power.mul(ratio);
    }
    power = QM31.ONE;
    sum = QM31.ZERO;
    for (int slot = 0; slot < tail.slots(); slot++) {
      sum = sum.mul(ratio).add(get(begun, slot));
      addPorts(totals, groups.forms().get(group.form()), slot, sum.add(power.mul(after[slot])));
      power = power.mul(ratio);
    }
  }

  private static void addPorts(QM31[] totals, FormCells cells, int slot, QM31 sum) {
    Form.Resolved form = cells.form();
    for (int i = 0; i < form.ports().length; i++) {
      int column = cells.firstColumn() + slot * cells.ports() + form.ports()[i];
      totals[column] = totals[column].add(sum.mul(form.coefficients()[i]));
    }
  }

  private static QM31 get(long[] sums, int slot) {
    int at = slot * QM31.DEGREE;
    return new QM31(
        M31.of(sums[at]), M31.of(sums[at + 1]), M31.of(sums[at + 2]), M31.of(sums[at + 3]));
  }
}
