package lucerna.field.kat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import lucerna.field.QM31;
import lucerna.field.Splitmix64;
import lucerna.field.circle.BitReversal;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.SecureCirclePoint;
import org.junit.jupiter.api.Test;

/** Checks every value of {@code fft.json}. */
class FftKatTest {
  private static final JsonNode FILE = Kat.read("fft.json");

  @Test
  void casesAgree() {
    assertFalse(FILE.get("cases").isEmpty());
    for (JsonNode c : FILE.get("cases")) {
      int size = 1 << c.get("log_size").intValue();
      Splitmix64 random = Kat.generator(c.get("seed"));
      int[] stored = random.column(size);
      assertArrayEquals(Kat.ints(c.get("evals_bit_reversed")), stored);
      int[] natural = stored.clone();
      BitReversal.permute(natural);
      assertArrayEquals(Kat.ints(c.get("evals_natural")), natural);

      int[] coefficients = stored.clone();
      CircleFft.interpolate(coefficients);
      assertArrayEquals(Kat.ints(c.get("coefficients")), coefficients);
      int[] back = coefficients.clone();
      CircleFft.evaluate(back);
      assertArrayEquals(stored, back);

      for (JsonNode extended : c.get("extended")) {
        assertArrayEquals(
            Kat.ints(extended.get("evals_bit_reversed")),
            CircleFft.extend(stored, extended.get("log_blowup").intValue()));
      }
      QM31 t = random.qm31();
      assertEquals(Kat.qm31(c.get("secure_point_t")), t);
      SecureCirclePoint point = SecureCirclePoint.fromParameter(t);
      assertEquals(Kat.qm31(c.get("secure_point").get("x")), point.x());
      assertEquals(Kat.qm31(c.get("secure_point").get("y")), point.y());
      assertEquals(
          Kat.qm31(c.get("value_at_secure_point")), CircleFft.evaluateAt(coefficients, point));
    }
  }

  @Test
  void basisFunctionsAgree() {
    assertEquals(8, FILE.get("basis_functions_log3").size());
    for (JsonNode basis : FILE.get("basis_functions_log3")) {
      int[] values = new int[8];
      values[basis.get("coefficient_index").intValue()] = 1;
      CircleFft.evaluate(values);
      assertArrayEquals(Kat.ints(basis.get("evals_bit_reversed")), values);
    }
  }
}
