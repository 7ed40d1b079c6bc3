package lucerna.field.circle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.Splitmix64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircleFftTest {
  private final Splitmix64 random = new Splitmix64(17);

  /** The basis functions as their definition reads. */
  private static QM31 naive(int[] coefficients, SecureCirclePoint p) {
    QM31 sum = QM31.ZERO;
    for (int j = 0; j < coefficients.length; j++) {
      QM31 basis = (j & 1) == 0 ? QM31.ONE : p.y();
      QM31 x = p.x();
      for (int rest = j >> 1; rest != 0; rest >>= 1) {
        if ((rest & 1) != 0) {
          basis = basis.mul(x);
        }
        x = x.square().add(x.square()).sub(1);
      }
      sum = sum.add(basis.mul(coefficients[j]));
    }
    return sum;
  }

  private static int[] naiveEvaluations(int[] coefficients, int logSize) {
    CircleDomain domain = new CanonicCoset(logSize).domain();
    return IntStream.range(0, domain.size())
        .map(i -> naive(coefficients, SecureCirclePoint.of(domain.atStorage(i))).a())
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void evaluatesAsDefined(int logSize) {
    int[] coefficients = random.column(1 << logSize);
    int[] values = coefficients.clone();
    CircleFft.evaluate(values);
    assertArrayEquals(naiveEvaluations(coefficients, logSize), values);
    SecureCirclePoint p = SecureCirclePoint.fromParameter(random.qm31());
    assertEquals(naive(coefficients, p), CircleFft.evaluateAt(coefficients, p));
    CircleDomain other = new CanonicCoset(logSize + 1).domain();
    for (int i = 0; i < other.size(); i += 7) {
      CirclePoint q = other.atStorage(i);
      QM31 expected = naive(coefficients, SecureCirclePoint.of(q));
      assertEquals(expected, QM31.of(CircleFft.evaluateAt(coefficients, q)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
  void roundTrips(int logSize) {
    int size = 1 << logSize;
    int[] highest = new int[size];
    Arrays.fill(highest, M31.P - 1);
    for (int[] values : new int[][] {random.column(size), highest, new int[size]}) {
      int[] copy = values.clone();
      CircleFft.interpolate(copy);
      CircleFft.evaluate(copy);
      assertArrayEquals(values, copy);
      CircleFft.evaluate(copy);
      CircleFft.interpolate(copy);
      assertArrayEquals(values, copy);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 11})
  void extendsAsAZeroPaddedPolynomial(int logSize) {
    int[] values = random.column(1 << logSize);
    int[] untouched = values.clone();
    for (int logBlowup = 0; logBlowup <= 4; logBlowup++) {
      int[] expected = values.clone();
      CircleFft.interpolate(expected);
      expected = Arrays.copyOf(expected, values.length << logBlowup);
      CircleFft.evaluate(expected);
      assertArrayEquals(expected, CircleFft.extend(values, logBlowup));
    }
    assertArrayEquals(untouched, values);
  }

  @Test
  void extendsColumnsOfSeveralSizes() {
    int[][] columns =
        IntStream.range(1, 40).mapToObj(i -> random.column(1 << (1 + i % 9))).toArray(int[][]::new);
    int[][] extended = CircleFft.extendAll(columns, 1);
    for (int i = 0; i < columns.length; i++) {
      assertArrayEquals(CircleFft.extend(columns[i], 1), extended[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 12})
  void evaluatesSecurePolynomialsByCoordinates(int logSize) {
    SecureColumn coefficients = random.secureColumn(1 << logSize);
    SecureCirclePoint p = SecureCirclePoint.fromParameter(random.qm31());
    QM31[] parts =
        Arrays.stream(coefficients.coordinates()).map(c -> naive(c, p)).toArray(QM31[]::new);
    assertEquals(
        QM31.fromPartialEvaluations(parts[0], parts[1], parts[2], parts[3]),
        CircleFft.evaluateAt(coefficients, p));
  }

  @Test
  void rejectsOtherLengths() {
    for (int length : new int[] {0, 1, 3, 12}) {
      assertThrows(IllegalArgumentException.class, () -> CircleFft.interpolate(new int[length]));
      assertThrows(IllegalArgumentException.class, () -> CircleFft.evaluate(new int[length]));
    }
    assertThrows(IllegalArgumentException.class, () -> CircleFft.extend(new int[4], 29));
  }
}
