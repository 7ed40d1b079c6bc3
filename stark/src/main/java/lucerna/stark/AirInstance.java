package lucerna.stark;

import java.util.Arrays;
import java.util.function.IntFunction;
import lucerna.air.AirProgram;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.channel.FixedMessage;

/**
 * One AIR at one height, with the public columns that both sides compute from the challenges.
 *
 * <p>An instance is public: the verifier builds it from the key and the public values alone.
 */
public interface AirInstance {
  /**
   * Returns the program whose constraints hold.
   *
   * @return the program
   */
  AirProgram program();

  /**
   * Returns the program's {@linkplain AirProgram#canonicalBytes() identity} as transcripts absorb
   * it. An instance that is made for each proof is free to return the same message each time.
   *
   * @return the message
   */
  default FixedMessage programMessage() {
    return new FixedMessage(program().canonicalBytes());
  }

  /**
   * Returns the height.
   *
   * @return log2 of the number N of rows of every column
   */
  int logRows();

  /**
   * Returns the number of rows that constraints speak of.
   *
   * @return a; row a ends the running sum, rows a to N-1 of committed columns are free
   */
  int activeRows();

  /**
   * Returns the size of the composition's space, and with it that of FRI. The statement fixes it,
   * as it does the number of rows.
   *
   * @return log2 of its dimension over N: from {@link CommitmentLayout#leastExpansion} to {@link
   *     CommitmentLayout#LOG_COMPOSITION_EXPANSION}
   */
  default int logExpansion() {
    return CommitmentLayout.LOG_COMPOSITION_EXPANSION;
  }

  /**
   * Returns how the program's WEIGHTS columns are split into separately committed trees.
   *
   * @return the number of columns of each tree, in order
   */
  int[] weightTreeWidths();

  /**
   * Computes what depends on the challenges.
   *
   * @param challenges one per challenge of the program, in order, those of both rounds
   * @return the public columns and scalars
   */
  PublicData publicData(QM31[] challenges);

  /**
   * Computes what the verifier needs of {@link #publicData}: the columns' inner products with
   * weights of the rows. An instance that can do so without the columns is free to.
   *
   * @param challenges one per challenge of the program, in order, those of both rounds
   * @param weights gives the weights of as many first rows as are asked for
   * @return the inner products and the scalars
   */
  default PublicSums publicSums(QM31[] challenges, IntFunction<SecureColumn> weights) {
    PublicData data = publicData(challenges);
    int rows = Arrays.stream(data.columns()).mapToInt(SecureColumn::length).max().orElse(0);
    QM31[] sums = new QM31[data.columns().length];
    if (rows > 0) {
      SecureColumn all = weights.apply(rows);
      Arrays.setAll(sums, i -> OutOfDomain.dot(all, data.columns()[i]));
    } else {
      Arrays.fill(sums, QM31.ZERO);
    }
    return new PublicSums(sums, data.scalars());
  }
}
