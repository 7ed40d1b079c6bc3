package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
import lucerna.fri.FriWord;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.OpenedRows;
import org.jspecify.annotations.Nullable;

/** A proof's columns as arrays, in a {@link ColumnArena}. */
final class HostColumns implements ProofColumns {
  private static final int[][] NONE = {};

  private final ProofSetup setup;
  private final CommitmentLayout layout;
  private final List<CommittedColumns> trees;
  private final ColumnArena arena = new ColumnArena();
  private SecureColumn[] publicColumns = {};
  private int[][] composition = NONE;

  /** The composition's coefficients, and after them the mask's. */
  private int[][] committed = NONE;

  private @Nullable CommittedColumns compositionTree;

  HostColumns(ProofSetup setup) {
    this.setup = setup;
    layout = setup.layout();
    trees = new ArrayList<>(setup.fixed());
  }

  @Override
  public Digest commit(HashSuite suite, int[][] rows, SecretRandom.@Nullable Stream salts) {
    int logBlowup = setup.config().fri().logBlowupFactor();
    trees.add(CommittedColumns.commit(suite, rows, logBlowup, salts, arena));
    return trees.getLast().root();
  }

  @Override
  public SecureColumn[] combinations(QM31[][] coefficients) {
    var sums = new SecureColumn[coefficients.length];
    Arrays.setAll(sums, i -> arena.zerosSecure(1 << layout.logRows()));
    int from = 0;
    for (int tree = 0; tree < setup.fixed().size(); tree++) {
      if (layout.trees().get(tree).kind() == Tree.WEIGHTS) {
        int to = from + layout.trees().get(tree).width();
        for (int i = 0; i < sums.length; i++) {
          trees.get(tree).accumulate(Arrays.copyOfRange(coefficients[i], from, to), sums[i]);
        }
        from = to;
      }
    }
    return sums;
  }

  @Override
  public Digest commitInteraction(
      HashSuite suite, InteractionInput input, SecretRandom.@Nullable Stream salts)
      throws ZeroDenominatorException {
    publicColumns = input.publicColumns();
    return commit(suite, Interaction.rows(setup, trees, input, arena), salts);
  }

  @Override
  public QM31 compose(Scalars scalars, QM31 alpha) {
    Composition.Polynomial made =
        new Composition(layout, setup.program(), arena).of(trees, publicColumns, scalars, alpha);
    composition = made.coefficients();
    setup.listener().composition(composition);
    return made.top();
  }

  @Override
  public Digest commitComposition(
      HashSuite suite, List<SecretRandom.Stream> maskSource, SecretRandom.@Nullable Stream salts) {
    int[][] mask = new int[maskSource.size()][];
    for (int k = 0; k < mask.length; k++) {
      mask[k] = maskSource.get(k).m31(1 << layout.logFriDegree(), arena);
    }
    setup.listener().mask(mask);
    int[][] all = Arrays.copyOf(composition, composition.length + mask.length);
    System.arraycopy(mask, 0, all, composition.length, mask.length);
    committed = all;
    var evaluations = new int[all.length][];
    Parallel.forEach(
        all.length, k -> evaluations[k] = CircleFft.evaluate(all[k], layout.logFriDomain(), arena));
    if (layout.fibres().log() > 0) {
      // Else the mask is added as coefficients once more.
      for (int[] coefficients : mask) {
        arena.release(coefficients);
      }
    }
    CommittedColumns tree =
        CommittedColumns.ofFibres(suite, layout.fibres(), evaluations, salts, arena);
    compositionTree = tree;
    return tree.root();
  }

  @Override
  public QM31[] sample(SecureCirclePoint point) {
    return new Deep(layout, arena).sample(trees, composition, point);
  }

  @Override
  public FriWord friInput(DeepBatch.Plan plan) {
    SecureColumn input =
        new Deep(layout, arena)
            .friInput(plan, trees, committed, committedComposition().evaluations());
    setup.listener().friInput(input);
    return FriProver.word(input, arena);
  }

  @Override
  public OpenedRows open(int tree, int[] positions) {
    return trees.get(setup.fixed().size() + tree).open(positions);
  }

  @Override
  public OpenedRows openComposition(int[] leaves) {
    return committedComposition().open(leaves);
  }

  private CommittedColumns committedComposition() {
    return Objects.requireNonNull(compositionTree, "the composition is not committed");
  }

  @Override
  public long grind(Channel channel, int bits) {
    return ProofOfWork.grind(channel, bits);
  }

  /** The proof holds copies of what it opens. */
  @Override
  public void close() {
    arena.close();
  }
}
