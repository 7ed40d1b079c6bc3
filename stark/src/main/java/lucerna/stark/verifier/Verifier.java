package lucerna.stark.verifier;

import static lucerna.stark.Rejection.Reason.CONSTRAINTS;
import static lucerna.stark.Rejection.Reason.DEGENERATE_POINT;
import static lucerna.stark.Rejection.Reason.FRI;
import static lucerna.stark.Rejection.Reason.PROOF_OF_WORK;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.PointEvaluator;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.FriException;
import lucerna.fri.FriVerifier;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.OutOfDomain;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.PublicSums;
import lucerna.stark.SampleValues;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.Transcript;

/** Checks a {@link StarkProof} against a {@link Statement}. */
public final class Verifier {
  private final Statement statement;
  private final StarkProof proof;
  private final Channel channel;
  private final CommitmentLayout layout;

  private Verifier(Statement statement, StarkProof proof, Channel channel) {
    this.statement = statement;
    this.proof = proof;
    this.channel = channel;
    this.layout =
        CommitmentLayout.of(statement.air(), statement.config(), statement.zeroKnowledge());
  }

  /**
   * Accepts a proof by returning.
   *
   * @param statement what must be proven, from the key and the public values
   * @param proof the proof
   * @throws ProofRejectedException if any check fails
   */
  public static void verify(Statement statement, StarkProof proof) throws ProofRejectedException {
    verify(statement, proof, new Channel());
  }

  /**
   * Accepts a proof by returning; a test may listen to the channel.
   *
   * @param statement what must be proven
   * @param proof the proof
   * @param channel a fresh channel
   * @throws ProofRejectedException if any check fails
   */
  public static void verify(Statement statement, StarkProof proof, Channel channel)
      throws ProofRejectedException {
    new Verifier(statement, proof, channel).run();
  }

  private void run() throws ProofRejectedException {
    PcsConfig config = statement.config();
    ProofShape.check(layout, config, proof);
    Transcript.begin(channel, statement);
    channel.at("witness root").mixRoot(proof.witnessRoot());
    QM31[] challenges = drawChallenges();
    channel.at("interaction root").mixRoot(proof.interactionRoot());
    QM31 alpha = channel.at("constraint combination").drawSecureFelt();
    channel.at("composition root").mixRoot(proof.compositionRoot());
    QM31 top = proof.compositionTop();
    if (top != null) {
      channel.at("composition top").mixFelts(top);
    }
    work("out-of-domain", config.oodPowBits(), proof.oodNonce());
    SecureCirclePoint point = OutOfDomain.draw(channel, layout.logRows());
    if (point == null) {
      throw new ProofRejectedException(DEGENERATE_POINT, "out-of-domain", "drawn on M31");
    }
    channel.at("out-of-domain values").mixFelts(proof.oodValues());
    var samples = new SampleValues(layout, proof.oodValues());
    List<Check> checks = new ArrayList<>();
    checks.add(() -> checkConstraints(challenges, alpha, point, samples));
    ProofRejectedException fault = null;
    try {
      addOpenings(checks, point, samples);
    } catch (ProofRejectedException e) {
      fault = e;
    }
    runAll(checks);
    if (fault != null) {
      throw fault;
    }
  }

  /** A part of the verification that no other one waits for. */
  @FunctionalInterface
  private interface Check {
    void run() throws ProofRejectedException;
  }

  /* Several fail, the first one's reason counts: what a proof is refused for does not depend on threads. */
  private static void runAll(List<Check> checks) throws ProofRejectedException {
    var faults = new ProofRejectedException[checks.size()];
    Parallel.forEach(
        faults.length,
        i -> {
          try {
            checks.get(i).run();
          } catch (ProofRejectedException e) {
            faults[i] = e;
          }
        });
    for (ProofRejectedException fault : faults) {
      if (fault != null) {
        throw fault;
      }
    }
  }

  /* Draws the rest of the challenges, up to the queries, and lists what is to be checked there. */
  private void addOpenings(List<Check> checks, SecureCirclePoint point, SampleValues samples)
      throws ProofRejectedException {
    PcsConfig config = statement.config();
    work("batching", config.batchPowBits(), proof.batchNonce());
    QM31 lambda = channel.at("batching").drawSecureFelt();
    FriVerifier fri;
    try {
      fri = FriVerifier.commit(channel, proof.fri(), config, layout.logFriDegree());
    } catch (FriException e) {
      throw rejected(e);
    }
    work("query", config.queryPowBits(), proof.queryNonce());
    int[] queries =
        Channel.sortedDistinct(
            channel.at("queries").drawQueries(layout.logFriDomain(), config.fri().nQueries()));
    var values = new QueryValues(layout, statement, proof, queries);
    for (int tree = 0; tree < values.trees(); tree++) {
      int number = tree;
      checks.add(() -> values.checkTree(number));
    }
    if (values.complete()) {
      checks.add(
          () -> {
            DeepBatch.Plan plan = DeepBatch.plan(layout, samples, point, statement.pins(), lambda);
            try {
              fri.verify(queries, values.firstLayer(plan));
            } catch (FriException e) {
              throw rejected(e);
            }
          });
    }
  }

  private static ProofRejectedException rejected(FriException e) {
    return new ProofRejectedException(FRI, "low degree", String.valueOf(e.getMessage()));
  }

  private QM31[] drawChallenges() throws ProofRejectedException {
    int bits = statement.config().interactionPowBits();
    var program = statement.air().program();
    int first = program.firstRoundChallenges();
    work("interaction", bits, proof.interactionNonce());
    QM31[] challenges = channel.at("challenges").drawSecureFelts(first);
    SecondRound second = proof.secondRound();
    if (second == null) {
      return challenges;
    }
    channel.at("factors root").mixRoot(second.factorsRoot());
    work("late interaction", bits, second.nonce());
    QM31[] late =
        channel.at("late challenges").drawSecureFelts(program.challenges().size() - first);
    return Transcript.challenges(challenges, late);
  }

  private void work(String site, int bits, long nonce) throws ProofRejectedException {
    if (!ProofOfWork.check(channel, bits, nonce)) {
      throw new ProofRejectedException(PROOF_OF_WORK, site, bits + " bits not reached");
    }
    channel.at(site + " proof of work").mixU64(nonce);
  }

  private void checkConstraints(
      QM31[] challenges, QM31 alpha, SecureCirclePoint point, SampleValues samples)
      throws ProofRejectedException {
    PublicSums data =
        statement
            .air()
            .publicSums(challenges, rows -> LagrangeWeights.at(layout.logRows(), point, rows));
    var program = statement.air().program();
    QM31 combined =
        new PointEvaluator(program)
            .combine(
                (id, offset) -> {
                  var column = program.columns().get(id);
                  return column.tree() == Tree.PUBLIC
                      ? data.columns()[column.indexInTree()]
                      : samples.mask(id, offset);
                },
                new Scalars(List.of(challenges), List.of(data.scalars())),
                alpha);
    QM31 vanishing = CanonicCoset.vanishing(layout.logRows(), point.x());
    QM31 composition = samples.composition();
    QM31 top = proof.compositionTop();
    if (top != null) {
      composition = composition.add(top.mul(vanishing));
    }
    if (!combined.equals(vanishing.mul(composition))) {
      throw new ProofRejectedException(
          CONSTRAINTS, "out-of-domain", "the composition does not match the constraints");
    }
  }
}
