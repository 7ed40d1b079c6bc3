package lucerna.field.spi;

import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * The inner loops over columns of field elements.
 *
 * <p>An implementation holds no state and may be called by many threads at once. Every word read or
 * written is canonical, in {@code [0, P)}, and results are exact, so all implementations agree bit
 * for bit. Methods with a range work on the entries {@code from} to {@code to - 1} and leave the
 * others alone. An output may be the very array of an input, entry for entry; other overlaps do not
 * occur, for Java arrays do not overlap in part.
 *
 * <p>The FFT's twiddles are the tables {@code t[2] .. t[logSize]}, shared by all sizes: {@code
 * t[k]} holds, for b below 2^(k-2), the x coordinate of the point at storage position 4b of the
 * canonic domain of log size k; the inverse tables hold the inverses. The table of the y
 * coordinates follows from {@code t[logSize]}: storage positions 8c, 8c+2, 8c+4, 8c+6 have the y
 * coordinates {@code y, -y, -x, x} with {@code x = t[2c], y = t[2c+1]}. After its entries each
 * table holds {@value #TWIDDLE_PADDING} more of no meaning, so that a vector may be read from every
 * place.
 */
public interface FieldKernels extends Kernel {
  /** Number of entries that follow those of each table of twiddles. */
  int TWIDDLE_PADDING = 16;

  /**
   * Turns evaluations into coefficients.
   *
   * @param values 2^k evaluations on the canonic domain in bit-reversed order, k at least 1;
   *     overwritten by the coefficients, where entry j multiplies {@code y^j0 x^j1 pi(x)^j2 ...}
   * @param inverseTwiddles the inverses of the twiddles, up to k at least
   */
  void interpolate(int[] values, int[][] inverseTwiddles);

  /**
   * Turns coefficients into evaluations, the inverse of {@link #interpolate}.
   *
   * @param values 2^k entries, k at least 1; overwritten by the evaluations in bit-reversed order
   * @param logDegree from 0 to k: the first 2^logDegree entries are coefficients; the others are
   *     taken as 0 whatever they hold
   * @param twiddles the twiddles, up to k at least
   */
  void evaluate(int[] values, int logDegree, int[][] twiddles);

  /**
   * Turns coefficients into evaluations in another array.
   *
   * @param coefficients 2^d coefficients, left alone
   * @param values 2^k entries, k at least d and 1; overwritten by the evaluations in bit-reversed
   *     order
   * @param twiddles the twiddles, up to k at least
   */
  default void evaluate(int[] coefficients, int[] values, int[][] twiddles) {
    System.arraycopy(coefficients, 0, values, 0, coefficients.length);
    evaluate(values, Integer.numberOfTrailingZeros(coefficients.length), twiddles);
  }

  /**
   * Puts a column into storage order: the positions 2j and 2j + 1 receive the rows 2k and {@code
   * size - 1 - 2k}, with k the reversal of the bits of j.
   *
   * @param byRow 2^k values by row, k at least 1; left alone
   * @param out receives them in storage order; another array of the same length
   */
  void toStorage(int[] byRow, int[] out);

  /**
   * Inverts every entry.
   *
   * @param values the elements
   * @param out the inverses; left unspecified in the range when an element is 0
   * @param from first entry
   * @param to end of the entries
   * @return the first entry that is 0, or -1 when all are inverted
   */
  int batchInverse(int[] values, int[] out, int from, int to);

  /**
   * Inverts every entry.
   *
   * @param values the elements
   * @param out the inverses; left unspecified in the range when an element is 0
   * @param from first entry
   * @param to end of the entries
   * @return the first entry that is 0, or -1 when all are inverted
   */
  int batchInverse(SecureColumn values, SecureColumn out, int from, int to);

  /**
   * Adds a combination of base columns: {@code acc[i] +=} the sum of {@code weights[j] *
   * columns[j][i]}.
   *
   * @param acc the sums; shares no array with the columns
   * @param columns the columns
   * @param weights a factor for each column
   * @param from first entry
   * @param to end of the entries
   */
  void accumulate(SecureColumn acc, int[][] columns, SecureColumn weights, int from, int to);

  /**
   * Adds a multiple of a base column: {@code acc[i] += coefficient * column[i]}.
   *
   * @param acc the sum; shares no array with the column
   * @param column the column
   * @param coefficient its factor
   * @param from first entry
   * @param to end of the entries
   */
  default void accumulate(SecureColumn acc, int[] column, QM31 coefficient, int from, int to) {
    SecureColumn weights = SecureColumn.zeros(1);
    weights.set(0, coefficient);
    accumulate(acc, new int[][] {column}, weights, from, to);
  }

  /**
   * Adds products: {@code acc[i] += a[i] * b[i]}.
   *
   * @param acc the sums
   * @param a first factors
   * @param b second factors
   * @param from first entry
   * @param to end of the entries
   */
  void mulAdd(int[] acc, int[] a, int[] b, int from, int to);

  /**
   * Multiplies: {@code out[i] = a[i] * b[i]}.
   *
   * @param a first factors
   * @param b second factors
   * @param out the products
   * @param from first entry
   * @param to end of the entries
   */
  void mul(int[] a, int[] b, int[] out, int from, int to);

  /**
   * Multiplies: {@code out[i] = a[i] * b[i]}.
   *
   * @param a first factors
   * @param b second factors
   * @param out the products
   * @param from first entry
   * @param to end of the entries
   */
  void mul(SecureColumn a, SecureColumn b, SecureColumn out, int from, int to);

  /**
   * Multiplies by base elements: {@code out[i] = a[i] * b[i]}.
   *
   * @param a first factors
   * @param b second factors
   * @param out the products; shares no array with {@code b}
   * @param from first entry
   * @param to end of the entries
   */
  void mul(SecureColumn a, int[] b, SecureColumn out, int from, int to);

  /**
   * Multiplies in place by elements of CM31: {@code values[i] *= re[i - from] + im[i - from] i}.
   *
   * @param values the factors and products
   * @param re the other factors' first coordinates, from entry 0 on
   * @param im their second coordinates
   * @param from first entry
   * @param to end of the entries
   */
  void mul(SecureColumn values, int[] re, int[] im, int from, int to);

  /**
   * Folds neighbours: {@code out[j] = (f + g) + alpha (f - g) t[j]} for {@code f = in[2j], g =
   * in[2j + 1]}, each from its beginning.
   *
   * @param in the values
   * @param fromIn where they begin
   * @param t base elements
   * @param fromT where they begin
   * @param alpha the factor of the differences
   * @param out the results; shares no array with the values
   * @param fromOut where they begin
   * @param count the number of results
   */
  @SuppressWarnings("TooManyParameters") // three columns, each with its beginning
  void fold(
      SecureColumn in,
      int fromIn,
      int[] t,
      int fromT,
      QM31 alpha,
      SecureColumn out,
      int fromOut,
      int count);

  /**
   * Sums products: the sum of {@code weights[i] * column[offset + i]} over the weights' length.
   *
   * @param weights the weights
   * @param column the column
   * @param offset its first entry
   * @return the sum
   */
  QM31 dot(SecureColumn weights, int[] column, int offset);
}
