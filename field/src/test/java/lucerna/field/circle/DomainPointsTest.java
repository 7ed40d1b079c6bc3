package lucerna.field.circle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainPointsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 15})
  void theTablesHoldTheDomain(int logSize) {
    DomainPoints points = DomainPoints.of(logSize);
    CircleDomain domain = new CanonicCoset(logSize).domain();
    assertEquals(domain.size(), points.x().length);
    for (int i = 0; i < domain.size(); i++) {
      assertEquals(domain.atStorage(i), new CirclePoint(points.x()[i], points.y()[i]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 21})
  void rangesAreThoseOfTheDomain(int logSize) {
    CircleDomain domain = new CanonicCoset(logSize).domain();
    int count = Math.min(domain.size(), 16);
    int[] x = new int[count];
    int[] y = new int[count];
    for (int from : new int[] {0, domain.size() - count, (domain.size() - count) / 16 * 8}) {
      DomainPoints.fill(logSize, from, x, y, count);
      for (int i = 0; i < count; i++) {
        assertEquals(domain.atStorage(from + i), new CirclePoint(x[i], y[i]));
      }
    }
  }
}
