package lucerna.field.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the kernels in use with the scalar ones: at the preferred width, at 128 bits, scalar.
 */
final class VectorKernelsTest {
  private static final int L = Lanes.COUNT;

  private final FieldKernels scalar = Kernels.scalar();
  private final FieldKernels kernels = Kernels.get();
  private final SplittableRandom random = new SplittableRandom(5);

  static IntStream lengths() {
    int[] own = {L - 1, L, L + 1, 2 * L - 1, 2 * L, 2 * L + 1, 4 * L, 4 * L + 3, 8 * L};
    int[] others = {0, 1, 2, 3, 64, 511, 512, 513, 1024, 2048 + 2 * L, 5000};
    return IntStream.concat(IntStream.of(own), IntStream.of(others)).distinct();
  }

  /** Random elements among which 0, 1 and P - 1 are frequent, or 1 in place of 0. */
  private int[] column(int length, boolean zeros) {
    int[] edges = {zeros ? 0 : 1, 1, M31.P - 1};
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(6);
      values[i] = kind < edges.length ? edges[kind] : random.nextInt(1, M31.P);
    }
    return values;
  }

  private SecureColumn secure(int length, boolean zeros) {
    return new SecureColumn(
        column(length, zeros), column(length, zeros), column(length, zeros), column(length, zeros));
  }

  private static SecureColumn copy(SecureColumn c) {
    return new SecureColumn(c.a().clone(), c.b().clone(), c.c().clone(), c.d().clone());
  }

  private static void assertSame(SecureColumn expected, SecureColumn actual) {
    assertArrayEquals(expected.coordinates(), actual.coordinates());
  }

  @Test
  void usesTheKernelsThatWereAskedFor() {
    assertEquals(System.getProperty("lucerna.kernels"), kernels.name());
    assertEquals(Integer.getInteger("lucerna.lanes", 32 * L) / 32, L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void transformsAgree(int logSize) {
    int[] values = column(1 << logSize, true);
    // Any tables do: both sides do the same arithmetic. Lengths are those of the contract.
    int[][] twiddles = new int[logSize + 1][];
    for (int k = 2; k <= logSize; k++) {
      twiddles[k] = column((1 << (k - 2)) + FieldKernels.TWIDDLE_PADDING, false);
    }
    int[] expected = values.clone();
    int[] actual = values.clone();
    scalar.interpolate(expected, twiddles);
    kernels.interpolate(actual, twiddles);
    assertArrayEquals(expected, actual);
    for (int logDegree = 0; logDegree <= logSize; logDegree++) {
      expected = values.clone();
      actual = values.clone();
      scalar.evaluate(expected, logDegree, twiddles);
      kernels.evaluate(actual, logDegree, twiddles);
      assertArrayEquals(expected, actual, "degree 2^" + logDegree);
      Arrays.fill(actual, -1);
      kernels.evaluate(Arrays.copyOf(values, 1 << logDegree), actual, twiddles);
      assertArrayEquals(expected, actual, "degree 2^" + logDegree + ", apart");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void ordersAgree(int logSize) {
    int[] byRow = column(1 << logSize, true);
    int[] expected = new int[byRow.length];
    int[] actual = new int[byRow.length];
    scalar.toStorage(byRow, expected);
    kernels.toStorage(byRow, actual);
    assertArrayEquals(expected, actual);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void baseProductsAgree(int length) {
    int from = Math.min(1, length);
    int[] a = column(length, true);
    int[] b = column(length, true);
    int[] expected = column(length, true);
    int[] actual = expected.clone();
    scalar.mulAdd(expected, a, b, from, length);
    kernels.mulAdd(actual, a, b, from, length);
    assertArrayEquals(expected, actual);
    scalar.mul(a, b, expected, 0, length - from);
    kernels.mul(a, b, actual, 0, length - from);
    assertArrayEquals(expected, actual);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void secureProductsAgree(int length) {
    int from = Math.min(1, length);
    SecureColumn a = secure(length, true);
    SecureColumn b = secure(length, true);
    int[] base = column(length, true);
    SecureColumn expected = secure(length, true);
    SecureColumn actual = copy(expected);
    scalar.mul(a, b, expected, from, length);
    kernels.mul(a, b, actual, from, length);
    assertSame(expected, actual);
    scalar.mul(a, base, expected, 0, length - from);
    kernels.mul(a, base, actual, 0, length - from);
    assertSame(expected, actual);
    for (QM31 factor :
        new QM31[] {QM31.ONE, factor(random), new QM31(M31.P - 1, 0, M31.P - 1, 1)}) {
      scalar.accumulate(expected, base, factor, from, length);
      kernels.accumulate(actual, base, factor, from, length);
      assertSame(expected, actual);
    }
    int[] shifted = new int[length + 5];
    System.arraycopy(base, 0, shifted, 3, length);
    assertEquals(scalar.dot(b, shifted, 3), kernels.dot(b, shifted, 3));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void productsAgreeInPlace(int length) {
    SecureColumn a = secure(length, true);
    SecureColumn b = secure(length, true);
    SecureColumn expected = SecureColumn.zeros(length);
    scalar.mul(a, b, expected, 0, length);
    SecureColumn first = copy(a);
    kernels.mul(first, b, first, 0, length);
    assertSame(expected, first);
    SecureColumn second = copy(b);
    kernels.mul(a, second, second, 0, length);
    assertSame(expected, second);
    scalar.mul(a, a, expected, 0, length);
    kernels.mul(a, a, a, 0, length);
    assertSame(expected, a);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void combinationsAgree(int length) {
    int from = Math.min(1, length);
    int[] most = new int[length];
    Arrays.fill(most, M31.P - 1);
    for (int count : new int[] {0, 1, 2, 3, 4, 5, 8, 11}) {
      int[][] columns = new int[count][];
      Arrays.setAll(columns, j -> j == 1 ? most : column(length, true));
      SecureColumn expected = secure(length, true);
      SecureColumn actual = copy(expected);
      int[] all = new int[count];
      Arrays.fill(all, M31.P - 1);
      for (SecureColumn weights :
          new SecureColumn[] {secure(count, true), new SecureColumn(all, all, all, all)}) {
        scalar.accumulate(expected, columns, weights, from, length);
        kernels.accumulate(actual, columns, weights, from, length);
        assertSame(expected, actual);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void productsByComplexColumnsAgree(int length) {
    int from = Math.min(1, length);
    int[] most = new int[length];
    Arrays.fill(most, M31.P - 1);
    for (boolean extreme : new boolean[] {false, true}) {
      int[] re = extreme ? most : column(length, true);
      int[] im = extreme ? most : column(length, true);
      SecureColumn values = extreme ? allMost(length) : secure(length, true);
      SecureColumn expected = copy(values);
      SecureColumn actual = copy(values);
      scalar.mul(expected, re, im, from, length);
      kernels.mul(actual, re, im, from, length);
      assertSame(expected, actual);
      for (int i = from; i < length; i++) {
        QM31 factor = new QM31(re[i - from], im[i - from], 0, 0);
        assertEquals(values.get(i).mul(factor), actual.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void foldsAgree(int length) {
    int start = 3;
    int[] t = column(length + start, true);
    int[] most = new int[length + start];
    Arrays.fill(most, M31.P - 1);
    QM31 all = new QM31(M31.P - 1, M31.P - 1, M31.P - 1, M31.P - 1);
    for (QM31 alpha : new QM31[] {QM31.ZERO, QM31.ONE, factor(random), all}) {
      for (int[] factors : new int[][] {t, most}) {
        SecureColumn in = secure(2 * length + 2 * start, true);
        SecureColumn expected = secure(length + 1, true);
        SecureColumn actual = copy(expected);
        scalar.fold(in, 2 * start, factors, start, alpha, expected, 1, length);
        kernels.fold(in, 2 * start, factors, start, alpha, actual, 1, length);
        assertSame(expected, actual);
        for (int i = 0; i < length; i++) {
          QM31 f = in.get(2 * (start + i));
          QM31 g = in.get(2 * (start + i) + 1);
          QM31 folded = f.add(g).add(f.sub(g).mul(factors[start + i]).mul(alpha));
          assertEquals(folded, actual.get(1 + i));
        }
      }
    }
  }

  /** Differences of P - 1 times P - 1, the greatest that a fold multiplies by alpha. */
  @Test
  void largestFoldsAreExact() {
    int length = 4 * L;
    SecureColumn in = SecureColumn.zeros(2 * length);
    QM31 all = new QM31(M31.P - 1, M31.P - 1, M31.P - 1, M31.P - 1);
    int[] most = new int[length];
    Arrays.fill(most, M31.P - 1);
    for (int i = 0; i < length; i++) {
      in.set(2 * i + 1, QM31.ONE);
      in.set(2 * i, all);
    }
    SecureColumn expected = SecureColumn.zeros(length);
    SecureColumn actual = SecureColumn.zeros(length);
    scalar.fold(in, 0, most, 0, all, expected, 0, length);
    kernels.fold(in, 0, most, 0, all, actual, 0, length);
    assertSame(expected, actual);
  }

  private static SecureColumn allMost(int length) {
    int[] most = new int[length];
    Arrays.fill(most, M31.P - 1);
    return new SecureColumn(most.clone(), most.clone(), most.clone(), most.clone());
  }

  @Test
  void transformsFromOneArrayToAnotherAgree() {
    for (int logDegree = 0; logDegree <= 15; logDegree++) {
      for (int logSize = Math.max(1, logDegree);
          logSize <= Math.min(logDegree + 3, 16);
          logSize++) {
        int[][] twiddles = new int[logSize + 1][];
        for (int k = 2; k <= logSize; k++) {
          twiddles[k] = column((1 << (k - 2)) + FieldKernels.TWIDDLE_PADDING, false);
        }
        int[] coefficients = column(1 << logDegree, true);
        int[] kept = coefficients.clone();
        int[] expected = column(1 << logSize, true);
        int[] actual = column(1 << logSize, true);
        scalar.evaluate(coefficients, expected, twiddles);
        kernels.evaluate(coefficients, actual, twiddles);
        assertArrayEquals(expected, actual, logDegree + " of " + logSize);
        assertArrayEquals(kept, coefficients);
      }
    }
  }

  private static QM31 factor(SplittableRandom random) {
    return new QM31(random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P), 0);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void largestSumsAreExact(int length) {
    int[] most = new int[length];
    Arrays.fill(most, M31.P - 1);
    SecureColumn all = new SecureColumn(most, most, most, most);
    assertEquals(scalar.dot(all, most, 0), kernels.dot(all, most, 0));
    SecureColumn expected = SecureColumn.zeros(length);
    SecureColumn actual = SecureColumn.zeros(length);
    scalar.mul(all, all, expected, 0, length);
    kernels.mul(all, all, actual, 0, length);
    assertSame(expected, actual);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void inversesAgree(int length) {
    int from = Math.min(1, length);
    int[] values = column(length, false);
    int[] expected = new int[length];
    int[] actual = new int[length];
    assertEquals(-1, scalar.batchInverse(values, expected, from, length));
    assertEquals(-1, kernels.batchInverse(values, actual, from, length));
    assertArrayEquals(expected, actual);
    SecureColumn secure = secure(length, true);
    for (int i = 0; i < length; i++) {
      secure.set(i, secure.get(i).isZero() ? QM31.ONE : secure.get(i));
    }
    SecureColumn expectedSecure = SecureColumn.zeros(length);
    SecureColumn actualSecure = SecureColumn.zeros(length);
    assertEquals(-1, scalar.batchInverse(secure, expectedSecure, from, length));
    assertEquals(-1, kernels.batchInverse(secure, actualSecure, from, length));
    assertSame(expectedSecure, actualSecure);
    kernels.batchInverse(values, values, from, length);
    assertArrayEquals(
        IntStream.range(from, length).map(i -> expected[i]).toArray(),
        IntStream.range(from, length).map(i -> values[i]).toArray());
    for (int zero : new int[] {from, length / 2, length - 1}) {
      if (zero >= from && zero < length) {
        values[zero] = 0;
        secure.set(zero, QM31.ZERO);
        int first = scalar.batchInverse(values.clone(), expected, from, length);
        assertEquals(first, kernels.batchInverse(values.clone(), actual, from, length));
        assertEquals(first, kernels.batchInverse(secure, actualSecure, from, length));
      }
    }
  }
}
