package lucerna.ops.prover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.air.Tree;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.key.InputCommitment;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.FactorColumns;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.MainWitness;
import lucerna.ops.layout.PublicValues;
import lucerna.ops.layout.RowBudget;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.ProverListener;
import lucerna.stark.prover.Witness;
import org.jspecify.annotations.Nullable;

/**
 * Makes proofs under one key; keeps what all of them share. Not safe for use by several threads.
 */
public final class ModelProver {
  private final ModelKey key;
  private final ProvingKey provingKey;
  private final @Nullable Path provingKeyFile;
  private final CircuitExecutor executor;
  private final CommittedColumns preprocessed;
  private final WeightCache trees;

  /**
   * Prepares proofs.
   *
   * @param key the public key
   * @param provingKey the secret key that belongs to it
   * @param provingKeyFile the secret key's file, where proofs are counted; null to count in memory
   * @throws UserException if the keys do not belong together, or the heap cannot become large
   *     enough
   */
  public ModelProver(ModelKey key, ProvingKey provingKey, @Nullable Path provingKeyFile) {
    if (!key.digest().equals(provingKey.keyDigest())) {
      throw new UserException(
          "the proving key belongs to another model key (" + provingKey.keyDigest().toHex() + ")");
    }
    if (key.zeroKnowledge()
        && !RowBudget.of(key.config()).hides(key.shape().logRows(), key.layout().activeRows())) {
      throw new UserException(
          "the key leaves too few random rows to hide anything; make keys with `lucerna commit`");
    }
    var options = new KeyOptions(1, key.privacy(), key.zeroKnowledge());
    Estimate estimate = Estimate.of(key.lowering(), key.config(), options);
    long available = Runtime.getRuntime().maxMemory();
    if (provingKeyFile == null) {
      estimate.requireHeldProof(key.circuit().name(), available);
    } else {
      estimate.requireProof(key.circuit().name(), available);
    }
    this.key = key;
    this.provingKey = provingKey;
    this.provingKeyFile = provingKeyFile;
    Weights weights = provingKey.weights(key);
    trees = new WeightCache(key, provingKey, weights, provingKeyFile);
    executor = new CircuitExecutor(key.circuit(), key.layout().bounds(), weights);
    preprocessed = WeightTrees.preprocessed(key.lowering().preprocessedColumns(), key.config());
  }

  /**
   * Runs the model and proves the run.
   *
   * @param inputs the model's inputs, real numbers in row-major order
   * @param entropy 32 fresh random bytes
   * @param context a text that the proof is bound to, may be empty
   * @param progress receives the stages
   * @return the proof and what was measured
   * @throws UserException if a value leaves its range, or no proofs are left
   */
  public Proven prove(List<double[]> inputs, byte[] entropy, String context, Progress progress) {
    return prove(inputs, entropy, context, progress, null, ProverListener.NONE);
  }

  /**
   * As {@link #prove(List, byte[], String, Progress)}, with a commitment to the input that the
   * caller chooses, and watched.
   *
   * @param inputs the model's inputs
   * @param entropy 32 fresh random bytes
   * @param context a text that the proof is bound to
   * @param progress receives the stages
   * @param inputSeed the randomness of a committed input; no more than {@link
   *     InputCommitment#proofsPerRoot} proofs may share it. Null for a fresh one
   * @param watcher sees every stage, and may spoil it
   * @return the proof and what was measured
   * @throws UserException if a value leaves its range, or no proofs are left
   */
  public Proven prove(
      List<double[]> inputs,
      byte[] entropy,
      String context,
      Progress progress,
      byte @Nullable [] inputSeed,
      ProverListener watcher) {
    progress.stage("running the model", 0, 1);
    long start = System.nanoTime();
    CircuitExecution execution = executor.run(inputs.toArray(double[][]::new));
    int number = Budget.take(provingKey, provingKeyFile);
    int instance = instance(key, number);
    MainWitness witness = MainWitness.fill(key.lowering(), execution.cells());
    var fixed = new ArrayList<CommittedColumns>();
    fixed.add(preprocessed);
    if (!key.content().weightRoots().isEmpty()) {
      fixed.add(trees.tree(instance));
    }
    Digest inputRoot = null;
    if (key.privacy().input() == InputPrivacy.COMMITTED) {
      fixed.add(
          commitInput(
              witness.input(), inputSeed == null ? InputCommitment.freshSeed(entropy) : inputSeed));
      inputRoot = fixed.getLast().root();
    }
    var publicPart =
        new PublicPart(instance, PublicValues.of(key.layout(), execution), inputRoot, context);
    Statement statement = key.inference(publicPart);
    Map<String, Long> nanos = new LinkedHashMap<>();
    nanos.put("witness", System.nanoTime() - start);
    progress.stage("proving", 0, 1);
    StarkProof proof =
        stark(
            statement,
            fixed,
            new Witness(
                witness.witness(),
                first -> FactorColumns.compute(key.layout(), execution.cells(), first)),
            entropy,
            new Stopwatch(watcher, nanos));
    progress.stage("proving", 1, 1);
    byte[] bytes = ModelProof.encode(statement, proof);
    return new Proven(
        ModelProof.of(key.digest(), publicPart, bytes),
        execution,
        nanos,
        cells(statement),
        1L << key.shape().logRows());
  }

  /*
   * What the first attempt computed is thrown away, nothing of it leaves this method; the second has
   * masks of its own, as the witness now holds those of the first.
   */
  private StarkProof stark(
      Statement statement,
      List<CommittedColumns> fixed,
      Witness witness,
      byte[] entropy,
      ProverListener listener) {
    try {
      return Freshness.prove(statement, fixed, witness, entropy, listener);
    } catch (StoredColumns.Damaged e) {
      fixed.set(1, trees.again());
      return Freshness.prove(statement, fixed, witness, entropy, listener);
    }
  }

  /**
   * Stores the tree that the next proof needs, as that proof would otherwise do.
   *
   * @param keys the keys
   * @param provingKeyFile the secret key's file
   */
  public static void storeWeights(Keys keys, Path provingKeyFile) {
    ModelKey key = keys.key();
    if (!key.content().weightRoots().isEmpty()) {
      Weights weights = keys.provingKey().weights(key);
      int instance = instance(key, keys.provingKey().proofsUsed());
      new WeightCache(key, keys.provingKey(), weights, provingKeyFile).tree(instance);
    }
  }

  private static int instance(ModelKey key, int number) {
    int each = key.proofsPerInstance();
    return each == Integer.MAX_VALUE ? 0 : number / each;
  }

  private CommittedColumns commitInput(int[][] rows, byte[] seed) {
    SecretRandom random = key.zeroKnowledge() ? SecretRandom.of(seed) : null;
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.INPUT),
        InputCommitment.mask(key.layout(), rows, random),
        key.config().fri().logBlowupFactor(),
        random == null ? null : InputCommitment.salts(random));
  }

  private long cells(Statement statement) {
    var layout =
        CommitmentLayout.of(statement.air(), statement.config(), statement.zeroKnowledge());
    long width = 0;
    for (CommitmentLayout.TreeInfo info : layout.trees()) {
      if (info.kind() == Tree.WITNESS
          || info.kind() == Tree.FACTORS
          || info.kind() == Tree.INTERACTION
          || info.kind() == Tree.INPUT) {
        width += info.width();
      }
    }
    return (width << layout.logRows())
        + ((long) layout.compositionWidth() << layout.logFriDegree());
  }
}
