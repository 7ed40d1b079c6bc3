package lucerna.cairo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lucerna.fri.Profile;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.Progress;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.FileKind;
import lucerna.ops.key.KeyContent;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPins;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.prover.ProvingKey;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import lucerna.stark.prover.ProverListener;

/**
 * A model's key, made for a test, and a proof under it. Weights are public, so that no registration
 * takes time, except under {@link #compact}.
 *
 * @param key the key
 * @param secret the proving key's bytes
 * @param input what the proof is about
 * @param proof the proof
 */
@SuppressWarnings("ArrayRecordComponent")
record SmallModel(ModelKey key, byte[] secret, List<double[]> input, ModelProof proof) {
  static final Path DIGITS = Path.of("..", "examples", "digits");
  private static final Path SMALL =
      Path.of("..", "luminair-ops", "src", "test", "resources", "models");

  static SmallModel digits(InputPrivacy input, boolean zeroKnowledge) {
    var options = new KeyOptions(40, new Privacy(WeightPrivacy.PUBLIC, input), zeroKnowledge);
    return make(DIGITS.resolve("model.onnx"), DIGITS.resolve("input.json"), options);
  }

  /** A convolutional network, whose public columns are walked by a table. */
  static SmallModel cnn() {
    Path folder = DIGITS.resolveSibling("cnn");
    var options = new KeyOptions(40, new Privacy(WeightPrivacy.PUBLIC, InputPrivacy.HIDDEN), true);
    return make(folder.resolve("model.onnx"), folder.resolve("input.json"), options);
  }

  static SmallModel of(String name, InputPrivacy input, boolean zeroKnowledge) {
    return of(name, input, zeroKnowledge, Profile.P100);
  }

  static SmallModel of(String name, InputPrivacy input, boolean zeroKnowledge, Profile profile) {
    Path folder = SMALL.resolve(name);
    var options =
        new KeyOptions(40, new Privacy(WeightPrivacy.PUBLIC, input), zeroKnowledge, profile);
    return make(folder.resolve("network.onnx"), folder.resolve("input.json"), options);
  }

  /** A small key for the chain, of public weights. */
  static SmallModel chain(String name, TreeHash hash) {
    Path folder = SMALL.resolve(name);
    var privacy = new Privacy(WeightPrivacy.PUBLIC, InputPrivacy.HIDDEN);
    var options = new KeyOptions(40, privacy, true, Profile.P100_CHAIN, hash, null);
    return make(folder.resolve("network.onnx"), folder.resolve("input.json"), options);
  }

  /**
   * A model with hidden weights and a key of P100-compact.
   *
   * @param tree which of the weight trees its proof opens
   */
  static SmallModel compact(String name, int tree) {
    Path folder = SMALL.resolve(name);
    return compact(folder.resolve("network.onnx"), folder.resolve("input.json"), 40, tree);
  }

  /** A package with the entry {@code verify}, though proofs may be too long for a transaction. */
  CairoPackage uncutPackage() {
    var plan =
        SplitPlan.of(
            key(), PublicColumnSource.PART_GAS, 2 * ChainCost.MAX_CALLDATA, 2 * ChainCost.MAX_GAS);
    return CairoPackage.of(key(), plan);
  }

  static SmallModel compactDigits(int tree) {
    return compact(DIGITS.resolve("model.onnx"), DIGITS.resolve("input.json"), 8, tree);
  }

  /** Digits for the chain, with hidden weights. */
  static SmallModel chainDigits(TreeHash hash, int tree) {
    var options = new KeyOptions(8, Privacy.HIDDEN, true, Profile.P100_CHAIN, hash, null);
    return pinnedTree(DIGITS.resolve("model.onnx"), DIGITS.resolve("input.json"), options, tree);
  }

  private static SmallModel compact(Path model, Path inputFile, int proofs, int tree) {
    var options = new KeyOptions(proofs, Privacy.HIDDEN, true, Profile.P100_COMPACT);
    return pinnedTree(model, inputFile, options, tree);
  }

  private static SmallModel pinnedTree(Path model, Path inputFile, KeyOptions options, int tree) {
    Graph graph = OnnxImporter.read(model, Map.of());
    List<double[]> values = InputFile.read(inputFile, graph);
    Keys keys = keys(graph, values, options);
    byte[] secret = keys.provingKey().bytes();
    // As if all proofs of the trees before were made.
    ByteBuffer.wrap(secret)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(FileKind.HEADER_BYTES, tree * keys.key().proofsPerInstance());
    return new SmallModel(
        keys.key(), secret, values, proof(keys.key(), secret, values, ProverListener.NONE));
  }

  /** A proof about another input, all its values halved, by the same keys and the same tree. */
  ModelProof aboutHalves() {
    List<double[]> halves =
        input.stream().map(v -> Arrays.stream(v).map(x -> x / 2).toArray()).toList();
    return proof(key, secret, halves, ProverListener.NONE);
  }

  /** The model under a key with other pins; its prover knows that key, and watches itself. */
  SmallModel pinned(WeightPins pins, ProverListener watcher) {
    KeyContent c = key.content();
    KeyContent other =
        new KeyContent(
                c.circuit(),
                c.shape(),
                c.privacy(),
                c.zeroKnowledge(),
                c.config(),
                c.preprocessedRoot(),
                c.registrationPreprocessedRoot(),
                c.weightRoots(),
                c.publicWeights())
            .withPins(pins);
    ModelKey forged = ModelKey.of(other, key.lowering(), key.registration());
    byte[] own = secret.clone();
    System.arraycopy(
        forged.digest().toBytes(), 0, own, FileKind.HEADER_BYTES + 2 * Integer.BYTES, Digest.BYTES);
    return new SmallModel(forged, own, input, proof(forged, own, input, watcher));
  }

  /** A model and a proof about two inputs: the second one is half of the first. */
  static SmallModel batch(String name, InputPrivacy input) {
    Path folder = SMALL.resolve(name);
    Graph graph = OnnxImporter.read(folder.resolve("network.onnx"), Map.of());
    List<double[]> first = InputFile.read(folder.resolve("input.json"), graph);
    List<double[]> second =
        first.stream().map(v -> Arrays.stream(v).map(x -> x / 2).toArray()).toList();
    Quantised quantised = Quantiser.quantise(graph, List.of(first, second), Options.DEFAULT);
    Circuit circuit = Batch.of(quantised.circuit(), 2);
    var options = new KeyOptions(40, new Privacy(WeightPrivacy.PUBLIC, input), true);
    Keys keys =
        KeyMaker.make(
            circuit, quantised.weights(), Digest.ZERO, options, new byte[32], Progress.NONE);
    return proved(keys, Objects.requireNonNull(circuit.batch()).stack(List.of(first, second)));
  }

  private static SmallModel make(Path model, Path inputFile, KeyOptions options) {
    Graph graph = OnnxImporter.read(model, Map.of());
    List<double[]> values = InputFile.read(inputFile, graph);
    return proved(keys(graph, values, options), values);
  }

  private static SmallModel proved(Keys keys, List<double[]> values) {
    byte[] secret = keys.provingKey().bytes();
    return new SmallModel(
        keys.key(), secret, values, proof(keys.key(), secret, values, ProverListener.NONE));
  }

  private static Keys keys(Graph graph, List<double[]> values, KeyOptions options) {
    Quantised quantised = Quantiser.quantise(graph, List.of(values), Options.DEFAULT);
    return KeyMaker.make(
        quantised.circuit(),
        quantised.weights(),
        Digest.ZERO,
        options,
        new byte[32],
        Progress.NONE);
  }

  private static ModelProof proof(
      ModelKey key, byte[] secret, List<double[]> values, ProverListener watcher) {
    return new ModelProver(key, ProvingKey.parse(secret, "proving.key"), null)
        .prove(values, new byte[32], "to Cairo", Progress.NONE, null, watcher)
        .proof();
  }
}
