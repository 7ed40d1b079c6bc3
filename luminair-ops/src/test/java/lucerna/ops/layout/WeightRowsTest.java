package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import lucerna.fri.SecretRandom;
import lucerna.ops.key.WeightRows;
import org.junit.jupiter.api.Test;

/**
 * A tree's rows below its weights are its randomness, and a key's budget counts just these. That no
 * equation reads them is what all traces of {@link TestTrace} show, which have them.
 */
final class WeightRowsTest {
  @Test
  void allRowsBelowTheWeightsAreRandom() {
    TinyCircuit tiny = ProductCircuits.weights(2);
    Layout layout = tiny.lower(8, 80, 8, 5, InputPrivacy.HIDDEN).layout();
    int weightRows = layout.weightRows();
    assertTrue(weightRows < layout.activeRows(), layout::describe);
    SecretRandom random = SecretRandom.of(new byte[32]);
    int[][] bare = WeightRows.fill(layout, tiny.weights(), null, 0);
    int[][] one = WeightRows.fill(layout, tiny.weights(), random, 0);
    int[][] other = WeightRows.fill(layout, tiny.weights(), random, 1);
    for (int column = 0; column < one.length; column++) {
      int[] fixed = Arrays.copyOf(bare[column], weightRows);
      for (int[][] tree : List.of(one, other)) {
        assertArrayEquals(fixed, Arrays.copyOf(tree[column], weightRows));
        int[] masks = Arrays.copyOfRange(tree[column], weightRows, tree[column].length);
        assertEquals(0, Arrays.stream(masks).filter(mask -> mask == 0).count());
      }
      assertFalse(Arrays.equals(one[column], other[column]), "two trees, one randomness");
    }
  }

  @Test
  void theBudgetCountsRandomRows() {
    for (int weightRows : new int[] {1, 131, 132, 255, 256, 1114}) {
      int each = RowBudget.P100.proofsPerInstance(12, weightRows);
      int random = (1 << 12) - weightRows;
      // A proof uses up 124 rows of a tree, its registration as well, and one is the circle's.
      assertTrue(124 * (each + 1) + 1 <= random, "too many proofs");
      assertTrue(random < 124 * (each + 2) + 1, "too few proofs");
    }
  }
}
