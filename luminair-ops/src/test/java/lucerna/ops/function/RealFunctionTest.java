package lucerna.ops.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class RealFunctionTest {
  /** Values of java.lang.Math, with doubles to spare where it has no such function. */
  private record Compared(RealFunction function, double low, double high, DoubleUnaryOperator by) {}

  private static final List<Compared> COMPARED =
      List.of(
          compared(Kind.EXP, -30, 8, Math::exp),
          compared(Kind.LOG, 1e-6, 1000, Math::log),
          compared(Kind.SQRT, 0, 1000, Math::sqrt),
          compared(Kind.SIN, -1000, 1000, Math::sin),
          compared(Kind.COS, -1000, 1000, Math::cos),
          compared(Kind.TAN, -1.5, 1.5, Math::tan),
          compared(Kind.ASIN, -1, 1, Math::asin),
          compared(Kind.ACOS, -1, 1, Math::acos),
          compared(Kind.ATAN, -1000, 1000, Math::atan),
          compared(Kind.SINH, -8, 8, Math::sinh),
          compared(Kind.COSH, -8, 8, Math::cosh),
          compared(Kind.TANH, -30, 30, Math::tanh),
          compared(Kind.RECIPROCAL, 0.01, 100, x -> 1 / x),
          compared(Kind.SQUARE, -30, 30, x -> x * x),
          new Compared(RealFunction.of(Kind.POWER, 0.3), 0, 1000, x -> Math.pow(x, 0.3)),
          new Compared(RealFunction.of(Kind.POWER, -3), -9, -0.2, x -> Math.pow(x, -3)),
          new Compared(RealFunction.of(Kind.ELU, 2), -9, 9, x -> x > 0 ? x : 2 * Math.expm1(x)),
          compared(Kind.FLOOR, -30, 30, Math::floor),
          compared(Kind.CEIL, -30, 30, Math::ceil),
          compared(Kind.ROUND_EVEN, -30, 30, Math::rint),
          compared(Kind.SIGN, -30, 30, Math::signum),
          compared(Kind.ABS, -30, 30, Math::abs));

  private static Compared compared(Kind kind, double low, double high, DoubleUnaryOperator by) {
    return new Compared(RealFunction.of(kind), low, high, by);
  }

  @Test
  void valuesAgreeWithMath() {
    var random = new SplittableRandom(1);
    for (Compared c : COMPARED) {
      for (int i = 0; i < 200; i++) {
        double x =
            i == 0 ? c.low : i == 1 ? c.high : c.low + random.nextDouble() * (c.high - c.low);
        double expected = c.by.applyAsDouble(x);
        assertClose(expected, enclosed(c.function, x), c.function + " at " + x);
        assertClose(expected, c.function.apply(x), c.function + " at " + x);
      }
    }
  }

  @Test
  void doublesAgreeWithTheReferences() {
    for (String[] line : References.lines("values.csv")) {
      double x = Double.parseDouble(line[1]);
      // The double's own rounding of intermediate values is magnified here.
      if (Math.abs(x) < 600 && !line[0].startsWith("EXP|") && !line[0].startsWith("POWER 1000")) {
        double expected = Double.parseDouble(line[2]);
        assertClose(expected, References.function(line[0]).apply(x), line[0] + " at " + x);
      }
    }
  }

  @Test
  void doublesAgreeWithIntervalsForEachKind() {
    Set<Kind> seen = new HashSet<>();
    for (String[] line : References.lines("tables.csv")) {
      RealFunction function = References.function(line[0]);
      function.steps().forEach(step -> seen.add(step.kind()));
      int low = Integer.parseInt(line[1]);
      int high = Integer.parseInt(line[2]);
      if (function.steps().size() > 1 || line[3].startsWith("-")) {
        continue;
      }
      for (int i = low; i <= high; i += 1 + (high - low) / 100) {
        double x = Math.scalb((double) i, -Integer.parseInt(line[3]));
        assertClose(enclosed(function, x), function.apply(x), function + " at " + x);
      }
    }
    assertEquals(Set.of(Kind.values()), seen);
  }

  @Test
  void undefinedIsNotANumber() {
    assertUndefined(Kind.LOG, 0);
    assertUndefined(Kind.LOG, -1);
    assertUndefined(Kind.SQRT, -1);
    assertUndefined(Kind.RECIPROCAL, 0);
    assertUndefined(Kind.ASIN, 1.5);
    assertUndefined(Kind.ACOS, -1.5);
    assertUndefined(Kind.ACOSH, 0.5);
    assertUndefined(Kind.ATANH, 1);
    assertTrue(Double.isNaN(RealFunction.of(Kind.POWER, -1).apply(0)));
    assertTrue(Double.isNaN(RealFunction.of(Kind.POWER, 0.5).apply(-1)));
    assertTrue(Double.isNaN(RealFunction.of(Kind.RELU).apply(Double.NaN)));
  }

  @Test
  void saturatesInDoubles() {
    for (Kind kind : new Kind[] {Kind.GELU_ERF, Kind.GELU_TANH, Kind.SILU, Kind.MISH}) {
      assertEquals(0, RealFunction.of(kind).apply(-1e6), kind.title());
      assertEquals(1e6, RealFunction.of(kind).apply(1e6), kind.title());
    }
    assertEquals(-1, RealFunction.of(Kind.ERF).apply(-1e300));
    assertEquals(1, RealFunction.of(Kind.SIGMOID).apply(1e300));
    assertEquals(0, RealFunction.of(Kind.SIGMOID).apply(-1e300));
  }

  @Test
  void chainsAreValues() {
    RealFunction chain = RealFunction.of(Kind.EXP).then(RealFunction.of(Kind.AFFINE, 2, -0.0));
    assertEquals(2 * Math.E, chain.apply(1), 1e-15);
    assertEquals(chain, RealFunction.of(Kind.EXP).then(Step.affine(2, 0)));
    assertEquals(chain.hashCode(), RealFunction.of(Kind.EXP).then(Step.affine(2, 0)).hashCode());
    assertEquals("exp then affine(2.0, 0.0)", chain.toString());
    assertEquals("identity", RealFunction.IDENTITY.toString());
    assertEquals(3, RealFunction.IDENTITY.apply(3));
    assertEquals(Step.of(Kind.POWER, 2), Step.power(2));
    assertEquals(Step.of(Kind.CLIP, 1, 2), Step.clip(1, 2));
    assertEquals(Step.of(Kind.MOD, 3, 1), Step.mod(3, true));
  }

  @Test
  void codesAreFixed() {
    Kind[] kinds = Kind.values();
    for (int i = 0; i < kinds.length; i++) {
      assertEquals(i + 1, kinds[i].code());
      assertEquals(kinds[i], Kind.ofCode(i + 1));
    }
    assertEquals(46, kinds.length);
    assertThrows(IllegalArgumentException.class, () -> Kind.ofCode(0));
    assertThrows(IllegalArgumentException.class, () -> Kind.ofCode(47));
  }

  @Test
  void refusesParameters() {
    assertRefused("exp has 0 parameters, not 1", Kind.EXP, 1);
    assertRefused("affine has 2 parameters, not 1", Kind.AFFINE, 1);
    assertRefused("a parameter of elu is NaN", Kind.ELU, Double.NaN);
    assertRefused("a parameter of elu is Infinity", Kind.ELU, Double.POSITIVE_INFINITY);
    assertRefused("celu of [0.0]: alpha is zero", Kind.CELU, -0.0);
    assertRefused("clip of [2.0, 1.0]: low is above high", Kind.CLIP, 2, 1);
    assertRefused("shrink of [1.0, -1.0]: lambda is negative", Kind.SHRINK, 1, -1);
    assertRefused("mod of [0.0, 0.0]: the divisor is zero", Kind.MOD, 0, 0);
    assertRefused("mod of [1.0, 2.0]: the flag is neither 0 nor 1", Kind.MOD, 1, 2);
  }

  private static void assertRefused(String message, Kind kind, double... parameters) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Step.of(kind, parameters)).getMessage());
  }

  private static void assertUndefined(Kind kind, double x) {
    assertTrue(Double.isNaN(RealFunction.of(kind).apply(x)), kind.title() + " at " + x);
  }

  private static void assertClose(double expected, double actual, String message) {
    assertEquals(expected, actual, 1e-12 * (1 + Math.abs(expected)), message);
  }

  private static double enclosed(RealFunction function, double x) {
    Value value = Rational.of(x);
    for (Step step : function.steps()) {
      value = Evaluator.apply(step, value, 128, false);
    }
    return switch (value) {
      case Rational exact -> exact.numerator().doubleValue() / exact.denominator().doubleValue();
      case Interval enclosed -> Math.scalb(enclosed.lo().doubleValue(), -enclosed.scale());
    };
  }
}
