package lucerna.cairo;

import java.math.BigInteger;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An expression over Cairo's bounded integers, with the exact range of its value.
 *
 * <p>The compiler wants to be told the range of each result; an expression notes what it needs with
 * its {@link Helpers}. Sums and products of bounded integers cost one step and no range check, so
 * the ranges grow until {@link #reduced}.
 *
 * @param helpers takes note of the ranges
 * @param code the expression in Cairo
 * @param low its least value
 * @param high its greatest value
 */
record BoundedExpression(Helpers helpers, String code, BigInteger low, BigInteger high) {
  /** The prime 2^31 - 1. */
  static final BigInteger P = BigInteger.TWO.pow(31).subtract(BigInteger.ONE);

  /** The implementations of Cairo's helper traits that some expressions need. */
  static final class Helpers {
    private final TreeMap<String, String> implementations = new TreeMap<>();

    /** Makes an element of M31. */
    BoundedExpression element(String code) {
      return of(code, BigInteger.ZERO, P.subtract(BigInteger.ONE));
    }

    BoundedExpression of(String code, BigInteger low, BigInteger high) {
      return new BoundedExpression(this, code, low, high);
    }

    BoundedExpression constant(BigInteger value) {
      return of("UNIT_" + name(value), value, value);
    }

    /** States the result of an operation on two types. */
    void state(String trait, String left, String right, String... results) {
      String types = String.join("; ", results);
      String key = trait + "<" + left + ", " + right + ">";
      implementations.putIfAbsent(key, types);
    }

    /** Returns the text of all that was noted, in a fixed order. */
    Stream<String> text() {
      int[] number = {0};
      return implementations.entrySet().stream()
          .map(
              entry ->
                  "impl Helper%d of %s {\n    %s;\n}"
                      .formatted(
                          number[0]++, entry.getKey(), entry.getValue().replace("; ", ";\n    ")));
    }

    private static String name(BigInteger value) {
      return value.toString().replace('-', 'N');
    }
  }

  /** Returns the Cairo type of a range. */
  static String type(BigInteger low, BigInteger high) {
    return "BoundedInt<" + low + ", " + high + ">";
  }

  String type() {
    return type(low, high);
  }

  BoundedExpression plus(BoundedExpression o) {
    return combine("AddHelper", "add", o, low.add(o.low), high.add(o.high));
  }

  BoundedExpression minus(BoundedExpression o) {
    return combine("SubHelper", "sub", o, low.subtract(o.high), high.subtract(o.low));
  }

  BoundedExpression times(BoundedExpression o) {
    BigInteger[] ends = {
      low.multiply(o.low), low.multiply(o.high), high.multiply(o.low), high.multiply(o.high)
    };
    return combine("MulHelper", "mul", o, least(ends), greatest(ends));
  }

  /** Names the value. */
  BoundedExpression as(String name) {
    return new BoundedExpression(helpers, name, low, high);
  }

  /** Returns the expression modulo P: first a multiple of P makes it no less than 0. */
  BoundedExpression reduced() {
    if (low.signum() < 0) {
      BigInteger multiple = low.negate().add(P).subtract(BigInteger.ONE).divide(P).multiply(P);
      BigInteger from = low.add(multiple);
      BigInteger to = high.add(multiple);
      helpers.state(
          "AddHelper", type(), type(multiple, multiple), "type Result = " + type(from, to));
      String sum = "add::<_, UnitInt<%s>>(%s, %s)".formatted(multiple, code, multiple);
      return new BoundedExpression(helpers, sum, from, to).reduced();
    }
    helpers.state(
        "DivRemHelper",
        type(),
        type(P, P),
        "type DivT = " + type(low.divide(P), high.divide(P)),
        "type RemT = M31");
    return helpers.element("{ let (_, rest) = div_rem(%s, NZ_P); rest }".formatted(code));
  }

  private BoundedExpression combine(
      String trait, String function, BoundedExpression o, BigInteger from, BigInteger to) {
    helpers.state(trait, type(), o.type(), "type Result = " + type(from, to));
    return new BoundedExpression(helpers, "%s(%s, %s)".formatted(function, code, o.code), from, to);
  }

  private static BigInteger least(BigInteger... values) {
    return Stream.of(values).reduce(BigInteger::min).orElseThrow();
  }

  private static BigInteger greatest(BigInteger... values) {
    return Stream.of(values).reduce(BigInteger::max).orElseThrow();
  }
}
