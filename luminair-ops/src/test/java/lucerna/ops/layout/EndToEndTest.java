package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.ops.executor.CircuitExecution;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.StarkProof;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements of circuits, proven and verified. */
final class EndToEndTest {
  private static final PcsConfig CONFIG = PcsConfig.p100();

  private record Instance(Statement stated) implements AirInstance {
    @Override
    public AirProgram program() {
      return stated.program();
    }

    @Override
    public int logRows() {
      return stated.logRows();
    }

    @Override
    public int activeRows() {
      return stated.activeRows();
    }

    @Override
    public int[] weightTreeWidths() {
      return stated.weightTreeWidths();
    }

    @Override
    public lucerna.stark.PublicData publicData(QM31[] challenges) {
      PublicData data = stated.publicData(challenges);
      return new lucerna.stark.PublicData(
          data.columns().toArray(SecureColumn[]::new), data.scalars());
    }
  }

  private static CommittedColumns commit(Tree tree, int[][] columns, int activeRows) {
    SecretRandom random = SecretRandom.of(new byte[SecretRandom.SEED_BYTES]);
    boolean masked = tree != Tree.PREPROCESSED;
    for (int i = 0; i < columns.length && masked; i++) {
      random.stream(tree + " rows", i).fillM31(columns[i], activeRows, columns[i].length);
    }
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(tree),
        columns,
        CONFIG.fri().logBlowupFactor(),
        masked ? random.stream(tree + " salts", 0) : null);
  }

  private static lucerna.stark.Statement statement(
      Statement stated, List<CommittedColumns> fixed, boolean hasInput) {
    List<Digest> roots = new ArrayList<>(fixed.stream().map(CommittedColumns::root).toList());
    Digest preprocessed = roots.removeFirst();
    Digest input = hasInput ? roots.removeLast() : null;
    return new lucerna.stark.Statement(
        new Instance(stated), CONFIG, true, preprocessed, roots, input, new byte[] {1});
  }

  @ParameterizedTest
  @EnumSource(InputPrivacy.class)
  void inferences(InputPrivacy inputs) throws Exception {
    for (TinyCircuit tiny :
        List.of(
            new AllGadgets().tiny,
            ProductCircuits.weights(2),
            ProductCircuits.weights(5),
            ProductCircuits.views())) {
      boolean weighted = !tiny.weights().products().isEmpty();
      Lowering lowering = tiny.lower(7, 60, weighted ? 4 : 0, 5, inputs);
      Layout layout = lowering.layout();
      int active = layout.activeRows();
      CircuitExecution execution = tiny.run();
      MainWitness witness = MainWitness.fill(lowering, execution.cells());
      List<CommittedColumns> fixed = new ArrayList<>();
      fixed.add(commit(Tree.PREPROCESSED, lowering.preprocessedColumns(), active));
      if (weighted) {
        fixed.add(commit(Tree.WEIGHTS, WeightColumns.fill(layout, tiny.weights()), active));
      }
      boolean committed = inputs == InputPrivacy.COMMITTED;
      if (committed) {
        fixed.add(commit(Tree.INPUT, witness.input(), active));
      }
      PublicValues values = PublicValues.of(layout, execution);
      var statement = statement(lowering.inference(values), fixed, committed);
      StarkProof proof =
          Prover.prove(
              statement,
              fixed,
              new Witness(
                  witness.witness(),
                  first -> FactorColumns.compute(layout, execution.cells(), first)),
              new byte[32],
              ProverListener.NONE);
      Verifier.verify(statement, proof);
      values.outputs()[0][0] += values.outputs()[0][0] > 0 ? -1 : 1;
      var other = statement(lowering.inference(values), fixed, committed);
      var rejected =
          assertThrows(ProofRejectedException.class, () -> Verifier.verify(other, proof));
      assertEquals(Rejection.Reason.CONSTRAINTS, rejected.rejection().reason());
    }
  }
}
