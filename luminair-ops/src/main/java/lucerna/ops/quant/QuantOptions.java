package lucerna.ops.quant;

/**
 * What the choice of scales may use.
 *
 * @param minBits the narrowest operand of a linear layer that is considered
 * @param maxBits the widest operand of a linear layer that is considered
 * @param wideBits the width of a tensor that no linear layer reads
 * @param hiddenHeadroom by how many bits a hidden tensor may exceed what the samples showed
 * @param inputHeadroom the same for model inputs, or {@link #BY_SAMPLES}
 */
public record QuantOptions(
    int minBits, int maxBits, int wideBits, int hiddenHeadroom, int inputHeadroom) {
  /**
   * Inputs get no headroom if there were at least {@link #MANY_SAMPLES} samples, which then say
   * what inputs look like, and 1 bit otherwise.
   */
  public static final int BY_SAMPLES = -1;

  /** From this number on, samples are taken to show the range of inputs. */
  public static final int MANY_SAMPLES = 16;

  /** Operands of 8 to 14 bits, 16 elsewhere, one bit of headroom. */
  public static final QuantOptions DEFAULT = new QuantOptions(8, 14, 16, 1, BY_SAMPLES);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the widths are not in order and in 1 to 16, or a headroom
   *     is not in 0 to 8
   */
  public QuantOptions {
    if (minBits < 1 || maxBits < minBits || wideBits < maxBits || wideBits > 16) {
      throw new IllegalArgumentException(
          "widths " + minBits + ", " + maxBits + ", " + wideBits + " are not in order in 1 to 16");
    }
    if (hiddenHeadroom < 0 || hiddenHeadroom > 8 || inputHeadroom < -1 || inputHeadroom > 8) {
      throw new IllegalArgumentException(
          "headroom " + hiddenHeadroom + ", " + inputHeadroom + " is not in 0 to 8");
    }
  }

  /** Returns the headroom of inputs that were measured on a number of samples. */
  int inputHeadroom(int samples) {
    return inputHeadroom != BY_SAMPLES ? inputHeadroom : samples >= MANY_SAMPLES ? 0 : 1;
  }
}
