package lucerna.stark.prover;

import java.util.List;
import java.util.function.IntFunction;
import lucerna.air.AirProgram;
import lucerna.air.ColumnData;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.CommitmentLayout;

/** A program's columns by id, gathered from committed trees and public columns. */
final class TraceColumns implements ColumnData {
  private static final int[][] NONE = {};

  private final int[][][] byId;

  /**
   * Gathers columns.
   *
   * @param program the program to evaluate, whose first columns are those of the layout
   * @param publicColumns its PUBLIC columns
   * @param count the number of trees committed so far; those of weights are left out where the
   *     program reads combinations of them instead
   * @param view the columns of a tree by its number, rows or evaluations
   */
  TraceColumns(
      CommitmentLayout layout,
      AirProgram program,
      SecureColumn[] publicColumns,
      int count,
      IntFunction<int[][]> view) {
    List<ColumnInfo> columns = program.columns();
    byId = new int[columns.size()][][];
    for (int tree = 0; tree < count; tree++) {
      if (program != layout.program() && layout.trees().get(tree).kind() == Tree.WEIGHTS) {
        layout.trees().get(tree).columnIds().forEach(id -> byId[id] = NONE);
        continue;
      }
      int[][] flat = view.apply(tree);
      int next = 0;
      for (int id : layout.trees().get(tree).columnIds()) {
        int coordinates = columns.get(id).secure() ? QM31.DEGREE : 1;
        byId[id] = new int[coordinates][];
        for (int k = 0; k < coordinates; k++) {
          byId[id][k] = flat[next++];
        }
      }
    }
    for (ColumnInfo column : program.columnsOf(Tree.PUBLIC)) {
      byId[column.id()] = publicColumns[column.indexInTree()].coordinates();
    }
  }

  @Override
  public int[][] coordinatesOfColumn(int id) {
    return byId[id];
  }
}
