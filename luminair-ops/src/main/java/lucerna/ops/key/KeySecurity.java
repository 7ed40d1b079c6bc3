package lucerna.ops.key;

import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Fraction;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.fri.security.SecurityReport;
import lucerna.fri.security.Shape;
import lucerna.stark.CommitmentLayout;

/** The sizes that a proof's security depends on, gathered from its constraint system. */
final class KeySecurity {
  private KeySecurity() {}

  static SecurityReport report(
      AirProgram program, int logRows, PcsConfig config, int functionalDegree) {
    int width = 0;
    for (Fraction fraction : program.fractions()) {
      width = Math.max(width, fraction.tuple().size());
    }
    // FRI's mask, the composition and its mask, and every sample of a committed column.
    int functions = 1 + 2 * QM31.DEGREE;
    for (ColumnInfo column : program.columns()) {
      if (column.tree() != Tree.PUBLIC) {
        functions += (column.secure() ? QM31.DEGREE : 1) * column.offsets().size();
      }
    }
    return SecurityReport.of(
        config,
        new Shape(
            logRows,
            logRows + CommitmentLayout.LOG_COMPOSITION_EXPANSION,
            functions,
            program.maxDegree(),
            program.constraints().size(),
            program.fractions().size(),
            width,
            functionalDegree));
  }
}
