package lucerna.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import lucerna.air.AirProgram;
import lucerna.air.ColumnInfo;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.fri.channel.Channel;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.FactorSource;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;
import lucerna.stark.verifier.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * A prover that lies where a test tells it to and finishes the proof honestly otherwise.
 *
 * <p>Every constraint, lookup, bound and check has a test in which this prover breaks exactly that,
 * and the verifier answers with the right {@link Rejection}.
 */
public final class MaliciousProver implements ProverListener {
  private Consumer<int[][]> onWitness = rows -> {};
  private BiConsumer<SecureColumn[], QM31[]> onFactors = (columns, challenges) -> {};
  private BiConsumer<SecureColumn[], Scalars> onInteraction = (columns, scalars) -> {};
  private Consumer<int[][]> onComposition = coefficients -> {};
  private UnaryOperator<QM31> onTop = top -> top;
  private Consumer<int[][]> onMask = coefficients -> {};
  private Consumer<QM31[]> onOutOfDomain = values -> {};
  private Consumer<SecureColumn> onFriInput = values -> {};
  private UnaryOperator<StarkProof> onFinished = proof -> proof;

  /** Makes an honest prover. */
  public MaliciousProver() {}

  /**
   * Changes the witness, random rows included, before it is committed.
   *
   * @param change the change
   * @return this
   */
  public MaliciousProver witness(Consumer<int[][]> change) {
    onWitness = onWitness.andThen(change);
    return this;
  }

  /**
   * Replaces one cell of the witness.
   *
   * @param program the program
   * @param column the column's name
   * @param row the row
   * @param value the new value
   * @return this
   */
  public MaliciousProver cell(AirProgram program, String column, int row, int value) {
    int index = indexOf(program, column);
    return witness(rows -> rows[index][row] = value);
  }

  /**
   * Returns where a witness column stands.
   *
   * @param program the program
   * @param column the column's name
   * @return its index among the WITNESS columns
   */
  public static int indexOf(AirProgram program, String column) {
    for (ColumnInfo info : program.columnsOf(Tree.WITNESS)) {
      if (info.name().equals(column)) {
        return info.indexInTree();
      }
    }
    throw new IllegalArgumentException("no witness column " + column);
  }

  /**
   * Changes the factor columns, random rows included, before they are committed.
   *
   * @param change gets the columns, and the challenges of the first round
   * @return this
   */
  public MaliciousProver factors(BiConsumer<SecureColumn[], QM31[]> change) {
    onFactors = onFactors.andThen(change);
    return this;
  }

  /**
   * Changes the interaction columns before they are committed.
   *
   * @param change the change
   * @return this
   */
  public MaliciousProver interaction(BiConsumer<SecureColumn[], Scalars> change) {
    onInteraction = onInteraction.andThen(change);
    return this;
  }

  /**
   * Changes the composition before it is committed.
   *
   * @param change gets four columns of coefficients
   * @return this
   */
  public MaliciousProver composition(Consumer<int[][]> change) {
    onComposition = onComposition.andThen(change);
    return this;
  }

  /**
   * Changes the composition's part outside its space before it is absorbed.
   *
   * @param change gets the factor of what vanishes on the trace
   * @return this
   */
  public MaliciousProver compositionTop(UnaryOperator<QM31> change) {
    onTop = change;
    return this;
  }

  /**
   * Changes the mask before it is committed.
   *
   * @param change gets four columns of coefficients
   * @return this
   */
  public MaliciousProver mask(Consumer<int[][]> change) {
    onMask = onMask.andThen(change);
    return this;
  }

  /**
   * Changes the out-of-domain values before they are absorbed.
   *
   * @param change the change
   * @return this
   */
  public MaliciousProver values(Consumer<QM31[]> change) {
    onOutOfDomain = onOutOfDomain.andThen(change);
    return this;
  }

  /**
   * Changes FRI's input before it is committed.
   *
   * @param change the change
   * @return this
   */
  public MaliciousProver input(Consumer<SecureColumn> change) {
    onFriInput = onFriInput.andThen(change);
    return this;
  }

  /**
   * Gives FRI the low-degree word that has the first coefficients of the true one, so that a lie
   * before FRI does not show in FRI itself but only where it meets the opened rows.
   *
   * @param logBlowup log2 of the size of FRI's domain over the degree bound
   * @return this
   */
  public MaliciousProver lowDegreeInput(int logBlowup) {
    return input(
        values -> {
          for (int[] column : values.coordinates()) {
            CircleFft.interpolate(column);
            Arrays.fill(column, column.length >> logBlowup, column.length, 0);
            CircleFft.evaluate(column);
          }
        });
  }

  /**
   * Changes the finished proof.
   *
   * @param change the change
   * @return this
   */
  public MaliciousProver proof(UnaryOperator<StarkProof> change) {
    UnaryOperator<StarkProof> before = onFinished;
    onFinished = proof -> change.apply(before.apply(proof));
    return this;
  }

  /**
   * Makes the proof and shows it to the verifier.
   *
   * @param statement what is claimed
   * @param fixed the columns fixed beforehand
   * @param witness the honest witness; it is copied
   * @return the rejection, or null if the proof is accepted
   */
  public @Nullable Rejection attack(
      Statement statement, List<CommittedColumns> fixed, int[][] witness) {
    return attack(statement, fixed, new Witness(witness, FactorSource.NONE));
  }

  /**
   * Makes the proof of a program that may have factor columns and shows it to the verifier.
   *
   * @param statement what is claimed
   * @param fixed the columns fixed beforehand
   * @param witness the honest witness; it is copied
   * @return the rejection, or null if the proof is accepted
   */
  public @Nullable Rejection attack(
      Statement statement, List<CommittedColumns> fixed, Witness witness) {
    return verdict(statement, prove(statement, fixed, witness, new Channel()), new Channel());
  }

  /**
   * Makes the proof.
   *
   * @param statement what is claimed
   * @param fixed the columns fixed beforehand
   * @param witness the honest witness; it is copied
   * @param channel a fresh channel
   * @return the proof
   */
  public StarkProof prove(
      Statement statement, List<CommittedColumns> fixed, int[][] witness, Channel channel) {
    return prove(statement, fixed, new Witness(witness, FactorSource.NONE), channel);
  }

  /**
   * Makes the proof of a program that may have factor columns.
   *
   * @param statement what is claimed
   * @param fixed the columns fixed beforehand
   * @param witness the honest witness; it is copied
   * @param channel a fresh channel
   * @return the proof
   */
  public StarkProof prove(
      Statement statement, List<CommittedColumns> fixed, Witness witness, Channel channel) {
    int[][] copy = new int[witness.rows().length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = witness.rows()[i].clone();
    }
    try {
      return Prover.prove(
          statement, fixed, new Witness(copy, witness.factors()), new byte[32], this, channel);
    } catch (DegenerateChallengeException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Shows a proof to the verifier.
   *
   * @param statement what must be proven
   * @param proof the proof
   * @param channel a fresh channel
   * @return the rejection, or null if the proof is accepted
   */
  public static @Nullable Rejection verdict(
      Statement statement, StarkProof proof, Channel channel) {
    try {
      Verifier.verify(statement, proof, channel);
      return null;
    } catch (ProofRejectedException e) {
      return e.rejection();
    }
  }

  @Override
  public void witness(int[][] rows) {
    onWitness.accept(rows);
  }

  @Override
  public void factors(SecureColumn[] columns, QM31[] firstChallenges) {
    onFactors.accept(columns, firstChallenges);
  }

  @Override
  public void interaction(SecureColumn[] columns, Scalars scalars) {
    onInteraction.accept(columns, scalars);
  }

  @Override
  public void composition(int[][] coefficients) {
    onComposition.accept(coefficients);
  }

  @Override
  public QM31 compositionTop(QM31 top) {
    return onTop.apply(top);
  }

  @Override
  public void mask(int[][] coefficients) {
    onMask.accept(coefficients);
  }

  @Override
  public void outOfDomain(QM31[] values) {
    onOutOfDomain.accept(values);
  }

  @Override
  public void friInput(SecureColumn values) {
    onFriInput.accept(values);
  }

  @Override
  public StarkProof finished(StarkProof proof) {
    return onFinished.apply(proof);
  }
}
