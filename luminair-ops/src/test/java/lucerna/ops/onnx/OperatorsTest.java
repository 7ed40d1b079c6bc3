package lucerna.ops.onnx;

import static lucerna.ops.onnx.Models.integer;
import static lucerna.ops.onnx.Models.integers;
import static lucerna.ops.onnx.Models.real;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.Node;
import onnx.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operator's rule against ONNX Runtime, and the kinds of nodes that remain. */
final class OperatorsTest {
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
  void chainsOfRearrangementsBecomeOne() throws OrtException {
    check(
        model()
            .input("x", 2, 3, 4)
            .longs("shape", 4, -1)
            .node("Transpose", "t", "x -> a", integers("perm", 1, 0, 2))
            .node("Reshape", "r", "a shape -> b")
            .node("Transpose", "u", "b -> c")
            .node("Relu", "z", "c -> y"),
        "Reindex Relu");
  }

  @Test
  void rearrangementsThatCancelVanish() throws OrtException {
    check(
        model()
            .input("x", 2, 3)
            .node("Transpose", "t", "x -> a")
            .node("Transpose", "u", "a -> b")
            .node("Relu", "z", "b -> y"),
        "Relu");
  }

  @Test
  void reshapeWithZeroAndUnknown() throws OrtException {
    check(model().input("x", 2, 3, 4).longs("s", 0, -1, 2).node("Reshape", "r", "x s -> y"), "");
  }

  @Test
  void squeezeAndUnsqueezeByAttributes() throws OrtException {
    check(
        model()
            .opset(11)
            .input("x", 1, 3, 1, 2)
            .node("Squeeze", "s", "x -> a", integers("axes", -2))
            .node("Unsqueeze", "u", "a -> b", integers("axes", 0, 4))
            .node("Squeeze", "t", "b -> c")
            .node("Relu", "r", "c -> y"),
        "Relu");
  }

  @Test
  void squeezeAndUnsqueezeByOperands() throws OrtException {
    check(
        model()
            .input("x", 1, 3, 1, 2)
            .longs("p", 0, 2)
            .longs("q", 1)
            .node("Squeeze", "s", "x p -> a")
            .node("Unsqueeze", "u", "a q -> y"),
        "");
  }

  @Test
  void flattenAtAnyAxis() throws OrtException {
    check(model().input("x", 2, 3, 4).node("Flatten", "f", "x -> y", integer("axis", -1)), "");
    check(model().input("x", 2, 3, 4).node("Flatten", "f", "x -> y", integer("axis", 3)), "");
    check(model().input("x", 2, 3, 4).node("Flatten", "f", "x -> y", integer("axis", 0)), "");
  }

  @Test
  void expandBothWays() throws OrtException {
    check(model().input("x", 3, 1).longs("s", 2, 1, 4).node("Expand", "e", "x s -> y"), "Reindex");
  }

  @Test
  void sliceForwardsAndBackwards() throws OrtException {
    check(
        model()
            .input("x", 5, 7)
            .longs("from", -1, 1)
            .longs("to", Long.MIN_VALUE, Long.MAX_VALUE)
            .longs("axes", 0, 1)
            .longs("steps", -2, 3)
            .node("Slice", "s", "x from to axes steps -> y"),
        "Reindex");
  }

  @Test
  void gatherAlongAMiddleAxis() throws OrtException {
    check(
        model()
            .input("x", 2, 4, 3)
            .longs("i", 3, 0, -2)
            .node("Gather", "g", "x i -> y", integer("axis", 1)),
        "Reindex");
  }

  @Test
  void castIdentityAndDropoutVanish() throws OrtException {
    check(
        model()
            .input("x", 2, 3)
            .node("Cast", "c", "x -> a", integer("to", 1))
            .node("Identity", "i", "a -> b")
            .node("Dropout", "d", "b -> c")
            .node("Relu", "r", "c -> y"),
        "Relu");
  }

  @Test
  void shapeChainsFold() throws OrtException {
    Graph graph =
        check(
            model()
                .input("x", 2, 3, 4)
                .longs("minus", -1)
                .longs("axes", 0)
                .node("Shape", "shape", "x -> s")
                .node(
                    "Constant",
                    "zero",
                    "-> z",
                    Models.tensor(
                        "value",
                        TensorProto.newBuilder()
                            .setDataType(TensorProto.DataType.INT64.getNumber())
                            .addInt64Data(0)
                            .build()))
                .node("Gather", "pick", "s z -> n")
                .node("Unsqueeze", "lift", "n axes -> v")
                .node("Concat", "join", "v minus -> t", integer("axis", 0))
                .node("Reshape", "r", "x t -> y"),
            "");
    assertEquals("[2, 12]", graph.outputs().getFirst().shape().toString());
    assertEquals(6, graph.facts().operators().size());
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

  @Test
  void nodesThatNoOutputNeedsAreLeftOut() throws OrtException {
    check(
        model()
            .input("x", 2)
            .node("Relu", "r", "x -> y")
            .node("Relu", "dead", "y -> z")
            .node("Exp", "unsupported", "x -> e"),
        "Relu");
  }

  @Test
  void anInputMayBeAnOutput() throws OrtException {
    check(model().input("x", 2).node("Identity", "i", "x -> y"), "");
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
  void sliceByAttributes() throws OrtException {
    check(
        model()
            .opset(9)
            .input("x", 5, 7)
            .node(
                "Slice",
                "s",
                "x -> y",
                integers("starts", 1, -3),
                integers("ends", 99, -1),
                integers("axes", 0, 1)),
        "Reindex");
  }

  @Test
  void constantsInAttributes() throws OrtException {
    check(
        model()
            .input("x", 6)
            .node("Constant", "shape", "-> s", integers("value_ints", 3, 2))
            .node("Constant", "half", "-> h", real("value_float", 0.5))
            .node("Reshape", "r", "x s -> a")
            .node("Add", "b", "a h -> y"),
        "AddConstant");
  }

  @Test
  void shapeAndConcatOfParts() throws OrtException {
    Graph graph =
        check(
            model()
                .opset(15)
                .input("x", 2, 3, 4)
                .longs("six", 6)
                .node("Shape", "tail", "x -> t", integer("start", -1))
                .node("Concat", "join", "six t -> s", integer("axis", -1))
                .node("Reshape", "r", "x s -> y"),
            "");
    assertEquals("[6, 4]", graph.outputs().getFirst().shape().toString());
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

  /** Adds the output y, imports, and compares on random inputs. */
  private Graph check(Models models, String kinds) throws OrtException {
    Path file = models.output("y").write(folder);
    Graph graph = OnnxImporter.read(file, Map.of());
    assertEquals(kinds, ExampleModelsTest.kinds(graph));
    var random = new SplittableRandom(1);
    List<double[]> inputs = new ArrayList<>();
    for (GraphInput input : graph.inputs()) {
      inputs.add(random.doubles(input.shape().size(), -2, 2).toArray());
    }
    Reference.assertAgrees(file, graph, inputs);
    return graph;
  }
}
