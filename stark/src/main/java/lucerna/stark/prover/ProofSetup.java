package lucerna.stark.prover;

import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.fri.PcsConfig;
import lucerna.stark.CommitmentLayout;

/**
 * What is known of a proof before its first commitment.
 *
 * @param layout the trees
 * @param config the parameters
 * @param program the program to evaluate: the layout's, or one of the same values that reads
 *     combinations of the WEIGHTS columns as further PUBLIC columns, and not these themselves
 * @param fixed the trees committed before, the first of the layout
 * @param listener is shown columns that lie in this process's memory
 */
public record ProofSetup(
    CommitmentLayout layout,
    PcsConfig config,
    AirProgram program,
    List<CommittedColumns> fixed,
    ProverListener listener) {
  /**
   * Says whether no expression reads the columns of a tree, so that only sums of them are needed.
   *
   * @param tree index of a tree
   * @return whether they are weights whose combinations stand in the program
   */
  public boolean isCondensed(int tree) {
    return program != layout.program() && layout.trees().get(tree).kind() == Tree.WEIGHTS;
  }
}
