package lucerna.ops.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorProto.DataType;
import onnx.OnnxMl.TensorShapeProto;
import org.jspecify.annotations.Nullable;

/**
 * Small circuits of each operator: ONNX's node tests, the models of {@link LearnedModels}, and made
 * ones for what neither has. Values are narrow and tables short, so that a trace is small.
 */
final class OperatorModels {
  private static final Options SMALL = new Options(8, 10, 8, 1, Options.BY_SAMPLES);

  /** So many of an operator's models are looked at, the smallest first. */
  private static final int TRIED = 12;

  /** So many of them are used, each for a kind of gadget that those before it lack. */
  private static final int USED = 3;

  private final Path folder;
  private final Map<String, List<Source>> sources = new TreeMap<>();
  private final AtomicInteger files = new AtomicInteger();

  /**
   * A circuit that an operator becomes, and an input.
   *
   * @param operator the operator
   * @param name the model's name
   * @param quantised the circuit and its weights
   * @param inputs one vector per input
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Model(String operator, String name, Quantised quantised, double[][] inputs) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Source(String name, byte[] model, Map<String, double[]> inputs) {
    int size() {
      return model.length + inputs.values().stream().mapToInt(values -> 8 * values.length).sum();
    }
  }

  /**
   * Collects the models.
   *
   * @param folder where their files may be written
   */
  OperatorModels(Path folder) {
    this.folder = folder;
    for (NodeTests.Fixture fixture : NodeTests.all()) {
      Map<String, double[]> inputs = new HashMap<>();
      fixture.inputs().forEach(tensor -> inputs.put(tensor.name(), tensor.values()));
      add(fixture.operator(), new Source(fixture.name(), fixture.model(), inputs));
    }
    for (LearnedModels.Model made : LearnedModels.all()) {
      Map<String, double[]> inputs = Map.of("x", made.input());
      add(made.operator(), new Source(made.toString(), made.model(), inputs));
    }
    made();
    sources.values().forEach(list -> list.sort(Comparator.comparingInt(Source::size)));
  }

  /** Returns models of an operator that can be proven, with all kinds of gadgets among them. */
  List<Model> of(String operator) {
    List<Model> used = new ArrayList<>();
    Set<String> kinds = new HashSet<>();
    List<Source> list = sources.getOrDefault(operator, List.of());
    for (Source source : list.subList(0, Math.min(TRIED, list.size()))) {
      if (used.size() == USED) {
        break;
      }
      Model model = quantised(operator, source);
      if (model != null && (kinds.addAll(kinds(model.quantised.circuit())) || used.isEmpty())) {
        used.add(model);
      }
    }
    return used;
  }

  private static Set<String> kinds(Circuit circuit) {
    Set<String> kinds = new HashSet<>();
    for (Block block : circuit.blocks()) {
      kinds.add(block.gadget().getClass().getSimpleName() + block.gadget().equations());
    }
    circuit.affines().stream()
        .flatMap(affine -> affine.products().stream())
        .forEach(product -> kinds.add(product.hasWeights() ? "weights" : "views"));
    return kinds;
  }

  private @Nullable Model quantised(String operator, Source source) {
    List<double[]> inputs = new ArrayList<>();
    try {
      Path file =
          Files.write(
              folder.resolve("model%d.onnx".formatted(files.incrementAndGet())), source.model);
      Graph graph = OnnxImporter.read(file, Map.of());
      if (!graph.facts().operators().containsKey(operator)) {
        return null; // what a function stands for
      }
      for (GraphInput input : graph.inputs()) {
        inputs.add(source.inputs.get(input.name()));
      }
      double[][] vectors = inputs.toArray(double[][]::new);
      for (Options options : List.of(SMALL, Options.DEFAULT)) {
        try {
          Quantised quantised = Quantiser.quantise(graph, List.of(inputs), options);
          CircuitChecks.check(quantised.circuit(), quantised.weights());
          CircuitExecutor.run(quantised.circuit(), quantised.weights(), vectors);
          return new Model(operator, source.name, quantised, vectors);
        } catch (UserException e) {
          // Too coarse for this operator.
        }
      }
      return null;
    } catch (UserException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String operator, Source source) {
    sources.computeIfAbsent(operator, name -> new ArrayList<>()).add(source);
  }

  /** What the node tests lack, or have for older operator sets only. */
  private void made() {
    made("Not", flags(new Models(), 6).node("Not", "node", "x -> y"), true, 6);
    made(
        "Scatter",
        reals(10, 2, 3)
            .initializer(matrix("i", 1, 0))
            .floats("u", List.of(1L, 2L), 0.5, -1)
            .node("Scatter", "node", "x i u -> y"),
        false,
        6);
    made("SiLU", reals(24, 6).node("SiLU", "node", "x -> y"), false, 6);
    made(
        "CenterCropPad",
        reals(18, 4, 3).longs("s", 2, 5).node("CenterCropPad", "node", "x s -> y"),
        false,
        12);
    made(
        "GlobalLpPool",
        reals(13, 1, 2, 2, 2).node("GlobalLpPool", "node", "x -> y", Models.integer("p", 2)),
        false,
        8);
    made(
        "ReverseSequence",
        reals(13, 3, 2).longs("l", 3, 2).node("ReverseSequence", "node", "x l -> y"),
        false,
        6);
    for (String operator : List.of("IsNaN", "IsInf")) {
      made(
          operator,
          reals(20, 2, 3)
              .node(operator, "node", "x -> f")
              .node("Where", "w", "f c x -> y")
              .floats("c", List.of(1L), 3),
          false,
          6);
    }
  }

  private static TensorProto matrix(String name, long... values) {
    var tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(DataType.INT64.getNumber()).addDims(1).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static Models reals(int opset, long... dims) {
    return new Models().opset(opset).input("x", dims);
  }

  private static Models flags(Models models, long length) {
    var shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimValue(length);
    return models.value("x", DataType.BOOL, shape);
  }

  private void made(String operator, Models models, boolean flags, int length) {
    var random = new SplittableRandom(operator.hashCode());
    double[] input = random.doubles(length, -2, 2).map(x -> flags ? (x > 0 ? 1 : 0) : x).toArray();
    byte[] model = models.output("y").build().toByteArray();
    add(operator, new Source(operator + ", made", model, Map.of("x", input)));
  }
}
