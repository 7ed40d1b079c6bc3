package lucerna.ops.quantise;

/**
 * What the choice of scales may use.
 *
 * @param operandBits the widest operand of a product that is considered
 * @param wideBits the width of a tensor that no product reads
 * @param tableBits log2 of the longest table of a function
 * @param headroom by how many bits a hidden tensor may exceed what the samples showed
 * @param inputHeadroom the same for model inputs, or {@link #BY_SAMPLES}
 * @param saturate whether a value outside its range becomes the range's end, instead of a refusal
 * @param sumLength the longest sum of products with weights that one accumulator holds; longer ones
 *     are cut into parts, see {@link SumParts}
 */
public record Options(
    int operandBits,
    int wideBits,
    int tableBits,
    int headroom,
    int inputHeadroom,
    boolean saturate,
    int sumLength) {
  /** A {@link #sumLength} that cuts nothing. */
  public static final int WHOLE = Integer.MAX_VALUE;

  /** The shortest {@link #sumLength}. */
  public static final int MIN_SUM_LENGTH = 8;

  /**
   * Inputs get no headroom if there were at least {@link #MANY_SAMPLES} samples, which then say
   * what inputs look like, and 1 bit otherwise.
   */
  public static final int BY_SAMPLES = -1;

  /** From this number on, samples are taken to show the range of inputs. */
  public static final int MANY_SAMPLES = 16;

  /** The usual choice. */
  public static final Options DEFAULT = new Options(14, 15, 14, 1, BY_SAMPLES);

  /** As accurate as it gets, on inputs as large as the samples. */
  public static final Options ACCURACY = new Options(15, 16, 15, 0, 0).cutting(64);

  /** Narrow values and short tables. */
  public static final Options SPEED = new Options(8, 12, 10, 1, BY_SAMPLES);

  /** Bits of the least precise operand that a product is given. */
  static final int MIN_OPERAND_BITS = 6;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a width or headroom is out of range
   */
  public Options {
    if (operandBits < MIN_OPERAND_BITS || wideBits < operandBits || wideBits > 16) {
      throw new IllegalArgumentException("widths " + operandBits + ", " + wideBits);
    }
    if (tableBits < 8 || tableBits > 16) {
      throw new IllegalArgumentException("tables of 2^" + tableBits);
    }
    if (headroom < 0 || headroom > 8 || inputHeadroom < -1 || inputHeadroom > 8) {
      throw new IllegalArgumentException("headroom " + headroom + ", " + inputHeadroom);
    }
    if (sumLength < MIN_SUM_LENGTH) {
      throw new IllegalArgumentException("sums of " + sumLength);
    }
  }

  /**
   * Makes options of whole sums, without saturation.
   *
   * @param operandBits the widest operand of a product that is considered
   * @param wideBits the width of a tensor that no product reads
   * @param tableBits log2 of the longest table of a function
   * @param headroom by how many bits a hidden tensor may exceed what the samples showed
   * @param inputHeadroom the same for model inputs, or {@link #BY_SAMPLES}
   */
  public Options(int operandBits, int wideBits, int tableBits, int headroom, int inputHeadroom) {
    this(operandBits, wideBits, tableBits, headroom, inputHeadroom, false, WHOLE);
  }

  /**
   * Returns these options with another answer to what happens outside the ranges.
   *
   * @param wanted whether values are clamped there
   * @return the options
   */
  public Options saturating(boolean wanted) {
    return new Options(
        operandBits, wideBits, tableBits, headroom, inputHeadroom, wanted, sumLength);
  }

  /**
   * Returns these options with another longest sum.
   *
   * @param longest the longest sum of products with weights that one accumulator holds
   * @return the options
   */
  public Options cutting(int longest) {
    return new Options(
        operandBits, wideBits, tableBits, headroom, inputHeadroom, saturate, longest);
  }

  /** Returns the headroom of inputs that were measured on a number of samples. */
  int inputHeadroom(int samples) {
    return inputHeadroom != BY_SAMPLES ? inputHeadroom : samples >= MANY_SAMPLES ? 0 : 1;
  }
}
