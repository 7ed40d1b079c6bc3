package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import lucerna.ops.io.AtomicFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how long proofs take. */
@Command(
    name = "bench",
    description =
        "Measures proofs of a model, or of the examples: in fresh processes (cold) and in one that"
            + " has proved before (warm), stage by stage.")
final class Bench extends Verb {
  static final int MAX_REPEAT = 400;
  private static final int DEFAULT_REPEAT = 10;
  private static final int MAX_WARM_UP = 600;

  private static final List<String> EXAMPLES = List.of("digits", "cnn", "trees", "transformer");
  private static final String EXAMPLES_FOLDER = "lucerna.examples";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODEL",
      description = "The ONNX model (default: the examples, one after the other).")
  @Nullable Path model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT",
      description = "The input as JSON: {\"input_data\": [[...], ...]}.")
  @Nullable Path input;

  @Mixin ModelArguments source = new ModelArguments();
  @Mixin KeyArguments wanted = new KeyArguments();
  @Mixin BackendArgument backend = new BackendArgument();
  @Mixin PeerArguments peers = new PeerArguments();
  @Mixin GpuArguments gpu = new GpuArguments();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Count N proofs of the warm process, after at least as many uncounted (default: 10); with"
              + " --peers, measure each work N times (default: 5).")
  @Nullable Integer wantedRepeat;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "Count no proof of the warm process that begins before this time is over: compilers take"
              + " longer than a few small proofs (default: ${DEFAULT-VALUE}).")
  int warmUp;

  int repeat = DEFAULT_REPEAT;

  @Option(
      names = "--cold",
      paramLabel = "N",
      defaultValue = "3",
      description = "Prove in N fresh processes; 0 leaves this out (default: 3).")
  int cold;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Write result.json and result.png (peers.*, scaling.*, gpu.*) to this folder.")
  @Nullable Path output;

  @Option(
      names = "--compare",
      arity = "2",
      paramLabel = "RESULT",
      description = "Compare two results instead: prints the ratios of the second to the first.")
  @Nullable List<Path> compared;

  @Option(
      names = "--scaling",
      arity = "0..1",
      split = ",",
      paramLabel = "WEIGHTS",
      fallbackValue = "10000,100000,1000000,10000000",
      description =
          "Measure generated perceptrons of about so many weights instead (default:"
              + " 10000,100000,1000000,10000000).")
  @Nullable List<Long> scaling;

  @Override
  int run() {
    List<Path> results = compared;
    if (results != null) {
      if (model != null) {
        throw mistake("--compare takes two results and no model.");
      }
      return new BenchComparison(this).run(results.get(0), results.get(1));
    }
    repeat = wantedRepeat != null ? wantedRepeat : peers.peers ? BenchPeers.REPEAT : DEFAULT_REPEAT;
    if (repeat < 1 || repeat > MAX_REPEAT) {
      throw mistake("--repeat takes 1 to %d, not %d.", MAX_REPEAT, repeat);
    }
    if (warmUp < 0 || warmUp > MAX_WARM_UP) {
      throw mistake("--warm-up must be from 0 to %d seconds, not %d.", MAX_WARM_UP, warmUp);
    }
    if (cold < 0 || cold > MAX_REPEAT) {
      throw mistake("--cold takes 0 to %d, not %d.", MAX_REPEAT, cold);
    }
    Path folder = output;
    if (folder != null) {
      new KeyFolder(folder).requireFolder();
    }
    gpu.check();
    Path given = model;
    List<Long> sizes = scaling;
    if (gpu.gpu && (given != null || peers.peers || sizes != null)) {
      throw mistake("--gpu has works of its own; leave out MODEL, INPUT, --peers and --scaling.");
    }
    if (given != null && (peers.peers || sizes != null)) {
      throw mistake("--peers and --scaling have models of their own; leave out MODEL and INPUT.");
    }
    ObjectNode result;
    if (gpu.gpu) {
      BenchGpu.Outcome outcome = new BenchGpu(this, gpu).measure(this);
      if (folder != null && outcome.exit() != Exit.FAULT) {
        write(folder, "gpu", outcome.result(), () -> GpuPicture.png(outcome.result()));
      }
      print(outcome.result());
      return outcome.exit();
    } else if (peers.peers) {
      result = new BenchPeers(this, peers).measure();
      if (folder != null) {
        write(folder, "peers", result, () -> PeerPicture.ratios(result.path("peers")));
      }
      print(result);
      return Exit.DONE;
    } else if (sizes != null) {
      result = new BenchScaling(this, sizes).measure();
      if (folder != null) {
        write(folder, "scaling", result, () -> PeerPicture.scaling(result.path("scaling")));
      }
      print(result);
      return Exit.DONE;
    } else if (given == null) {
      result = examples();
    } else {
      Path values = input;
      if (values == null) {
        throw mistake("bench takes a MODEL and an INPUT, or neither: the INPUT is missing.");
      }
      try (var _ = backend.apply(this)) {
        result = new BenchRun(this, given, values).measure();
      }
    }
    if (folder != null) {
      write(folder, "result", result, () -> BenchPicture.png(BenchComparison.models(result)));
    }
    print(result);
    return Exit.DONE;
  }

  /** Measures each example in a process of its own, so that none warms another. */
  private ObjectNode examples() {
    String place = System.getProperty(EXAMPLES_FOLDER);
    if (place == null || !Files.isDirectory(Path.of(place))) {
      throw mistake("The examples are not here; give a MODEL and an INPUT.");
    }
    if (source.saysRanges()) {
      throw mistake("The examples have scales of their own; leave out --scales and --calibration.");
    }
    ObjectNode result = Json.object();
    ObjectNode models = Json.object();
    for (String name : EXAMPLES) {
      Path folder = Path.of(place, name);
      ObjectNode one =
          BenchChild.run(
              "bench",
              folder.resolve("model.onnx"),
              folder.resolve("input.json"),
              "--calibration",
              folder.resolve("calibration.json"),
              "--repeat",
              repeat,
              "--cold",
              cold,
              "--backend",
              backend.backend.label());
      result.set("machine", one.remove("machine"));
      result.set("backend", one.remove("backend"));
      one.put("model", name);
      models.set(name, one);
      BenchView.lines(one).forEach(line -> say("%s", line));
    }
    result.set("models", models);
    return result;
  }

  private void write(Path folder, String name, ObjectNode result, Supplier<byte[]> picture) {
    AtomicFiles.write(folder.resolve(name + ".json"), Json.file(result), false);
    byte[] png;
    try {
      png = picture.get();
    } catch (LinkageError | RuntimeException e) {
      // Without the library, or on a machine without fonts.
      warn("no picture is drawn: %s", e);
      return;
    }
    AtomicFiles.write(folder.resolve(name + ".png"), png, false);
  }
}
