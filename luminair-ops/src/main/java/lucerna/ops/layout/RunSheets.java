package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a grid that are alike: the same runs, but for the gadget where the first one begins.
 *
 * <p>Their coefficients differ by a power of one challenge each, so that most products are made
 * once for all of them ({@link SheetSums}).
 */
final class RunSheets {
  /**
   * Rows of a grid that follow one another.
   *
   * @param from the first row
   * @param to the end of the rows
   * @param alike whether they are summed up together; rows between them may be empty
   */
  record Piece(int from, int to, boolean alike) {}

  /** At the end of a sheet there is a product for each slot: two a row must be saved by that. */
  static final int ROWS_PER_SLOT = 2;

  private final List<List<Piece>> pieces = new ArrayList<>();

  /**
   * Finds the sheets.
   *
   * @param grids the grids
   * @param cells what the numbers of forms in them mean
   * @param rowsPerSlot rows that a sheet has at least, for each slot of its forms
   */
  RunSheets(List<RunGrid> grids, List<FormCells> cells, int rowsPerSlot) {
    for (RunGrid grid : grids) {
      pieces.add(List.copyOf(new Finder(grid, cells, rowsPerSlot).all()));
    }
  }

  /** Returns the pieces of a grid, in order; together they are all its rows. */
  List<Piece> ofGrid(int grid) {
    return pieces.get(grid);
  }

  /** Returns the axis that the rows of one sheet lie along. */
  static RunGrid.Axis along(RunGrid grid) {
    return grid.second().count() > 1 ? grid.second() : grid.first();
  }

  /** Returns the first run of a row that has cells; -1 if none has. */
  static int firstWithCells(RunGrid grid, int row) {
    for (int at = grid.start(row); at < grid.start(row + 1); at += RunGrid.WORDS) {
      if (grid.words()[at + RunGrid.CELLS] != RunGrid.CONSTANT) {
        return at;
      }
    }
    return -1;
  }

  /** Finds the pieces of one grid. */
  private static final class Finder {
    private final RunGrid grid;
    private final List<FormCells> cells;
    private final long rowsPerSlot;
    private final List<Piece> found = new ArrayList<>();
    private int plainFrom;

    Finder(RunGrid grid, List<FormCells> cells, int rowsPerSlot) {
      this.grid = grid;
      this.cells = cells;
      this.rowsPerSlot = rowsPerSlot;
    }

    List<Piece> all() {
      int line = along(grid).count();
      int rows = grid.first().count() * grid.second().count();
      for (int from = 0; from < rows; ) {
        int end = Math.min(rows, from - from % line + line);
        int to = from + 1;
        int like = 1;
        while (to < end && (isEmpty(to) || isLike(from, to))) {
          like += isEmpty(to) ? 0 : 1;
          to++;
        }
        if (like >= rowsPerSlot * slots(from) && !isEmpty(from)) {
          addPlain(from);
          found.add(new Piece(from, to, true));
          plainFrom = to;
        }
        from = to;
      }
      addPlain(rows);
      return found;
    }

    private void addPlain(int to) {
      if (plainFrom < to) {
        found.add(new Piece(plainFrom, to, false));
      }
    }

    private boolean isEmpty(int row) {
      return grid.start(row) == grid.start(row + 1);
    }

    private int slots(int row) {
      int most = 1;
      for (int at = grid.start(row); at < grid.start(row + 1); at += RunGrid.WORDS) {
        int number = grid.words()[at + RunGrid.CELLS];
        if (number != RunGrid.CONSTANT) {
          most = Math.max(most, cells.get(number).slots());
        }
      }
      return most;
    }

    private boolean isLike(int row, int other) {
      int[] words = grid.words();
      int apart = grid.start(other) - grid.start(row);
      if (grid.start(other + 1) - grid.start(row + 1) != apart) {
        return false;
      }
      int first = firstWithCells(grid, row);
      int shift =
          first < 0 ? 0 : words[first + apart + RunGrid.GADGET] - words[first + RunGrid.GADGET];
      for (int at = grid.start(row); at < grid.start(row + 1); at += RunGrid.WORDS) {
        int by = words[at + RunGrid.CELLS] == RunGrid.CONSTANT ? 0 : shift;
        for (int k = 0; k < RunGrid.WORDS; k++) {
          if (words[at + apart + k] - words[at + k] != (k == RunGrid.GADGET ? by : 0)) {
            return false;
          }
        }
      }
      return true;
    }
  }
}
