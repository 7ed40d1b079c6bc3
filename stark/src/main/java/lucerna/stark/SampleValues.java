package lucerna.stark;

import java.util.List;
import lucerna.air.ColumnInfo;
import lucerna.field.QM31;

/**
 * The out-of-domain values of a proof, in their one order: tree by tree, column by column, a secure
 * column coordinate by coordinate, each at its row offsets in increasing order, after them the
 * masks of the tree; then the four coordinates of the composition.
 */
public final class SampleValues {
  private final QM31[] values;
  private final int[] firstOfColumn;
  private int firstOfMask = -1;
  private final CommitmentLayout layout;

  /**
   * Reads values by the layout.
   *
   * @param layout the layout
   * @param values {@link CommitmentLayout#sampleCount()} values, not copied
   * @throws IllegalArgumentException if there are more or fewer
   */
  public SampleValues(CommitmentLayout layout, QM31[] values) {
    if (values.length != layout.sampleCount()) {
      throw new IllegalArgumentException(
          values.length + " out-of-domain values instead of " + layout.sampleCount());
    }
    this.layout = layout;
    this.values = values;
    firstOfColumn = new int[layout.program().columns().size()];
    int next = 0;
    for (CommitmentLayout.TreeInfo tree : layout.trees()) {
      for (int id : tree.columnIds()) {
        firstOfColumn[id] = next;
        ColumnInfo column = layout.program().columns().get(id);
        next += (column.secure() ? QM31.DEGREE : 1) * column.offsets().size();
      }
      if (tree.masks() > 0) {
        firstOfMask = next;
        next += tree.masks();
      }
    }
  }

  /**
   * Returns a column's value at the out-of-domain point, moved by a number of rows.
   *
   * @param columnId a committed column of the program
   * @param offset one of its row offsets
   * @return the value
   */
  public QM31 mask(int columnId, int offset) {
    ColumnInfo column = layout.program().columns().get(columnId);
    List<Integer> offsets = column.offsets();
    int at = firstOfColumn[columnId] + offsets.indexOf(offset);
    if (!column.secure()) {
      return values[at];
    }
    int stride = offsets.size();
    return QM31.fromPartialEvaluations(
        values[at], values[at + stride], values[at + 2 * stride], values[at + 3 * stride]);
  }

  /**
   * Returns the composition polynomial's value at the out-of-domain point.
   *
   * @return the committed value, less the mask's; without {@link CommitmentLayout#hasTop what lies
   *     outside its space}
   */
  public QM31 composition() {
    QM31 committed = combined(values.length - QM31.DEGREE);
    return firstOfMask < 0 ? committed : committed.sub(combined(firstOfMask));
  }

  private QM31 combined(int at) {
    return QM31.fromPartialEvaluations(values[at], values[at + 1], values[at + 2], values[at + 3]);
  }

  /**
   * Returns one value.
   *
   * @param index its place in the order
   * @return the value
   */
  public QM31 get(int index) {
    return values[index];
  }
}
