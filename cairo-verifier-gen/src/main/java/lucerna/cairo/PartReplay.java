package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import lucerna.field.CM31;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.LineDomain;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.FriProof;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.Fibres;
import lucerna.stark.OpenedRows;
import lucerna.stark.OutOfDomain;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.SampleValues;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.Transcript;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a verification without checking anything, to know the states between its parts:
 * docs/on-chain.md. What it makes of a proof that is refused is of no use to anybody.
 */
final class PartReplay {
  private final SplitPlan plan;
  private final Statement statement;
  private final StarkProof proof;
  private final CommitmentLayout layout;
  private final int[] integers;

  /** Digests as words, and elements, by the names of fields. */
  private final Map<String, int[]> values = new HashMap<>();

  private final SecureCirclePoint point;
  private final QM31[] challenges;
  private final QM31[] folds;
  private final DeepBatch.Plan batches;
  private final int[] queries;
  private final int[] lifted;

  /**
   * Replays the transcript.
   *
   * @param plan how the verification is cut
   * @param statement what the proof is about
   * @param proof the proof
   * @param integers its public integers modulo p, outputs and then inputs
   * @throws ProofRejectedException if the proof has another shape than the key prescribes
   */
  PartReplay(SplitPlan plan, Statement statement, StarkProof proof, int... integers)
      throws ProofRejectedException {
    this.plan = plan;
    this.statement = statement;
    this.proof = proof;
    this.integers = integers;
    PcsConfig config = statement.config();
    layout = CommitmentLayout.of(statement.air(), config, statement.zeroKnowledge());
    var program = statement.air().program();
    requireShape();
    var channel = new Channel();
    Transcript.begin(channel, statement);
    channel.mixRoot(proof.witnessRoot());
    channel.mixU64(proof.interactionNonce());
    QM31[] first = channel.drawSecureFelts(program.firstRoundChallenges());
    SecondRound second = proof.secondRound();
    if (second == null) {
      challenges = first;
    } else {
      channel.mixRoot(second.factorsRoot());
      channel.mixU64(second.nonce());
      int late = program.challenges().size() - first.length;
      challenges = Transcript.challenges(first, channel.drawSecureFelts(late));
    }
    channel.mixRoot(proof.interactionRoot());
    QM31 alpha = channel.drawSecureFelt();
    channel.mixRoot(proof.compositionRoot());
    channel.mixU64(proof.oodNonce());
    SecureCirclePoint drawn = OutOfDomain.draw(channel, layout.logRows());
    if (drawn == null) {
      throw new ProofRejectedException(
          Rejection.Reason.DEGENERATE_POINT, "out-of-domain", "drawn on M31");
    }
    point = drawn;
    channel.mixFelts(proof.oodValues());
    channel.mixU64(proof.batchNonce());
    QM31 lambda = channel.drawSecureFelt();
    List<FriProof.Layer> layers = proof.fri().layers();
    folds = new QM31[layers.size()];
    for (int i = 0; i < folds.length; i++) {
      channel.mixRoot(layers.get(i).root());
      channel.mixU64(layers.get(i).foldNonce());
      folds[i] = channel.drawSecureFelt();
      values.put("fri_root_" + i, layers.get(i).root().toWords());
      values.put("fri_challenge_" + i, elements(folds[i]));
    }
    channel.mixFelts(proof.fri().lastLayer().toArray(QM31[]::new));
    channel.mixU64(proof.queryNonce());
    queries =
        Channel.sortedDistinct(channel.drawQueries(layout.logFriDomain(), config.fri().nQueries()));
    lifted = Channel.sortedDistinct(Arrays.stream(queries).map(Fibres.WIDEST::leafOf).toArray());
    batches =
        DeepBatch.plan(
            layout, new SampleValues(layout, proof.oodValues()), point, statement.pins(), lambda);
    values.put("elements", integers);
    values.put("sampled", elements(proof.oodValues()));
    values.put("challenges", elements(challenges));
    values.put("alpha", elements(alpha));
    values.put("point", elements(point.x(), point.y()));
    values.put("lambda", elements(lambda));
    values.put("last", elements(proof.fri().lastLayer().toArray(QM31[]::new)));
    values.put("positions", queries);
    roots();
    batches();
    requireRows();
    requireWitnesses();
  }

  /* What is read below must be there; all else is the verifier's business. */
  private void requireShape() throws ProofRejectedException {
    int[] steps = statement.config().fri().foldSteps(layout.logFriDegree());
    require("second round", (proof.secondRound() != null) == layout.program().hasFactors());
    require("out-of-domain values", proof.oodValues().length == layout.sampleCount());
    require("trees", proof.trees().size() == layout.trees().size());
    require("FRI's layers", proof.fri().layers().size() == steps.length);
    for (int tree = 0; tree < layout.trees().size(); tree++) {
      int width = layout.trees().get(tree).width();
      require("rows", widths(proof.trees().get(tree), width));
    }
    require("rows", widths(proof.composition(), layout.compositionLeafWidth()));
  }

  private static boolean widths(OpenedRows rows, int width) {
    return Arrays.stream(rows.values()).allMatch(row -> row.length == width);
  }

  private static void require(String what, boolean fits) throws ProofRejectedException {
    if (!fits) {
      throw new ProofRejectedException(
          Rejection.Reason.SHAPE, what, "not as many as the key prescribes");
    }
  }

  private void requireWitnesses() throws ProofRejectedException {
    int[] steps = statement.config().fri().foldSteps(layout.logFriDegree());
    int[] positions = queries;
    for (int i = 0; i < steps.length; i++) {
      int step = steps[i];
      int[] cosets = Arrays.stream(positions).map(p -> p >> step).distinct().toArray();
      int missing = (cosets.length << step) - positions.length;
      require("FRI's values", proof.fri().layers().get(i).witness().size() == missing);
      positions = cosets;
    }
  }

  private void roots() {
    var roots = new ArrayList<Digest>();
    roots.add(statement.preprocessedRoot());
    roots.addAll(statement.weightRoots());
    Digest input = statement.inputRoot();
    if (input != null) {
      roots.add(input);
    }
    roots.add(proof.witnessRoot());
    SecondRound second = proof.secondRound();
    if (second != null) {
      roots.add(second.factorsRoot());
    }
    roots.add(proof.interactionRoot());
    for (int i = 0; i < roots.size(); i++) {
      values.put("root_" + i, roots.get(i).toWords());
    }
    values.put("composition_root", proof.compositionRoot().toWords());
  }

  private void batches() {
    List<String> names = plan.stages().batches();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), elements(batches.trace().get(i)));
    }
    values.put("composition", elements(batches.composition()));
  }

  private void requireRows() throws ProofRejectedException {
    for (OpenedRows rows : proof.trees()) {
      require("rows", rows.values().length == lifted.length);
    }
    require("rows", proof.composition().values().length == lifted.length);
  }

  /**
   * Returns the state between two parts.
   *
   * @param part how many parts are done, at least one and not all
   * @param number the statement's number
   * @return its felts
   */
  List<String> state(int part, String number) {
    int done = plan.ends()[part - 1];
    List<StateField> live = plan.stages().live(done);
    Map<String, int[]> all = new HashMap<>(values);
    for (StateField field : live) {
      if (!all.containsKey(field.name())) {
        all.put(field.name(), made(field.name(), done));
      }
    }
    var felts = new ArrayList<String>();
    felts.add("0x" + Integer.toHexString(plan.piecesAfter(part)));
    felts.add(number);
    for (StateField.Count count : Stages.counts(live)) {
      StateField field =
          live.stream().filter(f -> f.kind().list() == count).findFirst().orElseThrow();
      int length = Objects.requireNonNull(all.get(field.name())).length / field.kind().each();
      felts.add("0x" + Integer.toHexString(length));
    }
    felts.addAll(Packing.words(joined(live, all, true)));
    felts.addAll(Packing.elements(joined(live, all, false)));
    return felts;
  }

  private static int[] joined(List<StateField> live, Map<String, int[]> all, boolean digests) {
    return live.stream()
        .filter(field -> (field.kind() == StateField.Kind.DIGEST) == digests)
        .flatMapToInt(field -> Arrays.stream(Objects.requireNonNull(all.get(field.name()))))
        .toArray();
  }

  /* What stages have made that were done. */
  private int[] made(String name, int done) {
    List<Stage> before = plan.stages().all().subList(0, done);
    if (name.equals("publics")) {
      return elements(
          plan.slices()
              .sums(
                  count(before, Stage.Kind.PUBLIC),
                  LagrangeWeights.at(layout.logRows(), point, statement.air().activeRows()),
                  integers,
                  challenges));
    }
    int batch = plan.stages().sums().indexOf(name);
    return batch >= 0
        ? elements(sums(batch, count(before, Stage.Kind.TREE)))
        : known(count(before, Stage.Kind.LAYER));
  }

  private static int count(List<Stage> stages, Stage.Kind kind) {
    return (int) stages.stream().filter(stage -> stage.kind() == kind).count();
  }

  /* Per position the weighted sum of a batch's columns in the first trees. */
  private QM31[] sums(int batch, int trees) {
    var sums = new QM31[lifted.length];
    for (int i = 0; i < sums.length; i++) {
      QM31 sum = QM31.ZERO;
      for (int tree = 0; tree < trees; tree++) {
        int[] row = proof.trees().get(tree).values()[i];
        for (int c = 0; c < row.length; c++) {
          @Nullable QM31 weight = batches.weights()[tree][c][batch];
          if (weight != null) {
            sum = sum.add(weight.mul(row[c]));
          }
        }
      }
      sums[i] = sum;
    }
    return sums;
  }

  /* The first layer's values, as the verifier in Java has them. */
  private QM31[] firstLayer() {
    CircleDomain small = new CanonicCoset(layout.logTraceDomain()).domain();
    var quotients = new QM31[lifted.length];
    Arrays.fill(quotients, QM31.ZERO);
    for (int batch = 0; batch < batches.trace().size(); batch++) {
      QM31[] sums = sums(batch, layout.trees().size());
      for (int i = 0; i < quotients.length; i++) {
        CirclePoint p = small.atStorage(lifted[i]);
        quotients[i] = quotients[i].add(batches.trace().get(batch).quotient(sums[i], p));
      }
    }
    CircleDomain large = new CanonicCoset(layout.logFriDomain()).domain();
    var layer = new QM31[queries.length];
    for (int i = 0; i < layer.length; i++) {
      int place = Arrays.binarySearch(lifted, Fibres.WIDEST.leafOf(queries[i]));
      int[] row = proof.composition().values()[place];
      int at = Fibres.WIDEST.entryOf(queries[i]) * layout.compositionWidth();
      QM31 combined = QM31.ZERO;
      for (int k = 0; k < QM31.DEGREE; k++) {
        combined = combined.add(batches.compositionWeights()[k].mul(row[at + k]));
      }
      QM31 value = batches.composition().quotient(combined, large.atStorage(queries[i]));
      if (layout.zeroKnowledge()) {
        value = value.add(new QM31(row[at + 4], row[at + 5], row[at + 6], row[at + 7]));
      }
      layer[i] = value.add(quotients[place]);
    }
    return layer;
  }

  /* Positions, points and values that are known after some layers. */
  private int[] known(int layers) {
    int[] steps = statement.config().fri().foldSteps(layout.logFriDegree());
    int[] positions = queries;
    QM31[] layer = firstLayer();
    int log = layout.logFriDomain();
    for (int i = 0; i < layers; i++) {
      int step = steps[i];
      int[] cosets = Arrays.stream(positions).map(p -> p >> step).distinct().toArray();
      layer = folded(i, step, log, cosets, positions, layer);
      positions = cosets;
      log -= step;
    }
    int shift = layout.logFriDomain() - log;
    CircleDomain domain = new CanonicCoset(layout.logFriDomain()).domain();
    IntStream points =
        Arrays.stream(positions)
            .mapToObj(p -> onLine(domain.atStorage(p << shift & -2), Math.max(0, shift - 1)))
            .flatMapToInt(p -> IntStream.of(p.x(), p.y()));
    return IntStream.concat(
            IntStream.concat(Arrays.stream(positions), points), Arrays.stream(elements(layer)))
        .toArray();
  }

  private static CirclePoint onLine(CirclePoint p, int doublings) {
    CirclePoint q = p;
    for (int i = 0; i < doublings; i++) {
      q = q.add(q);
    }
    return q;
  }

  private QM31[] folded(
      int layer, int step, int log, int[] cosets, int[] positions, QM31... known) {
    List<QM31> witness = proof.fri().layers().get(layer).witness();
    var folded = new QM31[cosets.length];
    int nextKnown = 0;
    int nextWitness = 0;
    for (int c = 0; c < cosets.length; c++) {
      var coset = new QM31[1 << step];
      for (int k = 0; k < coset.length; k++) {
        boolean given =
            nextKnown < positions.length && positions[nextKnown] == (cosets[c] << step) + k;
        coset[k] = given ? known[nextKnown++] : witness.get(nextWitness++);
      }
      folded[c] = fold(coset, cosets[c], log, layer == 0, folds[layer]);
    }
    return folded;
  }

  /* docs/protocol.md, section 9.6. */
  private static QM31 fold(QM31[] coset, int number, int log, boolean circle, QM31 challenge) {
    QM31[] layer = coset;
    QM31 power = challenge;
    int size = log;
    boolean first = circle;
    while (layer.length > 1) {
      var next = new QM31[layer.length / 2];
      for (int i = 0; i < next.length; i++) {
        int position = number * layer.length + 2 * i;
        int z =
            first
                ? new CanonicCoset(size).domain().atStorage(position).y()
                : new LineDomain(size).atStorage(position);
        QM31 odd = layer[2 * i].sub(layer[2 * i + 1]).mul(M31.inverse(z));
        next[i] = layer[2 * i].add(layer[2 * i + 1]).add(power.mul(odd));
      }
      layer = next;
      power = power.mul(power);
      first = false;
      size--;
    }
    return layer[0];
  }

  private static int[] elements(QM31... values) {
    return Arrays.stream(values)
        .flatMapToInt(value -> IntStream.of(value.a(), value.b(), value.c(), value.d()))
        .toArray();
  }

  private static int[] elements(DeepBatch batch) {
    IntStream line =
        Arrays.stream(
            elements(batch.functionFactor(), batch.lineSlope().neg(), batch.lineConstant().neg()));
    CM31[] d = batch.denominatorFactors();
    // D = constant - x Im Y.y + y Im Y.x.
    IntStream factors = IntStream.of(d[0].re(), d[0].im());
    CM31 byX = d[1].neg();
    return IntStream.concat(
            line, IntStream.concat(factors, IntStream.of(byX.re(), byX.im(), d[2].re(), d[2].im())))
        .toArray();
  }
}
