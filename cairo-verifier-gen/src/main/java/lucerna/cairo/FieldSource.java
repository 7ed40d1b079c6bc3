package lucerna.cairo;

import static lucerna.cairo.BoundedExpression.P;

import java.math.BigInteger;
import java.util.stream.Collectors;

/**
 * Writes {@code field.cairo}: M31 and QM31 over bounded integers.
 *
 * <p>An element of M31 is a bounded integer below P, so that no value needs a check twice; its
 * coordinates are {@code a + b i + (c + d i) u}. Products are summed as they are and reduced once a
 * coordinate.
 */
final class FieldSource {
  private static final BigInteger WORD = BigInteger.TWO.pow(32);
  private static final BigInteger SHORT = BigInteger.TWO.pow(16);
  private static final BigInteger THREE_BYTES = BigInteger.TWO.pow(24);
  private static final BigInteger ELEMENT = BigInteger.TWO.pow(31);

  private final BoundedExpression.Helpers helpers = new BoundedExpression.Helpers();

  private FieldSource() {}

  static String text() {
    var source = new FieldSource();
    String body =
        Resources.text("field.cairo")
            .replace("@M31_MUL@", source.element("x").times(source.element("y")).reduced().code())
            .replace("@M31_DOT@", source.dot(true))
            .replace("@M31_CROSS@", source.dot(false))
            .replace("@QM31_MUL@", source.product(false))
            .replace("@QM31_MUL_ADD@", source.product(true))
            .replace("@MUL_M31@", source.scaled())
            .replace("@OFFSET@", multipleFrom(126))
            .replace("@WIDE_OFFSET@", multipleFrom(249))
            .replace("@UNPACK_WORDS@", source.unpackWords())
            .replace("@UNPACK_FELT@", source.unpackFelt())
            .replace("@UNPACK_DIGEST@", source.unpackDigest())
            .replace("@APPEND_SHORTS@", source.appendShorts())
            .replace("@UNPACK_ELEMENTS@", source.unpackElements());
    source.fixedHelpers();
    return body.replace("@HELPERS@", source.helpers.text().collect(Collectors.joining("\n")));
  }

  /** Returns the least multiple of P that is no less than a power of two. */
  private static String multipleFrom(int log) {
    BigInteger least = BigInteger.TWO.pow(log);
    return least.add(P).subtract(BigInteger.ONE).divide(P).multiply(P).toString();
  }

  private BoundedExpression element(String code) {
    return helpers.element(code);
  }

  private String dot(boolean plus) {
    BoundedExpression first = element("a").times(element("b"));
    BoundedExpression second = element("c").times(element("d"));
    return (plus ? first.plus(second) : first.minus(second)).reduced().code();
  }

  private BoundedExpression product(String left, String right) {
    return element("x." + left).times(element("y." + right));
  }

  /* (A + B u)(C + D u) = A C + (2 + i) B D + (A D + B C) u */
  private String product(boolean add) {
    BoundedExpression re = product("c", "c").minus(product("d", "d"));
    BoundedExpression im = product("c", "d").plus(product("d", "c"));
    BoundedExpression r = re.as("r");
    BoundedExpression s = im.as("s");
    BoundedExpression two = helpers.of("TWO", BigInteger.TWO, BigInteger.TWO);
    BoundedExpression[] coordinates = {
      product("a", "a").minus(product("b", "b")).plus(r.times(two).minus(s)),
      product("a", "b").plus(product("b", "a")).plus(s.times(two).plus(r)),
      product("a", "c").minus(product("b", "d")).plus(product("c", "a").minus(product("d", "b"))),
      product("a", "d").plus(product("b", "c")).plus(product("c", "b").plus(product("d", "a")))
    };
    var text = new StringBuilder();
    text.append("let r = ").append(re.code()).append(";\n    let s = ").append(im.code());
    text.append(";\n    QM31 {\n");
    for (int k = 0; k < coordinates.length; k++) {
      String name = "abcd".substring(k, k + 1);
      BoundedExpression sum = add ? coordinates[k].plus(element("z." + name)) : coordinates[k];
      text.append("        %s: %s,\n".formatted(name, sum.reduced().code()));
    }
    return text.append("    }").toString();
  }

  private String scaled() {
    return "QM31 { "
        + "abcd"
            .chars()
            .mapToObj(
                c ->
                    (char) c + ": " + element("x." + (char) c).times(element("y")).reduced().code())
            .collect(Collectors.joining(", "))
        + " }";
  }

  /** Splits the lowest limb off; returns the greatest value of the rest. */
  private BigInteger split(
      StringBuilder out, String from, BigInteger most, BigInteger radix, int limb) {
    BigInteger rest = most.divide(radix);
    helpers.state(
        "DivRemHelper",
        BoundedExpression.type(BigInteger.ZERO, most),
        BoundedExpression.type(radix, radix),
        "type DivT = " + BoundedExpression.type(BigInteger.ZERO, rest),
        "type RemT = " + BoundedExpression.type(BigInteger.ZERO, radix.subtract(BigInteger.ONE)));
    out.append("let (rest, l%d) = div_rem(%s, NZ_%s);\n    ".formatted(limb, from, radix));
    return rest;
  }

  /* Four words fill the low half, three the high one. */
  private String unpackWords() {
    var out = new StringBuilder("let x: u256 = x.into();\n    ");
    BigInteger rest = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    for (int limb = 0; limb < 3; limb++) {
      rest = split(out, limb == 0 ? "low_half(x.low)" : "rest", rest, WORD, limb);
    }
    out.append("let l3 = rest;\n    ");
    rest = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    for (int limb = 4; limb < 6; limb++) {
      rest = split(out, limb == 4 ? "low_half(x.high)" : "rest", rest, WORD, limb);
    }
    out.append("let l6: u32 = match downcast(rest) {\n");
    out.append("        Some(word) => word,\n");
    out.append("        None => core::panic_with_felt252('SHAPE: a word'),\n    };\n    ");
    return out.append(
            "[upcast(l0), upcast(l1), upcast(l2), upcast(l3), upcast(l4), upcast(l5), l6]")
        .toString();
  }

  /* Four words fill each half. */
  private String unpackFelt() {
    var out = new StringBuilder("let x: u256 = x.into();\n    ");
    for (int half = 0; half < 2; half++) {
      BigInteger rest = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
      String from = "low_half(x.%s)".formatted(half == 0 ? "low" : "high");
      for (int limb = 4 * half; limb < 4 * half + 3; limb++) {
        rest = split(out, limb == 4 * half ? from : "rest", rest, WORD, limb);
      }
      out.append("let l%d = rest;\n    ".formatted(4 * half + 3));
    }
    return out.append("[upcast(l0), upcast(l1), upcast(l2), upcast(l3), upcast(l4), upcast(l5),")
        .append(" upcast(l6), upcast(l7)]")
        .toString();
  }

  /* Four words fill the low half, three and three bytes the high one. */
  private String unpackDigest() {
    var out = new StringBuilder("let x: u256 = x.into();\n    ");
    BigInteger rest = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    for (int limb = 0; limb < 3; limb++) {
      rest = split(out, limb == 0 ? "low_half(x.low)" : "rest", rest, WORD, limb);
    }
    out.append("let l3 = rest;\n    ");
    rest = BigInteger.TWO.pow(120).subtract(BigInteger.ONE);
    out.append("let high: %s =\n        ".formatted(BoundedExpression.type(BigInteger.ZERO, rest)));
    out.append("match downcast(x.high) {\n            Some(high) => high,\n");
    out.append(
        "            None => core::panic_with_felt252('SHAPE: a digest'),\n        };\n    ");
    for (int limb = 4; limb < 7; limb++) {
      rest = split(out, limb == 4 ? "high" : "rest", rest, WORD, limb);
    }
    out.append("let l7 = rest;\n    [");
    for (int limb = 0; limb < 8; limb++) {
      out.append(limb == 0 ? "" : ", ").append("upcast(l").append(limb).append(')');
    }
    return out.append(']').toString();
  }

  /* Eight shorts fill the low half, seven all but one of the high one. */
  private String appendShorts() {
    var out = new StringBuilder("let x: u256 = x.into();\n    ");
    BigInteger rest = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    for (int limb = 0; limb < 7; limb++) {
      rest = split(out, limb == 0 ? "low_half(x.low)" : "rest", rest, SHORT, limb);
    }
    out.append("let l7 = rest;\n    ");
    rest = BigInteger.TWO.pow(112).subtract(BigInteger.ONE);
    out.append("let high: %s =\n        ".formatted(BoundedExpression.type(BigInteger.ZERO, rest)));
    out.append("match downcast(x.high) {\n            Some(high) => high,\n");
    out.append("            None => core::panic_with_felt252('SHAPE: shorts'),\n        };\n    ");
    for (int limb = 8; limb < 14; limb++) {
      rest = split(out, limb == 8 ? "high" : "rest", rest, SHORT, limb);
    }
    out.append("let l14 = rest;");
    for (int limb = 0; limb < 15; limb++) {
      out.append("\n    list.append(upcast(l").append(limb).append("));");
    }
    return out.toString();
  }

  /* Limbs of 31 bits: four and a bit in the low half. */
  private String unpackElements() {
    var out = new StringBuilder("let x: u256 = x.into();\n    ");
    BigInteger rest = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    for (int limb = 0; limb < 4; limb++) {
      rest = split(out, limb == 0 ? "low_half(x.low)" : "rest", rest, ELEMENT, limb);
    }
    BigInteger high = BigInteger.TWO.pow(120).subtract(BigInteger.ONE);
    out.append("let high: %s =\n        ".formatted(BoundedExpression.type(BigInteger.ZERO, high)));
    out.append("match downcast(x.high) {\n            Some(high) => high,\n");
    out.append(
        "            None => core::panic_with_felt252('SHAPE: an element'),\n        };\n    ");
    BoundedExpression sixteen =
        helpers.of("SIXTEEN", BigInteger.valueOf(16), BigInteger.valueOf(16));
    BoundedExpression sum =
        helpers
            .of("rest", BigInteger.ZERO, rest)
            .plus(helpers.of("high", BigInteger.ZERO, high).times(sixteen));
    rest = sum.high();
    for (int limb = 4; limb < 7; limb++) {
      rest = split(out, limb == 4 ? sum.code() : "rest", rest, ELEMENT, limb);
    }
    out.append("let l7 = rest;\n    [");
    for (int limb = 0; limb < 8; limb++) {
      out.append(limb == 0 ? "" : ", ").append("canonical(l").append(limb).append(')');
    }
    return out.append(']').toString();
  }

  private void fixedHelpers() {
    BigInteger top = P.subtract(BigInteger.ONE);
    BigInteger twice = top.multiply(BigInteger.TWO);
    String sum = BoundedExpression.type(BigInteger.ZERO, twice);
    String high = BoundedExpression.type(P, twice);
    helpers.state("AddHelper", "M31", "M31", "type Result = " + sum);
    helpers.state("ConstrainHelper", sum, P.toString(), "type LowT = M31", "type HighT = " + high);
    helpers.state(
        "SubHelper",
        high,
        BoundedExpression.type(P, P),
        "type Result = " + BoundedExpression.type(BigInteger.ZERO, twice.subtract(P)));
    String difference = BoundedExpression.type(top.negate(), top);
    String negative = BoundedExpression.type(top.negate(), BigInteger.ONE.negate());
    helpers.state("SubHelper", "M31", "M31", "type Result = " + difference);
    helpers.state(
        "ConstrainHelper", difference, "0", "type LowT = " + negative, "type HighT = M31");
    helpers.state(
        "AddHelper",
        negative,
        BoundedExpression.type(P, P),
        "type Result = " + BoundedExpression.type(BigInteger.ONE, top));
    split(new StringBuilder(), "", WORD.subtract(BigInteger.ONE), THREE_BYTES, 0);
    BigInteger half = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    for (BigInteger most : new BigInteger[] {WORD.subtract(BigInteger.ONE), half}) {
      helpers.of("", BigInteger.ZERO, most).reduced();
    }
    // 2^128 is 16 modulo P.
    BoundedExpression all = helpers.of("low", BigInteger.ZERO, half);
    all.plus(all.times(helpers.of("", BigInteger.valueOf(16), BigInteger.valueOf(16)))).reduced();
  }
}
