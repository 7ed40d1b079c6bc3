package lucerna.air;

/** Where an evaluator reads columns from. */
@FunctionalInterface
public interface ColumnData {
  /**
   * Returns a column's values.
   *
   * @param id the column's id
   * @return one array for a column of M31, four arrays of coordinates for a column of QM31; not
   *     copied, not to be changed
   */
  int[][] coordinatesOfColumn(int id);
}
