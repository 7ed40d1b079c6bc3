package lucerna.air;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Steps that compute some expressions on a block, for given values of the scalars.
 *
 * @param steps the steps in order
 * @param registers the number of registers they use
 * @param outputs the registers that hold the expressions in the end, one or four for each
 */
@SuppressWarnings("ArrayRecordComponent") // equality is never asked for
record BlockProgram(List<Step> steps, int registers, int[][] outputs) {
  /**
   * Gives out registers.
   *
   * <p>A register is taken anew after its last use, so that few are alive at a time and a block's
   * working set stays in the cache; but not in the very step of that use: no output of a step is
   * one of its inputs that it was not before.
   *
   * @param steps steps over as many registers as they like
   * @param virtual the number of those
   * @param outputs registers that are read after the last step
   */
  static BlockProgram allocate(List<Step> steps, int virtual, int[][] outputs) {
    int[] last = new int[virtual];
    for (int s = 0; s < steps.size(); s++) {
      for (int operand : steps.get(s).inputs()) {
        touch(last, operand, s);
      }
      for (int operand : steps.get(s).outputs()) {
        touch(last, operand, s);
      }
    }
    for (int[] output : outputs) {
      for (int operand : output) {
        touch(last, operand, steps.size());
      }
    }
    int[] place = new int[virtual];
    Arrays.fill(place, -1);
    Deque<Integer> free = new ArrayDeque<>();
    int registers = 0;
    List<Step> placed = new ArrayList<>(steps.size());
    for (int s = 0; s < steps.size(); s++) {
      Step step = steps.get(s);
      for (int operand : step.outputs()) {
        if (place[operand] < 0) {
          place[operand] = free.isEmpty() ? registers++ : free.pop();
        }
      }
      placed.add(
          new Step(
              step.kind(),
              placed(step.inputs(), place),
              step.factors(),
              placed(step.outputs(), place)));
      release(step.inputs(), s, last, place, free);
      release(step.outputs(), s, last, place, free);
    }
    int[][] kept = new int[outputs.length][];
    Arrays.setAll(kept, i -> placed(outputs[i], place));
    return new BlockProgram(placed, registers, kept);
  }

  private static void touch(int[] last, int operand, int step) {
    if (Step.isRegister(operand)) {
      last[operand] = step;
    }
  }

  private static int[] placed(int[] operands, int[] place) {
    return Arrays.stream(operands).map(o -> Step.isRegister(o) ? place[o] : o).toArray();
  }

  private static void release(
      int[] operands, int step, int[] last, int[] place, Deque<Integer> free) {
    for (int operand : operands) {
      if (Step.isRegister(operand) && last[operand] == step) {
        free.push(place[operand]);
        // One operand may stand twice in a step.
        last[operand] = -1;
      }
    }
  }
}
