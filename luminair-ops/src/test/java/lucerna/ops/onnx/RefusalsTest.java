package lucerna.ops.onnx;

import static lucerna.ops.onnx.Models.integer;
import static lucerna.ops.onnx.Models.integers;
import static lucerna.ops.onnx.Models.real;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.Shape;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.SparseTensorProto;
import onnx.OnnxMl.StringStringEntryProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorProto.DataType;
import onnx.OnnxMl.TensorShapeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the importer refuses, and the parts that its sentences must name. */
final class RefusalsTest {
  @TempDir private Path folder;

  @Test
  void missingFile() {
    refused(folder.resolve("none.onnx"), "none.onnx does not exist");
    refused(folder, "is a folder");
  }

  @Test
  void emptyFile() throws IOException {
    refused(bytes(new byte[0]), "m.onnx is empty");
  }

  @ParameterizedTest
  @CsvSource({"LUCKEY, key", "LUCPKY, proving key", "LUCPRF, proof"})
  void ownFiles(String magic, String kind) throws IOException {
    refused(
        bytes((magic + "\1rest").getBytes(StandardCharsets.ISO_8859_1)),
        "is a Lucerna " + kind + ", not a model");
  }

  @Test
  void fileOfAnotherFormat() throws IOException {
    refused(bytes("{\"json\": 1}".getBytes(StandardCharsets.UTF_8)), "not an ONNX model");
  }

  @Test
  void truncatedFile() throws IOException {
    byte[] whole = model().node("Relu", "r", "x -> y").output("y").build().toByteArray();
    refused(bytes(Arrays.copyOf(whole, whole.length - 9)), "cut short");
  }

  @Test
  void fileWithoutGraph() throws IOException {
    refused(
        bytes(ModelProto.newBuilder().setProducerName("x").build().toByteArray()),
        "holds no graph");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 29, 1000})
  void unsupportedOpset(int version) {
    refused(
        model().opset(version).node("Relu", "r", "x -> y").output("y"),
        "operator set " + version,
        "7 to 24");
  }

  @Test
  void allUnsupportedOperatorsAtOnce() {
    refused(
        model()
            .node("Loop", "first", "x -> a")
            .node("Relu", "fine", "a -> b")
            .node("If", "", "b -> y")
            .output("y"),
        "operators are not supported",
        "'first' (Loop)",
        "'If#3' (If)");
  }

  @Test
  void operatorOfAnotherDomain() {
    var models = model().node("Relu", "custom", "x -> y").output("y");
    models.graph().getNodeBuilder(0).setDomain("com.microsoft");
    refused(models, "'custom' (Relu)");
  }

  @Test
  void allUnsupportedAttributesAtOnce() {
    refused(
        model()
            .node("Relu", "r", "x -> a", real("slope", 1))
            .node("Flatten", "f", "a -> y", integer("axis", 1), integers("extra", 1))
            .output("y"),
        "attributes are not supported",
        "'slope' of 'r' (Relu)",
        "'extra' of 'f' (Flatten)");
  }

  @Test
  void attributeOfAnotherType() {
    refused(
        model().node("Flatten", "f", "x -> y", real("axis", 1)).output("y"),
        "node 'f' (Flatten)",
        "'axis' of type FLOAT instead of INT");
  }

  @Test
  void wrongNumberOfOperands() {
    refused(model().node("Relu", "r", "x x -> y").output("y"), "node 'r' (Relu)", "2 operands");
    refused(model().node("Add", "a", "x _ -> y").output("y"), "node 'a' (Add)", "lacks");
  }

  @Test
  void operandThatNobodyMakes() {
    refused(
        model().node("Add", "a", "x ghost -> y").output("y"),
        "node 'a' (Add) reads 'ghost'",
        "no input, initialiser or earlier node");
  }

  @Test
  void outputThatNobodyMakes() {
    refused(model().node("Relu", "r", "x -> y").output("z"), "output 'z' is made by no node");
  }

  @Test
  void noOutputs() {
    refused(model().node("Relu", "r", "x -> y"), "has no outputs");
  }

  @Test
  void namesThatOccurTwice() {
    refused(
        model().node("Relu", "r", "x -> y").node("Relu", "s", "x -> y").output("y"),
        "tensor 'y' is made twice");
    refused(
        model().input("x", 1).node("Relu", "r", "x -> y").output("y"), "input 'x' occurs twice");
  }

  @Test
  void openDimension() {
    var models = new Models().openInput("img", "batch", "3", "height", "");
    models.node("Relu", "r", "img -> y").output("y");
    Path file = models.write(folder);
    refused(file, "input 'img'", "'height'", "--shape height=VALUE");
    String message = message(file, Map.of("height", 4));
    assertTrue(message.contains("--shape img.3=VALUE"), message);
    var graph = OnnxImporter.read(file, Map.of("height", 4, "img.3", 5));
    assertEquals(Shape.of(1, 3, 4, 5), graph.inputs().getFirst().shape());
  }

  @Test
  void bindingThatFitsNothing() {
    Path file =
        new Models().openInput("x", "N", "3").node("Relu", "r", "x -> y").output("y").write(folder);
    String message = message(file, Map.of("batch", 2));
    assertTrue(message.contains("no open dimension 'batch'"), message);
    assertTrue(message.contains("[N]"), message);
    message = message(file, Map.of("N", 0));
    assertTrue(message.contains("--shape N=0"), message);
  }

  @Test
  void inputOfStringsOrWithoutShape() {
    refused(
        new Models()
            .value("ids", DataType.STRING, TensorShapeProto.newBuilder())
            .node("Relu", "r", "ids -> y")
            .output("y"),
        "input 'ids' has elements of string");
    var models = model().node("Relu", "r", "x -> y").output("y");
    models.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
    refused(models, "input 'x' is no tensor of declared shape");
  }

  @Test
  void hugeDimensions() {
    refused(
        new Models().input("x", 1 << 20, 1 << 20).node("Relu", "r", "x -> y").output("y"),
        "input 'x' has more than 268435456 elements");
    refused(
        new Models().input("x", Long.MAX_VALUE, 3).node("Relu", "r", "x -> y").output("y"),
        "input 'x' has more than 268435456 elements");
    refused(
        model()
            .initializer(weight(DataType.FLOAT).addDims(1L << 40).addDims(1L << 40).build())
            .node("Add", "a", "x w -> y")
            .output("y"),
        "tensor 'w' of dimensions",
        "more than 268435456");
    refused(
        model().longs("s", 1 << 20, 1 << 20, 1).node("Expand", "e", "x s -> y").output("y"),
        "node 'e' (Expand)",
        "impossible dimensions");
  }

  @Test
  void externalData() {
    refused(
        withWeight(
            weight(DataType.FLOAT)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                    StringStringEntryProto.newBuilder().setKey("location").setValue("w.bin"))),
        "tensor 'w' lies in another file");
  }

  @Test
  void weightsThatAreNotFinite() {
    refused(
        withWeight(weight(DataType.FLOAT).addDims(2).addFloatData(1).addFloatData(Float.NaN)),
        "tensor 'w' holds NaN at element 1");
    refused(
        withWeight(weight(DataType.DOUBLE).addDims(1).addDoubleData(Double.POSITIVE_INFINITY)),
        "tensor 'w' holds an infinity at element 0");
    refused(
        withWeight(weight(DataType.DOUBLE).addDims(1).addDoubleData(Double.NEGATIVE_INFINITY)),
        "node 'a' computes with the constant -Infinity");
    refused(
        withWeight(weight(DataType.FLOAT16).addDims(1).addInt32Data(0x7c00)),
        "tensor 'w' holds an infinity");
  }

  @Test
  void weightsOfWrongLengthOrType() {
    refused(
        withWeight(weight(DataType.FLOAT).addDims(3).setRawData(ByteString.copyFrom(new byte[8]))),
        "tensor 'w' holds 8 bytes where its dimensions ask for 12");
    refused(
        withWeight(weight(DataType.FLOAT).addDims(3).addFloatData(1)),
        "tensor 'w' holds 1 elements where its dimensions ask for 3");
    refused(withWeight(weight(DataType.FLOAT).addDims(-3)), "negative dimension -3");
    refused(withWeight(weight(DataType.STRING).addDims(0)), "tensor 'w' has elements of string");
  }

  @Test
  void sparseWeights() {
    var models = model().node("Relu", "r", "x -> y").output("y");
    models.graph().addSparseInitializer(SparseTensorProto.getDefaultInstance());
    refused(models, "sparse initialisers");
  }

  @Test
  void shapesThatDoNotFit() {
    refused(
        model()
            .floats("w", List.of(4L, 1L), 1, 2, 3, 4)
            .node("MatMul", "m", "x w -> y")
            .output("y"),
        "node 'm' (MatMul)",
        "[1, 3] and [4, 1]");
    refused(
        model().floats("w", List.of(2L), 1, 2).node("Add", "a", "x w -> y").output("y"),
        "node 'a' (Add)",
        "[1, 3] and [2]");
    refused(
        model().longs("s", 2, -1).node("Reshape", "r", "x s -> y").output("y"),
        "node 'r' (Reshape)",
        "[1, 3] to [2, 1]");
    refused(
        model().longs("s", -1, -1).node("Reshape", "r", "x s -> y").output("y"),
        "impossible dimensions [1, -1]");
    refused(
        model().node("Flatten", "f", "x -> y", integer("axis", 4)).output("y"),
        "node 'f' (Flatten) has axis 4 outside rank 2");
    refused(
        model().longs("i", 3).node("Gather", "g", "x i -> y", integer("axis", 1)).output("y"),
        "node 'g' (Gather) has axis 3");
  }

  @Test
  void shapeThatDependsOnInputs() {
    refused(
        model().input("s", 2).node("Reshape", "r", "x s -> y").output("y"),
        "node 'r' (Reshape) takes its shape from 's'");
  }

  @Test
  void dropoutInTraining() {
    refused(
        model()
            .initializer(weight(DataType.BOOL).addInt32Data(1).build())
            .node("Dropout", "d", "x _ w -> y")
            .output("y"),
        "node 'd' (Dropout) is in training mode");
  }

  private static Models model() {
    return new Models().input("x", 1, 3);
  }

  private static TensorProto.Builder weight(DataType type) {
    return TensorProto.newBuilder().setName("w").setDataType(type.getNumber());
  }

  private static Models withWeight(TensorProto.Builder weight) {
    return model().initializer(weight.build()).node("Add", "a", "x w -> y").output("y");
  }

  private Path bytes(byte[] content) throws IOException {
    return Files.write(folder.resolve("m.onnx"), content);
  }

  private void refused(Models models, String... parts) {
    refused(models.write(folder), parts);
  }

  private static void refused(Path file, String... parts) {
    String message = message(file, Map.of());
    assertTrue(message.startsWith(file.toString()), message);
    assertTrue(message.endsWith("."), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private static String message(Path file, Map<String, Integer> bindings) {
    var refusal = assertThrows(UserException.class, () -> OnnxImporter.read(file, bindings));
    return String.valueOf(refusal.getMessage());
  }
}
