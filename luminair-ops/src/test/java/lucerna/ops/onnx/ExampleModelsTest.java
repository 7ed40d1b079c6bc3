package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import lucerna.ops.io.InputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExampleModelsTest {
  @ParameterizedTest
  @CsvSource({
    "accuracy, Linear Relu Linear Relu Linear",
    "1l_mlp, Linear Relu",
    "1l_linear, Linear",
    "1l_relu, Relu",
    "1l_flatten, ''",
    "1l_reshape, ''",
    "1l_identity, ''",
    "2l_relu_fc, Linear Relu",
    "2l_relu_small, Relu Relu",
    "linear_regression, Linear",
    "quantize_dequantize, Linear"
  })
  void importsAndAgreesWithOnnxRuntime(String name, String kinds) throws OrtException {
    Path file = Models.example(name, "network.onnx");
    Graph graph = OnnxImporter.read(file, Map.of());
    assertEquals(kinds, kinds(graph));
    List<double[]> inputs = InputFile.read(Models.example(name, "input.json"), graph);
    Reference.assertAgrees(file, graph, inputs);
  }

  @Test
  void tellsFactsOfTheFile() {
    Graph graph = OnnxImporter.read(Models.example("accuracy", "network.onnx"), Map.of());
    assertEquals(14, graph.facts().opset());
    assertTrue(graph.facts().producer().startsWith("pytorch"), graph.facts().producer());
    assertEquals(Map.of("Gemm", 3, "Relu", 2), graph.facts().operators());
    assertEquals(82 * 41 + 82 + 82 * 82 + 82 + 82 + 1, graph.facts().parameters());
  }

  @Test
  void bindsABatch() throws OrtException {
    Path file = Models.example("1l_mlp", "network.onnx");
    Graph graph = OnnxImporter.read(file, Map.of("batch_size", 2));
    assertEquals(Shape.of(2, 3), graph.inputs().getFirst().shape());
    assertEquals(Shape.of(2, 4), graph.outputs().getFirst().shape());
    Reference.assertAgrees(file, graph, List.of(new double[] {1, -2, 3, 0.5, 0.25, -7}));
  }

  static String kinds(Graph graph) {
    List<String> kinds =
        graph.nodes().stream().map(Node::getClass).map(Class::getSimpleName).toList();
    return String.join(" ", kinds);
  }
}
