package lucerna.ops.layout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.jspecify.annotations.Nullable;

/**
 * The inner products of the coefficients with weights of the rows, column by column: what columns
 * of them would give, without the columns.
 *
 * <p>A run of gadgets has the coefficients {@code c q^i}, and gadget g = S i + t of a kind with S
 * slots is in slot t of row i. Let {@code T(i)} be the sum of {@code q^(S (j - i)) w(j)} over all
 * rows j from i on. A run that began at gadget g = S i + a with the coefficient c, and never ended,
 * would add {@code c q^(t - a) T(i)} to slot t from a on, and {@code c q^(S + t - a) T(i + 1)} to
 * those before. A run from g to g + n is what begins at g with c, less what begins at g + n with
 * {@code c q^n}. So the sums over rows are shared by all slots and runs, and a run costs a few
 * products however long it is. Nothing is divided by, so no challenge is an exception.
 */
final class RunSums {
  private static final SecureColumn NONE = SecureColumn.zeros(0);

  private final PublicRuns runs;
  private final RunGroups groups;
  private final Monomials monomials;
  private final SecureColumn weights;
  private final SecureColumn[] tails;
  private final Map<RunGroups.Ratio, SecureColumn> repeats;

  /* By cells, their forms' constants; by group, slots in a row and the sums over rows. */
  private final int[] constants;
  private final int[] slotsOf;
  private final SecureColumn[] tailOf;

  private RunSums(PublicRuns runs, RunGroups groups, Monomials monomials, SecureColumn weights) {
    this.runs = runs;
    this.groups = groups;
    this.monomials = monomials;
    this.weights = weights;
    repeats = new HashMap<>();
    groups.repeats().forEach((ratio, count) -> repeats.put(ratio, sums(ratio, count)));
    tails = new SecureColumn[groups.tails().size()];
    Parallel.forEach(tails.length, i -> tails[i] = tail(groups.tails().get(i), groups.rows(i)));
    constants = runs.cells().stream().mapToInt(cells -> cells.form().constant()).toArray();
    List<RunGroups.Group> all = groups.groups();
    slotsOf = all.stream().mapToInt(group -> groups.tails().get(group.tail()).slots()).toArray();
    tailOf = all.stream().map(group -> tails[group.tail()]).toArray(SecureColumn[]::new);
  }

  /**
   * Computes all sums.
   *
   * @param runs the coefficients
   * @param groups what they have in common
   * @param monomials the challenges' powers
   * @param weights one for each active row
   * @return one for each column, and the constant after them
   */
  static QM31[] of(PublicRuns runs, RunGroups groups, Monomials monomials, SecureColumn weights) {
    return new RunSums(runs, groups, monomials, weights).totals();
  }

  private QM31[] totals() {
    int grids = runs.grids().size();
    AtomicInteger next = new AtomicInteger();
    var workers = new Worker[Math.min(grids, Parallel.threads())];
    Parallel.forEach(
        workers.length,
        i -> {
          workers[i] = new Worker();
          for (int g = next.getAndIncrement(); g < grids; g = next.getAndIncrement()) {
            workers[i].add(g);
          }
        });
    QM31[] totals = new QM31[runs.columns() + 1];
    Arrays.fill(totals, QM31.ZERO);
    Worker all = new Worker();
    for (Worker worker : workers) {
      all.addAll(worker);
    }
    all.addTo(totals);
    return totals;
  }

  /* The sums of so many first powers and fewer. */
  private SecureColumn sums(RunGroups.Ratio ratio, int count) {
    SecureColumn sums = SecureColumn.zeros(count + 1);
    int[] power = new int[QM31.DEGREE];
    for (int i = 0; i < count; i++) {
      SecureProduct.put(monomials.power(ratio.base(), ratio.step() * i), power);
      for (int k = 0; k < power.length; k++) {
        int[] of = sums.coordinates()[k];
        of[i + 1] = M31.add(of[i], power[k]);
      }
    }
    return sums;
  }

  private SecureColumn tail(RunGroups.Tail tail, int rows) {
    QM31 factor = power(tail.ratio(), 1).pow(tail.slots());
    SecureColumn sums = SecureColumn.zeros(rows + 2);
    SecureColumn factors = SecureColumn.zeros(1);
    factors.set(0, factor);
    int[] sum = new int[QM31.DEGREE];
    boolean one = factor.equals(QM31.ONE);
    for (int row = rows - 1; row >= 0; row--) {
      if (!one) {
        SecureProduct.multiply(sum, factors, 0);
      }
      sum[0] = M31.add(sum[0], weights.a()[row]);
      sum[1] = M31.add(sum[1], weights.b()[row]);
      sum[2] = M31.add(sum[2], weights.c()[row]);
      sum[3] = M31.add(sum[3], weights.d()[row]);
      SecureProduct.set(sums, row, sum);
    }
    return sums;
  }

  private QM31 power(RunGroups.Ratio ratio, int exponent) {
    return ratio.base() == Monomials.Base.ONE
        ? QM31.ONE
        : monomials.power(ratio.base(), ratio.step() * exponent);
  }

  /** Sums of some grids. Their summands are below 2^32; there are fewer than 2^31 of them. */
  private final class Worker {
    /* By form: four words for each slot, of cells that stand alone. */
    private final long[][] single;

    /* By group: for each slot four words, of runs that begin there, from the row on and from the next on. */
    private final long[][] near;
    private final long[][] far;
    private final long[] constant = new long[QM31.DEGREE];

    private final int[] c = new int[QM31.DEGREE];
    private final int[] product = new int[QM31.DEGREE];
    private final int[] open = new int[QM31.DEGREE];
    private int openGroup = -1;
    private int openGadget;

    /* Of the grid that is being added: powers of its ratio, their sums, and groups of its runs. */
    private @Nullable SecureColumn powers;
    private SecureColumn repeated = NONE;
    private int step;
    private int[] groupOf = new int[0];

    Worker() {
      single = new long[groups.forms().size()][];
      near = new long[groups.groups().size()][];
      far = new long[near.length][];
    }

    void add(int number) {
      RunGrid grid = runs.grids().get(number);
      RunGrid.Axis axis = grid.last();
      powers = axis.base() == Monomials.Base.ONE ? null : monomials.powers(axis.base());
      step = axis.step();
      repeated = repeats.getOrDefault(RunGroups.Ratio.of(axis), NONE);
      groupOf = groups.ofGrid(number);
      QM31 scale = grid.scale().of(monomials);
      int row = 0;
      for (int i = 0; i < grid.first().count(); i++) {
        QM31 first = scale.mul(grid.first().power(monomials, i));
        for (int j = 0; j < grid.second().count(); j++, row++) {
          if (grid.start(row) < grid.start(row + 1)) {
            addRow(grid, row, first.mul(grid.second().power(monomials, j)));
          }
        }
      }
      close();
    }

    private void addRow(RunGrid grid, int row, QM31 scale) {
      int[] words = grid.words();
      int end = grid.start(row + 1);
      for (int at = grid.start(row); at < end; at += RunGrid.WORDS) {
        SecureProduct.put(scale, c);
        int place = words[at + RunGrid.PLACE];
        if (powers != null && place > 0) {
          SecureProduct.multiply(c, powers, step * place);
        }
        SecureProduct.scale(c, words[at + RunGrid.FACTOR]);
        int count = words[at + RunGrid.COUNT];
        int cells = words[at + RunGrid.CELLS];
        if (count > 1) {
          addRun(cells, words[at + RunGrid.GADGET], count);
        } else {
          if (count < 0) {
            SecureProduct.multiply(c, repeated, -count);
          }
          if (cells == RunGrid.CONSTANT) {
            addConstant(c, 1);
          } else {
            addSingle(cells, words[at + RunGrid.GADGET]);
          }
        }
      }
    }

    private void addRun(int cells, int gadget, int count) {
      int formConstant = constants[cells];
      if (formConstant != 0) {
        multiply(c, repeated, count);
        addConstant(product, formConstant);
      }
      begin(groupOf[cells], gadget);
      if (powers != null) {
        SecureProduct.multiply(c, powers, step * count);
      }
      openGadget += count;
      for (int k = 0; k < c.length; k++) {
        open[k] = M31.neg(c[k]);
      }
    }

    /* A run that ends where the next one begins leaves one boundary for both. */
    private void begin(int group, int gadget) {
      if (group != openGroup || gadget != openGadget) {
        close();
        openGroup = group;
        openGadget = gadget;
        System.arraycopy(c, 0, open, 0, c.length);
      } else {
        for (int k = 0; k < c.length; k++) {
          open[k] = M31.add(open[k], c[k]);
        }
      }
      boundary();
    }

    private void close() {
      if (openGroup >= 0) {
        boundary();
        openGroup = -1;
      }
    }

    private void boundary() {
      int slots = slotsOf[openGroup];
      SecureColumn tail = tailOf[openGroup];
      if (near[openGroup] == null) {
        near[openGroup] = new long[slots * QM31.DEGREE];
        far[openGroup] = new long[slots * QM31.DEGREE];
      }
      int row = slots == 1 ? openGadget : openGadget / slots;
      int slot = openGadget - row * slots;
      SecureProduct.addProduct(open, tail, row, near[openGroup], slot * QM31.DEGREE);
      if (slot > 0) {
        SecureProduct.addProduct(open, tail, row + 1, far[openGroup], slot * QM31.DEGREE);
      }
    }

    private void addSingle(int cells, int gadget) {
      FormCells of = runs.cells().get(cells);
      if (constants[cells] != 0) {
        addConstant(c, constants[cells]);
      }
      int form = groups.form(cells);
      if (single[form] == null) {
        single[form] = new long[of.slots() * QM31.DEGREE];
      }
      int row = gadget / of.slots();
      int slot = gadget - row * of.slots();
      SecureProduct.addProduct(c, weights, row, single[form], slot * QM31.DEGREE);
    }

    private void multiply(int[] element, SecureColumn column, int row) {
      SecureProduct.multiply(element[0], element[1], element[2], element[3], column, row, product);
    }

    private void addConstant(int[] element, int factor) {
      for (int k = 0; k < constant.length; k++) {
        constant[k] += M31.mul(element[k], factor);
      }
    }

    void addAll(Worker other) {
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

    void addTo(QM31[] totals) {
      for (int i = 0; i < single.length; i++) {
        for (int slot = 0; single[i] != null && slot < groups.forms().get(i).slots(); slot++) {
          addPorts(totals, groups.forms().get(i), slot, get(single[i], slot));
        }
      }
      for (int i = 0; i < near.length; i++) {
        if (near[i] != null) {
          addRuns(totals, groups.groups().get(i), near[i], far[i]);
        }
      }
      int last = totals.length - 1;
      totals[last] = totals[last].add(get(constant, 0));
    }

    /* Slot t gets q^(t - a) times what begins in slot a, for a up to t; and q^(S + t - a) times what begins after. */
    private void addRuns(QM31[] totals, RunGroups.Group group, long[] begun, long[] later) {
      RunGroups.Tail tail = groups.tails().get(group.tail());
      QM31 ratio = power(tail.ratio(), 1);
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
}
