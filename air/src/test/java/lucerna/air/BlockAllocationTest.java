package lucerna.air;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import lucerna.field.QM31;
import org.junit.jupiter.api.Test;

/** Counts the bytes that a worker allocates for more blocks of the same program: none. */
final class BlockAllocationTest {
  private static final int BLOCKS = 50;

  @Test
  void aBlockAllocatesNothing() throws ReflectiveOperationException {
    AirProgram program = AirProgram.of(new ToyAir());
    int[][] column = new int[QM31.DEGREE][BLOCKS * BlockEvaluator.BLOCK];
    QM31 scalar = new QM31(1, 2, 3, 4);
    List<QM31> challenges = program.challenges().stream().map(name -> scalar).toList();
    Scalars scalars = new Scalars(challenges, List.of(scalar));
    QM31[] values = NodeValues.ofScalars(program, scalars);
    BlockProgram sum =
        StepPlanner.combination(
            program.graph(),
            values,
            program.constraintNodes(),
            program.combinationCoefficients(scalar));
    BlockRunner runner =
        new BlockRunner(sum, Assignment.inRowOrder(id -> column, column[0].length, scalars));
    // By name, since the module under test does not read theirs.
    Object thread =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    Method bytes =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes");
    long[] allocated = new long[6];
    for (int round = 0; round < allocated.length; round++) {
      long before = (long) bytes.invoke(thread);
      for (int block = 0; block < BLOCKS; block++) {
        runner.run(block * BlockEvaluator.BLOCK, BlockEvaluator.BLOCK);
      }
      allocated[round] = (long) bytes.invoke(thread) - before;
    }
    // The first rounds may load classes. An object a block would be at least eight bytes; to ask
    // costs some, too.
    long least = Arrays.stream(allocated).min().orElseThrow();
    assertTrue(least < 8 * BLOCKS, least + " bytes");
  }
}
