package lucerna.ops.executor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import lucerna.ops.UserException;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.ProgramChecks;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.ops.program.Weights;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IntegerExecutorTest {
  @Test
  void agreesWithTheFormulasOnRandomPrograms() {
    for (int seed = 0; seed < 500; seed++) {
      RandomPrograms.Sample sample = RandomPrograms.make(seed);
      ProgramChecks.check(sample.program(), sample.weights());
      int length = sample.program().tensors().getFirst().length();
      double[][] inputs = {new Random(seed).doubles(length, -15.9, 15.9).toArray()};
      Execution run = IntegerExecutor.run(sample.program(), sample.weights(), inputs);
      for (int i = 0; i < length; i++) {
        assertEquals(Math.floor(inputs[0][i] * 16 + 0.5), run.tensors()[0][i]);
      }
      for (int a = 0; a < run.accumulators().length; a++) {
        assertAccumulators(sample.program(), sample.weights(), run, a);
      }
      for (int t = 1; t < run.tensors().length; t++) {
        assertRounded(sample.program().tensors().get(t), run, t);
      }
      assertOutputs(sample.program(), run);
    }
  }

  private static void assertAccumulators(Program program, Weights weights, Execution run, int a) {
    Affine affine = program.affines().get(a);
    Weights.Layer layer = weights.layers().get(a);
    for (int m = 0; m < affine.batch(); m++) {
      for (int n = 0; n < affine.outer(); n++) {
        BigInteger acc = BigInteger.ZERO;
        for (int k = 0; k < affine.inner(); k++) {
          BigInteger x = element(run, affine.operand(), m * affine.inner() + k);
          acc = acc.add(x.multiply(BigInteger.valueOf(layer.w()[k * affine.outer() + n])));
        }
        if (affine.biased()) {
          acc = acc.add(BigInteger.valueOf(layer.biasHi()[n]).multiply(BigInteger.TWO.pow(13)));
          acc = acc.add(BigInteger.valueOf(layer.biasLo()[n]));
        }
        int index = m * affine.outer() + n;
        for (Affine.Term term : affine.terms()) {
          BigInteger scale = BigInteger.TWO.pow(term.shift());
          acc = acc.add(element(run, term.view(), index).multiply(scale));
        }
        assertEquals(acc, BigInteger.valueOf(run.accumulators()[a][index]));
      }
    }
  }

  private static BigInteger element(Execution run, @Nullable View view, int index) {
    assertNotNull(view);
    BigInteger value = BigInteger.valueOf(run.tensors()[view.tensor()][view.source()[index]]);
    return view.relu() ? value.max(BigInteger.ZERO) : value;
  }

  private static void assertRounded(TensorSpec spec, Execution run, int t) {
    for (int i = 0; i < spec.length(); i++) {
      BigInteger unit = BigInteger.TWO.pow(spec.shift()[i]);
      BigInteger half = unit.shiftRight(1);
      BigInteger sum = BigInteger.valueOf(run.accumulators()[spec.affine()][i]).add(half);
      BigInteger remainder = sum.mod(unit);
      assertEquals(remainder, BigInteger.valueOf(run.remainders()[t][i]));
      assertEquals(sum.subtract(remainder).divide(unit), BigInteger.valueOf(run.tensors()[t][i]));
    }
  }

  private static void assertOutputs(Program program, Execution run) {
    for (int o = 0; o < program.outputs().size(); o++) {
      Output output = program.outputs().get(o);
      for (int i = 0; i < output.exponents().length; i++) {
        View view = output.view();
        long value =
            view == null
                ? run.accumulators()[output.affine()][output.source()[i]]
                : element(run, view, i).longValueExact();
        assertEquals(value, run.outputs()[o][i]);
        assertEquals(value * Math.pow(2, -output.exponents()[i]), run.reals()[o][i]);
      }
    }
  }

  @Test
  void rejectInputOutOfRange() {
    for (double value : new double[] {16, -15.97, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
      String message = refusal(1, 0, value);
      assertTrue(message.contains("Element 1 of input x is " + value), message);
      assertTrue(message.contains("-15.9375 to 15.9375; calibrate again"), message);
    }
    assertArrayEquals(
        new int[] {255, -255}, run(1, 15.96, -15.96875).tensors()[0]); // the last that round inside
  }

  @Test
  void rejectHiddenElementOutOfRange() {
    assertArrayEquals(new int[] {63}, run(1, 15.75, 0).tensors()[1]);
    String message = refusal(1, 15.9, 0);
    assertTrue(message.contains("Element 0 of node double is 16.0"), message);
    assertTrue(message.contains("-15.75 to 15.75; calibrate again"), message);
  }

  @Test
  void rejectOtherNumberOfInputsOrElements() {
    Program program = doubling();
    Weights weights = weights(1);
    assertThrows(UserException.class, () -> IntegerExecutor.run(program, weights, new double[0][]));
    assertThrows(
        UserException.class, () -> IntegerExecutor.run(program, weights, new double[1][3]));
  }

  @Test
  void failsOnWeightsBeyondTheirBound() {
    assertThrows(InternalError.class, () -> run(5000, 15, 0));
  }

  private static String refusal(int weight, double... input) {
    UserException refusal = assertThrows(UserException.class, () -> run(weight, input));
    return String.valueOf(refusal.getMessage());
  }

  private static Execution run(int weight, double... input) {
    return IntegerExecutor.run(doubling(), weights(weight), new double[][] {input});
  }

  private static Weights weights(int weight) {
    return new Weights(
        List.of(new Weights.Layer(new int[] {weight, weight}, new int[0], new int[0])));
  }

  /** The sum of two inputs of 8 bits, times the weight, rounded to 6 bits. */
  private static Program doubling() {
    View all = new View(0, false, new int[] {0, 1});
    View first = new View(1, false, new int[] {0});
    return new Program(
        "",
        List.of(new Program.Input("x", new int[] {2})),
        List.of(
            new TensorSpec("x", 2, 8, 4, -1, 0, new int[0]),
            new TensorSpec("y", 1, 6, 2, 0, -1, new int[] {2})),
        List.of(new Affine("double", 1, 2, 1, all, false, List.of(), 100, true, new int[] {4})),
        List.of(new Output("y", new int[] {1}, -1, new int[0], first, new int[] {2})));
  }
}
