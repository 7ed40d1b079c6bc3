package lucerna.ops.key;

import lucerna.air.AirProgram;
import lucerna.field.QM31;
import lucerna.ops.layout.Layout;
import lucerna.stark.AirInstance;
import lucerna.stark.PublicData;

/**
 * A constraint system of a key without public integers: sizes depend on none.
 *
 * @param layout where everything is
 * @param program the constraint system, the main one or the registration's
 */
public record UnstatedInstance(Layout layout, AirProgram program) implements AirInstance {
  @Override
  public int logRows() {
    return layout.shape().logRows();
  }

  @Override
  public int activeRows() {
    return layout.activeRows();
  }

  @Override
  public int[] weightTreeWidths() {
    return layout.hasWeights() ? new int[] {layout.shape().weightColumns()} : new int[0];
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    throw new UnsupportedOperationException("nothing is stated");
  }
}
