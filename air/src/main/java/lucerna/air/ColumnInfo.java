package lucerna.air;

import java.util.List;

/**
 * A column of an {@link AirProgram}.
 *
 * @param id its index in {@link AirProgram#columns()}
 * @param tree the commitment it belongs to
 * @param name unique in the program
 * @param indexInTree its index in {@link AirProgram#columnsOf}
 * @param secure whether it holds elements of QM31
 * @param offsets the row offsets at which constraints use it, ascending: some of 0 and 1
 */
public record ColumnInfo(
    int id, Tree tree, String name, int indexInTree, boolean secure, List<Integer> offsets) {
  /** Copies the offsets. */
  public ColumnInfo {
    offsets = List.copyOf(offsets);
  }
}
