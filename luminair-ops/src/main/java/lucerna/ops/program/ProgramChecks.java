package lucerna.ops.program;

import java.util.Arrays;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;

/**
 * The conditions under which the integer semantics has one result that a proof can pin down. They
 * are part of the soundness argument: key generation refuses a program that fails one, and a
 * verifier checks the public part again, on content that anyone may have written.
 */
public final class ProgramChecks {
  /** The most elements of a tensor, a table of accumulators or a table of weights. */
  public static final int MAX_SIZE = 1 << 26;

  /** The largest absolute value of an exponent, so that real numbers stay normal doubles. */
  public static final int MAX_EXPONENT = 512;

  private final Program program;
  // Per affine, the tensor that rounds it, or -1.
  private final int[] rounded;

  private ProgramChecks(Program program) {
    this.program = program;
    this.rounded = new int[program.affines().size()];
    Arrays.fill(rounded, -1);
  }

  /**
   * Checks what only needs the public program.
   *
   * @param program a program from anywhere
   * @throws UserException if a condition fails; no other exception is thrown
   */
  public static void check(Program program) {
    new ProgramChecks(program).run();
  }

  /**
   * Checks the program, and its weights against the bounds that it states.
   *
   * @param program a program
   * @param weights its weights
   * @throws UserException if a condition fails
   */
  public static void check(Program program, Weights weights) {
    check(program);
    WeightChecks.check(program, weights);
  }

  private void run() {
    for (Program.Input input : program.inputs()) {
      count("input " + input.name(), input.shape());
    }
    boolean[] seen = new boolean[program.inputs().size()];
    for (int t = 0; t < program.tensors().size(); t++) {
      tensor(t, program.tensors().get(t), seen);
    }
    for (int a = 0; a < rounded.length; a++) {
      affine(a, program.affines().get(a));
    }
    for (Output output : program.outputs()) {
      output(output);
    }
  }

  private void tensor(int index, TensorSpec spec, boolean[] seen) {
    String name = "tensor " + spec.name();
    within(name + ": length", spec.length(), 1, MAX_SIZE);
    within(name + ": bits", spec.bits(), 1, Ranges.MAX_BITS);
    within(name + ": exponent", spec.exponent(), -MAX_EXPONENT, MAX_EXPONENT);
    if (spec.affine() < 0) {
      equal(name + ": affine", spec.affine(), -1);
      within(name + ": input", spec.input(), 0, seen.length - 1);
      Program.Input input = program.inputs().get(spec.input());
      require(!seen[spec.input()], name + ": its input has a tensor already");
      seen[spec.input()] = true;
      equal(name + ": length", spec.length(), count(name, input.shape()));
      equal(name + ": number of shifts", spec.shift().length, 0);
      return;
    }
    equal(name + ": input", spec.input(), -1);
    within(name + ": affine", spec.affine(), 0, rounded.length - 1);
    require(rounded[spec.affine()] < 0, name + ": its node is rounded twice");
    rounded[spec.affine()] = index;
    equal(name + ": number of shifts", spec.shift().length, spec.length());
    // The pair of value and remainder must fit the field without wrapping.
    int most = Ranges.maxShift(spec.bits());
    String what = name + " of " + spec.bits() + " bits: shift";
    for (int shift : spec.shift()) {
      within(what, shift, 0, most);
    }
  }

  private void affine(int index, Affine affine) {
    String name = "node " + affine.name();
    within(name + ": rows", affine.batch(), 1, MAX_SIZE);
    within(name + ": inner length", affine.inner(), 0, (1 << 17) - 1);
    within(name + ": outer length", affine.outer(), 1, MAX_SIZE);
    size(name + ": accumulators", affine.batch(), affine.outer());
    size(name + ": weights", affine.inner(), affine.outer());
    int length = affine.batch() * affine.outer();
    equal(name + ": number of exponents", affine.exponents().length, affine.outer());
    String what = name + ": exponent";
    for (int exponent : affine.exponents()) {
      within(what, exponent, -MAX_EXPONENT, MAX_EXPONENT);
    }
    operand(index, name, affine);
    for (Affine.Term term : affine.terms()) {
      view(name + ": term", term.view(), length);
      earlier(name, term.view(), index);
      within(name + ": shift of a term", term.shift(), 0, Ranges.MAX_SHIFT);
      int exponent = program.tensors().get(term.view().tensor()).exponent() + term.shift();
      for (int expected : affine.exponents()) {
        equal(what, exponent, expected);
      }
    }
    long bound = Ranges.accumulator(program, index);
    long half = 0;
    if (rounded[index] >= 0) {
      TensorSpec tensor = program.tensors().get(rounded[index]);
      equal(name + ": length of its tensor", tensor.length(), length);
      half = Ranges.half(Arrays.stream(tensor.shift()).max().orElse(0));
      for (int i = 0; i < length; i++) {
        int exponent = affine.exponents()[i % affine.outer()] - tensor.shift()[i];
        equal(what, exponent, tensor.exponent());
      }
    }
    within(name + ": bound on accumulators", bound + half, 0, Program.ACCUMULATOR_BOUND - 1);
  }

  private void operand(int index, String name, Affine affine) {
    View operand = affine.operand();
    if (operand == null) {
      equal(name + ": inner length without an operand", affine.inner(), 0);
      within(name + ": bound on weights without an operand", affine.sumBound(), 0, 0);
      return;
    }
    within(name + ": inner length with an operand", affine.inner(), 1, (1 << 17) - 1);
    size(name + ": operand", affine.batch(), affine.inner());
    view(name + ": operand", operand, affine.batch() * affine.inner());
    earlier(name, operand, index);
    // Checked before it is multiplied: the content may be hostile.
    within(name + ": bound on weights", affine.sumBound(), 0, Program.ACCUMULATOR_BOUND - 1);
    require(affine.signed() || operand.relu(), name + ": its operand can be negative");
  }

  /** A tensor may be read once it is defined, and what it defines comes after it. */
  private void earlier(String name, View view, int index) {
    int affine = program.tensors().get(view.tensor()).affine();
    require(affine < index, name + " reads what a later node defines");
    require(
        rounded[index] < 0 || view.tensor() < rounded[index],
        name + " reads a tensor that comes after its own");
  }

  private void view(String name, View view, int length) {
    within(name + ": tensor", view.tensor(), 0, program.tensors().size() - 1);
    equal(name + ": number of elements", view.source().length, length);
    elements(name, view.source(), program.tensors().get(view.tensor()).length());
  }

  private void output(Output output) {
    String name = "output " + output.name();
    int length = count(name, output.shape());
    String what = name + ": exponent";
    equal(name + ": number of exponents", output.exponents().length, length);
    @Nullable View view = output.view();
    if (output.affine() >= 0) {
      within(name + ": affine", output.affine(), 0, rounded.length - 1);
      require(view == null, name + " has two origins");
      Affine affine = program.affines().get(output.affine());
      equal(name + ": number of elements", output.source().length, length);
      elements(name, output.source(), affine.batch() * affine.outer());
      for (int i = 0; i < length; i++) {
        int expected = affine.exponents()[output.source()[i] % affine.outer()];
        equal(what, output.exponents()[i], expected);
      }
      return;
    }
    if (view == null) {
      throw refusal(name + " has no origin");
    }
    equal(name + ": affine", output.affine(), -1);
    equal(name + ": number of accumulators", output.source().length, 0);
    view(name, view, length);
    for (int exponent : output.exponents()) {
      equal(what, exponent, program.tensors().get(view.tensor()).exponent());
    }
  }

  private static int count(String name, int[] shape) {
    long product = 1;
    for (int dimension : shape) {
      within(name + ": dimension", dimension, 1, MAX_SIZE);
      product *= dimension;
      within(name + ": number of elements", product, 1, MAX_SIZE);
    }
    return (int) product;
  }

  private static void elements(String name, int[] source, int length) {
    String what = name + ": element";
    for (int element : source) {
      within(what, element, 0, length - 1);
    }
  }

  private static void size(String name, int rows, int columns) {
    within(name, (long) rows * columns, 0, MAX_SIZE);
  }

  private static void equal(String what, long actual, long expected) {
    if (actual != expected) {
      throw refusal("%s is %d, expected %d".formatted(what, actual, expected));
    }
  }

  static void within(String what, long actual, long least, long most) {
    if (actual < least || actual > most) {
      throw refusal("%s is %d, allowed is %d to %d".formatted(what, actual, least, most));
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw refusal(message);
    }
  }

  private static UserException refusal(String message) {
    return new UserException(Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
  }
}
