package lucerna.stark.prover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import lucerna.field.ColumnArena;
import lucerna.field.M31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CircleFft;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotientSpaceTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private int[] product(int logRows, int factors) {
    int[] product = new int[4 << logRows];
    java.util.Arrays.fill(product, 1);
    for (int f = 0; f < factors; f++) {
      // One function more than the FFT's space has: the one that vanishes on the trace.
      int[] column = new int[2 << logRows];
      for (int i = 0; i <= 1 << logRows; i++) {
        column[i] = random.nextInt(M31.P);
      }
      int[] wide = CircleFft.evaluate(column, logRows + 2);
      for (int i = 0; i < product.length; i++) {
        product[i] = M31.mul(product[i], wide[i]);
      }
    }
    return product;
  }

  /**
   * The product of d - 1 random columns lies in the space, and fills it up to the last function.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 4", "2, 2", "2, 3", "2, 4", "3, 1", "3, 2", "3, 3", "3, 4", "4, 2", "4, 3", "4, 4", "9, 2",
    "9, 3", "9, 4", "12, 3", "12, 4"
  })
  void theFirstPositionsDetermineTheQuotient(int logRows, int degree) {
    int n = 1 << logRows;
    int[] quotient = product(logRows, degree - 1);
    CircleDomain domain = new CanonicCoset(logRows + 2).domain();
    QuotientSpace space = QuotientSpace.of(logRows, degree);
    int[] values = new int[4 * n];
    for (int i = 0; i < values.length; i++) {
      int vanishing = CanonicCoset.vanishing(logRows, domain.atStorage(i).x());
      // What lies beyond is not looked at.
      values[i] = i < space.positions() ? M31.mul(quotient[i], vanishing) : random.nextInt(M31.P);
    }
    space.interpolate(values, ColumnArena.FRESH);
    int[] coefficients = values.clone();
    CircleFft.evaluate(values);
    assertArrayEquals(quotient, values);
    if (logRows >= 3) {
      int parts = Math.max(degree, 2) - 1;
      assertEquals(parts * n + 1, space.positions());
      if (degree > 1) {
        assertNotEquals(0, coefficients[parts * n], "the function beyond the blocks is not there");
      }
      for (int i = parts * n + 1; i < coefficients.length; i++) {
        assertEquals(0, coefficients[i]);
      }
    }
  }
}
