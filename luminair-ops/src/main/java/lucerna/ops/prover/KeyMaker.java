package lucerna.ops.prover;

import java.util.ArrayList;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.key.WeightRows;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.RegistrationWitness;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.FactorSource;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;

/** Makes the keys of a model: commits to its weights and proves, once, that they are in range. */
public final class KeyMaker {
  private KeyMaker() {}

  /**
   * Makes the keys of a quantised model.
   *
   * @param circuit the integer circuit
   * @param weights its weights
   * @param modelDigest hash of the model file; it goes into the proving key alone, since it would
   *     let anybody who has a candidate confirm it
   * @param options choices
   * @param entropy 32 fresh random bytes
   * @param progress receives the stages
   * @return the keys
   * @throws UserException if the circuit is refused, or no layout serves that many proofs, or the
   *     heap cannot become large enough
   */
  public static Keys make(
      Circuit circuit,
      Weights weights,
      Digest modelDigest,
      KeyOptions options,
      byte[] entropy,
      Progress progress) {
    Bounds bounds = CircuitChecks.check(circuit, weights);
    boolean hidden = options.privacy().weights() == WeightPrivacy.HIDDEN;
    boolean masked = options.zeroKnowledge();
    LayoutShape shape = Estimate.shape(circuit, options);
    var lowering = new Lowering(new Layout(circuit, bounds, shape));
    Estimate.of(lowering, options).require(circuit.name(), Runtime.getRuntime().maxMemory());
    PcsConfig config = PcsConfig.p100();

    CommittedColumns preprocessed =
        WeightTrees.preprocessed(lowering.preprocessedColumns(), config);
    byte[] seed = hidden ? Blake2s.hash(entropy) : WeightRows.publicSeed();
    int trees = lowering.registration().weightTreeWidths().length;
    var instances = new ArrayList<CommittedColumns>();
    for (int i = 0; i < trees; i++) {
      progress.stage("committing to the weights", i, trees);
      instances.add(WeightTrees.commit(lowering.layout(), weights, config, masked, seed, i));
    }
    boolean registered = hidden && trees > 0;
    CommittedColumns registrationColumns =
        registered
            ? WeightTrees.preprocessed(lowering.registration().preprocessedColumnsByRow(), config)
            : null;
    var content =
        new KeyContent(
            circuit,
            shape,
            options.privacy(),
            masked,
            config,
            preprocessed.root(),
            registrationColumns == null ? Digest.ZERO : registrationColumns.root(),
            instances.stream().map(CommittedColumns::root).toList(),
            hidden ? null : weights);
    byte[] registration = new byte[0];
    if (registrationColumns != null) {
      progress.stage("proving the weights in range", 0, 1);
      Statement statement = content.registrationStatement(lowering);
      registration =
          ModelProof.encode(
              statement,
              Freshness.prove(
                  statement,
                  WeightTrees.all(registrationColumns, instances),
                  new Witness(RegistrationWitness.fill(lowering, weights), FactorSource.NONE),
                  entropy,
                  ProverListener.NONE));
      progress.stage("proving the weights in range", 1, 1);
    }
    ModelKey key = ModelKey.of(content, lowering, registration);
    if (key.provableBits() < ModelKey.MIN_PROVABLE_BITS) {
      throw new UserException(
          "%s would have %d provable bits, below %d: %s"
              .formatted(
                  circuit.name(),
                  key.provableBits(),
                  ModelKey.MIN_PROVABLE_BITS,
                  key.security().weakest()));
    }
    return new Keys(key, ProvingKey.fresh(key, modelDigest, weights, seed));
  }
}
