package lucerna.ops.key;

import java.util.ArrayList;
import java.util.List;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Digest;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Weights;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Statement;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a key but its registration proof.
 *
 * @param circuit the integer circuit
 * @param shape the sizes of its layout
 * @param privacy what the verifier learns
 * @param zeroKnowledge whether proofs are masked
 * @param config the parameters of proofs
 * @param preprocessedRoot root of an inference's preprocessed tree
 * @param registrationPreprocessedRoot root of the registration's preprocessed tree; zero where
 *     nothing is registered
 * @param weightRoots roots of the weight trees
 * @param publicWeights the weights, or null where they are hidden
 */
public record KeyContent(
    Circuit circuit,
    LayoutShape shape,
    Privacy privacy,
    boolean zeroKnowledge,
    PcsConfig config,
    Digest preprocessedRoot,
    Digest registrationPreprocessedRoot,
    List<Digest> weightRoots,
    @Nullable Weights publicWeights) {
  private static final int MAX_TREES = 1 << 13;

  /** Copies the roots. */
  public KeyContent {
    weightRoots = List.copyOf(weightRoots);
  }

  /**
   * Says whether each proof uses up a part of the hidden weights' randomness.
   *
   * @return whether there is a budget
   */
  public boolean usesBudget() {
    return zeroKnowledge && registered();
  }

  /**
   * Says whether a registration proof stands for the weights.
   *
   * @return whether there are weights, and they are hidden
   */
  public boolean registered() {
    return !weightRoots.isEmpty() && publicWeights == null;
  }

  /**
   * Checks what the parts say of each other.
   *
   * @throws IllegalArgumentException if they contradict
   */
  public void requireConsistent() {
    boolean hasWeights = products(circuit) > 0;
    if (weightRoots.size() != (hasWeights ? shape.weightInstances() : 0)) {
      throw new IllegalArgumentException(weightRoots.size() + " weight roots");
    }
    if (privacy.input() != shape.inputs()) {
      throw new IllegalArgumentException("two answers to who sees the input");
    }
    if ((publicWeights != null) != (privacy.weights() == WeightPrivacy.PUBLIC)) {
      throw new IllegalArgumentException("two answers to who sees the weights");
    }
    if (privacy.input() == InputPrivacy.COMMITTED && circuit.inputs().isEmpty()) {
      throw new IllegalArgumentException("a model without inputs has none to commit to");
    }
    if (!registered() && !registrationPreprocessedRoot.equals(Digest.ZERO)) {
      throw new IllegalArgumentException("a registration of nothing");
    }
    if (publicWeights != null && hasWeights && shape.weightInstances() != 1) {
      throw new IllegalArgumentException("several trees of public weights");
    }
  }

  /**
   * Writes the content.
   *
   * @param out receives it
   */
  public void write(WordWriter out) {
    CircuitCodec.write(circuit, out);
    out.words(
        new int[] {
          shape.logRows(),
          shape.activeRows(),
          shape.weightColumns(),
          shape.tableBits(),
          shape.weightInstances(),
          PrivacyCodes.of(shape.inputs()),
          PrivacyCodes.of(privacy.weights()),
          zeroKnowledge ? 1 : 0
        });
    Words.string(config.profile(), out);
    out.digest(preprocessedRoot);
    out.digest(registrationPreprocessedRoot);
    out.word(weightRoots.size());
    weightRoots.forEach(out::digest);
    if (publicWeights != null) {
      writeWeights(publicWeights, out);
    }
  }

  /**
   * Reads the content.
   *
   * @param in the words
   * @return the content, not yet checked
   * @throws ProofRejectedException if the words make no content
   */
  public static KeyContent read(WordReader in) throws ProofRejectedException {
    Circuit circuit = CircuitCodec.read(in);
    int[] sizes = in.words(6);
    WeightPrivacy weights = PrivacyCodes.weights(in.word());
    InputPrivacy input = PrivacyCodes.input(sizes[5]);
    var shape = new LayoutShape(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], input);
    boolean zeroKnowledge = Words.flag(in);
    String profile = Words.string(in);
    PcsConfig config = PcsConfig.p100();
    if (!profile.equals(config.profile())) {
      throw Words.wrong("an unknown profile " + profile);
    }
    Digest preprocessedRoot = in.digest();
    Digest registrationRoot = in.digest();
    var roots = new ArrayList<Digest>();
    for (int n = in.count("weight roots", MAX_TREES); n > 0; n--) {
      roots.add(in.digest());
    }
    var privacy = new Privacy(weights, input);
    Weights publicWeights =
        privacy.weights() == WeightPrivacy.PUBLIC ? readWeights(circuit, in) : null;
    return new KeyContent(
        circuit,
        shape,
        privacy,
        zeroKnowledge,
        config,
        preprocessedRoot,
        registrationRoot,
        roots,
        publicWeights);
  }

  /**
   * Reads the weights of a circuit.
   *
   * @param circuit the circuit
   * @param in the words
   * @return the weights, not yet checked
   * @throws ProofRejectedException if the words end early
   */
  public static Weights readWeights(Circuit circuit, WordReader in) throws ProofRejectedException {
    var products = new ArrayList<int[]>();
    for (long n = products(circuit); n > 0; n--) {
      products.add(Words.array(in));
    }
    return new Weights(List.copyOf(products));
  }

  /** Returns how many products have weights. */
  private static long products(Circuit circuit) {
    return circuit.affines().stream()
        .flatMap(affine -> affine.products().stream())
        .filter(Product::hasWeights)
        .count();
  }

  /**
   * Writes the weights of a circuit.
   *
   * @param weights the weights
   * @param out receives them
   */
  public static void writeWeights(Weights weights, WordWriter out) {
    weights.products().forEach(values -> Words.array(values, out));
  }

  /**
   * States what the registration proof claims: all weight trees hold the same weights, each in
   * range and each channel within its bound.
   *
   * @param lowering the circuit laid out
   * @return the statement, bound to everything in the key
   */
  public Statement registrationStatement(Lowering lowering) {
    var context = new WordWriter();
    write(context);
    return new Statement(
        new LoweredInstance(lowering.registration()),
        config,
        zeroKnowledge,
        registrationPreprocessedRoot,
        weightRoots,
        null,
        context.toBytes());
  }
}
