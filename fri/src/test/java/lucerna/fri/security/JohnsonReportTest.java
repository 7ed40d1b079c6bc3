package lucerna.fri.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.Regime;
import lucerna.fri.security.SecurityReport.Item;
import lucerna.fri.security.SecurityReport.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Johnson regime, against independently worked figures. */
final class JohnsonReportTest {
  private static final double TOLERANCE = 0.15;
  private static final FriConfig FRI = new FriConfig(4, 3, 6, 46);
  private static final PowBits NO_WORK = new PowBits(0, 0, 0, 0, 0);

  /* 2^20 rows, degree bound 2^21, folds by 8, 1024 functions batched by a tensor of ten challenges,
  constraints of degree 3; 20 bits of work before the queries. */
  @ParameterizedTest
  @CsvSource({
    "1, 10, 0.258, 0.430, 187, 80.8, 84.3, 98.1",
    "2, 3, 0.417, 0.778, 103, 86.2, 89.7, 99.2",
    "3, 3, 0.588, 1.278, 63, 83.7, 87.2, 98.7",
    "4, 3, 0.708, 1.778, 46, 81.2, 84.7, 98.2"
  })
  void workedFigures(
      int logBlowup,
      int m,
      double delta,
      double perQuery,
      int queries,
      double batch,
      double fold,
      double deep) {
    var near = new Proximity(new Regime(m), logBlowup);
    assertEquals(delta, near.delta(), 0.001);
    assertEquals(perQuery, near.queryBits(1), 0.001);
    assertEquals(batch, near.batchBits(21, 10), TOLERANCE);
    assertEquals(fold, near.foldBits(21, 3), TOLERANCE);
    assertEquals(deep, UniqueDecoding.deepBits(20, 3) - near.listBits(), TOLERANCE);
    // The work in the figures is whole bits; a query more than needed is within the rounding.
    int fewest = SecurityReport.queriesFor(new Regime(m), logBlowup, 80);
    assertTrue(fewest == queries || fewest == queries - 1, fewest + " queries");
    assertTrue(near.queryBits(fewest) >= 80);
    assertFalse(near.queryBits(fewest - 1) >= 80);
  }

  /* L^2/2 (N + 2) / |F| with L = 3.5 sqrt(8) = 9.9: 124 - 5.61 - 20 bits at 2^20 rows. */
  @Test
  void pins() {
    var near = new Proximity(new Regime(3), 3);
    assertEquals(3.307, near.listBits(), 0.001);
    assertEquals(98.39, near.pinBits(20, 1), 0.01);
    assertEquals(94.39, near.pinBits(20, 16), 0.01);
  }

  private static Shape shape(int pinnedTrees) {
    return new Shape(12, 14, 100, 4, 20, 7, 3, 1000, pinnedTrees);
  }

  private static SecurityReport report(Regime regime, PowBits pow, int pinnedTrees) {
    return SecurityReport.of(PcsConfig.insecureForTesting(regime, FRI, pow), shape(pinnedTrees));
  }

  /** The list weighs on every challenge that is drawn while trees are list-bound. */
  @Test
  void theListIsAFactorOfEveryChallengeButTheQueries() {
    SecurityReport unique = report(Regime.UNIQUE_DECODING, NO_WORK, 1);
    SecurityReport listed = report(new Regime(3), NO_WORK, 1);
    double list = Math.log(3.5 * 4) / Math.log(2);
    for (Source source : List.of(Source.OUT_OF_DOMAIN, Source.COMPOSITION, Source.INTERACTION)) {
      assertEquals(
          list, unique.item(source).bits() - listed.item(source).bits(), 1e-9, source.name());
    }
    for (Source source : List.of(Source.BATCHING, Source.FOLD)) {
      assertTrue(listed.item(source).bits() < unique.item(source).bits() - list, source.name());
    }
    assertTrue(listed.item(Source.QUERY).bits() > 1.7 * unique.item(Source.QUERY).bits());
  }

  @Test
  void pinsAreAnItemWhereTreesArePinned() {
    assertFalse(report(new Regime(3), NO_WORK, 0).items().stream().anyMatch(this::isPin));
    assertFalse(report(Regime.UNIQUE_DECODING, NO_WORK, 5).items().stream().anyMatch(this::isPin));
    Item pin = report(new Regime(3), new PowBits(0, 0, 7, 0, 0), 4).item(Source.PIN);
    assertEquals(7, pin.powBits());
    assertEquals(7, pin.bits() - report(new Regime(3), NO_WORK, 4).item(Source.PIN).bits(), 1e-9);
  }

  private boolean isPin(Item item) {
    return item.source() == Source.PIN;
  }

  @Test
  void workIsCountedWhereItIsDone() {
    SecurityReport bare = report(new Regime(3), NO_WORK, 1);
    SecurityReport worked = report(new Regime(3), new PowBits(20, 3, 5, 22, 18), 1);
    int[] expected = {20, 22, 18, 5, 0, 3, 5, 0};
    for (int i = 0; i < expected.length; i++) {
      Item item = worked.items().get(i);
      assertEquals(expected[i], item.powBits(), item.source().name());
      assertEquals(expected[i], item.bits() - bare.items().get(i).bits(), 1e-9);
    }
    assertEquals(expected.length, worked.items().size());
    assertThrows(
        IllegalArgumentException.class, () -> new Shape(12, 14, 100, 4, 20, 7, 3, 1000, -1));
  }
}
