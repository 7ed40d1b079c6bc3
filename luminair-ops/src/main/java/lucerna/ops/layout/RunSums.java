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
  private static final SecureColumn ONE = Monomials.column(1, i -> QM31.ONE);

  private final PublicRuns runs;
  private final RunGroups groups;
  private final RunSheets sheets;
  private final Monomials monomials;

  /* By row, four words each: one place in memory for all coordinates. */
  private final int[] weights;
  private final int[][] tails;
  private final Map<RunGroups.Ratio, SecureColumn> repeats;

  /* By cells, their forms' constants; by group, slots in a row and the sums over rows. */
  private final int[] constants;
  private final int[] slotsOf;
  private final int[][] tailOf;

  private RunSums(
      PublicRuns runs,
      RunGroups groups,
      RunSheets sheets,
      Monomials monomials,
      SecureColumn weights) {
    this.runs = runs;
    this.groups = groups;
    this.sheets = sheets;
    this.monomials = monomials;
    this.weights = SecureProduct.rows(weights);
    repeats = new HashMap<>();
    groups.repeats().forEach((ratio, count) -> repeats.put(ratio, sums(ratio, count)));
    tails = new int[groups.tails().size()][];
    Parallel.forEach(tails.length, i -> tails[i] = tail(groups.tails().get(i), groups.rows(i)));
    constants = runs.cells().stream().mapToInt(cells -> cells.form().constant()).toArray();
    List<RunGroups.Group> all = groups.groups();
    slotsOf = all.stream().mapToInt(group -> groups.tails().get(group.tail()).slots()).toArray();
    tailOf = all.stream().map(group -> tails[group.tail()]).toArray(int[][]::new);
  }

  /**
   * Computes all sums.
   *
   * @param runs the coefficients
   * @param groups what they have in common
   * @param sheets which rows of grids are alike
   * @param monomials the challenges' powers
   * @param weights one for each active row
   * @return one for each column, and the constant after them
   */
  static QM31[] of(
      PublicRuns runs,
      RunGroups groups,
      RunSheets sheets,
      Monomials monomials,
      SecureColumn weights) {
    return new RunSums(runs, groups, sheets, monomials, weights).totals();
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
    var all = new RunTotals(groups);
    for (Worker worker : workers) {
      all.addAll(worker.sums);
    }
    all.addTo(totals, monomials);
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

  private int[] tail(RunGroups.Tail tail, int rows) {
    QM31 factor = tail.ratio().power(monomials, 1).pow(tail.slots());
    return SecureProduct.suffixSums(weights, rows, factor);
  }

  /** Sums of some grids. */
  private final class Worker {
    private final RunTotals sums = new RunTotals(groups);
    private final SheetSums sheet = new SheetSums(sums, weights, tails);

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

    void add(int number) {
      RunGrid grid = runs.grids().get(number);
      RunGrid.Axis axis = grid.last();
      powers = axis.base() == Monomials.Base.ONE ? null : monomials.powers(axis.base());
      step = axis.step();
      repeated = repeats.getOrDefault(RunGroups.Ratio.of(axis), NONE);
      groupOf = groups.ofGrid(number);
      QM31 scale = grid.scale().of(monomials);
      for (RunSheets.Piece piece : sheets.ofGrid(number)) {
        if (piece.alike()) {
          close();
          addSheet(grid, piece, scale);
        } else {
          addRows(grid, piece, scale);
        }
      }
      close();
    }

    private void addRows(RunGrid grid, RunSheets.Piece piece, QM31 scale) {
      int columns = grid.second().count();
      QM31 first = QM31.ZERO;
      for (int row = piece.from(); row < piece.to(); row++) {
        int i = row / columns;
        int j = row - i * columns;
        if (row == piece.from() || j == 0) {
          first = scale.mul(grid.first().power(monomials, i));
        }
        if (grid.start(row) < grid.start(row + 1)) {
          addRow(grid, row, first.mul(grid.second().power(monomials, j)));
        }
      }
    }

    private void addRow(RunGrid grid, int row, QM31 scale) {
      int[] words = grid.words();
      int end = grid.start(row + 1);
      for (int at = grid.start(row); at < end; at += RunGrid.WORDS) {
        SecureProduct.put(scale, c);
        raise(words, at);
        int count = words[at + RunGrid.COUNT];
        int cells = words[at + RunGrid.CELLS];
        if (count > 1) {
          addRun(cells, words[at + RunGrid.GADGET], count);
        } else {
          if (count < 0) {
            SecureProduct.multiply(c, repeated, -count);
          }
          if (cells == RunGrid.CONSTANT) {
            sums.addConstant(c, 1);
          } else {
            addSingle(cells, words[at + RunGrid.GADGET]);
          }
        }
      }
    }

    /* Multiplies by what a run's place and factor give. */
    private void raise(int[] words, int at) {
      int place = words[at + RunGrid.PLACE];
      if (powers != null && place > 0) {
        SecureProduct.multiply(c, powers, step * place);
      }
      SecureProduct.scale(c, words[at + RunGrid.FACTOR]);
    }

    private void addRun(int cells, int gadget, int count) {
      int formConstant = constants[cells];
      if (formConstant != 0) {
        SecureProduct.multiply(c, repeated, count, product);
        sums.addConstant(product, formConstant);
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
      int[] tail = tailOf[openGroup];
      int row = slots == 1 ? openGadget : openGadget / slots;
      int slot = openGadget - row * slots;
      int at = row * QM31.DEGREE;
      SecureProduct.addProduct(open, tail, at, sums.near(openGroup), slot * QM31.DEGREE);
      if (slot > 0) {
        at += QM31.DEGREE;
        SecureProduct.addProduct(open, tail, at, sums.far(openGroup), slot * QM31.DEGREE);
      }
    }

    private void addSingle(int cells, int gadget) {
      int slots = runs.cells().get(cells).slots();
      if (constants[cells] != 0) {
        sums.addConstant(c, constants[cells]);
      }
      long[] to = sums.single(groups.form(cells));
      int row = gadget / slots;
      int slot = gadget - row * slots;
      SecureProduct.addProduct(c, weights, row * QM31.DEGREE, to, slot * QM31.DEGREE);
    }

    private void addSheet(RunGrid grid, RunSheets.Piece piece, QM31 scale) {
      RunGrid.Axis along = RunSheets.along(grid);
      int line = piece.from() / along.count();
      // Where the sheet lies along the first axis, the second has one place.
      boolean first = grid.second().count() == 1;
      QM31 apart = first ? scale : scale.mul(grid.first().power(monomials, line));
      int lead = RunSheets.firstWithCells(grid, piece.from());
      int base = lead < 0 ? 0 : grid.words()[lead + RunGrid.GADGET];
      lead -= grid.start(piece.from());
      QM31 constant = readPattern(grid, piece.from(), apart);
      sheet.start();
      boolean one = along.base() == Monomials.Base.ONE;
      SecureColumn factors = one ? ONE : monomials.powers(along.base());
      int by = one ? 0 : along.step();
      QM31 sum = QM31.ZERO;
      for (int row = piece.from(); row < piece.to(); row++) {
        int start = grid.start(row);
        if (start < grid.start(row + 1)) {
          int power = by * (row - line * along.count());
          sum = sum.add(factors.get(power));
          if (lead >= 0) {
            sheet.addRow(grid.words()[start + lead + RunGrid.GADGET] - base, factors, power);
          }
        }
      }
      sums.addConstant(sum.mul(constant));
      sheet.finish();
    }

    /* Lists the boundaries of a sheet, and returns what its rows have of the constant. */
    private QM31 readPattern(RunGrid grid, int row, QM31 apart) {
      int[] words = grid.words();
      long[] constant = new long[QM31.DEGREE];
      sheet.clear();
      for (int at = grid.start(row); at < grid.start(row + 1); at += RunGrid.WORDS) {
        SecureProduct.put(apart, c);
        raise(words, at);
        int count = words[at + RunGrid.COUNT];
        int cells = words[at + RunGrid.CELLS];
        int formConstant = cells == RunGrid.CONSTANT ? 1 : constants[cells];
        if (count < 0) {
          SecureProduct.multiply(c, repeated, -count);
        }
        if (formConstant != 0) {
          System.arraycopy(c, 0, product, 0, c.length);
          if (count > 1) {
            SecureProduct.multiply(product, repeated, count);
          }
          for (int k = 0; k < constant.length; k++) {
            constant[k] += M31.mul(product[k], formConstant);
          }
        }
        int gadget = words[at + RunGrid.GADGET];
        if (count > 1) {
          addToSheet(cells, gadget, count);
        } else if (cells != RunGrid.CONSTANT) {
          int slots = runs.cells().get(cells).slots();
          sheet.addSingle(groups.form(cells), slots, gadget, c);
        }
      }
      return new QM31(
          M31.reduce(constant[0]),
          M31.reduce(constant[1]),
          M31.reduce(constant[2]),
          M31.reduce(constant[3]));
    }

    private void addToSheet(int cells, int gadget, int count) {
      int group = groupOf[cells];
      int tail = groups.groups().get(group).tail();
      int slots = slotsOf[group];
      sheet.addBoundary(group, tail, slots, gadget, c);
      if (powers != null) {
        SecureProduct.multiply(c, powers, step * count);
      }
      for (int k = 0; k < c.length; k++) {
        c[k] = M31.neg(c[k]);
      }
      sheet.addBoundary(group, tail, slots, gadget + count, c);
    }
  }
}
