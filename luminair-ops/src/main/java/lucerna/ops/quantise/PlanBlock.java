package lucerna.ops.quantise;

import java.util.List;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.function.RealFunction;
import org.jspecify.annotations.Nullable;

/** A block of the circuit before widths and shifts are chosen. */
sealed interface PlanBlock {
  /** Returns what its equations equal. */
  List<Form> forms();

  /** Returns the base of its first output. */
  Base base();

  /** A model input. */
  record Input(Base base, int number) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of();
    }
  }

  /** The rounding of a form. */
  record Rounding(Base base, Form form) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(form);
    }
  }

  /** The maximum of what the next block subtracts. */
  record Maximum(Base base) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of();
    }
  }

  /**
   * A function of a form. If {@code top} is not null, of its difference to that maximum, and {@code
   * marks} is the base of the marks.
   */
  record Function(
      Base base,
      Form form,
      RealFunction function,
      Base argument,
      @Nullable Base top,
      @Nullable Base marks)
      implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(form);
    }
  }

  /** A product without rounding. */
  record Multiplication(Base base, Form a, Form b) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(a, b);
    }
  }

  /**
   * A value that is at least 0, with marks unless the mark is NONE. If {@code removal} is not null,
   * it is the marks again, each as a real number that is greater than any difference of values.
   */
  record AtLeastZero(
      Base base, Form form, Mark mark, @Nullable Base marks, @Nullable Removal removal)
      implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(form);
    }
  }

  /** What takes an element out of a group: its mark, times more than the values can differ by. */
  record Removal(Base base, Ref values) {}

  /** Whether a form is negative. */
  record Sign(Base base, Form form) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(form);
    }
  }

  /** Whether a form is zero. */
  record ZeroTest(Base base, Form form) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(form);
    }
  }

  /**
   * Division: {@code floor(numerator / divisor)}; if {@code rounded}, to nearest. The quotient has
   * {@code shift} more bits than the difference of exponents gives.
   */
  record Division(Base base, Base remainder, Form divisor, Form numerator, boolean rounded)
      implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(divisor, numerator);
    }
  }

  /** {@code floor(2^bits / divisor)}. */
  record Inverse(Base base, Form divisor) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(divisor);
    }
  }

  /** Integer square root. */
  record SquareRoot(Base base, Form form) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(form);
    }
  }

  /** A memory. */
  record Memory(Base base, Form form, int memory) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(form);
    }
  }

  /** Reads of a memory. */
  record Reads(Base base, Form index, int memory) implements PlanBlock {
    @Override
    public List<Form> forms() {
      return List.of(index);
    }
  }
}
