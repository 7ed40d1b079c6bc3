package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Condensed;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.ColumnArena;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.FriProver;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.OpenedRows;
import lucerna.stark.OutOfDomain;
import lucerna.stark.PublicData;
import lucerna.stark.SampleValues;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.Transcript;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link StarkProof}; one instance makes one proof.
 *
 * <p>Cost, N rows, blow-up 4: one interpolation of N and one evaluation of 4N per committed or
 * public column, one hash of each opened row of the 4N domain, and for composition and mask eight
 * evaluations of 4, 8 or 16N and a hash of each fibre; nothing is quadratic. Evaluations and trees
 * lie in a {@link ColumnArena}, so that the proofs of a process that holds one open use the same
 * memory again.
 */
public final class Prover {
  private final Statement statement;
  private final CommitmentLayout layout;
  private final PcsConfig config;
  private final SecretRandom random;
  private final ProverListener listener;
  private final Channel channel;
  private final Backend backend;

  /* Trees committed before, in the layout's order. */
  private final List<CommittedColumns> fixed;

  private Prover(
      Statement statement,
      List<CommittedColumns> fixed,
      SecretRandom random,
      ProverListener listener,
      Channel channel,
      Backend backend) {
    this.statement = statement;
    this.config = statement.config();
    this.layout = CommitmentLayout.of(statement.air(), config, statement.zeroKnowledge());
    this.random = random;
    this.listener = listener;
    this.channel = channel;
    this.backend = backend;
    this.fixed = fixed;
  }

  /**
   * Proves a statement whose program has no factor columns.
   *
   * @param statement what is claimed
   * @param fixed the columns whose roots stand in the statement: preprocessed, weight trees, input
   *     if any, in that order
   * @param witness the WITNESS columns in row order, length N each; rows from {@code activeRows} on
   *     are overwritten by randomness
   * @param seed randomness: 32 bytes that were never used for another statement
   * @param listener watches the stages
   * @return the proof
   * @throws DegenerateChallengeException in the rare case (below 2^-50) that a challenge hits a
   *     pole; try again with a fresh seed
   */
  public static StarkProof prove(
      Statement statement,
      List<CommittedColumns> fixed,
      int[][] witness,
      byte[] seed,
      ProverListener listener)
      throws DegenerateChallengeException {
    return prove(statement, fixed, new Witness(witness, FactorSource.NONE), seed, listener);
  }

  /**
   * Proves a statement whose program may have factor columns, with what {@link Backends} says.
   *
   * @param statement what is claimed
   * @param fixed the columns whose roots stand in the statement
   * @param witness the WITNESS columns, and where the FACTORS columns come from
   * @param seed randomness: 32 bytes that were never used for another statement
   * @param listener watches the stages
   * @return the proof
   * @throws DegenerateChallengeException in the rare case (below 2^-50) that a challenge hits a
   *     pole; try again with a fresh seed
   * @throws BackendException if the backend refuses or fails, and the host may not take over
   */
  public static StarkProof prove(
      Statement statement,
      List<CommittedColumns> fixed,
      Witness witness,
      byte[] seed,
      ProverListener listener)
      throws DegenerateChallengeException {
    Backend chosen = Backends.current();
    try {
      return prove(statement, fixed, witness, seed, listener, new Channel(), chosen);
    } catch (BackendException e) {
      Backends.fallBack(chosen, e);
    }
    // The same seed gives the same masks, and so the same proof: nothing of the other left.
    return prove(statement, fixed, witness, seed, listener, new Channel());
  }

  /**
   * Proves a statement without factor columns on a channel of the caller's.
   *
   * @param statement what is claimed
   * @param fixed the columns whose roots stand in the statement
   * @param witness the WITNESS columns in row order
   * @param seed randomness
   * @param listener watches the stages
   * @param channel a fresh channel
   * @return the proof
   * @throws DegenerateChallengeException in the rare case that a challenge hits a pole
   */
  public static StarkProof prove(
      Statement statement,
      List<CommittedColumns> fixed,
      int[][] witness,
      byte[] seed,
      ProverListener listener,
      Channel channel)
      throws DegenerateChallengeException {
    return prove(
        statement, fixed, new Witness(witness, FactorSource.NONE), seed, listener, channel);
  }

  /**
   * Proves a statement on a channel of the caller's, in this process's memory.
   *
   * @param statement what is claimed
   * @param fixed the columns whose roots stand in the statement
   * @param witness the WITNESS columns, and where the FACTORS columns come from
   * @param seed randomness
   * @param listener watches the stages
   * @param channel a fresh channel
   * @return the proof
   * @throws DegenerateChallengeException in the rare case that a challenge hits a pole
   */
  public static StarkProof prove(
      Statement statement,
      List<CommittedColumns> fixed,
      Witness witness,
      byte[] seed,
      ProverListener listener,
      Channel channel)
      throws DegenerateChallengeException {
    return prove(statement, fixed, witness, seed, listener, channel, Backends.host());
  }

  /**
   * Proves a statement on a channel and with a backend of the caller's.
   *
   * @param statement what is claimed
   * @param fixed the columns whose roots stand in the statement
   * @param witness the WITNESS columns, and where the FACTORS columns come from
   * @param seed randomness
   * @param listener watches the stages
   * @param channel a fresh channel
   * @param backend where the columns live
   * @return the proof
   * @throws DegenerateChallengeException in the rare case that a challenge hits a pole
   * @throws BackendException if the backend refuses or fails
   */
  public static StarkProof prove(
      Statement statement,
      List<CommittedColumns> fixed,
      Witness witness,
      byte[] seed,
      ProverListener listener,
      Channel channel,
      Backend backend)
      throws DegenerateChallengeException {
    return new Prover(statement, fixed, SecretRandom.of(seed), listener, channel, backend)
        .run(witness);
  }

  private StarkProof run(Witness witness) throws DegenerateChallengeException {
    Condensed condensed = condensed();
    var setup = new ProofSetup(layout, config, condensed.program(), fixed, listener);
    try (var arena = new ColumnArena();
        ProofColumns columns = backend.begin(setup)) {
      return run(columns, condensed, witness, arena);
    }
  }

  private StarkProof run(
      ProofColumns columns, Condensed condensed, Witness witness, ColumnArena arena)
      throws DegenerateChallengeException {
    Transcript.begin(channel, statement);
    var clock = new Stages(listener);
    Digest witnessRoot = commitWitness(columns, witness.rows());
    channel.at("witness root").mixRoot(witnessRoot);
    long interactionNonce = work(columns, "interaction", config.interactionPowBits());
    var program = statement.air().program();
    QM31[] first = channel.at("challenges").drawSecureFelts(program.firstRoundChallenges());
    clock.end("commit");

    SecondRound second =
        program.hasFactors() ? commitFactors(columns, witness, first, arena) : null;
    QM31[] challenges = second == null ? first : Transcript.challenges(first, drawLate());
    PublicData data = statement.air().publicData(challenges);
    var scalars = new Scalars(List.of(challenges), List.of(data.scalars()));
    SecureColumn[] publicColumns =
        withCombinations(columns, padded(data.columns(), arena), condensed, scalars);
    Digest interactionRoot = commitInteraction(columns, publicColumns, scalars);
    channel.at("interaction root").mixRoot(interactionRoot);
    clock.end("interaction");

    QM31 alpha = channel.at("constraint combination").drawSecureFelt();
    QM31 top = columns.compose(scalars, alpha);
    Digest compositionRoot = commitComposition(columns);
    channel.at("composition root").mixRoot(compositionRoot);
    QM31 compositionTop = layout.hasTop() ? listener.compositionTop(top) : null;
    if (compositionTop != null) {
      channel.at("composition top").mixFelts(compositionTop);
    }
    clock.end("constraints");

    long oodNonce = work(columns, "out-of-domain", config.oodPowBits());
    SecureCirclePoint point = OutOfDomain.draw(channel, layout.logRows());
    if (point == null) {
      throw new DegenerateChallengeException("the out-of-domain point lies on M31");
    }
    QM31[] values = columns.sample(point);
    listener.outOfDomain(values);
    channel.at("out-of-domain values").mixFelts(values);
    long batchNonce = work(columns, "batching", config.batchPowBits());
    QM31 lambda = channel.at("batching").drawSecureFelt();
    DeepBatch.Plan plan =
        DeepBatch.plan(layout, new SampleValues(layout, values), point, statement.pins(), lambda);
    FriProver fri = FriProver.commit(channel, columns.friInput(plan), config, columns);
    long queryNonce = work(columns, "query", config.queryPowBits());
    int[] queries =
        Channel.sortedDistinct(
            channel.at("queries").drawQueries(layout.logFriDomain(), config.fri().nQueries()));
    int[] leaves = layout.fibres().leavesOf(queries);
    var proof =
        new StarkProof(
            witnessRoot,
            interactionNonce,
            second,
            interactionRoot,
            compositionRoot,
            compositionTop,
            oodNonce,
            values,
            batchNonce,
            fri.open(queries),
            queryNonce,
            opened(columns, leaves),
            columns.openComposition(leaves));
    clock.end("fri");
    return listener.finished(proof);
  }

  /** Opens the trees of trace height. */
  private List<OpenedRows> opened(ProofColumns columns, int... positions) {
    var opened = new ArrayList<OpenedRows>();
    for (int tree = 0; tree < layout.trees().size(); tree++) {
      int own = tree - fixed.size();
      opened.add(own < 0 ? fixed.get(tree).open(positions) : columns.open(own, positions));
    }
    return List.copyOf(opened);
  }

  private long work(ProofColumns columns, String site, int bits) {
    long nonce = columns.grind(channel, bits);
    channel.at(site + " proof of work").mixU64(nonce);
    return nonce;
  }

  private SecretRandom.@Nullable Stream salts(String tree) {
    return layout.zeroKnowledge() ? random.stream("salt " + tree, 0) : null;
  }

  private Digest commitWitness(ProofColumns columns, int[][] witness) {
    if (layout.zeroKnowledge()) {
      Parallel.forEach(
          witness.length,
          i -> {
            int[] column = witness[i];
            random.stream("witness rows", i)
                .fillM31(column, statement.air().activeRows(), column.length);
          });
    }
    listener.witness(witness);
    return commit(columns, Tree.WITNESS, "witness", witness);
  }

  private Digest commit(ProofColumns columns, Tree kind, String name, int[][] columnRows) {
    return columns.commit(
        CommitmentLayout.suiteOf(kind, config.treeHash()), columnRows, salts(name));
  }

  private SecondRound commitFactors(
      ProofColumns target, Witness witness, QM31[] firstChallenges, ColumnArena arena) {
    SecureColumn[] given = witness.factors().factors(firstChallenges);
    int expected = statement.air().program().columnsOf(Tree.FACTORS).size();
    if (given.length != expected) {
      throw new IllegalArgumentException(given.length + " factor columns instead of " + expected);
    }
    for (SecureColumn column : given) {
      if (column.length() > 1 << layout.logRows()) {
        throw new IllegalArgumentException("a factor column of " + column.length() + " rows");
      }
    }
    SecureColumn[] columns = padded(given, arena);
    var flat = new ArrayList<int[]>();
    for (SecureColumn column : columns) {
      for (int[] coordinate : column.coordinates()) {
        if (layout.zeroKnowledge()) {
          random.stream("factor rows", flat.size())
              .fillM31(coordinate, statement.air().activeRows(), coordinate.length);
        }
        flat.add(coordinate);
      }
    }
    listener.factors(columns, firstChallenges);
    Digest root = commit(target, Tree.FACTORS, "factors", flat.toArray(int[][]::new));
    channel.at("factors root").mixRoot(root);
    return new SecondRound(root, work(target, "late interaction", config.interactionPowBits()));
  }

  private QM31[] drawLate() {
    var program = statement.air().program();
    return channel
        .at("late challenges")
        .drawSecureFelts(program.challenges().size() - program.firstRoundChallenges());
  }

  /**
   * Takes combinations of the weights out of the program, where that makes fewer columns of many,
   * or their evaluations are not at hand.
   */
  private Condensed condensed() {
    AirProgram program = statement.air().program();
    int width = program.columnsOf(Tree.WEIGHTS).size();
    Condensed condensed = Condensed.of(program, Tree.WEIGHTS);
    boolean stored = fixed.stream().anyMatch(CommittedColumns::isStored);
    if (stored && condensed.count() == 0) {
      throw new IllegalArgumentException("stored columns are read one by one");
    }
    return stored || QM31.DEGREE * condensed.count() < width ? condensed : Condensed.none(program);
  }

  private static SecureColumn[] withCombinations(
      ProofColumns columns, SecureColumn[] publicColumns, Condensed condensed, Scalars scalars) {
    if (condensed.count() == 0) {
      return publicColumns;
    }
    SecureColumn[] sums = columns.combinations(condensed.coefficients(scalars));
    SecureColumn[] all = Arrays.copyOf(publicColumns, publicColumns.length + sums.length);
    System.arraycopy(sums, 0, all, publicColumns.length, sums.length);
    return all;
  }

  private Digest commitInteraction(
      ProofColumns target, SecureColumn[] publicColumns, Scalars scalars)
      throws DegenerateChallengeException {
    var input =
        new InteractionInput(
            publicColumns,
            scalars,
            statement.air().activeRows(),
            layout.zeroKnowledge() ? random : null);
    try {
      return target.commitInteraction(
          CommitmentLayout.suiteOf(Tree.INTERACTION, config.treeHash()),
          input,
          salts("interaction"));
    } catch (ZeroDenominatorException e) {
      throw new DegenerateChallengeException(String.valueOf(e.getMessage()));
    }
  }

  private Digest commitComposition(ProofColumns columns) {
    List<SecretRandom.Stream> mask = new ArrayList<>();
    for (int k = 0; layout.zeroKnowledge() && k < QM31.DEGREE; k++) {
      mask.add(random.stream("mask", k));
    }
    return columns.commitComposition(
        CommitmentLayout.compositionSuite(config.treeHash()),
        mask,
        layout.compositionSalted() ? salts("composition") : null);
  }

  private SecureColumn[] padded(SecureColumn[] columns, ColumnArena arena) {
    int length = 1 << layout.logRows();
    var padded = new SecureColumn[columns.length];
    for (int i = 0; i < columns.length; i++) {
      SecureColumn full = arena.takeSecure(length);
      int given = columns[i].length();
      for (int k = 0; k < QM31.DEGREE; k++) {
        int[] coordinate = full.coordinates()[k];
        System.arraycopy(columns[i].coordinates()[k], 0, coordinate, 0, given);
        Arrays.fill(coordinate, given, length, 0);
      }
      padded[i] = full;
    }
    return padded;
  }

  /** Measures stages that follow one another. */
  private static final class Stages {
    private final ProverListener listener;
    private long last = System.nanoTime();

    Stages(ProverListener listener) {
      this.listener = listener;
    }

    void end(String stage) {
      long now = System.nanoTime();
      listener.stage(stage, now - last);
      last = now;
    }
  }
}
