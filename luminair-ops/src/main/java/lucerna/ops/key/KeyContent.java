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
import lucerna.stark.Pins;
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
 * @param pins the hidden weights' values at a point of the key, or null where a root alone binds
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
    @Nullable Weights publicWeights,
    @Nullable WeightPins pins) {
  private static final int MAX_TREES = 1 << 13;

  /** Why a list-decoded profile refuses committed inputs; takes the profile's name. */
  public static final String COMMITTED_AND_LISTED =
      "profile %s does not take committed inputs: in its regime a root alone does not bind two"
          + " proofs to one input";

  /** log2 of the largest domain of the trees of trace height. */
  private static final int MAX_LOG_TRACE_DOMAIN = 26;

  /** Copies the roots. */
  public KeyContent {
    weightRoots = List.copyOf(weightRoots);
  }

  /**
   * Makes a content without pins.
   *
   * @param circuit the integer circuit
   * @param shape the sizes of its layout
   * @param privacy what the verifier learns
   * @param zeroKnowledge whether proofs are masked
   * @param config the parameters of proofs
   * @param preprocessedRoot root of an inference's preprocessed tree
   * @param registrationPreprocessedRoot root of the registration's preprocessed tree
   * @param weightRoots roots of the weight trees
   * @param publicWeights the weights, or null where they are hidden
   */
  public KeyContent(
      Circuit circuit,
      LayoutShape shape,
      Privacy privacy,
      boolean zeroKnowledge,
      PcsConfig config,
      Digest preprocessedRoot,
      Digest registrationPreprocessedRoot,
      List<Digest> weightRoots,
      @Nullable Weights publicWeights) {
    this(
        circuit,
        shape,
        privacy,
        zeroKnowledge,
        config,
        preprocessedRoot,
        registrationPreprocessedRoot,
        weightRoots,
        publicWeights,
        null);
  }

  /**
   * Adds pins.
   *
   * @param added the pins
   * @return a content with them
   */
  public KeyContent withPins(WeightPins added) {
    return new KeyContent(
        circuit,
        shape,
        privacy,
        zeroKnowledge,
        config,
        preprocessedRoot,
        registrationPreprocessedRoot,
        weightRoots,
        publicWeights,
        added);
  }

  /**
   * Says whether the weights need pins: where proofs are list-decoded, a root of secret weights
   * does not bind by itself. Public weights are an exact codeword, and no other is near it.
   *
   * @return whether there must be pins
   */
  public boolean pinned() {
    return registered() && !config.regime().isUnique();
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
    if (shape.logRows() + config.fri().logBlowupFactor() > MAX_LOG_TRACE_DOMAIN) {
      throw new IllegalArgumentException("so many rows at so low a rate");
    }
    if ((pins != null) != pinned() || (pins != null && pins.values().size() != pinCount())) {
      throw new IllegalArgumentException("pins are missing or too many");
    }
    if (privacy.input() == InputPrivacy.COMMITTED && !config.regime().isUnique()) {
      throw new IllegalArgumentException(COMMITTED_AND_LISTED.formatted(config.profile()));
    }
    if (privacy.input() == InputPrivacy.COMMITTED && circuit.inputs().isEmpty()) {
      throw new IllegalArgumentException("a model without inputs has none to commit to");
    }
    for (Digest root : roots()) {
      if (!config.treeHash().isDigest(root)) {
        throw new IllegalArgumentException(
            "a root that is no digest of " + config.treeHash().label());
      }
    }
    if (!registered() && !registrationPreprocessedRoot.equals(Digest.ZERO)) {
      throw new IllegalArgumentException("a registration of nothing");
    }
    if (publicWeights != null && hasWeights && shape.weightInstances() != 1) {
      throw new IllegalArgumentException("several trees of public weights");
    }
  }

  private List<Digest> roots() {
    var roots = new ArrayList<>(weightRoots);
    roots.add(preprocessedRoot);
    roots.add(registrationPreprocessedRoot);
    return roots;
  }

  /**
   * Writes the content.
   *
   * @param out receives it
   */
  public void write(WordWriter out) {
    writeUnpinned(out);
    if (pins != null) {
      pins.write(out);
    }
  }

  /** Writes everything before the pins, which is what their point depends on. */
  void writeUnpinned(WordWriter out) {
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
    ProfileCodec.write(config, out);
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
    PcsConfig config = ProfileCodec.read(in);
    Digest preprocessedRoot = in.digest();
    Digest registrationRoot = in.digest();
    var roots = new ArrayList<Digest>();
    for (int n = in.count("weight roots", MAX_TREES); n > 0; n--) {
      roots.add(in.digest());
    }
    var privacy = new Privacy(weights, input);
    Weights publicWeights =
        privacy.weights() == WeightPrivacy.PUBLIC ? readWeights(circuit, in) : null;
    var content =
        new KeyContent(
            circuit,
            shape,
            privacy,
            zeroKnowledge,
            config,
            preprocessedRoot,
            registrationRoot,
            roots,
            publicWeights);
    return content.pinned() ? content.withPins(WeightPins.read(in, content.pinCount())) : content;
  }

  private int pinCount() {
    return weightRoots.size() * shape.weightColumns();
  }

  /**
   * Returns what the pins ask of weight trees.
   *
   * @return the pins of all of them, or null if there are none
   * @throws IllegalArgumentException if the work before their point is missing
   */
  public @Nullable Pins allPins() {
    return pins == null ? null : new Pins(pins.point(this), pins.values());
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
        LoweredInstance.once(lowering.registration()),
        config,
        zeroKnowledge,
        registrationPreprocessedRoot,
        weightRoots,
        null,
        context.toBytes(),
        allPins());
  }
}
