package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.List;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;

/**
 * What must hold of a program so that equations modulo p are equations of integers.
 *
 * <p>Everything here follows from public data, and the verifier checks it as well:
 *
 * <ul>
 *   <li>Every accumulator stays below {@code 2^30} in absolute value, and so does {@code value 2^s
 *       + rem - half} of every element; two such integers that agree modulo p are equal.
 *   <li>The sum of the absolute values of a channel's weights is below {@code 2^30} whatever they
 *       are, so that a sum modulo p that was proven to be at most its bound is the true sum.
 *   <li>What defines a tensor reads only tensors before it, so that the inputs determine all.
 * </ul>
 */
final class SoundnessConditions {
  private static final int MAX_BITS = 16;
  private static final int BOUND_BITS = 30;
  private static final long BIAS_BOUND =
      (1L << (Program.WEIGHT_BITS + Program.BIAS_LIMB_BITS)) - 1; // (2^13 - 1) (2^13 + 1)

  private final Program program;

  private SoundnessConditions(Program program) {
    this.program = program;
  }

  /**
   * Checks a program.
   *
   * @throws IllegalArgumentException if it violates a condition
   */
  static void check(Program program) {
    new SoundnessConditions(program).check();
  }

  private void check() {
    boolean[] defined = new boolean[program.affines().size()];
    boolean[] taken = new boolean[program.inputs().size()];
    for (int i = 0; i < program.tensors().size(); i++) {
      TensorSpec tensor = program.tensors().get(i);
      checkWidths(tensor);
      require((tensor.affine() >= 0) != (tensor.input() >= 0), tensor.name(), "has one origin");
      if (tensor.affine() < 0) {
        require(!taken[tensor.input()], tensor.name(), "is the only tensor of its input");
        taken[tensor.input()] = true;
        continue;
      }
      require(!defined[tensor.affine()], tensor.name(), "is the only tensor of its affine");
      defined[tensor.affine()] = true;
      Affine affine = program.affines().get(tensor.affine());
      require(tensor.length() == size(affine), tensor.name(), "has its length");
      for (View view : viewsOf(affine)) {
        require(view.tensor() < i, tensor.name(), "depends on tensors before it");
      }
    }
    program.affines().forEach(this::checkAffine);
    program.outputs().forEach(this::checkOutput);
  }

  private static void checkWidths(TensorSpec tensor) {
    require(tensor.bits() >= 1 && tensor.bits() <= MAX_BITS, tensor.name(), "has 1 to 16 bits");
    int shifts = tensor.affine() < 0 ? 0 : tensor.length();
    require(tensor.shift().length == shifts, tensor.name(), "has a shift per element");
    for (int shift : tensor.shift()) {
      require(
          shift >= 0 && shift <= MAX_BITS && tensor.bits() + shift <= BOUND_BITS,
          tensor.name(),
          "has bits + shift <= 30");
    }
  }

  private void checkAffine(Affine affine) {
    String name = affine.name();
    int size = size(affine);
    viewsOf(affine).forEach(view -> checkView(name, view));
    long bound = affine.biased() ? BIAS_BOUND : 0;
    View operand = affine.operand();
    require((operand == null) == (affine.inner() == 0), name, "has an operand iff it has weights");
    if (operand != null) {
      require(
          operand.source().length == Math.multiplyExact(affine.batch(), affine.inner()),
          name,
          "has an operand of M x K elements");
      require(affine.signed() || operand.relu(), name, "is signed unless its operand is a ReLU");
      require(
          ((long) affine.inner() << Program.WEIGHT_BITS) < Program.ACCUMULATOR_BOUND,
          name,
          "has K 2^13 < 2^30");
      require(
          affine.sumBound() >= 0 && affine.sumBound() < Program.ACCUMULATOR_BOUND,
          name,
          "has a sum bound below 2^30");
      bound += Math.multiplyExact(maximum(operand), affine.sumBound());
    }
    for (Affine.Term term : affine.terms()) {
      require(term.view().source().length == size, name, "has terms of M x N elements");
      require(term.shift() >= 0 && term.shift() <= MAX_BITS, name, "has shifts of 0 to 16");
      bound += maximum(term.view()) << term.shift();
    }
    if (bound >= Program.ACCUMULATOR_BOUND) {
      throw new IllegalArgumentException(
          "%s: accumulators may reach %d, not below 2^30".formatted(name, bound));
    }
  }

  private void checkOutput(Output output) {
    View view = output.view();
    require((view == null) == (output.affine() >= 0), output.name(), "has one source");
    if (view != null) {
      checkView(output.name(), view);
      return;
    }
    Affine affine = program.affines().get(output.affine());
    for (int source : output.source()) {
      require(
          source >= 0 && source < size(affine), output.name(), "publishes existing accumulators");
    }
  }

  private void checkView(String name, View view) {
    int length = program.tensors().get(view.tensor()).length();
    for (int source : view.source()) {
      require(source >= 0 && source < length, name, "reads existing elements");
    }
  }

  private static int size(Affine affine) {
    return Math.multiplyExact(affine.batch(), affine.outer());
  }

  private long maximum(View view) {
    return (1L << program.tensors().get(view.tensor()).bits()) - 1;
  }

  private static List<View> viewsOf(Affine affine) {
    List<View> views = new ArrayList<>(affine.terms().stream().map(Affine.Term::view).toList());
    if (affine.operand() != null) {
      views.add(affine.operand());
    }
    return views;
  }

  private static void require(boolean condition, String name, String what) {
    if (!condition) {
      throw new IllegalArgumentException("violated: " + name + " " + what);
    }
  }
}
