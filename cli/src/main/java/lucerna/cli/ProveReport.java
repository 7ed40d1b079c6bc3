package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.Proven;
import lucerna.stark.prover.Backends;

/** What {@code prove} tells at its end. */
final class ProveReport {
  private static final List<String> STAGES =
      List.of("witness", "commit", "interaction", "constraints", "fri");

  private final Prove verb;
  private final Keys keys;
  private final Clock clock;
  private final List<Double> proofMillis = new ArrayList<>();

  ProveReport(Prove verb, Keys keys, Clock clock) {
    this.verb = verb;
    this.keys = keys;
    this.clock = clock;
  }

  /** Takes down how long a proof took. */
  void proved(long nanos) {
    proofMillis.add(Figures.millis(nanos));
    clock.lap("prove");
  }

  /** Prints everything. */
  void finish(Graph graph, Entries entries, Proven proven, KeyFolder folder, String keySource) {
    int repeated = entries.repeated(keys.key().circuit());
    if (repeated > 0) {
      verb.warn(
          "%s holds %d of %d inputs: from entry %d on the proof repeats the last one",
          entries.file(),
          entries.values().size(),
          keys.key().circuit().entries(),
          entries.values().size() + 1);
    }
    if (verb.quiet && !verb.json) {
      // The model in floating point takes its time, and nobody would see what it gives.
      return;
    }
    Accuracy accuracy = accuracy(graph, entries, proven);
    int proofBytes = proven.proof().bytes().length;
    forPeople(proven, accuracy, proofBytes, folder, keySource);
    if (verb.json) {
      verb.print(json(proven, accuracy, proofBytes, folder, keySource));
    }
  }

  private Accuracy accuracy(Graph graph, Entries entries, Proven proven) {
    List<double[]> expected = new ArrayList<>();
    for (List<double[]> values : entries.values()) {
      Map<String, double[]> exact = FloatEvaluator.evaluate(graph, values);
      graph.outputs().forEach(out -> expected.add(exact.getOrDefault(out.tensor(), new double[0])));
    }
    List<double[]> actual =
        Entries.split(keys.key().circuit(), proven.execution().reals(), entries.values().size());
    return Accuracy.of(expected, actual.toArray(double[][]::new));
  }

  private void forPeople(
      Proven proven, Accuracy accuracy, int proofBytes, KeyFolder folder, String keySource) {
    OutputView.lines(keys.key().circuit(), proven.proof().outputs())
        .forEach(line -> verb.say("%s", line));
    verb.say(
        "accuracy  off the float model by %.3g on average, %.3g at most (%.4f %%)",
        accuracy.meanAbs(), accuracy.maxAbs(), accuracy.meanAbsPercent());
    var root = proven.proof().inputRoot();
    if (root != null) {
      verb.say("input     committed to as %s", root.toHex());
    }
    verb.say("%s", KeyView.security(keys.key()));
    verb.say("key       %s; %s", keySource, KeyView.left(keys));
    verb.say(
        "files     %s %s, %s %s, %s",
        folder.modelKey(),
        Figures.bytes(keys.key().bytes().length),
        verb.proofFile(),
        Figures.bytes(proofBytes),
        verb.outputFile());
    verb.say(
        "time      key %s, proof %s, check %s, in all %s",
        Figures.time(clock.millis("key")),
        Figures.time(proofMillis.getLast()),
        Figures.time(clock.millis("verify")),
        Figures.time(clock.total()));
    if (proofMillis.size() > 1) {
      verb.say(
          "repeated  %d times: median %s, shortest %s, longest %s, last %s",
          proofMillis.size(),
          Figures.time(median()),
          Figures.time(Collections.min(proofMillis)),
          Figures.time(Collections.max(proofMillis)),
          Figures.time(proofMillis.getLast()));
    }
  }

  private ObjectNode json(
      Proven proven, Accuracy accuracy, int proofBytes, KeyFolder folder, String keySource) {
    ObjectNode result = Json.object();
    ObjectNode millis = result.putObject("millis");
    for (String part : List.of("import", "calibrate", "key")) {
      millis.put(part, clock.millis(part));
    }
    for (String stage : STAGES) {
      millis.put(stage, Figures.millis(proven.nanos().getOrDefault(stage, 0L)));
    }
    millis.put("prove", proofMillis.getLast());
    millis.put("verify", clock.millis("verify"));
    millis.put("total", clock.total());
    if (proofMillis.size() > 1) {
      result
          .putObject("warm")
          .put("repetitions", proofMillis.size())
          .put("median", median())
          .put("min", Collections.min(proofMillis))
          .put("max", Collections.max(proofMillis))
          .put("last", proofMillis.getLast());
    }
    result
        .putObject("bytes")
        .put("key", keys.key().bytes().length)
        .put("provingKey", keys.provingKey().bytes().length)
        .put("proof", proofBytes);
    result.put("peakMemoryBytes", Machine.peakMemoryBytes());
    result.put("cells", proven.cells()).put("rows", proven.rows());
    result.put("backend", Backend.used().label());
    result.put("device", Backends.current().name());
    result.set("security", KeyView.securityJson(keys.key()));
    result.set("accuracy", accuracy.json());
    OutputFile.put(result, keys.key().circuit(), proven.proof().outputs());
    result.put("context", proven.proof().context());
    var root = proven.proof().inputRoot();
    if (root != null) {
      result.put("inputRoot", root.toHex());
    }
    verb.source.describe(result);
    result.put("keys", keySource).put("proofsLeft", keys.provingKey().proofsLeft());
    if (verb.seed != null) {
      result.put("seedForTesting", true);
    }
    result
        .putObject("files")
        .put("key", folder.modelKey().toString())
        .put("provingKey", folder.provingKey().toString())
        .put("proof", verb.proofFile().toString())
        .put("output", verb.outputFile().toString());
    return result;
  }

  private double median() {
    double[] sorted = proofMillis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
