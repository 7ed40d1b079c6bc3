package lucerna.ops.function;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Compares with values and tables of mpmath, made by src/test/python/function_references.py. */
final class ReferenceTest {
  private static final BigDecimal REFERENCE_ERROR = new BigDecimal("1e-49");
  private static final BigDecimal WIDTH = new BigDecimal("1e-35");

  @Test
  void everyIntervalHoldsTheReference() {
    for (int bits : new int[] {128, 160, 300}) {
      assertAll(References.lines("values.csv").stream().map(line -> () -> assertHolds(line, bits)));
    }
  }

  @Test
  void everyTableIsTheReferences() {
    List<String[]> lines = References.lines("tables.csv");
    assertAll(
        lines.stream()
            .map(
                line ->
                    (Executable)
                        () ->
                            assertEquals(
                                line[5],
                                References.digest(table(line).entries()),
                                () -> String.join(",", line))));
    assertTrue(lines.size() > 70);
  }

  @Test
  void everyKindHasATable() {
    EnumSet<Kind> missing = EnumSet.allOf(Kind.class);
    for (String[] line : References.lines("tables.csv")) {
      References.function(line[0]).steps().forEach(step -> missing.remove(step.kind()));
    }
    assertEquals(EnumSet.noneOf(Kind.class), missing);
  }

  private static FunctionTable table(String[] line) {
    int[] n = Arrays.stream(line).skip(1).limit(4).mapToInt(Integer::parseInt).toArray();
    return new FunctionTable(References.function(line[0]), n[0], n[1], n[2], n[3]);
  }

  private static void assertHolds(String[] line, int bits) {
    Value value = Rational.of(Double.parseDouble(line[1]));
    for (Step step : References.function(line[0]).steps()) {
      value = Evaluator.apply(step, value, bits, false);
    }
    Interval interval =
        switch (value) {
          case Rational exact -> Interval.of(exact, 200);
          case Interval enclosed -> enclosed;
        };
    BigDecimal low = decimal(Rational.dyadic(interval.lo(), interval.scale()));
    BigDecimal high = decimal(Rational.dyadic(interval.hi(), interval.scale()));
    var reference = new BigDecimal(line[2]);
    BigDecimal slack = reference.abs().multiply(REFERENCE_ERROR);
    String message = String.join(",", line) + " in " + low + " to " + high;
    assertTrue(low.subtract(slack).compareTo(reference) <= 0, message);
    assertTrue(high.add(slack).compareTo(reference) >= 0, message);
    // Near a pole, the distance to it has few bits.
    BigDecimal size = line[0].equals("TAN") ? reference.pow(2) : reference.abs();
    BigDecimal width = WIDTH.multiply(size.add(BigDecimal.ONE));
    assertTrue(high.subtract(low).compareTo(width) <= 0, message);
  }

  /* n / 2^k = n 5^k / 10^k, without a division. */
  private static BigDecimal decimal(Rational dyadic) {
    int k = dyadic.denominator().getLowestSetBit();
    return new BigDecimal(dyadic.numerator().multiply(BigInteger.valueOf(5).pow(k)), k);
  }
}
