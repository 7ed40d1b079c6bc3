package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import lucerna.cairo.CairoPackage;
import lucerna.cairo.Calldata;
import lucerna.cairo.CostModel;
import lucerna.cairo.SplitCalldata;
import lucerna.cairo.SplitPlan;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Profile;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.Privacy;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import lucerna.stark.ProofRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Measures what verifying a model's proofs costs on Starknet under each profile and hash: makes
 * keys in memory, proves, generates the package and runs it.
 */
final class CairoCosts {
  private static final String HEAD =
      """
      | model | profile, hash | rate, queries, rows | bits | calldata felts | gas | on a node | in steps | transactions | Sierra, CASM felts | proved in | proof |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\
      """;

  private static final List<Kind> KINDS =
      List.of(
          new Kind(Profile.P100, TreeHash.BLAKE2S),
          new Kind(Profile.P100_COMPACT, TreeHash.BLAKE2S),
          new Kind(Profile.P100_CHAIN, TreeHash.BLAKE2S_248),
          new Kind(Profile.P100_CHAIN, TreeHash.POSEIDON252));

  /* L2 gas of what is metered in steps: vm_resource_fee_cost of blockifier 0.20, at 40,000 of L1. */
  private static final long STEP = 100;
  private static final long RANGE_CHECK = 1_600;
  private static final long POSEIDON = 3_200;
  private static final long CALLDATA = 5_120;

  private final Verb verb;
  private final int proofs;
  private final boolean estimated;
  private final @Nullable CairoCompiler compiler;
  private final ArrayNode rows = Json.object().putArray("rows");

  private record Kind(Profile profile, TreeHash hash) {
    String label() {
      return profile.label() + ", " + hash.label();
    }
  }

  /**
   * Prepares measuring.
   *
   * @param verb prints
   * @param proofs what each key must serve
   * @param estimated whether to price without proving
   */
  CairoCosts(Verb verb, int proofs, boolean estimated) {
    this.verb = verb;
    this.proofs = proofs;
    this.estimated = estimated;
    compiler = estimated ? null : CairoCompiler.find(verb.host());
  }

  /** Measures all models under all profiles; an estimate is marked by a tilde. */
  ObjectNode run(List<Path> models) {
    if (compiler == null && !estimated) {
      verb.warn(
          "cairo-check is not installed (tools/cairo-check/install): gas is estimated, and sizes"
              + " of classes are left out");
    }
    verb.say("%s", HEAD.lines().findFirst().orElse(""));
    verb.say("%s", HEAD.lines().skip(1).findFirst().orElse(""));
    for (Path model : models) {
      Graph graph = OnnxImporter.read(model, java.util.Map.of());
      List<double[]> input = input(model, graph);
      Quantised quantised =
          Quantiser.quantise(graph, samples(model, graph, input), Options.DEFAULT);
      for (Kind kind : KINDS) {
        measure(name(model), quantised, input, kind);
      }
    }
    ObjectNode result = Json.object();
    result.put("measured", compiler != null).set("rows", rows);
    return result;
  }

  /** A model is called after its folder where its file is called model or network. */
  private static String name(Path model) {
    String file = String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
    Path folder = model.toAbsolutePath().normalize().getParent();
    return List.of("model", "network").contains(file) && folder != null
        ? String.valueOf(folder.getFileName())
        : file;
  }

  private static List<double[]> input(Path model, Graph graph) {
    Path beside = model.resolveSibling("input.json");
    return Files.exists(beside)
        ? InputFile.read(beside, graph)
        : ModelArguments.randomSamples(graph).getFirst();
  }

  private static List<List<double[]>> samples(Path model, Graph graph, List<double[]> input) {
    Path beside = model.resolveSibling("calibration.json");
    return Files.exists(beside) ? SamplesFile.read(beside, graph).samples() : List.of(input);
  }

  private void measure(String name, Quantised quantised, List<double[]> input, Kind kind) {
    var target = kind.profile == Profile.P100_CHAIN ? new ChainCost.Target(CostModel::new) : null;
    var options = new KeyOptions(proofs, Privacy.HIDDEN, true, kind.profile, kind.hash, target);
    ObjectNode row = rows.addObject();
    row.put("model", name).put("profile", kind.profile.label()).put("hash", kind.hash.label());
    try {
      Circuit circuit = quantised.circuit();
      KeyMaker.Choice choice =
          KeyMaker.choose(circuit, CircuitChecks.check(circuit, quantised.weights()), options);
      if (estimated) {
        estimate(row, choice, options);
      } else {
        Keys keys =
            KeyMaker.make(
                circuit,
                quantised.weights(),
                choice,
                Digest.ZERO,
                options,
                new byte[Digest.BYTES],
                Progress.NONE);
        prove(row, keys, input);
      }
      say(row);
    } catch (UserException e) {
      String reason = String.valueOf(e.getMessage());
      row.put("refused", reason);
      verb.say("| %s | %s | refused: %s |", name, kind.label(), reason);
    }
  }

  private static void estimate(ObjectNode row, KeyMaker.Choice choice, KeyOptions options) {
    ChainCost cost = CostModel.of(choice.lowering(), choice.config(), options);
    parameters(row, choice.config(), choice.lowering().layout().shape().logRows());
    cost(row, cost, false);
  }

  private void prove(ObjectNode row, Keys keys, List<double[]> input) {
    ModelKey key = keys.key();
    parameters(row, key.config(), key.shape().logRows());
    row.put("bits", key.provableBits());
    Machine.collect();
    long start = System.nanoTime();
    ModelProof proof =
        new ModelProver(key, keys.provingKey(), null)
            .prove(input, new byte[Digest.BYTES], "", Progress.NONE)
            .proof();
    row.put("proveMillis", Figures.millis(System.nanoTime() - start));
    row.put("proofBytes", proof.bytes().length);
    ChainCost expected = CostModel.of(key);
    List<String> felts = felts(key, proof);
    CairoPackage made = CairoPackage.of(key);
    cost(row, new ChainCost(felts.size(), expected.gas()), false);
    row.put("transactions", made.plan().parts());
    row.put("estimatedCalldata", expected.calldata()).put("estimatedGas", expected.gas());
    if (compiler != null) {
      run(row, compiler, made, parts(made.plan(), key, proof, felts));
      row.put("transactions", made.plan().parts());
    }
  }

  private static List<String> felts(ModelKey key, ModelProof proof) {
    try {
      return Calldata.of(key, proof);
    } catch (ProofRejectedException e) {
      throw new IllegalStateException("the proof just made has a wrong shape", e);
    }
  }

  /* The arguments of verify, or of each call of verify_part. */
  private static List<List<String>> parts(
      SplitPlan plan, ModelKey key, ModelProof proof, List<String> felts) {
    if (plan.whole()) {
      return List.of(Calldata.arguments(felts));
    }
    try {
      return SplitCalldata.of(plan, key, proof).stream()
          .map(SplitCalldata.Part::arguments)
          .toList();
    } catch (ProofRejectedException e) {
      throw new IllegalStateException("the proof just made has a wrong shape", e);
    }
  }

  private static void run(
      ObjectNode row, CairoCompiler compiler, CairoPackage made, List<List<String>> parts) {
    try {
      Path folder = Files.createTempDirectory("lucerna-cairo");
      try {
        made.write(folder.resolve("package"));
        boolean whole = made.plan().whole();
        int classes = made.plan().classes();
        ArrayNode calls = Json.object().putArray("calls");
        if (classes > 1) {
          var hashes = calls.addObject().put("constructor", true).putArray("args");
          for (int place = 1; place <= classes; place++) {
            hashes.add("class:Class" + place);
          }
        }
        for (List<String> part : parts) {
          calls
              .addObject()
              .put("entry", whole ? "verify" : "verify_part")
              .set("args", Json.node(part.toArray(String[]::new)));
        }
        Path chains = folder.resolve("chains.json");
        Files.writeString(chains, "[" + calls + "]");
        sizes(row, compiler.contract(folder));
        long gas = 0;
        long inSteps = 0;
        JsonNode runs = compiler.calls(folder, chains).path("chains").path(0);
        int first = runs.size() - parts.size();
        for (int k = 0; k < parts.size(); k++) {
          gas += runs.path(first + k).path("sierra_gas").asLong();
          inSteps += inSteps(runs.path(first + k), parts.get(k).size());
        }
        int felts = parts.stream().mapToInt(List::size).sum();
        // A call of verify has the number of felts before them.
        cost(row, new ChainCost(whole ? felts - 1 : felts, gas), true);
        row.put("totalInSteps", inSteps);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UserException("A temporary folder cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /* The largest class counts: each has the same limit. */
  private static void sizes(ObjectNode row, JsonNode compiled) {
    int sierra = compiled.path("sierra_felts").asInt();
    int casm = compiled.path("casm_felts").asInt();
    for (JsonNode one : compiled.path("classes")) {
      sierra = Math.max(sierra, one.path("sierra_felts").asInt());
      casm = Math.max(casm, one.path("casm_felts").asInt());
      row.put("classes", compiled.path("classes").size());
    }
    row.put("sierraFelts", sierra);
    row.put("casmFelts", casm);
  }

  /*
   * What a node charges where the sender's account is of a class before Sierra 1.7: the dearest of
   * its resources alone. BLAKE2s, at 40,000 a block, is cheaper than the range checks around it.
   */
  private static long inSteps(JsonNode run, int felts) {
    JsonNode builtins = run.path("builtins");
    long steps = run.path("steps").asLong() + run.path("memory_holes").asLong();
    long dearest = STEP * steps;
    dearest = Math.max(dearest, RANGE_CHECK * builtins.path("range_check").asLong());
    dearest = Math.max(dearest, POSEIDON * builtins.path("poseidon").asLong());
    return dearest + CALLDATA * felts;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void parameters(ObjectNode row, PcsConfig config, int logRows) {
    FriConfig fri = config.fri();
    row.put("rate", 1 << fri.logBlowupFactor()).put("queries", fri.nQueries());
    row.put("logRows", logRows);
  }

  private static void cost(ObjectNode row, ChainCost cost, boolean measured) {
    row.put("calldata", cost.calldata()).put("gas", cost.gas()).put("total", cost.total());
    row.put("transactions", cost.transactions()).put("gasMeasured", measured);
  }

  private void say(ObjectNode row) {
    String about = row.path("gasMeasured").asBoolean() ? "" : "~";
    verb.say(
        "| %s | %s, %s | 1/%d, %d, 2^%d | %s | %s%,d | %s%,d M | %s%,d M | %s | %s%d | %s | %s | %s"
            + " |",
        row.path("model").asText(),
        row.path("profile").asText(),
        row.path("hash").asText(),
        row.path("rate").asInt(),
        row.path("queries").asInt(),
        row.path("logRows").asInt(),
        row.has("bits") ? row.path("bits").asText() : ">= 100",
        estimated ? "~" : "",
        row.path("calldata").asLong(),
        about,
        millions(row.path("gas").asLong()),
        about,
        millions(row.path("total").asLong()),
        row.has("totalInSteps")
            ? Verb.format("%,d M", millions(row.path("totalInSteps").asLong()))
            : "-",
        about,
        row.path("transactions").asInt(),
        row.has("sierraFelts")
            ? Verb.format(
                    "%,d, %,d", row.path("sierraFelts").asInt(), row.path("casmFelts").asInt())
                + (row.has("classes")
                    ? " of the largest of " + row.path("classes").asInt() + " classes"
                    : "")
            : "-",
        row.has("proveMillis") ? Figures.time(row.path("proveMillis").asDouble()) : "-",
        row.has("proofBytes") ? Figures.bytes(row.path("proofBytes").asInt()) : "-");
  }

  private static long millions(long gas) {
    return Math.round(gas / 1e6);
  }
}
