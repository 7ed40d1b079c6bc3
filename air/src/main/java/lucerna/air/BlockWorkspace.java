package lucerna.air;

import java.util.Arrays;
import lucerna.air.Instruction.Operand;
import lucerna.field.M31;
import lucerna.field.QM31;

/** One worker's registers, and the steps of a {@link Tape} run on them. */
final class BlockWorkspace {
  private final Tape tape;
  private final Assignment assignment;
  private final QM31[] scalars;
  private final int[][] registers;
  private final long[][] sums = new long[QM31.DEGREE][BlockEvaluator.BLOCK];
  private final int[][] filled = new int[QM31.DEGREE][BlockEvaluator.BLOCK];
  private final int[][] baseView = new int[1][];
  private final int[][] secureView = new int[QM31.DEGREE][];

  /** Takes a root's operand. */
  private interface RootBody {
    void run(int root, Operand operand);
  }

  BlockWorkspace(Tape tape, Assignment assignment, QM31[] scalars) {
    this.tape = tape;
    this.assignment = assignment;
    this.scalars = scalars;
    // One scratch block more: a product with a scalar root is made there.
    registers = new int[tape.registers() + QM31.DEGREE][BlockEvaluator.BLOCK];
  }

  void accumulate(int from, int count, QM31[] coefficients, int[][] out) {
    run(from, count, (root, operand) -> accumulateRoot(coefficients[root], operand, count));
    for (int k = 0; k < QM31.DEGREE; k++) {
      Lanes.drain(sums[k], out[k], from, count);
    }
  }

  void evaluate(int from, int count, BlockEvaluator.Sink sink) {
    run(from, count, (root, operand) -> sink.accept(root, from, count, view(operand, count)));
  }

  private void run(int from, int count, RootBody rootBody) {
    for (Instruction step : tape.instructions()) {
      switch (step.kind()) {
        case LOAD -> load(step, from, count);
        case ADD -> add(step, count);
        case SUBTRACT -> subtract(step, count);
        case MULTIPLY -> multiply(step, count);
        case NEGATE -> negate(step, count);
        case ROOT -> rootBody.run(step.to(), step.left());
      }
    }
  }

  private void load(Instruction step, int from, int count) {
    int[][] column = assignment.columns().coordinatesOfColumn(step.left().index());
    boolean next = step.right().index() == 1;
    int[] positions = assignment.nextPosition();
    for (int k = 0; k < width(step.left()); k++) {
      int[] to = registers[step.to() + k];
      int[] source = column[k];
      if (next) {
        for (int i = 0; i < count; i++) {
          to[i] = source[positions[from + i]];
        }
      } else {
        System.arraycopy(source, from, to, 0, count);
      }
    }
  }

  private void add(Instruction step, int count) {
    for (int k = 0; k < width(step); k++) {
      int[] to = registers[step.to() + k];
      if (isVector(step.left(), k) && isVector(step.right(), k)) {
        Lanes.add(vector(step.left(), k), vector(step.right(), k), to, count);
      } else if (isVector(step.left(), k)) {
        Lanes.add(vector(step.left(), k), constant(step.right(), k), to, count);
      } else if (isVector(step.right(), k)) {
        Lanes.add(vector(step.right(), k), constant(step.left(), k), to, count);
      } else {
        Arrays.fill(to, 0, count, M31.add(constant(step.left(), k), constant(step.right(), k)));
      }
    }
  }

  private void subtract(Instruction step, int count) {
    for (int k = 0; k < width(step); k++) {
      int[] to = registers[step.to() + k];
      if (isVector(step.left(), k) && isVector(step.right(), k)) {
        Lanes.subtract(vector(step.left(), k), vector(step.right(), k), to, count);
      } else if (isVector(step.left(), k)) {
        Lanes.add(vector(step.left(), k), M31.neg(constant(step.right(), k)), to, count);
      } else if (isVector(step.right(), k)) {
        Lanes.subtract(constant(step.left(), k), vector(step.right(), k), to, count);
      } else {
        Arrays.fill(to, 0, count, M31.sub(constant(step.left(), k), constant(step.right(), k)));
      }
    }
  }

  private void negate(Instruction step, int count) {
    for (int k = 0; k < width(step); k++) {
      Lanes.subtract(0, vector(step.left(), k), registers[step.to() + k], count);
    }
  }

  private void multiply(Instruction step, int count) {
    Operand left = step.left();
    Operand right = step.right();
    if (left.secure() && right.secure()) {
      if (left.scalar()) {
        Lanes.multiplySecure(registers, right.index(), scalars[left.index()], step.to(), count);
      } else if (right.scalar()) {
        Lanes.multiplySecure(registers, left.index(), scalars[right.index()], step.to(), count);
      } else {
        Lanes.multiplySecure(registers, left.index(), right.index(), step.to(), count);
      }
      return;
    }
    Operand wide = left.secure() ? left : right;
    Operand narrow = left.secure() ? right : left;
    for (int k = 0; k < width(step); k++) {
      int[] to = registers[step.to() + k];
      if (wide.scalar()) {
        Lanes.multiply(vector(narrow, 0), constant(wide, k), to, count);
      } else if (narrow.scalar()) {
        Lanes.multiply(vector(wide, k), constant(narrow, 0), to, count);
      } else {
        Lanes.multiply(vector(narrow, 0), vector(wide, k), to, count);
      }
    }
  }

  private void accumulateRoot(QM31 coefficient, Operand operand, int count) {
    if (operand.secure() && !operand.scalar()) {
      int scratch = tape.registers();
      Lanes.multiplySecure(registers, operand.index(), coefficient, scratch, count);
      for (int k = 0; k < QM31.DEGREE; k++) {
        Lanes.accumulate(registers[scratch + k], sums[k], count);
      }
      return;
    }
    QM31 factor = operand.scalar() ? coefficient.mul(scalars[operand.index()]) : coefficient;
    int[] values = operand.scalar() ? filled(0, 1, count) : vector(operand, 0);
    for (int k = 0; k < QM31.DEGREE; k++) {
      Lanes.accumulate(values, factor.coordinate(k), sums[k], count);
    }
  }

  private int[][] view(Operand operand, int count) {
    int[][] view = operand.secure() ? secureView : baseView;
    for (int k = 0; k < view.length; k++) {
      view[k] = operand.scalar() ? filled(k, constant(operand, k), count) : vector(operand, k);
    }
    return view;
  }

  private int[] filled(int index, int value, int count) {
    Arrays.fill(filled[index], 0, count, value);
    return filled[index];
  }

  /** An element of M31 has three more coordinates, which are the constant 0. */
  private static boolean isVector(Operand operand, int coordinate) {
    return !operand.scalar() && (coordinate == 0 || operand.secure());
  }

  private int[] vector(Operand operand, int coordinate) {
    return registers[operand.index() + coordinate];
  }

  private int constant(Operand operand, int coordinate) {
    return operand.scalar() ? scalars[operand.index()].coordinate(coordinate) : 0;
  }

  private static int width(Operand operand) {
    return operand.secure() ? QM31.DEGREE : 1;
  }

  private static int width(Instruction step) {
    return step.secure() ? QM31.DEGREE : 1;
  }
}
