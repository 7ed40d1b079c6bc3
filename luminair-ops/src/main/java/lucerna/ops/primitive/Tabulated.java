package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.View;
import lucerna.ops.function.FunctionTable;

/**
 * {@code y = floor(f(x 2^-i) 2^o + 1/2)} for x in a public range: a function by its table.
 *
 * <p><b>Lookup.</b> (table, x, y) is among the entries of the tables, which both sides compute from
 * the function's steps by integer arithmetic, and which stand in the key's preprocessed tree. The
 * using side's multiplicity is the public selector, not a cell. Rows beyond the last entry repeat
 * an entry that is valid.
 *
 * <p><b>Condition.</b> x lies in the table's range.
 *
 * <p><b>One result.</b> The number of the table is public and x is fixed, and each table has one
 * entry per argument.
 */
public sealed interface Tabulated extends Primitive permits Sin, Exp2, Log2, Function {
  /**
   * Returns the table.
   *
   * @return arguments, values and both exponents
   */
  FunctionTable table();

  @Override
  default List<long[]> evaluate(long[]... operands) {
    FunctionTable table = table();
    int[] entries = table.entries();
    long[] y = new long[operands[0].length];
    for (int i = 0; i < y.length; i++) {
      long x = Conditions.within(operands[0][i], table.low(), table.high());
      y[i] = entries[(int) x - table.low()];
    }
    return List.of(y);
  }

  @Override
  default List<View> lower(PrimitiveCircuit circuit, String node, View... operands) {
    FunctionTable table = table();
    var gadget = new Gadget.Lookup(circuit.table(table), new int[] {0}, false, false);
    int block = circuit.read(title() + " " + node, gadget, operands[0]);
    return List.of(circuit.view(block, Gadget.Lookup.Y));
  }
}
