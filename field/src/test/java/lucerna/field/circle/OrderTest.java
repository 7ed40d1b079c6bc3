package lucerna.field.circle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.Splitmix64;
import org.junit.jupiter.api.Test;

class OrderTest {
  private final Splitmix64 random = new Splitmix64(23);

  @Test
  void rowsAreStoredWhereTheirPointsAre() {
    for (int logSize = 1; logSize <= 8; logSize++) {
      CanonicCoset coset = new CanonicCoset(logSize);
      CircleDomain domain = coset.domain();
      int[] byRow = random.column(coset.size());
      int[] storage = RowOrder.toStorage(byRow);
      for (int row = 0; row < coset.size(); row++) {
        int position = RowOrder.storagePosition(row, logSize);
        assertEquals(coset.at(row), domain.atStorage(position));
        assertEquals(byRow[row], storage[position]);
      }
      assertArrayEquals(byRow, RowOrder.toRows(storage));
    }
  }

  @Test
  void longColumnsAreStoredTileByTile() {
    for (int logSize = 9; logSize <= 13; logSize++) {
      int[] byRow = random.column(1 << logSize);
      int[] storage = new int[1 << logSize];
      RowOrder.toStorage(byRow, storage);
      for (int row = 0; row < byRow.length; row++) {
        assertEquals(byRow[row], storage[RowOrder.storagePosition(row, logSize)]);
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> RowOrder.toStorage(new int[512], new int[1024]));
  }

  @Test
  void nextPositionsAddTheStepOfTheTrace() {
    for (int evalLogSize = 1; evalLogSize <= 8; evalLogSize++) {
      CircleDomain domain = new CanonicCoset(evalLogSize).domain();
      for (int traceLogSize = 1; traceLogSize <= evalLogSize; traceLogSize++) {
        CirclePoint step = new CanonicCoset(traceLogSize).step();
        int[] next = RowOrder.nextPositions(evalLogSize, traceLogSize);
        assertEquals(domain.size(), next.length);
        for (int i = 0; i < next.length; i++) {
          assertEquals(domain.atStorage(i).add(step), domain.atStorage(next[i]));
        }
        int count = (domain.size() + 1) / 2;
        assertArrayEquals(
            Arrays.copyOf(next, count), RowOrder.nextPositions(evalLogSize, traceLogSize, count));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> RowOrder.nextPositions(3, 4));
  }

  @Test
  void storageNeighboursAreConjugate() {
    CircleDomain domain = new CanonicCoset(6).domain();
    for (int i = 0; i < domain.size(); i += 2) {
      assertEquals(domain.atStorage(i).neg(), domain.atStorage(i + 1));
    }
  }

  @Test
  void lineDomainsContinueCircleDomains() {
    for (int logSize = 0; logSize <= 6; logSize++) {
      CircleDomain domain = new CanonicCoset(logSize + 1).domain();
      LineDomain line = new LineDomain(logSize);
      for (int i = 0; i < line.size(); i++) {
        assertEquals(domain.at(i).x(), line.at(i));
        assertEquals(domain.atStorage(2 * i).x(), line.atStorage(i));
      }
    }
  }

  @Test
  void vanishingIsZeroOnTheCosetOnly() {
    for (int logSize = 1; logSize <= 6; logSize++) {
      for (int row = 0; row < 1 << logSize; row++) {
        assertEquals(0, CanonicCoset.vanishing(logSize, new CanonicCoset(logSize).at(row).x()));
      }
      for (int row = 0; row < 2 << logSize; row++) {
        int x = new CanonicCoset(logSize + 1).at(row).x();
        int value = CanonicCoset.vanishing(logSize, x);
        assertNotEquals(0, value);
        assertEquals(QM31.of(value), CanonicCoset.vanishing(logSize, QM31.of(x)));
      }
    }
  }

  @Test
  void bitReversalReverses() {
    assertEquals(0, BitReversal.reverse(0, 0));
    assertEquals(6, BitReversal.reverse(3, 3));
    assertEquals(1 << 30, BitReversal.reverse(1, 31));
    int[] values = {0, 1, 2, 3, 4, 5, 6, 7};
    BitReversal.permute(values);
    assertArrayEquals(new int[] {0, 4, 2, 6, 1, 5, 3, 7}, values);
  }

  @Test
  void pointsFormAGroup() {
    for (int i = 0; i < 50; i++) {
      int k = (int) random.next();
      int l = (int) random.next();
      CirclePoint a = CirclePoint.ofIndex(k);
      CirclePoint b = CirclePoint.ofIndex(l);
      assertEquals(1, M31.add(M31.square(a.x()), M31.square(a.y())));
      assertEquals(CirclePoint.ofIndex(k + l), a.add(b));
      assertEquals(CirclePoint.ofIndex(-k), a.neg());
      assertEquals(CirclePoint.ZERO, a.add(a.neg()));
      assertEquals(a.add(a), a.doubled());
      assertEquals(CirclePoint.ofIndex(k * l), a.mul(l));
      assertEquals(a.mul(-5L), a.neg().mul(5));
      SecureCirclePoint p = SecureCirclePoint.fromParameter(random.qm31());
      assertEquals(QM31.ONE, p.x().square().add(p.y().square()));
      assertEquals(p.add(SecureCirclePoint.of(a)), p.add(a));
      assertEquals(p.add(p), p.doubled());
      assertEquals(SecureCirclePoint.ZERO, p.add(p.neg()));
      assertEquals(p.add(a).complexConjugate(), p.complexConjugate().add(a));
    }
  }

  @Test
  void aParameterWhoseSquareIsMinusOneIsRejected() {
    QM31 i = new QM31(0, 1, 0, 0);
    assertThrows(ArithmeticException.class, () -> SecureCirclePoint.fromParameter(i));
  }

  @Test
  void sizesOutOfRangeAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> new CanonicCoset(0));
    assertThrows(IllegalArgumentException.class, () -> new CanonicCoset(31));
    assertThrows(IllegalArgumentException.class, () -> new LineDomain(-1));
    assertThrows(IllegalArgumentException.class, () -> RowOrder.toStorage(new int[6]));
  }
}
