package lucerna.cairo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import lucerna.air.Tree;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ChannelListener;
import lucerna.fri.hash.Digest;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.PublicPart;
import lucerna.ops.key.WeightRows;
import lucerna.ops.layout.FactorColumns;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.MainWitness;
import lucerna.ops.layout.PublicValues;
import lucerna.stark.AirInstance;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Witness;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.TamperedTranscript;

/**
 * Makes proofs about a {@link SmallModel} that are false in one thing and sealed honestly after it:
 * the transcript goes on from the lie, so that every other check holds.
 */
final class Forger {
  /** Not a whole number of words. */
  private static final String TEXT = "to Cairo!";

  private final ModelKey key;
  private final PublicPart honest;
  private final List<CommittedColumns> fixed;
  private final Witness witness;
  private final int[][][] cells;

  /** A forger for a model with public weights and a hidden input. */
  Forger(SmallModel model) {
    key = model.key();
    if (key.privacy().input() != InputPrivacy.HIDDEN) {
      throw new IllegalArgumentException("the input is " + key.privacy().input());
    }
    PublicPart part = model.proof().publicPart();
    honest = new PublicPart(part.instance(), part.values(), part.inputRoot(), TEXT);
    var weights = Objects.requireNonNull(key.publicWeights(), "public weights");
    CircuitExecution execution = execution(weights, model.input());
    cells = execution.cells();
    int blowup = key.config().fri().logBlowupFactor();
    SecretRandom random = SecretRandom.of(WeightRows.publicSeed());
    fixed =
        List.of(
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.PREPROCESSED),
                key.lowering().preprocessedColumns(),
                blowup,
                null),
            CommittedColumns.commit(
                CommitmentLayout.suiteOf(Tree.WEIGHTS),
                WeightRows.fill(key.layout(), weights, random, 0),
                blowup,
                WeightRows.salts(random, 0)));
    witness = witness(cells);
  }

  private CircuitExecution execution(Weights weights, List<double[]> input) {
    return new CircuitExecutor(key.circuit(), key.layout().bounds(), weights)
        .run(input.toArray(double[][]::new));
  }

  private Witness witness(int[][][] of) {
    return new Witness(
        MainWitness.fill(key.lowering(), of).witness(),
        first -> FactorColumns.compute(key.layout(), of, first));
  }

  /** What the proofs say in the open where nothing is changed. */
  PublicPart publicPart() {
    return honest;
  }

  /** The bytes that the transcript absorbs for a public part, true or not. */
  byte[] context(PublicPart part) {
    return part.context(key.digest());
  }

  /** The public part with another text. */
  PublicPart withText(String text) {
    return new PublicPart(honest.instance(), honest.values(), honest.inputRoot(), text);
  }

  /** The public part with another first output. */
  PublicPart withOutput(long value) {
    long[][] outputs = honest.values().outputs().clone();
    outputs[0] = outputs[0].clone();
    outputs[0][0] = value;
    var values = new PublicValues(outputs, honest.values().inputs());
    return new PublicPart(honest.instance(), values, honest.inputRoot(), honest.context());
  }

  /**
   * A false proof.
   *
   * @param felts its calldata
   * @param like a proof with as many rows and values, from which calldata can be read
   */
  record Forged(List<String> felts, ModelProof like) {
    Forged with(List<String> other) {
      return new Forged(other, like);
    }
  }

  /** A proof over a context, behind the felts of a public part. */
  Forged prove(
      MaliciousProver prover, ChannelListener transcript, byte[] context, List<String> publicFelts)
      throws Exception {
    Statement statement = key.inference(honest);
    StarkProof stark =
        prover.prove(withContext(statement, context), fixed, witness, new Channel(transcript));
    var proof = ModelProof.of(key.digest(), honest, ModelProof.encode(statement, stark));
    List<String> felts = Calldata.of(key, proof);
    var all = new ArrayList<>(publicFelts);
    all.addAll(felts.subList(publicFelts(honest).size(), felts.size()));
    return new Forged(List.copyOf(all), proof);
  }

  /** The cells of another execution of the model. */
  int[][][] cells(List<double[]> input) {
    return execution(Objects.requireNonNull(key.publicWeights(), "public weights"), input).cells();
  }

  /** The cells of the honest execution. */
  int[][][] cells() {
    return cells.clone();
  }

  /**
   * A proof that only some equations hold.
   *
   * @param equations gives the instance that is proved, from the one that a verifier knows
   * @param of the cells
   * @param part what the proof says in the open
   */
  Forged prove(UnaryOperator<AirInstance> equations, int[][][] of, PublicPart part)
      throws Exception {
    Statement s = key.inference(part);
    var less =
        new Statement(
            equations.apply(s.air()),
            s.config(),
            s.zeroKnowledge(),
            s.preprocessedRoot(),
            s.weightRoots(),
            s.inputRoot(),
            s.context(),
            s.pins());
    StarkProof stark =
        new MaliciousProver()
            .prove(less, fixed, witness(of), new Channel(TamperedTranscript.honest()));
    var proof = ModelProof.of(key.digest(), part, ModelProof.encode(less, stark));
    return new Forged(Calldata.of(key, proof), proof);
  }

  /** The same about the honest public part. */
  Forged prove(MaliciousProver prover, ChannelListener transcript) throws Exception {
    return prove(prover, transcript, context(honest), publicFelts(honest));
  }

  /** The felts of calldata before those of the STARK. */
  List<String> publicFelts(PublicPart part) {
    var felts = new ArrayList<String>();
    felts.add(Calldata.keyFelt(key.digest()));
    felts.add("0x" + Integer.toHexString(part.instance()));
    for (long[] list : part.values().outputs()) {
      for (long integer : list) {
        var value = BigInteger.valueOf(integer);
        felts.add("0x" + value.mod(Packing.PRIME).toString(16));
      }
    }
    byte[] text = part.context().getBytes(StandardCharsets.UTF_8);
    felts.add("0x" + Integer.toHexString(text.length));
    byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, 4) * 4);
    int[] words = new int[padded.length / 4];
    for (int i = 0; i < padded.length; i++) {
      words[i / 4] |= (padded[i] & 0xff) << (8 * (i % 4));
    }
    felts.addAll(Packing.words(words));
    return felts;
  }

  private static Statement withContext(Statement s, byte[] context) {
    return new Statement(
        s.air(),
        s.config(),
        s.zeroKnowledge(),
        s.preprocessedRoot(),
        s.weightRoots(),
        s.inputRoot(),
        context,
        s.pins());
  }

  /** A transcript that absorbs something else where it first meets a label. */
  static ChannelListener instead(String label, UnaryOperator<Digest> absorption) {
    return new ChannelListener() {
      private boolean done;

      @Override
      public void onOperation(String at, Operation operation, Digest digest) {
        // Only absorptions matter.
      }

      @Override
      public Digest absorbed(String at, Digest before, Digest after) {
        if (done || !at.equals(label)) {
          return after;
        }
        done = true;
        return absorption.apply(before);
      }
    };
  }

  /** A channel in a state. */
  static Channel in(Digest state) {
    return TamperedTranscript.channelIn(state);
  }
}
