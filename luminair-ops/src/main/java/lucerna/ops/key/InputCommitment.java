package lucerna.ops.key;

import java.util.Arrays;
import lucerna.air.Tree;
import lucerna.fri.SecretRandom;
import lucerna.fri.hash.Digest;
import lucerna.fri.merkle.MerkleTree;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.MainWitness;
import lucerna.ops.layout.RowBudget;
import lucerna.stark.CommitmentLayout;
import org.jspecify.annotations.Nullable;

/**
 * The commitment to an input: the root of a tree of its own.
 *
 * <p>Root and seed go to whoever shall be able to tell later that a proof was about this very
 * input: from the input and the seed anybody makes the root again. Without the seed the root tells
 * nothing.
 */
public final class InputCommitment {
  private InputCommitment() {}

  /**
   * Lays an input out and fills the free rows.
   *
   * @param layout where the input is
   * @param values per input of the circuit its integers
   * @param random the commitment's randomness, or null without zero knowledge
   * @return columns in row order
   */
  public static int[][] fill(Layout layout, int[][] values, @Nullable SecretRandom random) {
    return mask(layout, MainWitness.inputs(layout, values), random);
  }

  /**
   * Fills the free rows of an input that is laid out.
   *
   * @param layout where the input is
   * @param rows the columns in row order, which are changed
   * @param random the commitment's randomness, or null without zero knowledge
   * @return the same columns
   */
  public static int[][] mask(Layout layout, int[][] rows, @Nullable SecretRandom random) {
    for (int i = 0; i < rows.length && random != null; i++) {
      random.stream("input rows", i).fillM31(rows[i], layout.activeRows(), rows[i].length);
    }
    return rows;
  }

  /**
   * Returns the randomness of the leaves' salts.
   *
   * @param random the commitment's randomness
   * @return the stream
   */
  public static SecretRandom.Stream salts(SecretRandom random) {
    return random.stream("input salts", 0);
  }

  /**
   * Makes the root of an input.
   *
   * @param key a key that commits to inputs
   * @param inputs per input of the circuit its integers
   * @param seed the commitment's randomness, 32 bytes
   * @return the root that proofs about this input with this seed show
   * @throws IllegalArgumentException if the key does not commit to inputs, or lengths are wrong
   */
  public static Digest root(ModelKey key, int[][] inputs, byte[] seed) {
    Circuit circuit = key.circuit();
    if (inputs.length != circuit.inputs().size()) {
      throw new IllegalArgumentException(
          circuit.inputs().size() + " inputs are expected, not " + inputs.length);
    }
    for (int i = 0; i < inputs.length; i++) {
      Circuit.Input input = circuit.inputs().get(i);
      int length = circuit.blocks().get(input.block()).length();
      if (inputs[i].length != length) {
        throw new IllegalArgumentException(
            input.name() + " has " + length + " elements, not " + inputs[i].length);
      }
    }
    SecretRandom random = key.zeroKnowledge() ? SecretRandom.of(seed) : null;
    int[][] rows = fill(key.layout(), inputs, random);
    if (rows.length == 0) {
      throw new IllegalArgumentException("the key does not commit to inputs");
    }
    int[][] extended = WeightRows.extend(rows, key.config());
    int[] salts =
        random == null
            ? null
            : salts(random).words(CommitmentLayout.SALT_WORDS * extended[0].length);
    return MerkleTree.commit(CommitmentLayout.suiteOf(Tree.INPUT), extended, salts).root();
  }

  /**
   * Returns how many proofs may show one root: each opens some of the rows that hide the input.
   *
   * @param key the key
   * @return the number; {@link Integer#MAX_VALUE} without zero knowledge
   */
  public static int proofsPerRoot(ModelKey key) {
    return key.zeroKnowledge()
        ? RowBudget.of(key.config())
            .proofsPerColumn(key.shape().logRows(), key.layout().activeRows())
        : Integer.MAX_VALUE;
  }

  /**
   * Derives a fresh seed.
   *
   * @param entropy 32 fresh random bytes
   * @return the seed of a new commitment
   */
  public static byte[] freshSeed(byte[] entropy) {
    byte[] labelled =
        Arrays.copyOf(
            "lucerna input".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            16 + entropy.length);
    System.arraycopy(entropy, 0, labelled, 16, entropy.length);
    return lucerna.fri.hash.Blake2s.hash(labelled);
  }
}
