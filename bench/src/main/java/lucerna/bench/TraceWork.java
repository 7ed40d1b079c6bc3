package lucerna.bench;

import lucerna.air.AirProgram;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.PublicData;

/** An AIR without public columns, its trace, and the total of its running sum. */
abstract class TraceWork implements ProvableWork {
  private final int logRows;
  private final AirProgram program;
  private final int[][] witness;
  private final int total;

  /**
   * Holds a work.
   *
   * @param logRows log of the number of rows, of which {@link #FREE_ROWS} are free
   * @param program the AIR, with one public scalar
   * @param witness the columns of the witness
   * @param total what the scalar is
   */
  TraceWork(int logRows, AirProgram program, int[][] witness, int total) {
    this.logRows = logRows;
    this.program = program;
    this.witness = witness;
    this.total = total;
  }

  /** Returns how many of a trace's rows are not free. */
  static int activeRows(int logRows) {
    return (1 << logRows) - FREE_ROWS;
  }

  @Override
  public final int[][] witness() {
    return witness;
  }

  @Override
  public final AirProgram program() {
    return program;
  }

  @Override
  public final int logRows() {
    return logRows;
  }

  @Override
  public final int activeRows() {
    return activeRows(logRows);
  }

  @Override
  public final PublicData publicData(QM31[] challenges) {
    return new PublicData(new SecureColumn[0], new QM31[] {QM31.of(total)});
  }
}
