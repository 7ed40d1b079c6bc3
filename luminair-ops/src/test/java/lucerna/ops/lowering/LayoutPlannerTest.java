package lucerna.ops.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.program.Program;
import org.junit.jupiter.api.Test;

/** Plans fit what they must, and say so where nothing fits. */
final class LayoutPlannerTest {
  private final Program program = TinyModel.denseReluDense(1).program();

  @Test
  void hiddenWeightsGetATreeForEachBatchOfProofs() {
    for (int proofs : new int[] {1, 10, 100, 1000}) {
      LayoutShape shape = plan(proofs, true);
      Layout layout = new Layout(program, shape);
      int each = LayoutPlanner.proofsPerInstance(shape.logRows(), layout.activeRows());
      assertTrue(each >= 1 && each * shape.weightInstances() >= proofs, shape::toString);
      assertTrue((1 << shape.logRows()) - layout.activeRows() - 1 >= LayoutPlanner.MIN_FREE_ROWS);
    }
  }

  @Test
  void publicWeightsGetOneTree() {
    assertEquals(1, plan(1_000_000, false).weightInstances());
  }

  @Test
  void tooManyProofsAreRefusedWithTheNumbers() {
    UserException refusal = assertThrows(UserException.class, () -> plan(2_000_000_000, true));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("2000000000 proofs") && message.contains("8192"), message);
  }

  @Test
  void layoutsThatDoNotFitAreRefused() {
    for (LayoutShape shape :
        List.of(
            new LayoutShape(4, 2, 4, 1, 1, InputPrivacy.HIDDEN),
            new LayoutShape(9, 0, 4, 1, 1, InputPrivacy.HIDDEN),
            new LayoutShape(9, 2, 3, 1, 1, InputPrivacy.HIDDEN))) {
      assertThrows(UserException.class, () -> new Layout(program, shape), shape::toString);
    }
  }

  @Test
  void accumulatorsThatNothingDefinesAreRefused() {
    TinyModel model = new TinyModel(1);
    int x = model.input(4, 4, 0);
    model.publishAccumulators(model.dense(model.view(x, false), 1, 3, true), 0, 2);
    LayoutShape shape = new LayoutShape(9, 2, 4, 1, 1, InputPrivacy.HIDDEN);
    assertThrows(UserException.class, () -> new Layout(model.program(), shape));
  }

  private LayoutShape plan(int proofs, boolean hiddenWeights) {
    return LayoutPlanner.plan(
        program, proofs, new LayoutPlanner.Privacy(InputPrivacy.HIDDEN, hiddenWeights));
  }
}
