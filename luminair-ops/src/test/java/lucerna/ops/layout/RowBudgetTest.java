package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.Regime;
import org.junit.jupiter.api.Test;

/** How often a column can be opened before it tells something. */
final class RowBudgetTest {
  private static final RowBudget COMPACT =
      RowBudget.of(
          PcsConfig.compact(
              new Regime(3), new FriConfig(5, 3, 6, 34), new PowBits(23, 0, 1, 22, 9)));

  @Test
  void queriesAndAPointPerProofAndAPointForThePins() {
    assertEquals(new RowBudget(124, 0), RowBudget.P100);
    assertEquals(new RowBudget(38, 4), COMPACT);
    assertEquals(249, RowBudget.P100.minFreeRows());
    assertEquals(77, COMPACT.minFreeRows());
  }

  /* 1024 rows, 1 the end of the running sum. */
  @Test
  void hidesFromTheFewestFreeRowsOn() {
    assertTrue(COMPACT.hides(10, 1024 - 1 - 77));
    assertFalse(COMPACT.hides(10, 1024 - 1 - 76));
    assertTrue(RowBudget.P100.hides(10, 1024 - 1 - 249));
    assertFalse(RowBudget.P100.hides(10, 1024 - 1 - 248));
  }

  /* The composition is opened at four points a query, its mask there and at a fifth, and at Z. */
  @Test
  void theCompositionsMaskNeedsRowsToo() {
    assertEquals(605, RowBudget.P100.minMaskRows());
    assertEquals(175, COMPACT.minMaskRows());
    assertFalse(RowBudget.P100.hides(9, 1));
    assertTrue(RowBudget.P100.hides(10, 1));
    assertTrue(COMPACT.hides(8, 1));
    var wide =
        RowBudget.of(
            PcsConfig.compact(
                new Regime(3), new FriConfig(5, 3, 6, 102), new PowBits(23, 0, 1, 22, 9)));
    assertEquals(515, wide.minMaskRows());
    assertFalse(wide.hides(9, 1));
  }

  /* Proofs, the registration, the pins and the one row more of the circle. */
  @Test
  void pinsCostAWeightTreeFourRowsOnce() {
    for (int proofs : new int[] {1, 2, 10}) {
      int pinned = (proofs + 1) * 38 + 4;
      assertEquals(proofs, COMPACT.proofsPerInstance(10, 1024 - 1 - pinned));
      assertEquals(proofs - 1, COMPACT.proofsPerInstance(10, 1024 - pinned));
      int plain = (proofs + 1) * 124;
      assertEquals(proofs, RowBudget.P100.proofsPerInstance(12, 4096 - 1 - plain));
      assertEquals(proofs - 1, RowBudget.P100.proofsPerInstance(12, 4096 - plain));
    }
    assertEquals(10, COMPACT.proofsPerColumn(10, 1024 - 1 - 380));
  }
}
