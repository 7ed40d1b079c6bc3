package lucerna.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldAxiomsTest {
  private static final int[] EDGES = {0, 1, 2, M31.P / 2, M31.P / 2 + 1, M31.P - 2, M31.P - 1};
  private static final BigInteger P = BigInteger.valueOf(M31.P);

  private final Splitmix64 random = new Splitmix64(5);

  private List<Integer> elements() {
    List<Integer> elements = new ArrayList<>();
    for (int edge : EDGES) {
      elements.add(edge);
    }
    for (int i = 0; i < 40; i++) {
      elements.add(random.m31());
    }
    return elements;
  }

  private List<QM31> secureElements() {
    List<QM31> elements = new ArrayList<>();
    for (int a : new int[] {0, 1, M31.P - 1}) {
      for (int c : new int[] {0, 1, M31.P - 1}) {
        elements.add(new QM31(a, c, c, a));
        elements.add(new QM31(a, a, c, c));
      }
    }
    for (int i = 0; i < 12; i++) {
      elements.add(random.qm31());
    }
    return elements;
  }

  @Test
  void baseArithmeticIsThatOfIntegersModuloP() {
    for (int a : elements()) {
      BigInteger bigA = BigInteger.valueOf(a);
      for (int b : elements()) {
        BigInteger bigB = BigInteger.valueOf(b);
        assertEquals(bigA.add(bigB).mod(P).intValue(), M31.add(a, b));
        assertEquals(bigA.subtract(bigB).mod(P).intValue(), M31.sub(a, b));
        assertEquals(bigA.multiply(bigB).mod(P).intValue(), M31.mul(a, b));
      }
      assertEquals(bigA.negate().mod(P).intValue(), M31.neg(a));
      assertEquals(bigA.pow(5).mod(P).intValue(), M31.pow(a, 5));
      assertEquals(a, M31.of(M31.centered(a)));
      assertTrue(Math.abs((long) M31.centered(a)) <= M31.P / 2);
      assertTrue(M31.isCanonical(a));
      if (a != 0) {
        assertEquals(1, M31.mul(a, M31.inverse(a)));
      }
    }
    assertEquals(1, M31.pow(0, 0));
    assertThrows(ArithmeticException.class, () -> M31.inverse(0));
  }

  @Test
  void integersAreReduced() {
    long[] values = {0, 1, M31.P - 1L, M31.P, M31.P + 1L, 1L << 32, (1L << 62) - 1, 1L << 62};
    for (long value : values) {
      assertEquals((int) (value % M31.P), M31.reduce(value));
      assertEquals((int) (value % M31.P), M31.of(value));
      assertEquals(M31.neg((int) (value % M31.P)), M31.of(-value));
    }
    assertEquals(BigInteger.valueOf(Long.MIN_VALUE).mod(P).intValue(), M31.of(Long.MIN_VALUE));
    assertFalse(M31.isCanonical(M31.P));
    assertFalse(M31.isCanonical(-1));
  }

  @Test
  void secureFieldIsAField() {
    List<QM31> elements = secureElements();
    for (QM31 a : elements) {
      assertEquals(a, a.add(QM31.ZERO));
      assertEquals(a, a.mul(QM31.ONE));
      assertEquals(QM31.ZERO, a.add(a.neg()));
      if (a.isZero()) {
        assertThrows(ArithmeticException.class, a::inverse);
      } else {
        assertEquals(QM31.ONE, a.mul(a.inverse()));
      }
      for (QM31 b : elements) {
        assertEquals(a.add(b), b.add(a));
        assertEquals(a.mul(b), b.mul(a));
        assertEquals(a.sub(b), a.add(b.neg()));
        assertEquals(a.mul(b).complexConjugate(), a.complexConjugate().mul(b.complexConjugate()));
        for (QM31 c : elements) {
          assertEquals(a.add(b).add(c), a.add(b.add(c)));
          assertEquals(a.mul(b).mul(c), a.mul(b.mul(c)));
          assertEquals(a.mul(b.add(c)), a.mul(b).add(a.mul(c)));
        }
      }
    }
  }

  @Test
  void extensionsHaveTheirDefiningRelations() {
    CM31 i = new CM31(0, 1);
    QM31 u = new QM31(0, 0, 1, 0);
    assertEquals(new CM31(M31.P - 1, 0), i.mul(i));
    assertEquals(new QM31(2, 1, 0, 0), u.square());
    for (QM31 a : secureElements()) {
      assertEquals(a, QM31.of(a.c0(), CM31.ZERO).add(u.mul(a.c1())));
      assertEquals(a.mul(a).mul(a), a.pow(3));
      assertEquals(a.mul(QM31.of(7)), a.mul(7));
      assertEquals(a.add(QM31.of(7)), a.add(7));
      assertEquals(a.sub(QM31.of(7)), a.sub(7));
      QM31[] parts = new QM31[QM31.DEGREE];
      for (int k = 0; k < parts.length; k++) {
        parts[k] = QM31.of(a.coordinate(k));
      }
      assertEquals(a, QM31.fromPartialEvaluations(parts[0], parts[1], parts[2], parts[3]));
    }
    assertEquals(QM31.ONE, random.qm31().pow(0));
    assertThrows(IndexOutOfBoundsException.class, () -> QM31.ONE.coordinate(4));
  }
}
