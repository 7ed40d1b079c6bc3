package lucerna.ops.onnx;

import static lucerna.ops.onnx.Models.integer;
import static lucerna.ops.onnx.Models.real;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products, sums and what they merge into, against ONNX Runtime. */
final class LinearRulesTest {
  private static final List<Long> MATRIX = List.of(3L, 2L);

  @TempDir private Path folder;

  @Test
  void gemmWithAllItsAttributes() throws OrtException {
    var attributes =
        new onnx.OnnxMl.AttributeProto[] {
          real("alpha", 0.5), real("beta", -2), integer("transA", 1), integer("transB", 1)
        };
    check(
        model()
            .input("x", 3, 4)
            .floats("w", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)
            .floats("c", List.of(2L), 7, 8)
            .node("Gemm", "g", "x w c -> y", attributes),
        "Reindex Linear");
  }

  @Test
  void gemmWithBiasPerRow() throws OrtException {
    check(
        matrixTimes().floats("c", List.of(4L, 1L), 1, 2, 3, 4).node("Gemm", "g", "x w c -> y"),
        "Linear AddConstant");
  }

  @Test
  void gemmWithBiasThatIsAScalar() throws OrtException {
    check(matrixTimes().floats("c", List.of(), 5).node("Gemm", "g", "x w c -> y"), "Linear");
  }

  @Test
  void gemmWithABiasThatDependsOnInputs() throws OrtException {
    check(matrixTimes().input("z", 2).node("Gemm", "g", "x w z -> y"), "Linear Reindex AddTensors");
  }

  @Test
  void gemmWithConstantLeft() throws OrtException {
    check(
        model()
            .input("x", 2, 4)
            .floats("w", MATRIX, 1, 2, 3, 4, 5, 6)
            .node("Gemm", "g", "w x -> y", real("alpha", 3)),
        "Reindex Linear Reindex");
  }

  @Test
  void matMulOfAnyLeadingAxes() throws OrtException {
    check(
        model()
            .input("x", 2, 5, 3)
            .floats("w", MATRIX, 1, 2, 3, 4, 5, 6)
            .node("MatMul", "m", "x w -> y"),
        "Linear");
  }

  @Test
  void matMulWithAVectorRight() throws OrtException {
    check(
        model().input("x", 2, 3).floats("w", List.of(3L), 1, 2, 3).node("MatMul", "m", "x w -> y"),
        "Linear");
  }

  @Test
  void matMulWithAVectorLeft() throws OrtException {
    check(
        model().input("x", 3).floats("w", MATRIX, 1, 2, 3, 4, 5, 6).node("MatMul", "m", "x w -> y"),
        "Linear");
  }

  @Test
  void matMulOfTwoVectors() throws OrtException {
    check(
        model().input("x", 3).floats("w", List.of(3L), 1, 2, 3).node("MatMul", "m", "x w -> y"),
        "Linear");
  }

  @Test
  void matMulWithOneMatrixInABatch() throws OrtException {
    check(
        model()
            .input("x", 4, 3)
            .floats("w", List.of(1L, 1L, 3L, 2L), 1, 2, 3, 4, 5, 6)
            .node("MatMul", "m", "x w -> y"),
        "Linear");
  }

  @Test
  void addMergesIntoTheLinearBefore() throws OrtException {
    Graph graph =
        check(
            matrixTimes()
                .floats("b", List.of(2L), 7, 8)
                .node("MatMul", "m", "x w -> p")
                .node("Add", "a", "b p -> y"),
            "Linear");
    var linear = assertInstanceOf(Node.Linear.class, graph.nodes().getFirst());
    assertEquals(7, linear.bias()[0]);
    assertEquals(8, linear.bias()[1]);
  }

  @Test
  void addDoesNotMergeIntoALinearThatOthersRead() throws OrtException {
    check(
        matrixTimes()
            .floats("b", List.of(2L), 7, 8)
            .node("MatMul", "m", "x w -> p")
            .node("Add", "a", "p b -> q")
            .node("Add", "s", "p q -> y"),
        "Linear AddConstant AddTensors");
  }

  @Test
  void addDoesNotMergeIntoALinearThatIsAnOutput() throws OrtException {
    check(
        matrixTimes()
            .floats("b", List.of(2L), 7, 8)
            .node("MatMul", "m", "x w -> p")
            .node("Add", "a", "p b -> y")
            .output("p"),
        "Linear AddConstant");
  }

  @Test
  void addBroadcastsBothActivations() throws OrtException {
    check(
        model().input("x", 3, 1).input("z", 2, 1, 4).node("Add", "a", "x z -> y"),
        "Reindex Reindex AddTensors");
  }

  @Test
  void addBroadcastsAnActivationToAConstant() throws OrtException {
    check(
        model().input("x", 2).floats("c", MATRIX, 1, 2, 3, 4, 5, 6).node("Add", "a", "x c -> y"),
        "Reindex AddConstant");
  }

  @Test
  void arithmeticOnConstantsFolds() throws OrtException {
    Graph graph =
        check(
            matrixTimes()
                .floats("v", List.of(2L, 2L), 1, -2, -3, 4)
                .floats("b", List.of(2L), 0.5, 0.25)
                .node("MatMul", "m", "w v -> wv")
                .node("Relu", "r", "wv -> p")
                .node("Add", "a", "p b -> q")
                .node("Transpose", "t", "q -> qt")
                .node("Gemm", "g", "x qt -> y", integer("transB", 1)),
            "Linear");
    assertEquals(12, graph.facts().parameters());
  }

  @ParameterizedTest
  @ValueSource(ints = {ModelFile.OLDEST_OPSET, 12, ModelFile.NEWEST_OPSET})
  void operatorSetsAtBothEnds(int version) throws OrtException {
    Graph graph =
        check(
            matrixTimes()
                .opset(version)
                .floats("b", List.of(2L), 7, 8)
                .node("Gemm", "g", "x w b -> p")
                .node("Relu", "r", "p -> y"),
            "Linear Relu");
    assertEquals(version, graph.facts().opset());
  }

  @Test
  void initialisersMayBeListedAmongTheInputs() throws OrtException {
    Graph graph = check(matrixTimes().input("w", 3, 2).node("MatMul", "m", "x w -> y"), "Linear");
    assertEquals(1, graph.inputs().size());
  }

  private static Models model() {
    return new Models();
  }

  private static Models matrixTimes() {
    return model().input("x", 4, 3).floats("w", MATRIX, 1, 2, 3, 4, 5, 6);
  }

  private Graph check(Models models, String kinds) throws OrtException {
    return Reference.check(models, folder, kinds);
  }
}
