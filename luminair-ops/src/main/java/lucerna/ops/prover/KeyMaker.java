package lucerna.ops.prover;

import java.util.ArrayList;
import java.util.List;
import lucerna.fri.PcsConfig;
import lucerna.fri.Profile;
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
import lucerna.ops.key.ProfilePlanner;
import lucerna.ops.key.WeightPins;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.key.WeightRows;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutPlanner;
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
    if (options.profile() != Profile.P100) {
      progress.stage("choosing a layout", 0, 1);
    }
    Choice choice = choose(circuit, CircuitChecks.check(circuit, weights), options);
    return make(circuit, weights, choice, modelDigest, options, entropy, progress);
  }

  /**
   * Makes the keys of a quantised model whose layout and parameters are chosen already.
   *
   * @param circuit the integer circuit
   * @param weights its weights
   * @param choice what {@link #choose} answered for this circuit, its bounds with these weights,
   *     and these options
   * @param modelDigest hash of the model file
   * @param options choices
   * @param entropy 32 fresh random bytes
   * @param progress receives the stages
   * @return the keys
   * @throws UserException if the heap cannot become large enough
   */
  public static Keys make(
      Circuit circuit,
      Weights weights,
      Choice choice,
      Digest modelDigest,
      KeyOptions options,
      byte[] entropy,
      Progress progress) {
    boolean hidden = options.privacy().weights() == WeightPrivacy.HIDDEN;
    boolean masked = options.zeroKnowledge();
    Lowering lowering = choice.lowering();
    PcsConfig config = choice.config();
    LayoutShape shape = lowering.layout().shape();
    Estimate.of(lowering, config, options)
        .require(circuit.name(), Runtime.getRuntime().maxMemory());

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
    if (content.pinned()) {
      content =
          content.withPins(
              WeightPins.make(
                  content,
                  point -> instances.stream().flatMap(t -> t.valuesAt(point).stream()).toList()));
    }
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
    return new Keys(key, ProvingKey.fresh(key, modelDigest, weights, seed), choice.lines());
  }

  /**
   * How a circuit is laid out and proven.
   *
   * @param lowering the circuit laid out
   * @param config the parameters
   * @param lines what they were chosen from, for people, the first one taken; empty where there was
   *     no choice
   */
  public record Choice(Lowering lowering, PcsConfig config, List<String> lines) {
    /** Copies the list. */
    public Choice {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Chooses layout and parameters as {@link #make} does.
   *
   * @param circuit the integer circuit
   * @param bounds its bounds
   * @param options choices
   * @return the choice
   * @throws UserException if no layout serves that many proofs, or the profile does not take these
   *     options
   */
  public static Choice choose(Circuit circuit, Bounds bounds, KeyOptions options) {
    options.requireConsistent();
    boolean hidden = options.privacy().weights() == WeightPrivacy.HIDDEN;
    boolean masked = options.zeroKnowledge();
    var privacy = new LayoutPlanner.Privacy(options.privacy().input(), hidden && masked);
    if (options.profile() == Profile.P100) {
      LayoutShape shape = plan(circuit, options, privacy);
      return new Choice(
          new Lowering(new Layout(circuit, bounds, shape)), PcsConfig.p100(), List.of());
    }
    var wanted =
        new ProfilePlanner.Wanted(
            options.proofs(),
            privacy,
            masked,
            hidden,
            options.profile(),
            options.hash(),
            options.target());
    ProfilePlanner.Plan plan = ProfilePlanner.plan(circuit, bounds, wanted);
    return new Choice(
        plan.lowering(),
        plan.config(),
        plan.table().stream().map(ProfilePlanner.Candidate::line).toList());
  }

  private static LayoutShape plan(
      Circuit circuit, KeyOptions options, LayoutPlanner.Privacy privacy) {
    try {
      return LayoutPlanner.plan(circuit, options.proofs(), privacy);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }
}
