package lucerna.bench.gpu;

import java.util.Arrays;
import java.util.Objects;
import lucerna.bench.Randoms;
import lucerna.field.circle.CircleFft;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;
import lucerna.gpu.DeviceTrees;
import org.jspecify.annotations.Nullable;

/** Extends columns and hashes them into a tree, or hashes alone; the root comes back. */
final class CommitWork extends OnColumns {
  private static final HashSuite SUITE = HashSuite.lucerna("wit");
  private static final int BLOCK_WORDS = 16;
  private static final int NODE_WORDS = 8;

  private final Limits limits;
  private final Limits.Shape shape;
  private final int logBlowup;
  private final boolean hashOnly;
  private final int[][] columns;
  private @Nullable DeviceColumns on;
  private Digest root = Digest.ZERO;
  private Digest expected = Digest.ZERO;

  private CommitWork(
      ColumnOps ops, Limits limits, Limits.Shape shape, int logBlowup, boolean hashOnly) {
    super(ops);
    this.limits = limits;
    this.shape = shape;
    this.logBlowup = logBlowup;
    this.hashOnly = hashOnly;
    columns = Randoms.columns(1, shape.columns(), 1 << shape.logRows());
  }

  /** Hashes columns into a tree. */
  static CommitWork tree(ColumnOps ops, Limits limits, int columns, int logRows) {
    return new CommitWork(ops, limits, limits.fit(columns, logRows, 2), 0, true);
  }

  /** Interpolates, extends and hashes columns. */
  static CommitWork commit(ColumnOps ops, Limits limits, int columns, int logRows, int logBlowup) {
    // Values, coefficients, extension, and nodes of 16 words a leaf at worst.
    int factor = 2 + (1 << logBlowup) + Math.ceilDiv((2 * NODE_WORDS) << logBlowup, columns);
    return new CommitWork(ops, limits, limits.fit(columns, logRows, factor), logBlowup, false);
  }

  @Override
  public Description description() {
    int log = shape.logRows();
    int outLog = log + logBlowup;
    long leaves = 1L << outLog;
    long compressions = leaves * Math.ceilDiv(shape.columns(), BLOCK_WORDS) + leaves - 1;
    long words = (long) shape.columns() << log;
    long out = words << logBlowup;
    // The tree reads the extension, writes its digests and reads all but the root.
    var hashes = Floor.Load.hashes(compressions, Integer.BYTES * (out + 4L * NODE_WORDS * leaves));
    if (hashOnly) {
      return new Description(
          "Merkle tree %d x 2^%d".formatted(shape.columns(), log),
          "compressions",
          compressions,
          0,
          hashes,
          shape.scaled());
    }
    // The first layers of the extension are copies, since its upper coefficients are zeros.
    double extension = (double) shape.columns() * (outLog - logBlowup) * (1L << (outLog - 1));
    var load =
        Floor.Load.transforms(shape.columns(), log, Integer.BYTES * (words + out))
            .plus(new Floor.Load(extension, 0, 0, 0, 0))
            .plus(hashes);
    return new Description(
        "commit %d x 2^%d, blow-up %d".formatted(shape.columns(), log, 1 << logBlowup),
        "cells",
        words,
        0,
        load,
        shape.scaled());
  }

  @Override
  public void prepare() {
    on = hold(columns);
  }

  @Override
  public void onDevice() {
    DeviceColumns values = Objects.requireNonNull(on);
    if (hashOnly) {
      hash(values);
    } else {
      try (DeviceColumns extended = ops.fft().extend(values, logBlowup)) {
        hash(extended);
      }
    }
  }

  private void hash(DeviceColumns values) {
    try (var nodes =
        ops.trees().commit(values, null, 0, SUITE.leafPersonal(), SUITE.nodePersonal())) {
      int[] words = new int[DeviceTrees.DIGEST_WORDS];
      nodes.read(DeviceTrees.DIGEST_WORDS, words);
      root = Digest.of(words, 0);
    }
  }

  /* Each root is waited for. */
  @Override
  public void await() {}

  @Override
  public double onProcessor() {
    long wordsEach = (1L << shape.logRows()) * (2 + (1 << logBlowup));
    int count = limits.processorColumns(columns.length, wordsEach);
    int[][] some = Arrays.copyOf(columns, count);
    int[][] values = hashOnly ? some : CircleFft.extendAll(some, logBlowup);
    Digest made = MerkleTree.commit(SUITE, values, null).root();
    expected = count == columns.length ? made : Digest.ZERO;
    return (double) count / columns.length;
  }

  @Override
  public boolean agrees() {
    if (!expected.equals(Digest.ZERO)) {
      return expected.equals(root);
    }
    // The processor had no memory for all of them: a tree of few columns tells as much.
    var few = new Limits(limits.maxLog(), limits.deviceWords(), limits.hostWords());
    int count = few.processorColumns(columns.length, 1L << (shape.logRows() + logBlowup + 2));
    int[][] some = Arrays.copyOf(columns, Math.min(count, 4));
    try (var own = DeviceColumns.of(ops.device(), some);
        var extended = ops.fft().extend(own, logBlowup)) {
      hash(hashOnly ? own : extended);
    }
    int[][] values = hashOnly ? some : CircleFft.extendAll(some, logBlowup);
    return MerkleTree.commit(SUITE, values, null).root().equals(root);
  }
}
