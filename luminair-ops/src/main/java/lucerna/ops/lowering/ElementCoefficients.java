package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.program.TensorSpec;

/**
 * A linear form in t, g t and rem of all elements: its coefficients, three columns for each slot.
 */
final class ElementCoefficients {
  private final Layout layout;
  private final List<SecureColumn> columns = new ArrayList<>();

  ElementCoefficients(Layout layout) {
    this.layout = layout;
    for (int i = 0; i < 3 * layout.shape().elementSlots(); i++) {
      columns.add(SecureColumn.zeros(layout.activeRows()));
    }
  }

  /** Returns the columns: those of t, g t and rem for slot 0, then for slot 1, and so on. */
  List<SecureColumn> columns() {
    return columns;
  }

  /** Adds {@code c (1 - 2 g) t}, or {@code c (1 - g) t} for a ReLU. */
  void addValue(int tensor, int element, boolean relu, QM31 c) {
    add(tensor, element, 0, c);
    add(tensor, element, 1, relu ? c.neg() : c.add(c).neg());
  }

  /** Adds {@code c ((1 - 2 g) t 2^s + rem)}, the accumulator that was rounded plus a half. */
  void addRounded(int tensor, int element, QM31 c) {
    int shift = layout.program().tensors().get(tensor).shift()[element];
    addValue(tensor, element, false, c.mul(1 << shift));
    add(tensor, element, 2, c);
  }

  /** Returns the half that rounding adds: {@code 2^(s-1)}, or 0 for s = 0. */
  static int half(TensorSpec tensor, int element) {
    return (1 << tensor.shift()[element]) >> 1;
  }

  private void add(int tensor, int element, int kind, QM31 c) {
    int number = layout.elementNumber(tensor, element);
    SecureColumn column = columns.get(3 * layout.slotOf(number) + kind);
    int row = layout.rowOf(number);
    column.set(row, column.get(row).add(c));
  }
}
