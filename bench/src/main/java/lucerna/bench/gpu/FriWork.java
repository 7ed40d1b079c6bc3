package lucerna.bench.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lucerna.bench.Randoms;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.fri.FriConfig;
import lucerna.fri.FriProof;
import lucerna.fri.FriProver;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;
import lucerna.gpu.DeviceTrees;
import org.jspecify.annotations.Nullable;

/** FRI's layers: a tree by cosets, a challenge from its root, a fold by eight, and again. */
final class FriWork extends OnColumns {
  private static final FriConfig CONFIG = new FriConfig(1, 3, 6, 1);
  private static final HashSuite SUITE = HashSuite.lucerna("fri");

  private final int logSize;
  private final String scaled;
  private final SecureColumn word;
  private @Nullable DeviceColumns on;
  private List<Digest> roots = List.of();
  private List<Digest> expected = List.of();

  FriWork(ColumnOps ops, Limits limits, int logSize) {
    super(ops);
    Limits.Shape shape = limits.fit(QM31.DEGREE, logSize, 12);
    this.logSize = shape.logRows();
    this.scaled = shape.logRows() < logSize ? shape.scaled() : "";
    int[][] coordinates = Randoms.secure(1, 1 << (this.logSize - 1)).coordinates();
    for (int k = 0; k < coordinates.length; k++) {
      coordinates[k] = Arrays.copyOf(coordinates[k], 1 << this.logSize);
      CircleFft.evaluate(coordinates[k]);
    }
    word = new SecureColumn(coordinates[0], coordinates[1], coordinates[2], coordinates[3]);
  }

  @Override
  public Description description() {
    long values = 1L << logSize;
    long folds = 0;
    long compressions = 0;
    long bytes = 0;
    for (int step : CONFIG.foldSteps(logSize - 1)) {
      long leaves = values >> step;
      compressions += leaves * Math.ceilDiv(QM31.DEGREE << step, 16) + leaves - 1;
      folds += values - leaves;
      bytes += 16 * (2 * values + leaves) + 128 * leaves;
      values = leaves;
    }
    return new Description(
        "FRI from 2^" + logSize,
        "folds",
        folds,
        0,
        new Floor.Load(0, compressions, folds, 0, bytes),
        scaled);
  }

  @Override
  public void prepare() {
    on = hold(word.coordinates());
  }

  @Override
  public void onDevice() {
    var channel = new Channel();
    List<Digest> made = new ArrayList<>();
    DeviceColumns values = Objects.requireNonNull(on);
    boolean own = false;
    for (int step : CONFIG.foldSteps(logSize - 1)) {
      int[] root = new int[DeviceTrees.DIGEST_WORDS];
      try (var nodes =
          ops.trees().commit(values, null, step, SUITE.leafPersonal(), SUITE.nodePersonal())) {
        nodes.read(DeviceTrees.DIGEST_WORDS, root);
      }
      made.add(Digest.of(root, 0));
      channel.mixRoot(made.getLast());
      channel.mixU64(0);
      QM31 challenge = channel.drawSecureFelt();
      DeviceColumns folded = ops.queries().fold(values, !own, challenge, step);
      if (own) {
        values.close();
      }
      values = folded;
      own = true;
    }
    await(values);
    if (own) {
      values.close();
    }
    roots = made;
  }

  /* The last layer is waited for. */
  @Override
  public void await() {}

  @Override
  public double onProcessor() {
    FriProver prover = FriProver.commit(new Channel(), word, CONFIG, 0);
    expected = prover.open(new int[] {0}).layers().stream().map(FriProof.Layer::root).toList();
    return 1;
  }

  @Override
  public boolean agrees() {
    return expected.equals(roots);
  }
}
