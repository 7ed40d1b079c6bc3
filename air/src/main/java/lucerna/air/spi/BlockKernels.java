package lucerna.air.spi;

import lucerna.field.spi.Kernel;

/**
 * The inner loops of evaluating expressions in QM31 on a block of rows.
 *
 * <p>An implementation holds no state and may be called by many threads at once. Every word read or
 * written is canonical, in {@code [0, P)}, and results are exact, so all implementations agree bit
 * for bit. Input t is entries {@code at[t] + from} to {@code at[t] + to - 1} of {@code x[t]}; an
 * output is entries {@code from} to {@code to - 1} of its array, the others are left alone. No
 * output array is an input array.
 */
public interface BlockKernels extends Kernel {
  /**
   * Combines columns of M31 by factors in QM31: {@code out[k][i] = f[4n + k] + sum over t of f[4t +
   * k] * x[t][at[t] + i]}.
   *
   * @param x n inputs, an even number, may be 0
   * @param at where they begin
   * @param factors f: four coordinates for each input, then those of a constant
   * @param out four coordinates
   * @param from first entry
   * @param to end of the entries
   */
  void combine(int[][] x, int[] at, int[] factors, int[][] out, int from, int to);

  /**
   * Adds products of a column of M31 and one of QM31: {@code out[k][i] += sum over j of x[5j][i] *
   * x[5j + 1 + k][i]}, each from its beginning.
   *
   * @param x an even number of products, of five inputs each: the factor in M31, then the four
   *     coordinates of the other
   * @param at where they begin
   * @param out four coordinates, changed
   * @param from first entry
   * @param to end of the entries
   */
  void addProducts(int[][] x, int[] at, int[][] out, int from, int to);

  /**
   * Adds the product of two columns of QM31.
   *
   * @param x eight inputs: the coordinates of one factor, then those of the other
   * @param at where they begin
   * @param out four coordinates, changed
   * @param from first entry
   * @param to end of the entries
   */
  void addSecureProduct(int[][] x, int[] at, int[][] out, int from, int to);

  /**
   * Multiplies columns of M31: {@code out[i] = x[0][at[0] + i] * x[1][at[1] + i]}.
   *
   * @param x two inputs
   * @param at where they begin
   * @param out the products
   * @param from first entry
   * @param to end of the entries
   */
  void multiply(int[][] x, int[] at, int[] out, int from, int to);

  /**
   * Adds columns of M31: {@code out[i] = x[0][at[0] + i] + x[1][at[1] + i]}.
   *
   * @param x two inputs; the output may be one of them that begins at 0
   * @param at where they begin
   * @param out the sums
   * @param from first entry
   * @param to end of the entries
   */
  void add(int[][] x, int[] at, int[] out, int from, int to);

  /**
   * Subtracts columns of M31: {@code out[i] = x[0][at[0] + i] - x[1][at[1] + i]}.
   *
   * @param x two inputs
   * @param at where they begin
   * @param out the differences
   * @param from first entry
   * @param to end of the entries
   */
  void subtract(int[][] x, int[] at, int[] out, int from, int to);

  /**
   * Multiplies a column of M31 by an element and adds another: {@code out[i] = factor * x[0][at[0]
   * + i] + summand}.
   *
   * @param x one input
   * @param at where it begins
   * @param factor the element it is multiplied by
   * @param summand the element that is added
   * @param out the results
   * @param from first entry
   * @param to end of the entries
   */
  void affine(int[][] x, int[] at, int factor, int summand, int[] out, int from, int to);
}
