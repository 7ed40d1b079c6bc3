package lucerna.field;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Runs independent pieces of work on all cores.
 *
 * <p>A call returns when all its pieces are done, and throws what a piece threw. Pieces write to
 * places of their own, so results do not depend on the number of threads. The system property
 * {@code lucerna.threads=1} makes every call run in its caller; otherwise the common pool decides.
 */
public final class Parallel {
  private static final boolean SEQUENTIAL = Integer.getInteger("lucerna.threads", 0) == 1;

  /* More blocks than threads, so that a thread that is held up does not hold up the others. */
  private static final int BLOCKS_PER_THREAD = 4;

  private Parallel() {}

  /**
   * Returns how many threads share the work.
   *
   * @return the number, the calling thread among them; at least 1
   */
  public static int threads() {
    // The calling thread works, too.
    return SEQUENTIAL ? 1 : ForkJoinPool.getCommonPoolParallelism() + 1;
  }

  /** Work on a range of rows. */
  @FunctionalInterface
  public interface BlockBody {
    /**
     * Works on the rows {@code from} to {@code to - 1}.
     *
     * @param from first row
     * @param to end of the rows
     */
    void run(int from, int to);
  }

  /**
   * Runs a body for 0 to {@code count - 1}.
   *
   * @param count how often
   * @param body the work for one number
   */
  public static void forEach(int count, IntConsumer body) {
    if (SEQUENTIAL || count <= 1) {
      for (int i = 0; i < count; i++) {
        body.accept(i);
      }
    } else {
      IntStream.range(0, count).parallel().forEach(body);
    }
  }

  /**
   * Cuts {@code [0, length)} into blocks and runs a body for each.
   *
   * @param length number of rows
   * @param minBlock least number of rows worth a thread, at least 1; all blocks begin at multiples
   *     of it, and all but the last hold a multiple of it
   * @param body the work for one block
   */
  public static void forBlocks(int length, int minBlock, BlockBody body) {
    if (minBlock < 1) {
      throw new IllegalArgumentException("block of " + minBlock + " rows");
    }
    if (length <= 0) {
      return;
    }
    int units = Math.ceilDiv(length, minBlock);
    int wanted = SEQUENTIAL ? 1 : BLOCKS_PER_THREAD * threads();
    int unitsPerBlock = Math.ceilDiv(units, wanted);
    int blocks = Math.ceilDiv(units, unitsPerBlock);
    forEach(
        blocks,
        block -> {
          long from = (long) block * unitsPerBlock * minBlock;
          long to = Math.min(length, from + (long) unitsPerBlock * minBlock);
          body.run((int) from, (int) to);
        });
  }
}
