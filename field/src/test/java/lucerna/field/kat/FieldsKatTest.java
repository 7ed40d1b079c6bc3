package lucerna.field.kat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import lucerna.field.CM31;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.Splitmix64;
import org.junit.jupiter.api.Test;

/** Checks every value of {@code fields.json}; some edge cases come before those from the seed. */
class FieldsKatTest {
  private static final JsonNode FILE = Kat.read("fields.json");

  @Test
  void generatorAgrees() {
    JsonNode check = FILE.get("splitmix64_check");
    Splitmix64 random = Kat.generator(check.get("seed"));
    assertFalse(check.get("first_outputs").isEmpty());
    for (JsonNode output : check.get("first_outputs")) {
      assertEquals(output.textValue(), "0x%016x".formatted(random.next()));
    }
  }

  @Test
  void m31Agrees() {
    JsonNode m31 = FILE.get("m31");
    assertEquals(M31.P, m31.get("modulus").intValue());
    Splitmix64 random = Kat.generator(m31.get("seed"));
    int edges = 5;
    for (JsonNode c : m31.get("cases")) {
      int a = c.get("a").intValue();
      int b = c.get("b").intValue();
      if (edges-- <= 0) {
        assertEquals(random.m31(), a);
        assertEquals(random.m31(), b);
      }
      assertEquals(c.get("add").intValue(), M31.add(a, b));
      assertEquals(c.get("sub").intValue(), M31.sub(a, b));
      assertEquals(c.get("mul").intValue(), M31.mul(a, b));
      assertEquals(c.get("neg_a").intValue(), M31.neg(a));
      assertEquals(c.get("square_a").intValue(), M31.square(a));
      if (c.get("inverse_a").isNull()) {
        assertThrows(ArithmeticException.class, () -> M31.inverse(a));
      } else {
        assertEquals(c.get("inverse_a").intValue(), M31.inverse(a));
      }
    }
  }

  @Test
  void cm31Agrees() {
    Splitmix64 random = Kat.generator(FILE.get("cm31").get("seed"));
    int edges = 3;
    for (JsonNode c : FILE.get("cm31").get("cases")) {
      CM31 a = Kat.cm31(c.get("a"));
      CM31 b = Kat.cm31(c.get("b"));
      if (edges-- <= 0) {
        assertEquals(random.cm31(), a);
        assertEquals(random.cm31(), b);
      }
      assertEquals(Kat.cm31(c.get("add")), a.add(b));
      assertEquals(Kat.cm31(c.get("sub")), a.sub(b));
      assertEquals(Kat.cm31(c.get("mul")), a.mul(b));
      assertEquals(Kat.cm31(c.get("neg_a")), a.neg());
      assertEquals(Kat.cm31(c.get("square_a")), a.mul(a));
      if (c.get("inverse_a").isNull()) {
        assertThrows(ArithmeticException.class, a::inverse);
      } else {
        assertEquals(Kat.cm31(c.get("inverse_a")), a.inverse());
      }
    }
  }

  @Test
  void qm31Agrees() {
    Splitmix64 random = Kat.generator(FILE.get("qm31").get("seed"));
    int edges = 4;
    for (JsonNode node : FILE.get("qm31").get("cases")) {
      QM31 a = Kat.qm31(node.get("a"));
      QM31 b = Kat.qm31(node.get("b"));
      int s = node.get("s").intValue();
      CM31 c = Kat.cm31(node.get("c"));
      if (edges-- <= 0) {
        assertEquals(random.qm31(), a);
        assertEquals(random.qm31(), b);
        assertEquals(random.m31(), s);
        assertEquals(random.cm31(), c);
      }
      assertEquals(Kat.qm31(node.get("add")), a.add(b));
      assertEquals(Kat.qm31(node.get("sub")), a.sub(b));
      assertEquals(Kat.qm31(node.get("mul")), a.mul(b));
      assertEquals(Kat.qm31(node.get("mul_m31_s")), a.mul(s));
      assertEquals(Kat.qm31(node.get("mul_cm31_c")), a.mul(c));
      assertEquals(Kat.qm31(node.get("neg_a")), a.neg());
      assertEquals(Kat.qm31(node.get("square_a")), a.square());
      assertEquals(Kat.qm31(node.get("complex_conjugate_a")), a.complexConjugate());
      if (node.get("inverse_a").isNull()) {
        assertThrows(ArithmeticException.class, a::inverse);
      } else {
        assertEquals(Kat.qm31(node.get("inverse_a")), a.inverse());
      }
    }
  }
}
