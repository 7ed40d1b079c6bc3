package lucerna.ops.program;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.ops.UserException;
import lucerna.ops.executor.IntegerExecutor;
import lucerna.ops.executor.RandomPrograms;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A program with some numbers replaced is refused in words, or is as good as any. */
final class HostileProgramsTest {
  private static final long[] NUMBERS = {
    -1,
    0,
    1,
    2,
    3,
    14,
    17,
    31,
    255,
    1 << 13,
    1 << 17,
    1 << 26,
    1L << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE
  };

  private final Random random = new Random(1);
  private int untouched;

  @Test
  void checksThrowNothingButRefusals() {
    int accepted = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      RandomPrograms.Sample good = RandomPrograms.make(seed);
      untouched = random.nextInt(60);
      Program bad = program(good.program());
      try {
        ProgramChecks.check(bad, good.weights());
      } catch (UserException expected) {
        continue;
      }
      accepted++;
      double[][] inputs = new double[bad.inputs().size()][bad.tensors().getFirst().length()];
      try {
        IntegerExecutor.run(bad, good.weights(), inputs);
      } catch (UserException outOfRange) {
        // The bias may leave a narrower tensor.
      }
    }
    assertTrue(accepted > 100 && accepted < 10_000, accepted + " accepted");
  }

  /** Replaces one number in about fifty. */
  private long vary(long number) {
    if (untouched-- != 0) {
      return number;
    }
    untouched = 20 + random.nextInt(100);
    return random.nextBoolean()
        ? number + random.nextInt(3) - 1
        : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private int vary(int number) {
    return (int) vary((long) number);
  }

  private int[] vary(int[] numbers) {
    int length = untouched == 0 ? random.nextInt(numbers.length + 2) : numbers.length;
    return Arrays.stream(Arrays.copyOf(numbers, length)).map(this::vary).toArray();
  }

  private Program program(Program p) {
    List<Program.Input> inputs = new ArrayList<>();
    p.inputs().forEach(in -> inputs.add(new Program.Input(in.name(), vary(in.shape()))));
    List<TensorSpec> tensors = new ArrayList<>();
    for (TensorSpec t : p.tensors()) {
      tensors.add(
          new TensorSpec(
              t.name(),
              vary(t.length()),
              vary(t.bits()),
              vary(t.exponent()),
              vary(t.affine()),
              vary(t.input()),
              vary(t.shift())));
    }
    List<Affine> affines = new ArrayList<>();
    p.affines().forEach(affine -> affines.add(affine(affine)));
    List<Output> outputs = new ArrayList<>();
    for (Output o : p.outputs()) {
      View view = o.view();
      outputs.add(
          new Output(
              o.name(),
              vary(o.shape()),
              vary(o.affine()),
              vary(o.source()),
              optional(view),
              vary(o.exponents())));
    }
    return new Program(p.name(), inputs, tensors, affines, outputs);
  }

  private Affine affine(Affine a) {
    List<Affine.Term> terms = new ArrayList<>();
    a.terms().forEach(t -> terms.add(new Affine.Term(view(t.view()), vary(t.shift()))));
    return new Affine(
        a.name(),
        vary(a.batch()),
        vary(a.inner()),
        vary(a.outer()),
        optional(a.operand()),
        (vary(1) == 1) == a.biased(),
        terms,
        vary(a.sumBound()),
        (vary(1) == 1) == a.signed(),
        vary(a.exponents()));
  }

  private @Nullable View optional(@Nullable View view) {
    return view == null || vary(0) != 0 ? null : view(view);
  }

  private View view(View view) {
    return new View(vary(view.tensor()), (vary(1) == 1) == view.relu(), vary(view.source()));
  }
}
