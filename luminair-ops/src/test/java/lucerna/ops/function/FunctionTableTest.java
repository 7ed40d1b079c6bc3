package lucerna.ops.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

final class FunctionTableTest {
  private static final RealFunction LOG_OF_EXP = RealFunction.of(Kind.EXP).then(Step.of(Kind.LOG));

  @Test
  void identityRoundsTiesUp() {
    var table = new FunctionTable(RealFunction.IDENTITY, -4, 4, 2, 1);
    assertArrayEquals(new int[] {-2, -1, -1, 0, 0, 1, 1, 2, 2}, table.entries());
    assertEquals(9, table.size());
  }

  @Test
  void rationalTiesAreExact() {
    assertEquals(3, entry(RealFunction.of(Kind.SQRT), 25, 2, 0));
    assertEquals(1, entry(RealFunction.of(Kind.RECIPROCAL), 2, 0, 0));
    assertEquals(0, entry(RealFunction.of(Kind.RECIPROCAL), -2, 0, 0));
    assertEquals(1, entry(RealFunction.of(Kind.POWER, -0.5), 4, 0, 0));
    assertEquals(14, entry(RealFunction.of(Kind.POWER, 1.5), 9, 2, 2));
    assertEquals(1, entry(RealFunction.of(Kind.SIGMOID), 0, 0, 0));
    assertEquals(2, entry(RealFunction.of(Kind.RECIPROCAL).then(Step.affine(3, 0.5)), 3, 0, 0));
  }

  @Test
  void saturatedValuesStayOnTheirSideOfATie() {
    // Just below 1000.5, by less than 2^-1024, and just above it.
    for (Kind kind : new Kind[] {Kind.GELU_ERF, Kind.GELU_TANH, Kind.SILU, Kind.MISH}) {
      assertEquals(1000, entry(RealFunction.of(kind), 2001, 1, 0), kind.title());
      assertEquals(0, entry(RealFunction.of(kind), -2001, 1, 0), kind.title());
    }
    assertEquals(1001, entry(RealFunction.of(Kind.SOFTPLUS), 2001, 1, 0));
    assertEquals(0, entry(RealFunction.of(Kind.TANH), 1_000_000, 0, -1));
    assertEquals(0, entry(RealFunction.of(Kind.TANH), -1_000_000, 0, -1));
  }

  @Test
  void whatStaysUndecidedIsTheTieOrTheJump() {
    assertEquals(2, entry(LOG_OF_EXP, 3, 1, 0));
    assertEquals(-1, entry(LOG_OF_EXP, -3, 1, 0));
    assertEquals(5, entry(LOG_OF_EXP.then(Step.of(Kind.FLOOR)), 5, 0, 0));
    assertEquals(5, entry(LOG_OF_EXP.then(Step.of(Kind.CEIL)), 5, 0, 0));
    assertEquals(2, entry(LOG_OF_EXP.then(Step.of(Kind.ROUND_EVEN)), 5, 1, 0));
    assertEquals(0, entry(LOG_OF_EXP.then(Step.mod(2.5, false)), 5, 0, 4));
    assertEquals(1, entry(LOG_OF_EXP.then(Step.of(Kind.EQUALS, 5)), 5, 0, 0));
    assertEquals(0, entry(LOG_OF_EXP.then(Step.of(Kind.GREATER, 5)), 5, 0, 0));
    assertEquals(0, entry(LOG_OF_EXP.then(Step.affine(1, -5)).then(Step.of(Kind.SIGN)), 5, 0, 0));
    assertEquals(0, entry(LOG_OF_EXP.then(Step.affine(1, -5)).then(Step.of(Kind.SQRT)), 5, 0, 8));
    assertEquals(
        402, entry(LOG_OF_EXP.then(Step.affine(0.25, 0)).then(Step.of(Kind.ASIN)), 4, 0, 8));
  }

  @Test
  void largeArgumentsAreQuick() {
    assertArrayEquals(
        new int[1001],
        new FunctionTable(RealFunction.of(Kind.EXP), -2000, -1000, -20, 30).entries());
    assertEquals(1 << 30, entry(RealFunction.of(Kind.TANH), 1_000_000, 0, 30));
    assertEquals(1 << 30, entry(RealFunction.of(Kind.ERF), Integer.MAX_VALUE, 0, 30));
    assertEquals(0, entry(RealFunction.of(Kind.GELU_TANH), Integer.MIN_VALUE, 0, 30));
    assertEquals(0, entry(RealFunction.of(Kind.SIGMOID), Integer.MIN_VALUE, 0, 30));
    assertEquals(
        Math.round(Math.sin(2e9) * (1 << 30)),
        entry(RealFunction.of(Kind.SIN), 2_000_000_000, 0, 30));
    assertEquals(0, entry(RealFunction.of(Kind.POWER, 1e300), 1, 1, 30));
    assertEquals(1, entry(RealFunction.of(Kind.POWER, 1e300), -1, 0, 0));
  }

  @Test
  void refusesUndefinedArguments() {
    assertRefused(RealFunction.of(Kind.LOG), -1, 1, "entry 0: log is undefined at x = -0.5");
    assertRefused(RealFunction.of(Kind.LOG), 0, 1, "entry 0: log is undefined at x = 0");
    assertRefused(RealFunction.of(Kind.SQRT), -1, 1, "sqrt is undefined at x = -0.5");
    assertRefused(RealFunction.of(Kind.RECIPROCAL), 0, 1, "reciprocal is undefined at x = 0");
    assertRefused(RealFunction.of(Kind.POWER, -2), 0, 1, "power(-2.0) is undefined at x = 0");
    assertRefused(RealFunction.of(Kind.POWER, -0.1), 0, 1, "power(-0.1) is undefined at x = 0");
    assertRefused(RealFunction.of(Kind.POWER, 0.5), -1, 1, "power(0.5) is undefined at x = -0.5");
    assertRefused(RealFunction.of(Kind.ASIN), 3, 1, "asin is undefined at x = 1.5");
    assertRefused(RealFunction.of(Kind.ACOS), -3, 1, "acos is undefined at x = -1.5");
    assertRefused(RealFunction.of(Kind.ACOSH), 1, 1, "acosh is undefined at x = 0.5");
    assertRefused(RealFunction.of(Kind.ATANH), 2, 1, "atanh is undefined at x = 1");
    RealFunction sine = RealFunction.of(Kind.SIN);
    assertRefused(sine.then(Step.of(Kind.LOG)), -1, 1, "log is undefined at x = -0.5");
    assertRefused(
        sine.then(Step.affine(1, 2)).then(Step.of(Kind.ATANH)), 1, 1, "atanh is undefined");
    assertRefused(
        sine.then(Step.of(Kind.POWER, 0.3)), -1, 1, "power(0.3) is undefined at x = -0.5");
    assertRefused(
        LOG_OF_EXP.then(Step.affine(1, -5)).then(Step.of(Kind.RECIPROCAL)),
        5,
        0,
        "reciprocal is undefined at x = 5");
  }

  @Test
  void refusesWhatCannotBeDetermined() {
    RealFunction function = RealFunction.of(Kind.EXP).then(Step.of(Kind.SIN));
    assertRefused(function, 5000, 0, "cannot be determined at x = 5000");
    assertRefused(function.then(Step.of(Kind.FLOOR)), 5000, 0, "cannot be determined at x = 5000");
  }

  @Test
  void namesTheFirstFault() {
    var table = new FunctionTable(RealFunction.of(Kind.SQRT), -4000, 4000, 0, 0);
    for (int i = 0; i < 20; i++) {
      assertEquals(
          "entry 0: sqrt is undefined at x = -4000",
          assertThrows(IllegalArgumentException.class, table::entries).getMessage());
    }
  }

  @Test
  void refusesSaturatedEntries() {
    assertRefused(RealFunction.of(Kind.EXP), 1000, 0, "exp * 2^4 is no 32-bit integer at x = 1000");
    assertRefused(RealFunction.of(Kind.EXP), Integer.MAX_VALUE, 0, "exp is too large at x = 2147");
    assertRefused(RealFunction.of(Kind.SQUARE), -100_000, 0, "square * 2^4 is no 32-bit integer");
    assertRefused(RealFunction.of(Kind.POWER, 1e300), 2, 0, "power(1.0E300) is too large");
    assertEquals(Integer.MAX_VALUE, entry(RealFunction.IDENTITY, Integer.MAX_VALUE, 0, 0));
    assertEquals(Integer.MIN_VALUE, entry(RealFunction.IDENTITY, Integer.MIN_VALUE, 0, 0));
    assertRefused(RealFunction.IDENTITY, 1 << 27, 0, "identity * 2^4 is no 32-bit integer");
    assertEquals(Integer.MIN_VALUE, entry(RealFunction.IDENTITY, -1 << 27, 0, 4));
  }

  @Test
  void refusesShapes() {
    RealFunction identity = RealFunction.IDENTITY;
    for (int[] shape :
        new int[][] {
          {1, 0, 0, 0},
          {0, FunctionTable.MAX_SIZE, 0, 0},
          {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 0},
          {0, 1, 65, 0},
          {0, 1, 0, 65},
          {0, 1, -65, 0},
          {0, 1, 0, Integer.MIN_VALUE}
        }) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new FunctionTable(identity, shape[0], shape[1], shape[2], shape[3]));
    }
  }

  @Test
  void isTheSameAtAnyParallelism() throws InterruptedException, ExecutionException {
    var table = new FunctionTable(RealFunction.of(Kind.GELU_ERF), -2048, 2047, 8, 12);
    String expected = References.digest(table.entries());
    for (int parallelism : new int[] {1, 3, 8}) {
      try (var pool = new ForkJoinPool(parallelism)) {
        assertEquals(expected, References.digest(pool.submit(table::entries).get()));
      }
    }
    assertEquals(table, new FunctionTable(RealFunction.of(Kind.GELU_ERF), -2048, 2047, 8, 12));
  }

  private static int entry(RealFunction function, int x, int inputExponent, int outputExponent) {
    return new FunctionTable(function, x, x, inputExponent, outputExponent).entries()[0];
  }

  private static void assertRefused(RealFunction function, int x, int inputExponent, String text) {
    var fault =
        assertThrows(IllegalArgumentException.class, () -> entry(function, x, inputExponent, 4));
    assertTrue(String.valueOf(fault.getMessage()).contains(text), fault::toString);
  }
}
