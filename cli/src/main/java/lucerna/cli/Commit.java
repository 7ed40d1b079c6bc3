package lucerna.cli;

import java.nio.file.Path;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.graph.Graph;
import lucerna.ops.key.ModelKey;
import lucerna.ops.prover.Estimate;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.quantise.Quantised;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the two keys of a model. */
@Command(
    name = "commit",
    description = "Makes a model's key, which is public, and its proving key, which is secret.")
final class Commit extends Verb {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The ONNX model.")
  Path model;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      required = true,
      description = "Write model.key and proving.key to this folder.")
  Path output;

  @Mixin ModelArguments source = new ModelArguments();
  @Mixin KeyArguments wanted = new KeyArguments();
  @Mixin BackendArgument backend = new BackendArgument();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Make keys for proofs about N inputs at once, 2 to " + Batch.MAX_COUNT + ".")
  @Nullable Integer batch;

  @Option(names = "--force", description = "Replace keys that are there.")
  boolean force;

  @Option(
      names = "--seed-for-testing",
      paramLabel = "HEX",
      description = "Take all randomness from this seed; the key then hides nothing.")
  @Nullable String seed;

  @Override
  int run() {
    long start = System.nanoTime();
    Entropy entropy = new Entropy(seed);
    KeyOptions options = wanted.options();
    Integer entries = batch;
    if (entries != null && (entries < 2 || entries > Batch.MAX_COUNT)) {
      throw mistake("--batch takes 2 to %d, not %d.", Batch.MAX_COUNT, entries);
    }
    KeyFolder folder = new KeyFolder(output);
    folder.requireFolder();
    if (folder.isUsed() && !force) {
      throw mistake("%s already holds keys; give another folder, or --force to replace.", output);
    }
    try (var _ = backend.apply(this)) {
      return commit(start, entropy, options, folder);
    }
  }

  private int commit(long start, Entropy entropy, KeyOptions options, KeyFolder folder) {
    Integer entries = batch;
    if (entropy.isForTesting()) {
      warn("keys from a seed hide nothing: for tests only");
    }
    Graph graph = source.graph(model);
    Quantised quantised =
        source.quantise(this, model, graph, options, ModelArguments.randomSamples(graph));
    Circuit circuit = Batch.of(quantised.circuit(), entries == null ? 1 : entries);
    KeyMaker.Choice chosen =
        KeyMaker.choose(circuit, CircuitChecks.check(circuit, quantised.weights()), options);
    Estimate estimate = Estimate.of(chosen.lowering(), chosen.config(), options);
    say("%s", EstimateView.line(estimate));
    Keys keys;
    try (ProgressDisplay progress = progress()) {
      keys =
          KeyMaker.make(
              circuit,
              quantised.weights(),
              chosen,
              source.shapes.digest(model),
              options,
              entropy.next("key"),
              progress::show);
    }
    folder.write(keys);
    if (!source.saysRanges()) {
      say(
          "Scales come from pseudo-random inputs in [-1, 1]; for real ones give --calibration or"
              + " --scales.");
    }
    ModelKey key = keys.key();
    int keyBytes = key.bytes().length;
    int provingBytes = keys.provingKey().bytes().length;
    say("%s  %s, public", folder.modelKey(), Figures.bytes(keyBytes));
    say("%s  %s, secret, %s", folder.provingKey(), Figures.bytes(provingBytes), KeyView.left(keys));
    if (entries != null) {
      say("%s", KeyView.batch(key));
    }
    say("%s", KeyView.security(key));
    say("%s", KeyView.parameters(key));
    for (String choice : keys.choices()) {
      say("choice    %s", choice);
    }
    say("took %s", Figures.time(Figures.millis(System.nanoTime() - start)));
    var result = Json.object();
    result.putObject("millis").put("total", Figures.millis(System.nanoTime() - start));
    result.putObject("bytes").put("key", keyBytes).put("provingKey", provingBytes);
    result.put("peakMemoryBytes", Machine.peakMemoryBytes());
    result.put("proofs", keys.provingKey().proofsLeft());
    result.put("backend", Backend.used().label());
    result.put("scales", source.source("pseudo-random inputs in [-1, 1]"));
    source.describe(result);
    if (entries != null) {
      result.put("batch", entries);
    }
    result.put("saturates", key.circuit().saturates());
    result.set("estimate", EstimateView.json(estimate));
    result.set("security", KeyView.securityJson(key));
    result.set("parameters", KeyView.parametersJson(key));
    if (!keys.choices().isEmpty()) {
      keys.choices().forEach(result.putArray("choices")::add);
    }
    result.put("keyDigest", key.digest().toHex());
    if (entropy.isForTesting()) {
      result.put("seedForTesting", true);
    }
    result
        .putObject("files")
        .put("key", folder.modelKey().toString())
        .put("provingKey", folder.provingKey().toString());
    print(result);
    return Exit.DONE;
  }
}
