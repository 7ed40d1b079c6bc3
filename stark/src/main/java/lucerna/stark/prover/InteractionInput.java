package lucerna.stark.prover;

import java.util.Objects;
import lucerna.air.Scalars;
import lucerna.field.SecureColumn;
import lucerna.fri.SecretRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the interaction columns are made of, besides the columns that were committed before.
 *
 * @param publicColumns the PUBLIC columns of the setup's program in row order, length N each
 * @param scalars challenges and public scalars
 * @param activeRows number of rows that are summed, less than N
 * @param random randomness of the rows that no constraint fixes and of the composition's mask, or
 *     null for a proof that hides nothing
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object, never compared
public record InteractionInput(
    SecureColumn[] publicColumns, Scalars scalars, int activeRows, @Nullable SecretRandom random) {
  /**
   * Says whether the columns are masked.
   *
   * @return whether there is randomness
   */
  public boolean masked() {
    return random != null;
  }

  /**
   * Returns from where on the rows of a column are free.
   *
   * @param runningSum whether it is the running sum, which still says its total in the first row
   *     after the active ones
   * @return the first row that no constraint fixes
   */
  public int firstFreeRow(boolean runningSum) {
    return runningSum ? activeRows + 1 : activeRows;
  }

  /**
   * Returns what fills the free rows of a coordinate, from {@link #firstFreeRow} on.
   *
   * @param coordinate its number among the coordinates of all interaction columns
   * @return the randomness
   * @throws NullPointerException if nothing is hidden
   */
  public SecretRandom.Stream freeRows(int coordinate) {
    return source().stream("interaction rows", coordinate);
  }

  /**
   * Returns what fills a column of the composition's mask.
   *
   * @param coordinate which coordinate it masks
   * @return the randomness
   * @throws NullPointerException if nothing is hidden
   */
  public SecretRandom.Stream compositionMask(int coordinate) {
    return source().stream("composition mask", coordinate);
  }

  private SecretRandom source() {
    return Objects.requireNonNull(random, "nothing is hidden");
  }
}
