package lucerna.bench;

import lucerna.air.AirProgram;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.PublicData;

/** An AIR without public columns, its trace, and the total of its running sum. */
abstract class TraceWork implements ProvableWork {
  private final int logRows;
  private final int freeRows;
  private final AirProgram program;
  private final int[][] witness;
  private final int total;

  /**
   * Holds a work.
   *
   * @param logRows log of the number of rows
   * @param freeRows how many of them are free, at least one
   * @param program the AIR, with one public scalar
   * @param witness the columns of the witness
   * @param total what the scalar is
   */
  TraceWork(int logRows, int freeRows, AirProgram program, int[][] witness, int total) {
    this.logRows = logRows;
    this.freeRows = freeRows;
    this.program = program;
    this.witness = witness;
    this.total = total;
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
    return (1 << logRows) - freeRows;
  }

  @Override
  public final PublicData publicData(QM31[] challenges) {
    return new PublicData(new SecureColumn[0], new QM31[] {QM31.of(total)});
  }
}
