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
}
