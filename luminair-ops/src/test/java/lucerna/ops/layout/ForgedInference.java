package lucerna.ops.layout;

import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Weights;

/**
 * An inference to be proven, true or not.
 *
 * @param lowering the circuit of the key, laid out
 * @param weights the weights of the key
 * @param factors the layout of the circuit that the liar computes
 * @param values the public integers
 * @param witness the columns of the tree WITNESS
 * @param cells per block, per cell, per gadget its integer
 */
@SuppressWarnings("ArrayRecordComponent")
public record ForgedInference(
    Lowering lowering,
    Weights weights,
    Layout factors,
    PublicValues values,
    int[][] witness,
    int[][][] cells) {

  /**
   * Returns the columns of the tree FACTORS.
   *
   * @param firstChallenges the challenges of the first round
   * @return the columns
   */
  public SecureColumn[] factors(QM31... firstChallenges) {
    return FactorColumns.compute(factors, cells, firstChallenges);
  }
}
