package lucerna.ops.layout;

import java.util.function.IntFunction;
import lucerna.air.AirProgram;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/** What a proof is about: a constraint system and all that is public about its trace. */
public interface Statement {
  /**
   * Returns the constraint system.
   *
   * @return the same program each time
   */
  AirProgram program();

  /**
   * Returns the binary logarithm of the number of rows.
   *
   * @return n, where every column has {@code 2^n} rows
   */
  int logRows();

  /**
   * Returns the number of rows that constraints hold on; the rows after them are free.
   *
   * @return a; the running sum ends in row a
   */
  int activeRows();

  /**
   * Computes the columns that the key fixes.
   *
   * @return the columns of the tree PREPROCESSED in order of declaration, {@code 2^n} entries each
   */
  int[][] preprocessedColumnsByRow();

  /**
   * Returns how the columns of the tree WEIGHTS are grouped into commitments.
   *
   * @return the number of columns of each, in order of declaration
   */
  int[] weightTreeWidths();

  /**
   * Bounds the degree of the sum of all terms as a polynomial in the challenges, those of relations
   * apart.
   *
   * @return what to divide by the size of QM31 to bound the probability that the sum is right
   *     though an equation that went into it is false
   */
  int functionalDegree();

  /**
   * Computes the columns and scalars that depend on the challenges and on what is public.
   *
   * @param challenges all challenges of the program, in order of declaration
   * @return the columns and scalars
   */
  PublicData publicData(QM31[] challenges);

  /**
   * Computes what a verifier needs of {@link #publicData}: the columns' inner products with weights
   * of the rows.
   *
   * @param challenges all challenges of the program, in order of declaration
   * @param weights gives the weights of as many first rows as are asked for
   * @return the inner products and the scalars
   */
  PublicSums publicSums(QM31[] challenges, IntFunction<SecureColumn> weights);
}
