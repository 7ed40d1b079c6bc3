package lucerna.ops.layout;

import java.util.List;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * What prover and verifier both compute from the challenges.
 *
 * @param columns the columns of the tree PUBLIC in order of declaration, one entry per active row
 * @param scalars the public scalars in order of declaration
 */
@SuppressWarnings("ArrayRecordComponent") // equality is never asked for
public record PublicData(List<SecureColumn> columns, QM31[] scalars) {
  /** Copies the list. */
  public PublicData {
    columns = List.copyOf(columns);
  }
}
