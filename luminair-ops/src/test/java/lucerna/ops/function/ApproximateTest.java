package lucerna.ops.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ApproximateTest {
  private static final RealFunction SOFTMAX =
      RealFunction.of(Kind.AFFINE, -0.25, 0).then(Step.of(Kind.EXP));

  /** Where it says anything, it says what integer arithmetic does. */
  @Test
  void agreesWithIntegerArithmetic() {
    var random = new SplittableRandom(5);
    for (Kind kind : Kind.values()) {
      if (kind.parameterCount() > 0) {
        continue;
      }
      for (int i = 0; i < 400; i++) {
        int in = random.nextInt(-2, 24);
        int out = random.nextInt(-2, 40);
        int n = random.nextInt() >> random.nextInt(4, 32);
        assertAgrees(RealFunction.of(kind), n, in, out);
      }
    }
  }

  @Test
  void agreesOnChains() {
    var random = new SplittableRandom(6);
    RealFunction inverseRoot =
        RealFunction.of(Kind.AFFINE, 0.001, 1e-5)
            .then(Step.of(Kind.SQRT))
            .then(Step.of(Kind.RECIPROCAL));
    RealFunction logit = RealFunction.of(Kind.SIGMOID).then(Step.of(Kind.LOG));
    for (RealFunction function : new RealFunction[] {SOFTMAX, inverseRoot, logit}) {
      for (int i = 0; i < 2000; i++) {
        int out = random.nextInt(0, 36);
        assertAgrees(function, random.nextInt(1 << 16), random.nextInt(4, 12), out);
      }
    }
  }

  @Test
  void decidesAlmostAllEntriesOfUsualTables() {
    Kind[] usual = {
      Kind.EXP,
      Kind.SIGMOID,
      Kind.TANH,
      Kind.GELU_ERF,
      Kind.GELU_TANH,
      Kind.SILU,
      Kind.ERF,
      Kind.SIN,
      Kind.COS,
      Kind.SOFTPLUS,
      Kind.MISH
    };
    for (Kind kind : usual) {
      var approximate = new Approximate(RealFunction.of(kind), 12, 14);
      long decided = 0;
      for (int n = -8192; n < 8192; n++) {
        decided += approximate.rounded(n).isPresent() ? 1 : 0;
      }
      assertTrue(decided >= 16_382, kind.title() + ": " + decided);
    }
  }

  @Test
  void leavesTiesAndEndsOfDomainsOpen() {
    assertOpen(RealFunction.IDENTITY, 1, 1, 0);
    assertOpen(RealFunction.of(Kind.SQRT), 25, 2, 0);
    assertOpen(RealFunction.of(Kind.RECIPROCAL), 2, 0, 0);
    assertOpen(RealFunction.of(Kind.SIGMOID), 0, 0, 0);
    // Just below and above a tie, by far less than a double tells.
    assertOpen(RealFunction.of(Kind.SILU), 2001, 1, 0);
    assertOpen(RealFunction.of(Kind.GELU_ERF), 2001, 1, 0);
    assertOpen(RealFunction.of(Kind.SOFTPLUS), 2001, 1, 0);
    assertOpen(RealFunction.of(Kind.LOG), 0, 0, 10);
    assertOpen(RealFunction.of(Kind.LOG), -1, 0, 10);
    assertOpen(RealFunction.of(Kind.SQRT), -1, 0, 10);
    assertOpen(RealFunction.of(Kind.SQRT), 0, 0, 10);
    assertOpen(RealFunction.of(Kind.RECIPROCAL), 0, 0, 10);
    assertOpen(RealFunction.of(Kind.EXP), 800, 0, 10);
    assertOpen(RealFunction.of(Kind.EXP), 22, 0, 0);
    assertOpen(RealFunction.of(Kind.EXP).then(Step.of(Kind.RECIPROCAL)), 800, 0, 10);
    assertOpen(RealFunction.of(Kind.RELU), 5, 1, 0);
  }

  /** The bounds hold against values of 50 digits. */
  @Test
  void everyBoundHoldsTheReference() {
    int known = 0;
    for (String[] line : References.lines("values.csv")) {
      var x = new Approximation(Double.parseDouble(line[1]), 0);
      for (Step step : References.function(line[0]).steps()) {
        x = Approximate.apply(step, x);
      }
      if (!Double.isFinite(x.value()) || !Double.isFinite(x.error())) {
        continue;
      }
      known++;
      BigDecimal off = new BigDecimal(x.value()).subtract(new BigDecimal(line[2])).abs();
      assertTrue(off.compareTo(new BigDecimal(x.error())) <= 0, String.join(",", line));
    }
    assertTrue(known > 100, "only " + known);
  }

  private static void assertAgrees(RealFunction function, int n, int in, int out) {
    OptionalInt quick = new Approximate(function, in, out).rounded(n);
    if (quick.isPresent()) {
      int exact = new Evaluator(function, out).rounded(Rational.dyadic(BigInteger.valueOf(n), in));
      assertEquals(
          exact, quick.getAsInt(), () -> "%s at %d, %d, %d".formatted(function, n, in, out));
    }
  }

  private static void assertOpen(RealFunction function, int n, int in, int out) {
    assertFalse(
        new Approximate(function, in, out).rounded(n).isPresent(),
        () -> "%s at %d".formatted(function, n));
  }
}
