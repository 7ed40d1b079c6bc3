package lucerna.ops.lowering;

import lucerna.ops.program.Affine;
import lucerna.ops.program.Program;

/**
 * What a row of the weight tree holds: the weights {@code w[k, block W + c]} in column c, or a limb
 * of the biases.
 *
 * @param affine the table of accumulators that they belong to
 * @param block which W output channels
 * @param k the inner index; {@code inner} for the high limbs of the biases, {@code inner + 1} for
 *     the low ones
 */
record WeightRow(int affine, int block, int k) {
  /** Returns how many rows each block of an affine takes. */
  static int rowsPerBlock(Affine affine) {
    return affine.inner() + (affine.biased() ? 2 : 0);
  }

  boolean isBias(Affine of) {
    return k >= of.inner();
  }

  /** Returns the constant that a bias limb is multiplied with, {@code 2^13} or 1. */
  int biasFactor(Affine of) {
    return k == of.inner() ? 1 << Program.BIAS_LIMB_BITS : 1;
  }
}
