package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.ops.Progress;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.prover.Proven;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofLoad;
import lucerna.stark.ProofRejectedException;

/** Measures proofs of one model. */
final class BenchRun {
  static final String TEMPORARY = "lucerna-bench-";

  /** Most seconds of checks that are not counted: by then all that they run is compiled. */
  private static final int CHECK_SECONDS = 4;

  private final Bench verb;
  private final Path model;
  private final Path input;
  private final Entropy entropy = new Entropy(null);

  BenchRun(Bench verb, Path model, Path input) {
    this.verb = verb;
    this.model = model;
    this.input = input;
  }

  /** Makes keys for this alone, and proves: first in fresh processes, then in this one. */
  ObjectNode measure() {
    Graph graph = verb.source.graph(model);
    List<double[]> values = InputFile.read(input, graph);
    long start = System.nanoTime();
    Keys keys = keys(graph, values);
    double keyMillis = Figures.millis(System.nanoTime() - start);
    int needed = 2 * verb.repeat + verb.cold;
    if (keys.provingKey().proofsLeft() < needed) {
      throw Verb.mistake("%d proofs are measured; give --proofs %d or more.", needed, needed);
    }
    ObjectNode result = Json.object();
    result.put("model", String.valueOf(model.getFileName()));
    result.set("machine", machine());
    result.put("backend", Backend.used().label()).put("keyMillis", keyMillis);
    Path folder = temporary();
    Thread removal = new Thread(() -> remove(folder));
    Runtime.getRuntime().addShutdownHook(removal);
    try {
      KeyFolder kept = new KeyFolder(folder);
      kept.write(keys);
      if (verb.cold > 0) {
        result.set("cold", cold(folder));
      }
      result.set("warm", warm(kept, values, result));
    } finally {
      remove(folder);
      Runtime.getRuntime().removeShutdownHook(removal);
    }
    BenchView.lines(result).forEach(line -> verb.say("%s", line));
    return result;
  }

  private Keys keys(Graph graph, List<double[]> values) {
    Quantised quantised =
        verb.source.quantise(verb, model, graph, verb.wanted.options(), List.of(values));
    try (ProgressDisplay progress = verb.progress()) {
      return KeyMaker.make(
          quantised.circuit(),
          quantised.weights(),
          verb.source.shapes.digest(model),
          verb.wanted.options(),
          entropy.next("key"),
          progress::show);
    }
  }

  private ObjectNode cold(Path folder) {
    List<Object> command = new ArrayList<>(List.of("prove", model, input));
    command.addAll(List.of("--key", folder, "-o", folder.resolve("out")));
    command.addAll(List.of("--backend", verb.backend.backend.label()));
    verb.source.shapes.bound.forEach(
        (name, size) -> command.addAll(List.of("--shape", name + "=" + size)));
    var whole = new BenchSeries();
    var proofs = new BenchSeries();
    long peak = 0;
    try (ProgressDisplay progress = verb.progress()) {
      for (int i = 0; i < verb.cold; i++) {
        progress.show("proving in fresh processes", i, verb.cold);
        long start = System.nanoTime();
        ObjectNode told = BenchChild.run(command.toArray());
        whole.add("command", Figures.millis(System.nanoTime() - start));
        ObjectNode millis = told.withObject("/millis");
        BenchSeries.STAGES.forEach(stage -> proofs.add(stage, millis.path(stage).doubleValue()));
        proofs.add("prove", millis.path("prove").doubleValue());
        peak = Math.max(peak, told.path("peakMemoryBytes").longValue());
      }
    }
    ObjectNode result = proofs.json(verb.cold);
    result.put("commandMillis", whole.median("command"));
    return result.put("peakMemoryBytes", peak);
  }

  private ObjectNode warm(KeyFolder folder, List<double[]> values, ObjectNode sizes) {
    Keys keys = folder.read();
    var prover = new ModelProver(keys.key(), keys.provingKey(), folder.provingKey());
    var verifier = new ModelVerifier(keys.key());
    var proofs = new BenchSeries();
    int proofBytes = 0;
    int uncounted = 0;
    List<Proven> made = new ArrayList<>();
    try (ProgressDisplay progress = verb.progress();
        var _ = new ColumnArena()) {
      int most = keys.provingKey().proofsLeft() - verb.repeat;
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(verb.warmUp);
      for (int i = 0; i < verb.repeat; ) {
        boolean early = uncounted < most && System.nanoTime() - until < 0;
        boolean counts = uncounted >= verb.repeat && !early;
        progress.show("proving in this process", counts ? i : 0, verb.repeat);
        Machine.collect();
        long start = System.nanoTime();
        Proven proven = prover.prove(values, entropy.next("proof"), "", Progress.NONE);
        long end = System.nanoTime();
        verify(verifier, proven);
        proofBytes = proven.proof().bytes().length;
        if (!counts) {
          uncounted++;
        } else {
          i++;
          BenchSeries.STAGES.forEach(
              stage -> proofs.add(stage, Figures.millis(proven.nanos().getOrDefault(stage, 0L))));
          proofs.add("prove", Figures.millis(end - start));
          made.add(proven);
        }
      }
    }
    sizes
        .putObject("bytes")
        .put("key", keys.key().bytes().length)
        .put("provingKey", keys.provingKey().bytes().length)
        .put("proof", proofBytes);
    sizes.set("load", load(keys.key(), made.getLast().proof()));
    ObjectNode result = proofs.json(verb.repeat).put("uncounted", uncounted);
    result.put("verifyMillis", checks(verifier, made));
    return result.put("peakMemoryBytes", Machine.peakMemoryBytes());
  }

  /** The median of checks of all proofs, in a process that by then only checks. */
  private double checks(ModelVerifier verifier, List<Proven> proofs) {
    int seconds = Math.min(verb.warmUp, CHECK_SECONDS);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; System.nanoTime() - until < 0; i++) {
      verify(verifier, proofs.get(i % proofs.size()));
    }
    var checks = new BenchSeries();
    for (Proven proven : proofs) {
      long start = System.nanoTime();
      verify(verifier, proven);
      checks.add("verify", Figures.millis(System.nanoTime() - start));
    }
    return checks.median("verify");
  }

  /** What a proof has to compute at least: the same for every proof of a key. */
  private static ObjectNode load(ModelKey key, ModelProof proof) {
    ProofLoad load = ProofLoad.of(key.inference(proof.publicPart()));
    return Json.object()
        .put("butterflies", load.butterflies())
        .put("compressions", load.compressions())
        .put("folds", load.folds())
        .put("products", load.products())
        .put("bytes", load.bytes());
  }

  private static void verify(ModelVerifier verifier, Proven proven) {
    try {
      verifier.verify(proven.proof());
    } catch (ProofRejectedException e) {
      throw new IllegalStateException("the proof just made is rejected: " + e.rejection(), e);
    }
  }

  static ObjectNode machine() {
    ObjectNode machine = Json.object();
    machine.put("processor", Machine.processor());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memoryBytes", Machine.memoryBytes());
    machine.put("lanes", Kernels.get().lanes());
    machine.put("os", System.getProperty("os.name")).put("arch", System.getProperty("os.arch"));
    machine.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
    return machine.put("version", Main.Version.number());
  }

  static Path temporary() {
    try {
      return Files.createTempDirectory(TEMPORARY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the keys: a proving key holds the model's weights. */
  static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Removed by another thread, or by hand.
      return;
    }
  }
}
