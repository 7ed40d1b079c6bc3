package lucerna.stark.prover;

import java.util.List;
import lucerna.air.Scalars;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.FriWord;
import lucerna.fri.SecretRandom;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.Grinder;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.OpenedRows;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one proof under way, where a {@link Backend} keeps them. The methods are called in
 * the order of the proof; each of them may throw a {@link BackendException}, after which only
 * {@link #close} is called.
 */
public interface ProofColumns extends Grinder, AutoCloseable {
  /**
   * Extends columns and commits to them: the next tree of trace height before the interaction's.
   *
   * @param suite the tree's hashes
   * @param rows columns in row order, length N each, kept and not copied
   * @param salts randomness of the leaves' salts, or null for leaves without
   * @return the tree's root
   */
  Digest commit(HashSuite suite, int[][] rows, SecretRandom.@Nullable Stream salts);

  /**
   * Adds up columns of the weights: the combinations that the setup's program reads. Called once,
   * before {@link #commitInteraction}, if there are any.
   *
   * @param coefficients for each combination a coefficient for each column of the weight trees
   * @return a column for each combination, in row order: the last of the setup's program's PUBLIC
   *     columns
   */
  SecureColumn[] combinations(QM31[][] coefficients);

  /**
   * Makes the interaction columns from those that were committed before, extends them and commits
   * to them: the last tree of trace height.
   *
   * @param suite the tree's hashes
   * @param input what else they are made of; its columns are kept for {@link #compose} and not
   *     copied
   * @param salts randomness of the leaves' salts, or null for leaves without
   * @return the tree's root
   * @throws ZeroDenominatorException if a denominator is zero
   */
  Digest commitInteraction(
      HashSuite suite, InteractionInput input, SecretRandom.@Nullable Stream salts)
      throws ZeroDenominatorException;

  /**
   * Makes the composition polynomial: all constraints, times powers of a challenge, divided by what
   * vanishes on the trace, plus the mask in the interaction tree, if there is one. Public columns
   * are those that the interaction columns were made of.
   *
   * @param scalars challenges and public scalars
   * @param alpha the challenge
   * @return if {@link CommitmentLayout#hasTop}, the composition's part outside its space, as a
   *     factor of what vanishes on the trace; else of no meaning
   */
  QM31 compose(Scalars scalars, QM31 alpha);

  /**
   * Commits to the composition polynomial's coordinates and to a mask, a leaf for each fibre.
   *
   * @param suite the tree's hashes
   * @param mask randomness of four columns in the space of FRI's input, or none
   * @param salts randomness of the leaves' salts, or null for leaves without
   * @return the tree's root
   */
  Digest commitComposition(
      HashSuite suite, List<SecretRandom.Stream> mask, SecretRandom.@Nullable Stream salts);

  /**
   * Samples every column where the layout says.
   *
   * @param point the out-of-domain point
   * @return values in the order of the proof
   */
  QM31[] sample(SecureCirclePoint point);

  /**
   * Makes FRI's input: mask, composition's quotient and the trace's quotients, lifted.
   *
   * @param plan the batches
   * @return a word on FRI's domain, usable until this is closed
   */
  FriWord friInput(DeepBatch.Plan plan);

  /**
   * Opens leaves of a tree that {@link #commit} made.
   *
   * @param tree 0 for the first one
   * @param positions positions in the tree, increasing, each once
   * @return the leaves and what authenticates them
   */
  OpenedRows open(int tree, int[] positions);

  /**
   * Opens leaves of the composition's tree.
   *
   * @param leaves numbers of leaves, increasing, each once
   * @return the leaves, each of {@link CommitmentLayout#compositionLeafWidth} elements, and what
   *     authenticates them
   */
  OpenedRows openComposition(int[] leaves);

  @Override
  long grind(Channel channel, int bits);

  /** Gives back all memory. */
  @Override
  void close();
}
