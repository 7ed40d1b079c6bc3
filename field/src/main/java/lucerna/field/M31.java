package lucerna.field;

/**
 * The prime field of order {@code P = 2^31 - 1}; an element is an {@code int} in {@code [0, P)}.
 *
 * <p>Every method takes canonical arguments and returns a canonical result.
 */
public final class M31 {
  /** The field's order, {@code 2^31 - 1}. */
  public static final int P = 0x7fffffff;

  private M31() {}

  /**
   * Returns the sum of two elements.
   *
   * @param a an element
   * @param b an element
   * @return {@code a + b mod P}
   */
  public static int add(int a, int b) {
    // Signs instead of comparisons: no branch to mispredict, and loops over columns vectorise.
    int sum = a + (b - P);
    return sum + (P & (sum >> 31));
  }

  /**
   * Returns the difference of two elements.
   *
   * @param a an element
   * @param b an element
   * @return {@code a - b mod P}
   */
  public static int sub(int a, int b) {
    int difference = a - b;
    return difference + (P & (difference >> 31));
  }

  /**
   * Returns the negation of an element.
   *
   * @param a an element
   * @return {@code -a mod P}
   */
  public static int neg(int a) {
    return a == 0 ? 0 : P - a;
  }

  /**
   * Returns the product of two elements.
   *
   * @param a an element
   * @param b an element
   * @return {@code a * b mod P}
   */
  public static int mul(int a, int b) {
    // Both halves of a product of canonical factors are at most P, and their sum is below 2 P.
    long product = (long) a * b;
    int folded = (int) (product >>> 31) + ((int) product & P) - P;
    return folded + (P & (folded >> 31));
  }

  /**
   * Returns the square of an element.
   *
   * @param a an element
   * @return {@code a^2 mod P}
   */
  public static int square(int a) {
    return mul(a, a);
  }

  /**
   * Returns an element's power.
   *
   * @param a an element
   * @param exponent at least 0
   * @return {@code a^exponent mod P}
   */
  public static int pow(int a, long exponent) {
    int result = 1;
    int base = a;
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) != 0) {
        result = mul(result, base);
      }
      base = mul(base, base);
    }
    return result;
  }

  /**
   * Returns the multiplicative inverse.
   *
   * @param a an element other than 0
   * @return {@code a^-1 mod P}
   * @throws ArithmeticException if {@code a} is 0
   */
  public static int inverse(int a) {
    if (a == 0) {
      throw new ArithmeticException("0 has no inverse");
    }
    return pow(a, P - 2L);
  }

  /**
   * Reduces a non-negative integer.
   *
   * @param value in {@code [0, 2^62]}
   * @return {@code value mod P}
   */
  public static int reduce(long value) {
    long folded = (value >>> 31) + (value & P);
    // folded is at most 2^32 - 1, so one more fold leaves at most P + 1.
    int twice = (int) (folded >>> 31) + (int) (folded & P);
    int reduced = twice - P;
    return twice < 0 || reduced >= 0 ? reduced : twice;
  }

  /**
   * Returns the element that stands for a signed integer.
   *
   * @param value any integer
   * @return {@code value mod P}, in {@code [0, P)}
   */
  public static int of(long value) {
    return (int) Math.floorMod(value, (long) P);
  }

  /**
   * Returns the integer of least absolute value that an element stands for.
   *
   * @param a an element
   * @return {@code a} or {@code a - P}, in {@code [-(P-1)/2, (P-1)/2]}
   */
  public static int centered(int a) {
    return a > P / 2 ? a - P : a;
  }

  /**
   * Says whether a word is a canonical element.
   *
   * @param word any word
   * @return whether it lies in {@code [0, P)}
   */
  public static boolean isCanonical(int word) {
    return word >= 0 && word != P;
  }
}
