package lucerna.ops.function;

import java.util.Locale;

/** The elementary functions; each has a code that never changes, and a number of parameters. */
public enum Kind {
  /** {@code (a, b)}: {@code a*x + b}. */
  AFFINE(1, 2),
  /** {@code e^x}. */
  EXP(2, 0),
  /** The natural logarithm, for {@code x > 0}. */
  LOG(3, 0),
  /** The square root, for {@code x >= 0}. */
  SQRT(4, 0),
  /** {@code 1/x}, for {@code x != 0}. */
  RECIPROCAL(5, 0),
  /**
   * {@code (c)}: {@code x^c}; for an integer c at any x, but not at zero where c is negative; for
   * another c where {@code x >= 0}, or {@code x > 0} where c is negative. {@code x^0} is 1.
   */
  POWER(6, 1),
  /** The sine. */
  SIN(7, 0),
  /** The cosine. */
  COS(8, 0),
  /** The tangent. */
  TAN(9, 0),
  /** The inverse sine, for {@code |x| <= 1}. */
  ASIN(10, 0),
  /** The inverse cosine, for {@code |x| <= 1}. */
  ACOS(11, 0),
  /** The inverse tangent. */
  ATAN(12, 0),
  /** The hyperbolic sine. */
  SINH(13, 0),
  /** The hyperbolic cosine. */
  COSH(14, 0),
  /** The hyperbolic tangent. */
  TANH(15, 0),
  /** The inverse hyperbolic sine. */
  ASINH(16, 0),
  /** The inverse hyperbolic cosine, for {@code x >= 1}. */
  ACOSH(17, 0),
  /** The inverse hyperbolic tangent, for {@code |x| < 1}. */
  ATANH(18, 0),
  /** The error function. */
  ERF(19, 0),
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID(20, 0),
  /** {@code log(1 + e^x)}. */
  SOFTPLUS(21, 0),
  /** {@code x / (1 + |x|)}. */
  SOFTSIGN(22, 0),
  /** {@code x/2 * (1 + erf(x / sqrt(2)))}. */
  GELU_ERF(23, 0),
  /** {@code x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715 x^3)))}, with exactly that decimal. */
  GELU_TANH(24, 0),
  /** {@code x / (1 + e^-x)}. */
  SILU(25, 0),
  /** {@code x * tanh(log(1 + e^x))}. */
  MISH(26, 0),
  /** {@code (alpha)}: {@code x}, or {@code alpha*(e^x - 1)} where {@code x < 0}. */
  ELU(27, 1),
  /** {@code (alpha, gamma)}: {@code gamma} times ELU with {@code alpha}. */
  SELU(28, 2),
  /** {@code (alpha)}, not zero: {@code x}, or {@code alpha*(e^(x/alpha) - 1)} where {@code x<0}. */
  CELU(29, 1),
  /** {@code (alpha)}: {@code x}, or {@code alpha*x} where {@code x < 0}. */
  LEAKY_RELU(30, 1),
  /** {@code (alpha)}: {@code x} where {@code x > alpha}, else 0. */
  THRESHOLDED_RELU(31, 1),
  /** {@code max(x, 0)}. */
  RELU(32, 0),
  /** {@code (alpha, beta)}: {@code alpha*x + beta}, held between 0 and 1. */
  HARD_SIGMOID(33, 2),
  /** {@code x} times {@code x/6 + 1/2} held between 0 and 1. */
  HARD_SWISH(34, 0),
  /** {@code (low, high)}, in order: {@code x} held between them. */
  CLIP(35, 2),
  /**
   * {@code (bias, lambda)}, lambda not negative: {@code x + bias} where {@code x < -lambda}, {@code
   * x - bias} where {@code x > lambda}, else 0.
   */
  SHRINK(36, 2),
  /** {@code |x|}. */
  ABS(37, 0),
  /** -1, 0 or 1. */
  SIGN(38, 0),
  /** The greatest integer that is not above x. */
  FLOOR(39, 0),
  /** The least integer that is not below x. */
  CEIL(40, 0),
  /** The nearest integer; of two, the even one. */
  ROUND_EVEN(41, 0),
  /** {@code x*x}. */
  SQUARE(42, 0),
  /** 1 where x is not zero, else 0. */
  NOT_ZERO(43, 0),
  /** {@code (c)}: 1 where {@code x > c}, else 0. */
  GREATER(44, 1),
  /** {@code (c)}: 1 where {@code x = c}, else 0. */
  EQUALS(45, 1),
  /**
   * {@code (c, truncated)}, c not zero: the remainder of x by c, with the sign of c, or with that
   * of x if the second parameter is 1 and not 0.
   */
  MOD(46, 2);

  private final int code;
  private final int parameterCount;

  Kind(int code, int parameterCount) {
    this.code = code;
    this.parameterCount = parameterCount;
  }

  /**
   * Returns the number that stands for this kind in keys and files.
   *
   * @return a positive number that never changes
   */
  public int code() {
    return code;
  }

  /**
   * Returns how many parameters a step of this kind has.
   *
   * @return the number
   */
  public int parameterCount() {
    return parameterCount;
  }

  /**
   * Returns the kind with a code.
   *
   * @param code the code
   * @return the kind
   * @throws IllegalArgumentException if there is none
   */
  public static Kind ofCode(int code) {
    for (Kind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no function has the code " + code);
  }

  /**
   * Returns the name for messages.
   *
   * @return the name in small letters
   */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
