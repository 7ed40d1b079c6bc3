package lucerna.ops.circuit;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;

/**
 * What a circuit for several inputs is made of: copies of another one that share its weights, its
 * tables, and all that depends on no input.
 *
 * <p>Inputs and outputs of the copies are stacked: elements {@code c n} to {@code c n + n - 1} of
 * an input of {@code count * n} elements are entry c's. Rows of a product with weights are stacked
 * too, as if the model had a larger batch dimension, so that a weight is folded once for all
 * entries.
 *
 * @param one the circuit of one input
 * @param count how many copies, 2 to {@link #MAX_COUNT}
 */
public record Batch(Circuit one, int count) {
  /** The most inputs of one proof. */
  public static final int MAX_COUNT = 1 << 10;

  /**
   * Makes the circuit of several inputs.
   *
   * @param one the circuit of one input
   * @param count how many inputs, at least 1
   * @return {@code one} itself for a count of 1, else a circuit with {@link Circuit#batch()}
   * @throws UserException if the circuit is no circuit or a batch itself, has no input, or has a
   *     node whose copies cannot share weights; or if there are too many copies
   */
  public static Circuit of(Circuit one, int count) {
    if (count < 1 || count > MAX_COUNT) {
      throw new UserException("A batch has 1 to %d inputs, not %d.".formatted(MAX_COUNT, count));
    }
    if (count == 1) {
      return one;
    }
    if (one.batch() != null) {
      throw new UserException(one.name() + " is a batch already.");
    }
    if (one.inputs().isEmpty()) {
      throw new UserException(
          "%s has no inputs, so its proofs are all alike: a batch is of no use."
              .formatted(one.name()));
    }
    CircuitChecks.check(one);
    return new BatchBuilder(new Batch(one, count)).build();
  }

  /**
   * Joins the inputs of all entries.
   *
   * @param entries per entry, one vector per input of the model; the last entry stands for those
   *     that are missing
   * @return one vector per input of the batch's circuit
   * @throws IllegalArgumentException if there are no entries, or more than the batch has
   */
  public List<double[]> stack(List<List<double[]>> entries) {
    if (entries.isEmpty() || entries.size() > count) {
      throw new IllegalArgumentException(entries.size() + " entries for a batch of " + count);
    }
    double[][] stacked = new double[one.inputs().size()][];
    for (int i = 0; i < stacked.length; i++) {
      int length = entries.getFirst().get(i).length;
      stacked[i] = new double[Math.multiplyExact(count, length)];
      for (int c = 0; c < count; c++) {
        double[] entry = entries.get(Math.min(c, entries.size() - 1)).get(i);
        System.arraycopy(entry, 0, stacked[i], c * length, length);
      }
    }
    return List.of(stacked);
  }

  /**
   * Takes an entry's integers out of those of a batch.
   *
   * @param stacked per input or output of the batch's circuit its integers
   * @param entry which entry, from 0
   * @return the same for that entry
   */
  public long[][] entry(long[][] stacked, int entry) {
    return Arrays.stream(stacked)
        .map(
            all -> {
              int length = all.length / count;
              return Arrays.copyOfRange(all, entry * length, (entry + 1) * length);
            })
        .toArray(long[][]::new);
  }
}
