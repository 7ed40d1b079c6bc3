package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.InteractionTrace;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.ColumnArena;
import lucerna.field.SecureColumn;
import lucerna.stark.CommitmentLayout;

/** Makes the interaction columns in this process's memory. */
final class Interaction {
  private Interaction() {}

  /**
   * Computes the interaction tree's columns, and shows them to the listener.
   *
   * @param trees the trees committed so far
   * @param arena where the memory of the columns comes from
   * @return coordinates in row order, then the composition's mask if there is one
   * @throws ZeroDenominatorException if a denominator is zero
   */
  static int[][] rows(
      ProofSetup setup, List<CommittedColumns> trees, InteractionInput input, ColumnArena arena)
      throws ZeroDenominatorException {
    CommitmentLayout layout = setup.layout();
    AirProgram program = setup.program();
    int length = 1 << layout.logRows();
    var columns = new SecureColumn[program.columnsOf(Tree.INTERACTION).size()];
    Arrays.setAll(columns, i -> arena.takeSecure(length));
    var data =
        new TraceColumns(
            layout, program, input.publicColumns(), trees.size(), tree -> trees.get(tree).rows());
    int[] next = arena.take(length);
    new InteractionTrace(program)
        .fill(
            Assignment.inRowOrder(data, next, input.scalars()),
            input.activeRows(),
            List.of(columns));
    arena.release(next);
    var flat = new ArrayList<int[]>();
    for (int i = 0; i < columns.length; i++) {
      for (int[] coordinate : columns[i].coordinates()) {
        int from = input.firstFreeRow(i == columns.length - 1);
        if (!input.masked()) {
          Arrays.fill(coordinate, from, length, 0);
        } else {
          input.freeRows(flat.size()).fillM31(coordinate, from, length);
        }
        flat.add(coordinate);
      }
    }
    for (int k = 0; k < layout.trees().getLast().masks(); k++) {
      flat.add(input.compositionMask(k).m31(length, arena));
    }
    setup.listener().interaction(columns, input.scalars());
    return flat.toArray(int[][]::new);
  }
}
