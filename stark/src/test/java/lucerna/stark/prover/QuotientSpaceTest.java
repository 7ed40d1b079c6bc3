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

  /** A column, as it is on the domain of four times its points: of N coefficients, not one more. */
  private int[] column(int logRows) {
    int[] column = new int[4 << logRows];
    for (int i = 0; i < 1 << logRows; i++) {
      column[i] = random.nextInt(M31.P);
    }
    CircleFft.evaluate(column);
    return column;
  }

  /**
   * Columns a, b, c, with b and c lowered so that what they make vanishes on the trace: the
   * quotient of degree 3 lies in the space of 2N coefficients, that of degree 2 has one function
   * more than N.
   */
  @ParameterizedTest
  @CsvSource({"3, 2", "3, 3", "6, 2", "6, 3", "9, 2", "9, 3"})
  void theQuotientOfColumnsLiesInTheSmallerSpaceButForOneFunction(int logRows, int degree) {
    int n = 1 << logRows;
    int[] product = column(logRows);
    for (int f = 1; f < degree; f++) {
      int[] other = column(logRows);
      java.util.Arrays.setAll(product, i -> M31.mul(product[i], other[i]));
    }
    // Less its own values on the trace, as a column: then it vanishes there.
    int[] remainder = product.clone();
    CircleFft.interpolate(remainder);
    int[] onTrace = CircleFft.evaluate(remainder, logRows + 2);
    assertArrayEquals(product, onTrace);
    int[] low = lowered(remainder, logRows);
    int[] lowWide = CircleFft.evaluate(low, logRows + 2);
    QuotientSpace space = QuotientSpace.of(logRows, degree);
    int[] values = new int[4 * n];
    CircleDomain domain = new CanonicCoset(logRows + 2).domain();
    for (int i = 0; i < values.length; i++) {
      values[i] = M31.sub(product[i], lowWide[i]);
    }
    int logSpace = logRows + degree - 2;
    int[] expected = space.interpolate(values.clone(), ColumnArena.FRESH);
    int[] part = space.interpolate(values, logSpace, ColumnArena.FRESH);
    assertEquals(1 << logSpace, part.length);
    assertArrayEquals(java.util.Arrays.copyOf(expected, part.length), part);
    assertEquals(expected[part.length], values[0]);
    if (degree == 2) {
      assertNotEquals(0, values[0], "the function beyond the space is not there");
    } else {
      assertEquals(0, values[0]);
    }
    assertEquals(4 * n, domain.size());
  }

  /** The column that takes the values of a function on the trace. */
  private static int[] lowered(int[] coefficients, int logRows) {
    // v(N) is 0 there, and so is all that it is a factor of: the first N functions are left, but
    // v(2N) is 2 v(N)^2 - 1 = -1.
    int n = 1 << logRows;
    int[] low = new int[n];
    for (int i = 0; i < n; i++) {
      low[i] = M31.sub(coefficients[i], coefficients[2 * n + i]);
    }
    return low;
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
