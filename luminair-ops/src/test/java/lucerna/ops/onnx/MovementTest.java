package lucerna.ops.onnx;

import static lucerna.ops.onnx.Models.integer;
import static lucerna.ops.onnx.Models.integers;
import static lucerna.ops.onnx.Models.real;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import lucerna.ops.graph.Graph;
import onnx.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators that move elements, and constants, against ONNX Runtime. */
final class MovementTest {
  @TempDir private Path folder;

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

  private static Models model() {
    return new Models();
  }

  private Graph check(Models models, String kinds) throws OrtException {
    return Reference.check(models, folder, kinds);
  }
}
