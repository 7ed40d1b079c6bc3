package lucerna.ops.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;

/** The columns of one tree, filled by name. */
final class TreeColumns {
  private final Map<String, int[]> byName = new HashMap<>();
  private final int[][] columns;

  TreeColumns(AirProgram program, Tree tree, int logRows) {
    List<ColumnInfo> infos = program.columnsOf(tree);
    columns = new int[infos.size()][1 << logRows];
    infos.forEach(info -> byName.put(info.name(), columns[info.indexInTree()]));
  }

  /** Returns a column, to be written to. */
  int[] get(String name) {
    int[] column = byName.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column " + name);
    }
    return column;
  }

  int[][] toArray() {
    return columns;
  }
}
