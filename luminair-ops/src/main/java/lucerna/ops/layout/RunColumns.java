package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients as the columns of the tree PUBLIC, one entry per active row.
 *
 * <p>First those of each form by gadget, in order, so that runs lie in order; then those of ports,
 * by slot and row.
 */
final class RunColumns {
  /** Fewer entries than these are not worth a second thread. */
  private static final long MIN_ENTRIES = 1 << 14;

  /** More workers would add up coefficients for longer than they save. */
  private static final int MAX_WORKERS = 4;

  private final PublicRuns runs;
  private final Monomials monomials;
  private final SecureColumn[] columns;
  private final QM31 constant;

  private RunColumns(PublicRuns runs, Monomials monomials, int rows) {
    this.runs = runs;
    this.monomials = monomials;
    columns = new SecureColumn[runs.columns()];
    Worker[] workers = fill();
    Arrays.setAll(columns, i -> SecureColumn.zeros(rows));
    scatter(workers);
    QM31 sum = QM31.ZERO;
    for (Worker worker : workers) {
      for (int k = 0; k < worker.constant.length; k++) {
        worker.constant[k] = M31.of(worker.constant[k]);
      }
      sum =
          sum.add(
              new QM31(
                  (int) worker.constant[0],
                  (int) worker.constant[1],
                  (int) worker.constant[2],
                  (int) worker.constant[3]));
    }
    constant = sum;
  }

  /**
   * Computes the columns.
   *
   * @param runs the coefficients
   * @param monomials the challenges' powers
   * @param rows entries of a column
   */
  static RunColumns of(PublicRuns runs, Monomials monomials, int rows) {
    return new RunColumns(runs, monomials, rows);
  }

  List<SecureColumn> columns() {
    return List.of(columns);
  }

  /** Returns the sum of what needs no cell. */
  QM31 constant() {
    return constant;
  }

  private Worker[] fill() {
    List<RunGrid> grids = runs.grids();
    long entries = runs.cells().stream().mapToLong(FormCells::count).sum();
    int threads = entries < MIN_ENTRIES ? 1 : Math.min(Parallel.threads(), MAX_WORKERS);
    AtomicInteger next = new AtomicInteger();
    var workers = new Worker[threads];
    Parallel.forEach(
        threads,
        i -> {
          workers[i] = new Worker();
          for (int g = next.getAndIncrement(); g < grids.size(); g = next.getAndIncrement()) {
            workers[i].add(grids.get(g));
          }
        });
    return workers;
  }

  /* Gadgets of different blocks stand in different cells, whatever their rows. */
  private void scatter(Worker... workers) {
    Map<List<Integer>, List<Integer>> blocks = new LinkedHashMap<>();
    for (int i = 0; i < runs.cells().size(); i++) {
      FormCells cells = runs.cells().get(i);
      blocks
          .computeIfAbsent(
              List.of(cells.firstColumn(), cells.firstGadget()), _ -> new ArrayList<>())
          .add(i);
    }
    List<List<Integer>> tasks = List.copyOf(blocks.values());
    Parallel.forEach(
        tasks.size(),
        i -> {
          for (int number : tasks.get(i)) {
            for (Worker worker : workers) {
              SecureColumn coefficients = worker.coefficients[number];
              if (coefficients != null) {
                scatter(runs.cells().get(number), coefficients);
              }
            }
          }
        });
  }

  private void scatter(FormCells cells, SecureColumn coefficients) {
    int slots = cells.slots();
    Form.Resolved form = cells.form();
    for (int first = 0; first < Math.min(slots, cells.count()); first++) {
      int gadget = cells.firstGadget() + first;
      int row = gadget / slots;
      int column = cells.firstColumn() + (gadget - row * slots) * cells.ports();
      for (int i = 0; i < form.ports().length; i++) {
        SecureColumn to = columns[column + form.ports()[i]];
        for (int k = 0; k < QM31.DEGREE; k++) {
          addMultiple(
              to.coordinates()[k],
              row,
              coefficients.coordinates()[k],
              first,
              slots,
              form.coefficients()[i]);
        }
      }
    }
  }

  private static void addMultiple(
      int[] to, int row, int[] from, int first, int stride, int factor) {
    int target = row;
    if (factor == 1) {
      for (int i = first; i < from.length; i += stride, target++) {
        to[target] = M31.add(to[target], from[i]);
      }
    } else {
      for (int i = first; i < from.length; i += stride, target++) {
        to[target] = M31.add(to[target], M31.mul(factor, from[i]));
      }
    }
  }

  /** Coefficients of some grids, by form and gadget. */
  private final class Worker {
    private final @Nullable SecureColumn[] coefficients = new SecureColumn[runs.cells().size()];
    private final long[] constant = new long[QM31.DEGREE];
    private final int[] c = new int[QM31.DEGREE];
    private final int[] product = new int[QM31.DEGREE];

    void add(RunGrid grid) {
      QM31 scale = grid.scale().of(monomials);
      int row = 0;
      for (int i = 0; i < grid.first().count(); i++) {
        QM31 first = scale.mul(grid.first().power(monomials, i));
        for (int j = 0; j < grid.second().count(); j++, row++) {
          addRow(grid, row, first.mul(grid.second().power(monomials, j)));
        }
      }
    }

    private void addRow(RunGrid grid, int row, QM31 scale) {
      RunGrid.Axis axis = grid.last();
      SecureColumn powers =
          axis.base() == Monomials.Base.ONE ? null : monomials.powers(axis.base());
      int[] words = grid.words();
      for (int at = grid.start(row); at < grid.start(row + 1); at += RunGrid.WORDS) {
        SecureProduct.put(scale, c);
        int place = words[at + RunGrid.PLACE];
        if (powers != null && place > 0) {
          SecureProduct.multiply(c, powers, axis.step() * place);
        }
        SecureProduct.scale(c, words[at + RunGrid.FACTOR]);
        int count = words[at + RunGrid.COUNT];
        int number = words[at + RunGrid.CELLS];
        if (number == RunGrid.CONSTANT) {
          for (int i = 0; i < Math.abs(count); i++) {
            entry(powers, axis.step() * i);
            addConstant(1);
          }
          continue;
        }
        FormCells cells = runs.cells().get(number);
        SecureColumn to = coefficients[number];
        if (to == null) {
          to = SecureColumn.zeros(cells.count());
          coefficients[number] = to;
        }
        int first = words[at + RunGrid.GADGET] - cells.firstGadget();
        for (int i = 0; i < Math.abs(count); i++) {
          entry(powers, axis.step() * i);
          SecureProduct.add(to, count < 0 ? first : first + i, product);
          if (cells.form().constant() != 0) {
            addConstant(cells.form().constant());
          }
        }
      }
    }

    private void entry(@Nullable SecureColumn powers, int exponent) {
      if (powers == null || exponent == 0) {
        System.arraycopy(c, 0, product, 0, c.length);
      } else {
        SecureProduct.multiply(c[0], c[1], c[2], c[3], powers, exponent, product);
      }
    }

    private void addConstant(int factor) {
      for (int k = 0; k < constant.length; k++) {
        constant[k] += M31.mul(product[k], factor);
      }
    }
  }
}
