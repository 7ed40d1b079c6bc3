package lucerna.ops.layout;

import java.util.List;
import lucerna.field.M31;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.function.FunctionTable;

/**
 * The tables behind the relation FUNCTION: all (table, x, y), table by table.
 *
 * <p>Entry i, through all tables, stands in row {@code i / S} of slot {@code i % S}; rows beyond
 * repeat the first entry.
 */
final class FunctionTables {
  private final List<FunctionTable> tables;
  private final Bounds bounds;
  private final int slots;
  private final int[] first;
  private final int[] uses;

  FunctionTables(Layout layout) {
    tables = layout.circuit().tables();
    bounds = layout.bounds();
    slots = layout.functionSlots();
    first = new int[tables.size() + 1];
    for (int t = 0; t < tables.size(); t++) {
      first[t + 1] = first[t] + bounds.entries(t).length;
    }
    uses = new int[first[tables.size()]];
  }

  static String name(int slot, String column) {
    return "function" + slot + "." + column;
  }

  /** Says whether the table's number is a column, and not the constant 0. */
  static boolean hasNumber(Layout layout) {
    return layout.circuit().tables().size() > 1;
  }

  /** Writes the entries. */
  void fill(TreeColumns columns) {
    for (int slot = 0; slot < slots; slot++) {
      int[] x = columns.get(name(slot, "x"));
      int[] y = columns.get(name(slot, "y"));
      int[] ids = tables.size() > 1 ? columns.get(name(slot, "table")) : new int[x.length];
      int table = 0;
      for (int row = 0; row < x.length; row++) {
        long number = (long) row * slots + slot;
        int i = number < uses.length ? (int) number : 0;
        table = i == 0 ? 0 : table;
        while (i >= first[table + 1]) {
          table++;
        }
        ids[row] = table;
        x[row] = M31.of((long) tables.get(table).low() + i - first[table]);
        y[row] = M31.of(bounds.entries(table)[i - first[table]]);
      }
    }
  }

  /**
   * Counts a use.
   *
   * @throws IllegalArgumentException if the argument is outside of the table
   */
  void use(int table, int x) {
    long index = (long) x - tables.get(table).low();
    if (index < 0 || index >= bounds.entries(table).length) {
      throw new IllegalArgumentException("%d is outside of table %d".formatted(x, table));
    }
    uses[first[table] + (int) index]++;
  }

  /** Writes the counts. */
  void writeUses(TreeColumns columns) {
    for (int slot = 0; slot < slots; slot++) {
      int[] column = columns.get(name(slot, "uses"));
      for (int i = slot; i < uses.length; i += slots) {
        column[i / slots] = uses[i];
      }
    }
  }
}
