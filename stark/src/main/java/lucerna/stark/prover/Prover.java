package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.Condensed;
import lucerna.air.InteractionTrace;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.ColumnArena;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.FriProver;
import lucerna.fri.PcsConfig;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
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
 * evaluations of 16N; nothing is quadratic. Evaluations and trees lie in a {@link ColumnArena}, so
 * that the proofs of a process that holds one open use the same memory again.
 */
public final class Prover {
  private final Statement statement;
  private final CommitmentLayout layout;
  private final PcsConfig config;
  private final SecretRandom random;
  private final ProverListener listener;
  private final Channel channel;
  private final ColumnArena arena;

  private Prover(
      Statement statement,
      SecretRandom random,
      ProverListener listener,
      Channel channel,
      ColumnArena arena) {
    this.statement = statement;
    this.config = statement.config();
    this.layout = CommitmentLayout.of(statement.air(), config, statement.zeroKnowledge());
    this.random = random;
    this.listener = listener;
    this.channel = channel;
    this.arena = arena;
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
    return prove(statement, fixed, witness, seed, listener, new Channel());
  }

  /**
   * Proves a statement whose program may have factor columns.
   *
   * @param statement what is claimed
   * @param fixed the columns whose roots stand in the statement
   * @param witness the WITNESS columns, and where the FACTORS columns come from
   * @param seed randomness: 32 bytes that were never used for another statement
   * @param listener watches the stages
   * @return the proof
   * @throws DegenerateChallengeException in the rare case (below 2^-50) that a challenge hits a
   *     pole; try again with a fresh seed
   */
  public static StarkProof prove(
      Statement statement,
      List<CommittedColumns> fixed,
      Witness witness,
      byte[] seed,
      ProverListener listener)
      throws DegenerateChallengeException {
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
   * Proves a statement on a channel of the caller's.
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
    // The proof holds copies of what it opens.
    try (var arena = new ColumnArena()) {
      var random = SecretRandom.of(seed);
      return new Prover(statement, random, listener, channel, arena).run(fixed, witness);
    }
  }

  private StarkProof run(List<CommittedColumns> fixed, Witness witness)
      throws DegenerateChallengeException {
    Transcript.begin(channel, statement);
    var clock = new Stages(listener);
    var trees = new ArrayList<>(fixed);
    trees.add(commitWitness(witness.rows()));
    channel.at("witness root").mixRoot(trees.getLast().root());
    long interactionNonce = work("interaction", config.interactionPowBits());
    var program = statement.air().program();
    QM31[] first = channel.at("challenges").drawSecureFelts(program.firstRoundChallenges());
    clock.end("commit");

    SecondRound second = program.hasFactors() ? commitFactors(trees, witness, first) : null;
    QM31[] challenges = second == null ? first : Transcript.challenges(first, drawLate());
    PublicData data = statement.air().publicData(challenges);
    var scalars = new Scalars(List.of(challenges), List.of(data.scalars()));
    Condensed condensed = condensed(trees);
    SecureColumn[] publicColumns =
        withCombinations(padded(data.columns()), condensed, trees, scalars);
    trees.add(commitInteraction(condensed.program(), trees, publicColumns, scalars));
    channel.at("interaction root").mixRoot(trees.getLast().root());
    clock.end("interaction");

    QM31 alpha = channel.at("constraint combination").drawSecureFelt();
    int[][] composition =
        Composition.coefficients(layout, condensed.program(), trees, publicColumns, scalars, alpha);
    listener.composition(composition);
    CommittedColumns compositionTree = commitComposition(composition);
    channel.at("composition root").mixRoot(compositionTree.root());
    clock.end("constraints");

    long oodNonce = work("out-of-domain", config.oodPowBits());
    SecureCirclePoint point = OutOfDomain.draw(channel, layout.logRows());
    if (point == null) {
      throw new DegenerateChallengeException("the out-of-domain point lies on M31");
    }
    QM31[] values = Deep.sample(layout, trees, composition, point);
    listener.outOfDomain(values);
    channel.at("out-of-domain values").mixFelts(values);
    long batchNonce = work("batching", config.batchPowBits());
    QM31 lambda = channel.at("batching").drawSecureFelt();
    DeepBatch.Plan plan =
        DeepBatch.plan(layout, new SampleValues(layout, values), point, statement.pins(), lambda);
    SecureColumn input = Deep.friInput(layout, plan, trees, compositionTree);
    listener.friInput(input);
    FriProver fri = FriProver.commit(channel, input, config);
    long queryNonce = work("query", config.queryPowBits());
    int[] queries =
        Channel.sortedDistinct(
            channel.at("queries").drawQueries(layout.logFriDomain(), config.fri().nQueries()));
    int[] positions = queries.clone();
    for (int i = 0; i < positions.length; i++) {
      positions[i] = CommitmentLayout.liftedPosition(positions[i]);
    }
    positions = Channel.sortedDistinct(positions);
    var opened = new ArrayList<OpenedRows>();
    for (CommittedColumns tree : trees) {
      opened.add(tree.open(positions));
    }
    var proof =
        new StarkProof(
            trees.get(layout.indexOf(Tree.WITNESS)).root(),
            interactionNonce,
            second,
            trees.get(layout.indexOf(Tree.INTERACTION)).root(),
            compositionTree.root(),
            oodNonce,
            values,
            batchNonce,
            fri.open(queries),
            queryNonce,
            List.copyOf(opened),
            compositionTree.open(queries));
    clock.end("fri");
    return listener.finished(proof);
  }

  private long work(String site, int bits) {
    long nonce = ProofOfWork.grind(channel, bits);
    channel.at(site + " proof of work").mixU64(nonce);
    return nonce;
  }

  private SecretRandom.@Nullable Stream salts(String tree) {
    return layout.zeroKnowledge() ? random.stream("salt " + tree, 0) : null;
  }

  private CommittedColumns commitWitness(int[][] witness) {
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
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.WITNESS, config.treeHash()),
        witness,
        config.fri().logBlowupFactor(),
        salts("witness"),
        arena);
  }

  private SecondRound commitFactors(
      List<CommittedColumns> trees, Witness witness, QM31[] firstChallenges) {
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
    SecureColumn[] columns = padded(given);
    var rows = new ArrayList<int[]>();
    for (SecureColumn column : columns) {
      for (int[] coordinate : column.coordinates()) {
        if (layout.zeroKnowledge()) {
          random.stream("factor rows", rows.size())
              .fillM31(coordinate, statement.air().activeRows(), coordinate.length);
        }
        rows.add(coordinate);
      }
    }
    listener.factors(columns, firstChallenges);
    trees.add(
        CommittedColumns.commit(
            CommitmentLayout.suiteOf(Tree.FACTORS, config.treeHash()),
            rows.toArray(int[][]::new),
            config.fri().logBlowupFactor(),
            salts("factors"),
            arena));
    channel.at("factors root").mixRoot(trees.getLast().root());
    return new SecondRound(
        trees.getLast().root(), work("late interaction", config.interactionPowBits()));
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
  private Condensed condensed(List<CommittedColumns> trees) {
    AirProgram program = statement.air().program();
    int width = program.columnsOf(Tree.WEIGHTS).size();
    Condensed condensed = Condensed.of(program, Tree.WEIGHTS);
    boolean stored = trees.stream().anyMatch(CommittedColumns::isStored);
    if (stored && condensed.count() == 0) {
      throw new IllegalArgumentException("stored columns are read one by one");
    }
    return stored || QM31.DEGREE * condensed.count() < width ? condensed : Condensed.none(program);
  }

  private SecureColumn[] withCombinations(
      SecureColumn[] publicColumns,
      Condensed condensed,
      List<CommittedColumns> trees,
      Scalars scalars) {
    if (condensed.count() == 0) {
      return publicColumns;
    }
    SecureColumn[] all = Arrays.copyOf(publicColumns, publicColumns.length + condensed.count());
    QM31[][] coefficients = condensed.coefficients(scalars);
    for (int i = 0; i < coefficients.length; i++) {
      SecureColumn sum = SecureColumn.zeros(1 << layout.logRows());
      int from = 0;
      for (int tree = 0; tree < trees.size(); tree++) {
        if (layout.trees().get(tree).kind() == Tree.WEIGHTS) {
          int to = from + layout.trees().get(tree).width();
          trees.get(tree).accumulate(Arrays.copyOfRange(coefficients[i], from, to), sum);
          from = to;
        }
      }
      all[publicColumns.length + i] = sum;
    }
    return all;
  }

  private CommittedColumns commitInteraction(
      AirProgram program,
      List<CommittedColumns> trees,
      SecureColumn[] publicColumns,
      Scalars scalars)
      throws DegenerateChallengeException {
    int length = 1 << layout.logRows();
    int active = statement.air().activeRows();
    var columns = new SecureColumn[program.columnsOf(Tree.INTERACTION).size()];
    Arrays.setAll(columns, i -> SecureColumn.zeros(length));
    var data = new TraceColumns(layout, program, publicColumns, trees, CommittedColumns::rows);
    try {
      new InteractionTrace(program)
          .fill(Assignment.inRowOrder(data, length, scalars), active, List.of(columns));
    } catch (ZeroDenominatorException e) {
      throw new DegenerateChallengeException(String.valueOf(e.getMessage()));
    }
    int sumColumn = columns.length - 1;
    var rows = new ArrayList<int[]>();
    for (int i = 0; i < columns.length; i++) {
      int[][] coordinates = columns[i].coordinates();
      for (int k = 0; k < coordinates.length; k++) {
        if (layout.zeroKnowledge()) {
          // The running sum still says its total in the first row after the active ones.
          int from = i == sumColumn ? active + 1 : active;
          random.stream("interaction rows", (long) QM31.DEGREE * i + k)
              .fillM31(coordinates[k], from, coordinates[k].length);
        }
        rows.add(coordinates[k]);
      }
    }
    if (layout.zeroKnowledge()) {
      for (int k = 0; k < QM31.DEGREE; k++) {
        rows.add(random.stream("composition mask", k).m31(length));
      }
    }
    listener.interaction(columns, scalars);
    return CommittedColumns.commit(
        CommitmentLayout.suiteOf(Tree.INTERACTION, config.treeHash()),
        rows.toArray(int[][]::new),
        config.fri().logBlowupFactor(),
        salts("interaction"),
        arena);
  }

  private CommittedColumns commitComposition(int[][] composition) {
    int dimension = 1 << layout.logFriDegree();
    var evaluations = new int[layout.compositionWidth()][];
    int[][] mask = new int[layout.zeroKnowledge() ? QM31.DEGREE : 0][];
    for (int k = 0; k < mask.length; k++) {
      mask[k] = random.stream("mask", k).m31(dimension);
    }
    listener.mask(mask);
    Parallel.forEach(
        evaluations.length,
        k -> {
          int[] coefficients = k < QM31.DEGREE ? composition[k] : mask[k - QM31.DEGREE];
          evaluations[k] = CircleFft.evaluate(coefficients, layout.logFriDomain(), arena);
        });
    return CommittedColumns.ofEvaluations(
        CommitmentLayout.compositionSuite(config.treeHash()),
        new int[0][],
        evaluations,
        salts("composition"),
        arena);
  }

  private SecureColumn[] padded(SecureColumn[] columns) {
    int length = 1 << layout.logRows();
    var padded = new SecureColumn[columns.length];
    for (int i = 0; i < columns.length; i++) {
      SecureColumn full = SecureColumn.zeros(length);
      for (int k = 0; k < QM31.DEGREE; k++) {
        System.arraycopy(
            columns[i].coordinates()[k], 0, full.coordinates()[k], 0, columns[i].length());
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
