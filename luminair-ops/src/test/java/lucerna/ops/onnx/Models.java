package lucerna.ops.onnx;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorShapeProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

/** Small ONNX models for tests: the examples, and a builder of made ones. */
final class Models {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("made");
  private int opset = 13;

  /** The path of an example model's file. */
  static Path example(String name, String file) {
    try {
      return Path.of(
          Objects.requireNonNull(Models.class.getResource("/models/" + name + "/" + file)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Models opset(int version) {
    opset = version;
    return this;
  }

  Models input(String name, long... dims) {
    var shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDimBuilder().setDimValue(dim);
    }
    return value(name, TensorProto.DataType.FLOAT, shape);
  }

  /** Dimensions that are no numbers are names; the empty name is none. */
  Models openInput(String name, String... dims) {
    var shape = TensorShapeProto.newBuilder();
    for (String dim : dims) {
      if (dim.isEmpty()) {
        shape.addDimBuilder();
      } else if (dim.matches("[0-9]+")) {
        shape.addDimBuilder().setDimValue(Long.parseLong(dim));
      } else {
        shape.addDimBuilder().setDimParam(dim);
      }
    }
    return value(name, TensorProto.DataType.FLOAT, shape);
  }

  Models value(String name, TensorProto.DataType type, TensorShapeProto.Builder shape) {
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(type.getNumber())
                            .setShape(shape))));
    return this;
  }

  Models output(String name) {
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT.getNumber()))));
    return this;
  }

  Models initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  Models floats(String name, List<Long> dims, double... values) {
    return initializer(floatTensor(name, dims, values));
  }

  Models longs(String name, long... values) {
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return initializer(tensor.build());
  }

  /** A node; its operands and its output are parted by spaces, {@code "a b -> c"}. */
  Models node(String op, String name, String flow, AttributeProto... attributes) {
    String[] sides = flow.split("->", -1);
    var node = NodeProto.newBuilder().setOpType(op).setName(name);
    for (String operand : sides[0].strip().split(" ", -1)) {
      if (!operand.isEmpty()) {
        node.addInput(operand.equals("_") ? "" : operand);
      }
    }
    node.addAllOutput(List.of(sides[1].strip().split(" ", -1)));
    graph.addNode(node.addAllAttribute(List.of(attributes)));
    return this;
  }

  GraphProto.Builder graph() {
    return graph;
  }

  ModelProto build() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("test")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  Path write(Path folder) {
    try {
      return Files.write(folder.resolve("made.onnx"), build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TensorProto floatTensor(String name, List<Long> dims, double... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      raw.putFloat((float) value);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addAllDims(dims)
        .setRawData(ByteString.copyFrom(raw.array()))
        .build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    var attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto tensor(String name, TensorProto value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(value)
        .build();
  }
}
