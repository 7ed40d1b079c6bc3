package lucerna.ops.program;

import java.util.List;

/**
 * Bounds that accumulators keep for every input within its range and all weights within their
 * bounds: what the samples showed plays no part.
 */
public final class Ranges {
  /** A bias is {@code hi 2^13 + lo}; its absolute value is at most this. */
  public static final long BIAS_BOUND = ((long) limit() << Program.BIAS_LIMB_BITS) + limit();

  /** The most low bits that the one rounding drops. */
  public static final int MAX_SHIFT = 16;

  /** The widest magnitude of a committed element. */
  public static final int MAX_BITS = 16;

  /** A magnitude's width and the bits dropped below it add up to at most this. */
  public static final int MAX_SPAN = 30;

  private Ranges() {}

  /**
   * Returns the largest absolute value of a weight or of a limb of a bias.
   *
   * @return {@code 2^13 - 1}
   */
  public static int limit() {
    return (1 << Program.WEIGHT_BITS) - 1;
  }

  /**
   * Returns the largest absolute value of a committed element.
   *
   * @param bits width of the magnitude
   * @return {@code 2^bits - 1}
   */
  public static long magnitude(int bits) {
    return (1L << bits) - 1;
  }

  /**
   * Returns the most bits that rounding to a tensor may drop.
   *
   * @param bits width of the tensor's magnitude
   * @return the largest shift
   */
  public static int maxShift(int bits) {
    return Math.min(MAX_SHIFT, MAX_SPAN - bits);
  }

  /**
   * Returns half of the unit that a rounding keeps, which it adds before it drops bits.
   *
   * @param shift the number of bits dropped
   * @return {@code 2^(shift-1)}, 0 for shift 0
   */
  public static long half(int shift) {
    return shift == 0 ? 0 : 1L << (shift - 1);
  }

  /**
   * Returns the bound on a product's sums. Positive and negative weights of an unsigned operand
   * cannot add up, so its two sums are bounded separately and the result is the same.
   *
   * @param bits width of the operand
   * @param sumBound the bound on the weights of a channel, below {@code 2^30}
   * @return the bound
   */
  public static long product(int bits, long sumBound) {
    return magnitude(bits) * sumBound;
  }

  /**
   * Returns the bound on what an affine's terms add.
   *
   * @param tensors the tensors that the terms refer to
   * @param terms the terms
   * @return the sum of the terms' bounds
   */
  public static long terms(List<TensorSpec> tensors, List<Affine.Term> terms) {
    long bound = 0;
    for (Affine.Term term : terms) {
      bound += magnitude(tensors.get(term.view().tensor()).bits()) << term.shift();
    }
    return bound;
  }

  /**
   * Returns the bound on an affine's accumulators.
   *
   * @param program the program
   * @param affine the affine's index
   * @return what no accumulator exceeds in absolute value
   */
  public static long accumulator(Program program, int affine) {
    Affine spec = program.affines().get(affine);
    View operand = spec.operand();
    long product =
        operand == null
            ? 0
            : product(program.tensors().get(operand.tensor()).bits(), spec.sumBound());
    return product + (spec.biased() ? BIAS_BOUND : 0) + terms(program.tensors(), spec.terms());
  }

  /**
   * Returns the largest {@code sumBound} that keeps accumulators below {@link
   * Program#ACCUMULATOR_BOUND}. It depends on nothing secret.
   *
   * @param bits width of the operand
   * @param others bound on everything but the product: bias, terms, half of the rounding unit
   * @return the bound for the weights of each channel, 0 or negative if there is no room
   */
  public static long sumBound(int bits, long others) {
    return Math.floorDiv(Program.ACCUMULATOR_BOUND - 1 - others, magnitude(bits));
  }
}
