package lucerna.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import lucerna.field.spi.FieldKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the kernels in use, element by element, with the formulas of their contract. */
class KernelsTest {
  private final Splitmix64 random = new Splitmix64(99);
  private final FieldKernels kernels = Kernels.get();

  /** Random elements among which the edge values 1 and P - 1 are frequent. */
  private int[] column(int length) {
    int[] values = random.column(length);
    for (int i = 0; i < length; i++) {
      int kind = (int) random.next() & 7;
      values[i] = kind == 0 ? 1 : kind == 1 ? M31.P - 1 : Math.max(values[i], 1);
    }
    return values;
  }

  private SecureColumn secureColumn(int length) {
    return new SecureColumn(column(length), column(length), column(length), column(length));
  }

  private static SecureColumn copy(SecureColumn c) {
    return new SecureColumn(c.a().clone(), c.b().clone(), c.c().clone(), c.d().clone());
  }

  private static int end(int length) {
    return Math.max(length - 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 1000, 1024, 1025, 2500})
  void inversesMultiplyToOne(int length) {
    int[] values = column(length);
    int[] out = new int[length];
    assertEquals(-1, kernels.batchInverse(values, out, 0, length));
    SecureColumn secure = secureColumn(length);
    SecureColumn secureOut = SecureColumn.zeros(length);
    assertEquals(-1, kernels.batchInverse(secure, secureOut, 0, length));
    for (int i = 0; i < length; i++) {
      assertEquals(1, M31.mul(values[i], out[i]));
      assertEquals(QM31.ONE, secure.get(i).mul(secureOut.get(i)));
    }
    BatchInverse.invert(values, values);
    assertArrayEquals(out, values);
    BatchInverse.invert(secure, secure);
    assertArrayEquals(secureOut.coordinates(), secure.coordinates());
  }

  @Test
  void inversesKeepToTheirRange() {
    int[] values = column(40);
    values[2] = 0;
    values[30] = 0;
    int[] out = values.clone();
    assertEquals(-1, kernels.batchInverse(values, out, 3, 30));
    assertArrayEquals(Arrays.copyOf(values, 3), Arrays.copyOf(out, 3));
    assertArrayEquals(Arrays.copyOfRange(values, 30, 40), Arrays.copyOfRange(out, 30, 40));
    assertEquals(30, kernels.batchInverse(values, out, 3, 40));
  }

  @Test
  void theFirstZeroIsNamed() {
    int[] values = column(100_000);
    values[70_000] = 0;
    values[99_999] = 0;
    var error =
        assertThrows(ArithmeticException.class, () -> BatchInverse.invert(values, values.clone()));
    assertEquals("0 has no inverse: element 70000", error.getMessage());
    SecureColumn secure = secureColumn(3000);
    secure.set(2999, QM31.ZERO);
    secure.set(1500, QM31.ZERO);
    error = assertThrows(ArithmeticException.class, () -> BatchInverse.invert(secure, secure));
    assertEquals("0 has no inverse: element 1500", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> BatchInverse.invert(new int[2], new int[3]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 1000})
  void baseProductsAgree(int length) {
    int[] acc = column(length);
    int[] a = column(length);
    int[] b = column(length);
    int[] out = acc.clone();
    int[] sums = acc.clone();
    kernels.mul(a, b, out, 0, end(length));
    kernels.mulAdd(sums, a, b, 0, end(length));
    for (int i = 0; i < length; i++) {
      boolean inRange = i < length - 1;
      assertEquals(inRange ? M31.mul(a[i], b[i]) : acc[i], out[i]);
      assertEquals(inRange ? M31.add(acc[i], M31.mul(a[i], b[i])) : acc[i], sums[i]);
    }
    int[] squares = a.clone();
    kernels.mul(squares, squares, squares, 0, length);
    assertArrayEquals(Arrays.stream(a).map(M31::square).toArray(), squares);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 1000})
  void secureProductsAgree(int length) {
    SecureColumn a = secureColumn(length);
    SecureColumn b = secureColumn(length);
    int[] base = column(length);
    QM31 coefficient = random.qm31();
    SecureColumn acc = copy(a);
    SecureColumn product = copy(a);
    SecureColumn scaled = copy(a);
    kernels.accumulate(acc, base, coefficient, 0, end(length));
    kernels.mul(product, b, product, 0, end(length));
    kernels.mul(scaled, base, scaled, 0, end(length));
    QM31 sum = QM31.ZERO;
    for (int i = 0; i < length; i++) {
      boolean inRange = i < length - 1;
      QM31 x = a.get(i);
      assertEquals(inRange ? x.add(coefficient.mul(base[i])) : x, acc.get(i));
      assertEquals(inRange ? x.mul(b.get(i)) : x, product.get(i));
      assertEquals(inRange ? x.mul(base[i]) : x, scaled.get(i));
      sum = sum.add(x.mul(base[i]));
    }
    int[] shifted = new int[length + 5];
    System.arraycopy(base, 0, shifted, 3, length);
    assertEquals(sum, kernels.dot(a, shifted, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 9})
  void combinationsAreSumsOfMultiples(int count) {
    int length = 40;
    int[][] columns = new int[count][];
    Arrays.setAll(columns, j -> column(length));
    SecureColumn weights = secureColumn(count);
    SecureColumn start = secureColumn(length);
    SecureColumn acc = copy(start);
    kernels.accumulate(acc, columns, weights, 1, length - 1);
    for (int i = 0; i < length; i++) {
      QM31 sum = start.get(i);
      for (int j = 0; j < count && i > 0 && i < length - 1; j++) {
        sum = sum.add(weights.get(j).mul(columns[j][i]));
      }
      assertEquals(sum, acc.get(i));
    }
  }

  @Test
  void theHighestPriorityIsChosenUnlessANameIsGiven() {
    FieldKernels scalar = Kernels.scalar();
    assertSame(scalar, Kernels.choose(List.of(scalar), null));
    assertSame(scalar, Kernels.choose(List.of(scalar), "scalar"));
    var error =
        assertThrows(IllegalStateException.class, () -> Kernels.choose(List.of(scalar), "abacus"));
    assertEquals("no kernels 'abacus'; there are [scalar]", error.getMessage());
  }
}
