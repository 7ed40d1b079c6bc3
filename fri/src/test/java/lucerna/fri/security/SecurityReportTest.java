package lucerna.fri.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Regime;
import lucerna.fri.security.SecurityReport.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityReportTest {
  private static final double TOLERANCE = 0.15;

  /* Worked figures: 2^20 rows, degree bound 2^21, folds by 8, 1024 functions batched by a tensor of
  ten challenges, constraints of degree 3, 64 lookups a row of width 4; no work counted but 20 bits
  before the queries. */
  @ParameterizedTest
  @CsvSource({
    "1, 193, 100.7, 104.2",
    "2, 118, 99.1, 102.6",
    "3, 97, 97.9, 101.4",
    "4, 88, 96.8, 100.3"
  })
  void workedFigures(int logBlowup, int nQueries, double batch, double fold) {
    assertEquals(batch, unique(logBlowup).batchBits(21, 10), TOLERANCE);
    assertEquals(fold, unique(logBlowup).foldBits(21, 3), TOLERANCE);
    assertEquals(102.0, UniqueDecoding.deepBits(20, 3), TOLERANCE);
    assertEquals(95.4, UniqueDecoding.interactionBits(20, 64, 4, 0), TOLERANCE);
    assertTrue(unique(logBlowup).queryBits(nQueries) + 20 >= 100);
    assertFalse(unique(logBlowup).queryBits(nQueries - 1) + 20 >= 100);
  }

  /* The row that ethereum/soundcalc (May 2026) reports for Airbender in this regime: rate 1/2, 2^24
  rows, 1225 functions batched by powers, 928 constraints of degree 2, 208 lookups of width 4, work
  of 28 (queries), 5 (folds), 12 (out-of-domain) and 5 bits (lookups). */
  @Test
  void airbenderRow() {
    assertEquals(64, (int) (unique(1).queryBits(87) + 28));
    assertEquals(90, (int) unique(1).batchBits(24, 1224));
    assertEquals(114, (int) UniqueDecoding.compositionBits(928));
    assertEquals(110, (int) (UniqueDecoding.deepBits(24, 2) + 12));
    assertEquals(94, (int) (UniqueDecoding.interactionBits(24, 208, 4, 0) + 5));
    int[] logFolds = {4, 4, 4, 3, 3};
    int[] expected = {106, 110, 114, 118, 121};
    int logDegree = 24;
    for (int round = 0; round < logFolds.length; round++) {
      double bits = unique(1).foldBits(logDegree, logFolds[round]) + 5;
      assertEquals(expected[round], (int) bits);
      logDegree -= logFolds[round];
    }
  }

  private static Proximity unique(int logBlowup) {
    return new Proximity(Regime.UNIQUE_DECODING, logBlowup);
  }

  private static Shape shape(int logRows, int nFunctions) {
    return new Shape(logRows, logRows + 1, nFunctions, 3, 1000, 64, 4, 1 << 12);
  }

  @ParameterizedTest
  @CsvSource({"12, 5000", "16, 5000", "18, 5000", "20, 5000", "22, 5000", "24, 2048"})
  void p100ReachesItsLevel(int logRows, int nFunctions) {
    SecurityReport report = SecurityReport.of(PcsConfig.p100(), shape(logRows, nFunctions));
    assertTrue(report.provableBits() >= 100, report.describe(100));
    assertFalse(report.describe(100).contains("short"));
  }

  /* Batching by powers loses log2 of the number of functions, and so the largest proofs of many
  columns: the report must say so and name the work that would mend it. */
  @ParameterizedTest
  @CsvSource({"24, 8192, 1", "24, 16384, 2", "22, 32768, 1"})
  void reportSaysWhatIsMissing(int logRows, int nFunctions, int missing) {
    SecurityReport report = SecurityReport.of(PcsConfig.p100(), shape(logRows, nFunctions));
    assertEquals(missing, report.missingBits(Source.BATCHING, 100));
    assertEquals(Source.BATCHING, report.weakest().source());
    assertEquals(100 - missing, report.provableBits());
    assertTrue(report.describe(100).contains(missing + " bits of work short of 100"));
  }

  @Test
  void workIsCounted() {
    Shape shape = shape(20, 1024);
    FriConfig fri = PcsConfig.p100().fri();
    SecurityReport bare =
        SecurityReport.of(PcsConfig.insecureForTesting(fri, 0, 0, 0, 0, 0), shape);
    SecurityReport p100 = SecurityReport.of(PcsConfig.p100(), shape);
    Map<Source, Integer> work =
        Map.of(
            Source.QUERY,
            20,
            Source.BATCHING,
            14,
            Source.FOLD,
            4,
            Source.OUT_OF_DOMAIN,
            8,
            Source.INTERACTION,
            16);
    for (SecurityReport.Item item : bare.items()) {
      Source source = item.source();
      int expected = work.getOrDefault(source, 0);
      double gained = p100.item(source).bits() - item.bits();
      assertEquals(expected, gained, 1e-9);
      assertEquals(expected, p100.item(source).powBits());
    }
    assertEquals(81, bare.missingBits(Source.QUERY, 162));
  }

  @Test
  void refusesShapesOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> new Shape(31, 2, 1, 1, 1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Shape(1, 0, 1, 1, 1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Shape(1, 2, 0, 1, 1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Shape(1, 2, 1, 1, 1, -1, 0, 0));
  }
}
