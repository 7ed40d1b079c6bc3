package lucerna.stark.prover;

import lucerna.air.Scalars;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.StarkProof;

/**
 * Watches a proof being made, and may change what it is shown: the seam through which tests play a
 * malicious prover that is honest in everything else.
 */
public interface ProverListener {
  /** Does nothing. */
  ProverListener NONE = new ProverListener() {};

  /**
   * Called when a stage ends.
   *
   * @param stage "commit", "interaction", "constraints" or "fri"
   * @param nanos its duration
   */
  default void stage(String stage, long nanos) {}

  /**
   * Shows the columns of the witness before they are committed.
   *
   * @param rows columns in row order, random rows included
   */
  default void witness(int[][] rows) {}

  /**
   * Shows the factor columns before they are committed; not called where the program has none.
   *
   * @param columns secure columns in row order, random rows included
   * @param firstChallenges the challenges that they were computed from
   */
  default void factors(SecureColumn[] columns, QM31[] firstChallenges) {}

  /**
   * Shows the interaction columns before they are committed; not called where they lie on a device.
   *
   * @param columns secure columns in row order, random rows included
   * @param scalars the challenges and public scalars that they were computed from
   */
  default void interaction(SecureColumn[] columns, Scalars scalars) {}

  /**
   * Shows the coordinates of the composition polynomial before they are committed; not called where
   * they lie on a device.
   *
   * @param coefficients four columns of coefficients
   */
  default void composition(int[][] coefficients) {}

  /**
   * Shows the composition's part outside its space before it is absorbed; not called where there is
   * none.
   *
   * @param top the factor of what vanishes on the trace
   * @return the one to absorb and hand out
   */
  default QM31 compositionTop(QM31 top) {
    return top;
  }

  /**
   * Shows the coordinates of the mask before they are committed; not called where they lie on a
   * device.
   *
   * @param coefficients four columns of coefficients
   */
  default void mask(int[][] coefficients) {}

  /**
   * Shows the out-of-domain values before they are absorbed.
   *
   * @param values in the order of the proof
   */
  default void outOfDomain(QM31[] values) {}

  /**
   * Shows FRI's input before it is committed; not called where it lies on a device.
   *
   * @param values in storage order
   */
  default void friInput(SecureColumn values) {}

  /**
   * Shows the finished proof.
   *
   * @param proof the proof
   * @return the proof to hand out
   */
  default StarkProof finished(StarkProof proof) {
    return proof;
  }
}
