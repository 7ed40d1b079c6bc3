package lucerna.ops.circuit;

import lucerna.ops.UserException;
import lucerna.ops.function.FunctionTable;

/** The conditions on function tables. */
final class Tables {
  /** The most entries of all tables of a circuit. */
  static final int MAX_ENTRIES = 1 << 20;

  private static final long LIMIT = Circuit.BOUND - 1;

  private Tables() {}

  /** Checks what does not need the values. */
  static void check(Circuit circuit) {
    long entries = 0;
    for (int t = 0; t < circuit.tables().size(); t++) {
      FunctionTable table = circuit.tables().get(t);
      String name = "table " + t;
      Refusals.within(name + ": first argument", table.low(), -LIMIT, LIMIT);
      Refusals.within(name + ": last argument", table.high(), table.low(), LIMIT);
      entries += table.size();
      Refusals.within("number of table entries", entries, 1, MAX_ENTRIES);
    }
  }

  /** Computes the values. */
  static int[] entries(FunctionTable table, int index) {
    int[] entries;
    try {
      entries = table.entries();
    } catch (IllegalArgumentException e) {
      throw new UserException("Table %d: %s.".formatted(index, e.getMessage()), e);
    }
    String what = "table " + index + ": value";
    for (int entry : entries) {
      Refusals.within(what, entry, -LIMIT, LIMIT);
    }
    return entries;
  }
}
