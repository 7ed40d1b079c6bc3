package lucerna.ops.onnx;

import static lucerna.ops.onnx.Models.integer;
import static lucerna.ops.onnx.Models.integers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import lucerna.ops.UserException;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.Node;
import lucerna.ops.io.InputFile;
import onnx.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written out in several nodes becomes one, with the values of ONNX Runtime. */
final class PatternsTest {
  private static final Path EXAMPLES = Path.of("../cli/src/test/resources/models");

  private static final Map<String, Double> CONSTANTS =
      Map.ofEntries(
          Map.entry("zero", 0.0),
          Map.entry("half", 0.5),
          Map.entry("one", 1.0),
          Map.entry("two", 2.0),
          Map.entry("three", 3.0),
          Map.entry("six", 6.0),
          Map.entry("minus", -0.5),
          Map.entry("wide", 1.5),
          Map.entry("root", 1.41421354),
          Map.entry("cube", 0.044715),
          Map.entry("slope", 0.79788458),
          Map.entry("eps", 1e-3));

  @TempDir private Path folder;

  /** Nodes parted by semicolons; constants are read by their names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gelu_erf | Div x root -> a; Erf a -> b; Add b one -> c; Mul x c -> d; Mul d half -> y",
        "gelu_erf | Div x root -> a; Erf a -> b; Add one b -> c; Mul half x -> d; Mul c d -> y",
        "gelu_erf | Mul x half -> h; Div x root -> a; Erf a -> b; Mul h b -> c; Add h c -> y",
        "gelu_tanh | Mul x x -> a; Mul x a -> b; Mul cube b -> c; Add x c -> d; Mul slope d -> e; "
            + "Tanh e -> f; Add f one -> g; Mul x g -> h; Mul half h -> y",
        "gelu_tanh | Mul x half -> h; Mul x cube -> a; Mul a x -> b; Mul b x -> c; Add c x -> d; "
            + "Mul d slope -> e; Tanh e -> f; Add one f -> g; Mul g h -> y",
        "gelu_tanh | Pow x three -> b; Mul cube b -> c; Add x c -> d; Mul slope d -> e; "
            + "Tanh e -> f; Add f one -> g; Mul x g -> h; Mul half h -> y",
        "silu | Sigmoid x -> a; Mul x a -> y",
        "silu | Sigmoid x -> a; Mul a x -> y",
        "silu | Neg x -> n; Exp n -> e; Add e one -> d; Div x d -> y",
        "mish | Softplus x -> a; Tanh a -> b; Mul x b -> y",
        "mish | Exp x -> e; Add one e -> f; Log f -> a; Tanh a -> b; Mul b x -> y",
        "hard_swish | Add x three -> a; Clip a zero six -> b; Mul x b -> c; Div c six -> y",
        "hard_swish | Add x three -> a; Clip a zero six -> b; Div b six -> c; Mul c x -> y",
        "affine(1.5, 0.0) then silu then affine(0.6666666666666666, 0.0) "
            + "| Mul x wide -> a; Sigmoid a -> b; Mul x b -> y",
        "power(3.0) | Mul x x -> a; Mul a x -> y",
        "square then affine(0.5, 0.0) | Mul x half -> a; Mul a x -> y",
        "power(4.0) | Mul x x -> a; Mul a x -> b; Mul b x -> y",
      })
  void expressions(String function, String text) throws OrtException {
    Graph graph = check(nodes(new Models().input("x", 3, 50), text), "Apply");
    assertEquals(function, ((Node.Apply) graph.nodes().getFirst()).function().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Apply Multiply | Div x root -> a; Erf a -> b; Add b three -> c; Mul x c -> y",
        "Apply Multiply | Sigmoid x -> a; Mul z a -> y",
        "Apply Apply Multiply | Sigmoid x -> a; Tanh x -> b; Mul a b -> y",
      })
  void otherExpressionsStay(String kinds, String text) throws OrtException {
    check(nodes(new Models().input("x", 3, 50).input("z", 3, 50), text), kinds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "affine(0.5, 0.0) then tanh | Mul x half -> a; Tanh a -> y",
        "affine(2.0, 6.0) then tanh | Add x three -> a; Div a half -> b; Tanh b -> y",
        "tanh then affine(-3.0, 3.0) | Tanh x -> a; Sub one a -> b; Mul b three -> y",
        "relu then tanh then relu | Relu x -> a; Tanh a -> b; Relu b -> y",
        "sigmoid then cos | Sigmoid x -> a; Mul a half -> b; Div b half -> c; Cos c -> y",
      })
  void chains(String function, String text) throws OrtException {
    Graph graph = check(nodes(new Models().input("x", 3, 50), text), "Apply");
    assertEquals(function, ((Node.Apply) graph.nodes().getFirst()).function().toString());
  }

  @Test
  void chainsStopWhereSomethingElseReads() throws OrtException {
    check(
        nodes(new Models().input("x", 3, 50), "Tanh x -> a; Sigmoid a -> b; Add a b -> y"),
        "Apply Apply AddTensors");
    check(
        nodes(new Models().input("x", 3, 50), "Tanh x -> a; Sigmoid a -> y").output("a"),
        "Apply Apply");
    check(
        nodes(new Models().input("x", 2, 3).floats("v", List.of(3L), 1, 2, 3), "Add x v -> a")
            .node("Tanh", "t", "a -> y"),
        "AddConstant Apply");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sqrt v -> q; Div c q -> y",
        "Sqrt v -> q; Reciprocal q -> i; Mul c i -> y",
        "Sqrt v -> q; Reciprocal q -> i; Mul i c -> y",
        "Sqrt v -> q; Div one q -> i; Mul c i -> y",
        "Pow v half -> q; Div c q -> y",
        "Pow v minus -> i; Mul c i -> y",
        "Reciprocal v -> i; Sqrt i -> q; Mul q c -> y",
      })
  void layerNormAndRmsNorm(String end) throws OrtException {
    var mean = integers("axes", -1);
    Graph graph =
        check(
            nodes(
                new Models()
                    .input("x", 2, 4, 5)
                    .node("ReduceMean", "m", "x -> m", mean)
                    .node("Sub", "s", "x m -> c")
                    .node("Pow", "p", "c two -> d")
                    .node("ReduceMean", "n", "d -> u", mean)
                    .node("Add", "e", "u eps -> v"),
                end),
            "Normalize");
    var norm = (Node.Normalize) graph.nodes().getFirst();
    assertEquals(5, norm.fan());
    assertEquals(1e-3, norm.epsilon(), 1e-9);
    assertTrue(norm.centred());
    graph =
        check(
            nodes(
                new Models()
                    .input("c", 2, 4, 5)
                    .node("Mul", "p", "c c -> d")
                    .node("ReduceMean", "n", "d -> u", mean)
                    .node("Add", "e", "eps u -> v"),
                end),
            "Normalize");
    assertFalse(((Node.Normalize) graph.nodes().getFirst()).centred());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | Reindex Normalize Reindex",
        "1,2 | Normalize",
        "0,2 | Reindex Normalize Reindex"
      })
  void normsAlongOtherAxes(String axes, String kinds) throws OrtException {
    var mean =
        integers("axes", Arrays.stream(axes.split(",", -1)).mapToLong(Long::parseLong).toArray());
    check(
        new Models()
            .input("x", 2, 4, 5)
            .node("ReduceMean", "m", "x -> m", mean)
            .node("Sub", "s", "x m -> c")
            .node("Sub", "t", "x m -> c2")
            .node("Mul", "p", "c c -> d")
            .node("ReduceMean", "n", "d -> u", mean)
            .node("Add", "e", "u eps -> v")
            .node("Sqrt", "q", "v -> q")
            .node("Div", "d", "c2 q -> y"),
        kinds);
  }

  @Test
  void normOfATransposedTensor() throws OrtException {
    check(
        new Models()
            .input("w", 2, 5, 4)
            .node("Transpose", "r", "w -> x", integers("perm", 0, 2, 1))
            .node("ReduceMean", "m", "x -> m", integers("axes", 2))
            .node("Sub", "s", "x m -> c")
            .node("Pow", "p", "c two -> d")
            .node("ReduceMean", "n", "d -> u", integers("axes", 2))
            .node("Add", "e", "u eps -> v")
            .node("Sqrt", "q", "v -> q")
            .node("Div", "d", "c q -> y"),
        "Reindex Normalize");
  }

  @Test
  void normsByOtherFactors() throws OrtException {
    Graph graph =
        check(
            new Models()
                .input("x", 3, 4)
                .node("ReduceL2", "n", "x -> u", integers("axes", 1))
                .node("Div", "d", "x u -> y"),
            "Normalize Combine");
    assertArrayEquals(new double[] {0.5}, ((Node.Combine) graph.nodes().getLast()).factors());
    check(
        new Models()
            .input("x", 3, 4)
            .node("ReduceMean", "m", "x -> m", integers("axes", 1))
            .node("Sub", "s", "x m -> c")
            .node("Pow", "p", "c two -> d")
            .node("ReduceSum", "n", "d axes -> u")
            .node("Div", "f", "u three -> b")
            .node("Sqrt", "q", "b -> q")
            .node("Div", "d", "c q -> y"),
        "Normalize Combine");
  }

  @Test
  void varianceAndOtherQuotientsStay() throws OrtException {
    var models =
        new Models()
            .input("x", 3, 4)
            .node("ReduceMean", "m", "x -> m", integers("axes", 1))
            .node("Sub", "s", "x m -> c")
            .node("Mul", "p", "c c -> d")
            .node("ReduceMean", "n", "d -> v", integers("axes", 1));
    check(
        models.node("Add", "a", "v eps -> y"),
        "SumGroups Reindex Combine Apply SumGroups AddConstant");
    /* The deviation of another tensor, and an epsilon outside the root. */
    check(
        new Models()
            .input("x", 3, 4)
            .input("z", 3, 4)
            .node("ReduceL2", "n", "x -> u", integers("axes", 1))
            .node("Div", "d", "z u -> y"),
        "Apply SumGroups Apply Reindex Divide");
    check(
        new Models()
            .input("x", 3, 4)
            .node("ReduceL2", "n", "x -> u", integers("axes", 1))
            .node("Add", "e", "u eps -> v")
            .node("Div", "d", "x v -> y"),
        "Apply SumGroups Apply Reindex Divide");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Softmax | ReduceMax x -> m; Sub x m -> a; Exp a -> e; ReduceSum e axes -> s; Div e s -> y",
        "Softmax | Exp x -> e; ReduceSum e axes -> s; Div e s -> y",
        "Softmax | Exp x -> e; ReduceSum e axes -> s; Reciprocal s -> i; Mul i e -> y",
        "Combine Softmax | ReduceMax x -> m; Sub x m -> a; Mul a half -> b; Exp b -> e; "
            + "ReduceSum e axes -> s; Div e s -> y",
        "Apply Softmax | Tanh x -> t; Exp t -> e; ReduceSum e axes -> s; Div e s -> y",
        "Softmax | Exp x -> e; ReduceSum e axes -> s; Div e s -> p; Log p -> y",
        "Softmax Combine | Softmax x -> p; Log p -> l; Mul l half -> y",
      })
  void softmaxWrittenOut(String kinds, String text) throws OrtException {
    check(nodes(new Models().input("x", 6, 4), text), kinds);
  }

  @Test
  void softmaxAlongAnotherAxis() throws OrtException {
    check(
        new Models()
            .input("x", 2, 6, 4)
            .node("ReduceMax", "m", "x -> m", integers("axes", 1))
            .node("Sub", "s", "x m -> a")
            .node("Exp", "e", "a -> e")
            .node("ReduceSum", "r", "e axes -> s")
            .node("Div", "d", "e s -> y"),
        "Reindex Softmax Reindex");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NEGATIVE_INFINITY, -1e9, -65504, -10})
  void whereMasksArePublic(double far) throws OrtException {
    Graph graph = check(masked(far, 1).node("Softmax", "m", "w -> y"), "Rearrange Softmax");
    var mask = (Node.Rearrange) graph.nodes().getFirst();
    assertArrayEquals(
        new double[] {Math.max(far, Masks.FAR)},
        Arrays.stream(mask.constants()).distinct().toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "-Infinity, 0, Rearrange Softmax",
    "-1e9, 0, Rearrange Softmax",
    "-Infinity, 0.5, AddConstant Rearrange Softmax",
    "-65504, 0.5, AddConstant Rearrange Softmax",
    "-10, 0, AddConstant Softmax"
  })
  void addedMasksArePublic(double far, double bias, String kinds) throws OrtException {
    check(
        new Models()
            .input("x", 2, 3, 3)
            .floats("m", List.of(3L, 3L), 0, far, far, bias, 0, far, 0, 0, bias)
            .node("Add", "a", "x m -> w")
            .node("Softmax", "s", "w -> y"),
        kinds);
  }

  @Test
  void masksOfOtherTensorsToo() throws OrtException {
    check(
        new Models()
            .input("x", 3, 3)
            .input("z", 3)
            .floats("m", List.of(3L, 3L), 0, -1e9, -1e9, 0, 0, -1e9, 0, 0, 0)
            .node("Add", "a", "x m -> w")
            .node("Add", "b", "w z -> v")
            .node("Softmax", "s", "v -> y", integer("axis", -1)),
        "Rearrange Reindex AddTensors Softmax");
  }

  @Test
  void masksThatAreNoneStay() throws OrtException {
    var far = new double[] {-1e9, -1e9, -1e9, 0, 0, -1e9, 0, 0, 0};
    /* A group that is masked as a whole is the softmax of what is masked. */
    var whole = new Models().input("x", 3, 3).floats("m", List.of(3L, 3L), far);
    Graph graph =
        OnnxImporter.read(
            whole
                .node("Add", "a", "x m -> w")
                .node("Softmax", "s", "w -> y")
                .output("y")
                .write(folder),
            Map.of());
    assertEquals("AddConstant Softmax", ExampleModelsTest.kinds(graph));
    assertRefused(masked(Double.NEGATIVE_INFINITY, 0).node("Softmax", "m", "w -> y"));
    assertRefused(masked(Double.NEGATIVE_INFINITY, 1).node("LogSoftmax", "m", "w -> y"));
    assertRefused(masked(Double.NEGATIVE_INFINITY, 1).node("Tanh", "m", "w -> y"));
    check(masked(-2000, 1).node("Tanh", "m", "w -> y"), "Rearrange Apply");
  }

  @Test
  void biasesGoThroughRearrangements() throws OrtException {
    check(
        new Models()
            .input("x", 4, 3)
            .floats("w", List.of(3L, 2L), 1, 2, 3, 4, 5, 6)
            .floats("b", List.of(2L, 1L), 7, 8)
            .node("MatMul", "m", "x w -> p")
            .node("Transpose", "t", "p -> q")
            .node("Add", "a", "b q -> y"),
        "Linear Reindex");
    check(
        new Models()
            .input("x", 2, 4, 3)
            .floats("w", List.of(2L, 3L, 2L), 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3)
            .floats("b", List.of(2L, 1L, 2L), 7, 8, 9, 10)
            .node("MatMul", "m", "x w -> p")
            .node("Add", "a", "p b -> y"),
        "Linear");
    check(
        new Models()
            .input("x", 4, 3)
            .floats("w", List.of(3L, 2L), 1, 2, 3, 4, 5, 6)
            .floats("b", List.of(4L), 7, 8, 9, 10)
            .node("MatMul", "m", "x w -> p")
            .node("Transpose", "t", "p -> q")
            .node("Add", "a", "b q -> y"),
        "Linear Reindex AddConstant");
  }

  @Test
  void gainsGoIntoTheLayerBehind() throws OrtException {
    check(normalised().node("MatMul", "m", "n w -> y"), "Normalize Linear");
    check(
        normalised()
            .node("MatMul", "m", "n w -> p")
            .node("MatMul", "k", "n w2 -> q")
            .node("Concat", "c", "p q -> y", integer("axis", 1)),
        "Normalize Linear Linear Rearrange");
    check(
        normalised()
            .longs("s", 2, 12)
            .floats("v", List.of(12L, 1L), 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3)
            .node("Reshape", "r", "n s -> f")
            .node("MatMul", "m", "f v -> y"),
        "Normalize Linear");
  }

  @Test
  void gainsStayWhereSomethingElseReads() throws OrtException {
    check(
        normalised().node("MatMul", "m", "n w -> y").output("n"),
        "Normalize Reindex Linear Reindex Linear");
    check(
        normalised()
            .node("MatMul", "m", "n w -> p")
            .node("Tanh", "t", "n -> q")
            .node("Concat", "c", "p q -> y", integer("axis", 1)),
        "Normalize Reindex Linear Reindex Linear Apply Rearrange");
    check(
        normalised()
            .floats("v", List.of(6L, 1L), 1, 2, 3, 4, 5, 6)
            .node("Transpose", "r", "n -> f", integers("perm", 1, 0))
            .node("MatMul", "m", "f v -> y"),
        "Normalize Reindex Linear Linear");
  }

  @Test
  void powersOfTensors() throws OrtException {
    check(
        new Models()
            .input("x", 3, 4)
            .input("z", 3, 4)
            .node("Exp", "e", "x -> b")
            .node("Pow", "p", "b z -> y"),
        "Apply Multiply Apply");
  }

  @Test
  void nanoGpt() {
    Graph graph = OnnxImporter.read(EXAMPLES.resolve("nanoGPT/network.onnx"), Map.of());
    assertEquals(9, count(graph, Node.Normalize.class));
    assertEquals(4, count(graph, Node.Softmax.class));
    assertEquals(17, count(graph, Node.Linear.class));
    assertEquals(8, count(graph, Node.MatMul.class));
    assertEquals(4, count(graph, Node.Apply.class));
    for (Node node : graph.nodes()) {
      assertTrue(
          !(node instanceof Node.Apply apply) || apply.function().toString().equals("gelu_tanh"));
    }
    for (Class<? extends Node> none :
        List.of(Node.Multiply.class, Node.Divide.class, Node.SumGroups.class)) {
      assertEquals(0, count(graph, none));
    }
  }

  @Test
  void transformerExample() throws OrtException {
    Path example = Path.of("../examples/transformer");
    Graph graph = OnnxImporter.read(example.resolve("model.onnx"), Map.of());
    assertEquals(5, count(graph, Node.Normalize.class));
    assertEquals(2, count(graph, Node.Softmax.class));
    assertEquals(2, count(graph, Node.Apply.class));
    assertEquals(9, count(graph, Node.Linear.class));
    assertEquals(0, count(graph, Node.Multiply.class));
    List<double[]> inputs = InputFile.read(example.resolve("input.json"), graph);
    Reference.assertAgrees(example.resolve("model.onnx"), graph, inputs, 1);
    FloatEvaluator.evaluate(graph, inputs)
        .values()
        .forEach(tensor -> assertTrue(Arrays.stream(tensor).allMatch(Double::isFinite)));
  }

  private static long count(Graph graph, Class<? extends Node> kind) {
    return graph.nodes().stream().filter(kind::isInstance).count();
  }

  /** Adds the constants that nodes read by their names. */
  private static Models withConstants(Models models) {
    Set<String> read = new TreeSet<>();
    models.graph().getNodeList().forEach(node -> read.addAll(node.getInputList()));
    read.retainAll(CONSTANTS.keySet());
    read.forEach(name -> models.floats(name, List.of(), CONSTANTS.getOrDefault(name, 0.0)));
    boolean axes =
        models.graph().getNodeList().stream().anyMatch(n -> n.getInputList().contains("axes"));
    return axes ? models.longs("axes", 1) : models;
  }

  private static Models nodes(Models models, String text) {
    int number = 0;
    for (String node : text.split(";", -1)) {
      String[] parts = node.strip().split(" ", 2);
      String name = "n" + number++;
      if (parts[0].equals("ReduceMax")) {
        models.node(parts[0], name, parts[1], integers("axes", 1));
      } else {
        models.node(parts[0], name, parts[1]);
      }
    }
    return models;
  }

  /**
   * A tensor of which some elements are {@code far}; {@code first} tells if the first one stays.
   */
  private static Models masked(double far, int first) {
    var mask =
        TensorProto.newBuilder()
            .setName("mask")
            .setDataType(TensorProto.DataType.BOOL.getNumber())
            .addDims(3)
            .addDims(3);
    for (int kept : new int[] {first, 0, 0, 1, 1, 0, 1, 1, 1}) {
      mask.addInt32Data(1 - kept);
    }
    return new Models()
        .input("x", 2, 3, 3)
        .initializer(mask.build())
        .floats("far", List.of(), far)
        .node("Where", "w", "mask far x -> w");
  }

  private static Models normalised() {
    return new Models()
        .opset(17)
        .input("x", 6, 4)
        .floats("g", List.of(4L), 1, -2, 3, 0.5)
        .floats("b", List.of(4L), 0.25, 1, -1, 2)
        .floats("w", List.of(4L, 2L), 1, 2, 3, 4, 5, 6, 7, 8)
        .floats("w2", List.of(4L, 1L), 1, -2, 3, -4)
        .node("LayerNormalization", "ln", "x g b -> n");
  }

  private void assertRefused(Models models) {
    Path file = models.output("y").write(folder);
    var refusal = assertThrows(UserException.class, () -> OnnxImporter.read(file, Map.of()));
    String message = Objects.requireNonNull(refusal.getMessage());
    assertTrue(message.contains("the constant -Infinity"), message);
  }

  private Graph check(Models models, String kinds) throws OrtException {
    return Reference.check(withConstants(models), folder, kinds);
  }
}
