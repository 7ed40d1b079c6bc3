package lucerna.field.circle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.Splitmix64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LagrangeWeightsTest {
  private final Splitmix64 random = new Splitmix64(41);

  private static QM31 weightedSum(SecureColumn weights, int[] byRow) {
    QM31 sum = QM31.ZERO;
    for (int row = 0; row < weights.length(); row++) {
      sum = sum.add(weights.get(row).mul(byRow[row]));
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreeWithInterpolation(int logSize) {
    int size = 1 << logSize;
    SecureCirclePoint p = SecureCirclePoint.fromParameter(random.qm31());
    SecureColumn weights = LagrangeWeights.at(logSize, p, size);
    int[] byRow = random.column(size);
    int[] coefficients = RowOrder.toStorage(byRow);
    CircleFft.interpolate(coefficients);
    assertEquals(CircleFft.evaluateAt(coefficients, p), weightedSum(weights, byRow));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void areExactOnTheHighestBasisFunction(int logSize) {
    // This function alone reaches degree N/2, where an error in the ends would show.
    int[] coefficients = new int[1 << logSize];
    coefficients[coefficients.length - 1] = 1;
    SecureCirclePoint p = SecureCirclePoint.fromParameter(random.qm31());
    QM31 expected = CircleFft.evaluateAt(coefficients, p);
    CircleFft.evaluate(coefficients);
    SecureColumn weights = LagrangeWeights.at(logSize, p, coefficients.length);
    assertEquals(expected, weightedSum(weights, RowOrder.toRows(coefficients)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void areOneAtTheOwnRowOfATracePoint(int logSize) {
    CanonicCoset coset = new CanonicCoset(logSize);
    for (int own = 0; own < coset.size(); own++) {
      SecureColumn weights =
          LagrangeWeights.at(logSize, SecureCirclePoint.of(coset.at(own)), coset.size());
      for (int row = 0; row < coset.size(); row++) {
        assertEquals(row == own ? QM31.ONE : QM31.ZERO, weights.get(row));
      }
    }
  }

  @Test
  void workAtOtherPointsOverTheBaseField() {
    SecureCirclePoint p = SecureCirclePoint.of(CirclePoint.ofIndex(12345));
    int[] byRow = random.column(16);
    int[] coefficients = RowOrder.toStorage(byRow);
    CircleFft.interpolate(coefficients);
    assertEquals(
        CircleFft.evaluateAt(coefficients, p), weightedSum(LagrangeWeights.at(4, p, 16), byRow));
  }

  @Test
  void firstRowsDoNotDependOnHowManyAreWanted() {
    SecureCirclePoint p = SecureCirclePoint.fromParameter(random.qm31());
    SecureColumn all = LagrangeWeights.at(12, p, 4096);
    for (int rows : new int[] {0, 1, 2, 1023, 1024, 1025, 4095}) {
      SecureColumn some = LagrangeWeights.at(12, p, rows);
      assertEquals(rows, some.length());
      for (int c = 0; c < QM31.DEGREE; c++) {
        int[] expected = Arrays.copyOf(all.coordinates()[c], rows);
        assertArrayEquals(expected, some.coordinates()[c]);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> LagrangeWeights.at(3, p, 9));
  }
}
