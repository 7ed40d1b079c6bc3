package lucerna.bench;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

/**
 * A perceptron of a wanted number of weights: 784 inputs, two hidden layers of one width with ReLU,
 * 10 outputs.
 *
 * <p>Weights are uniform in {@code +- sqrt(6 / fan-in)}, which keeps the size of values from layer
 * to layer, biases uniform in {@code +- 0.05}. The same arguments give the same bytes.
 *
 * @param width the width h of both hidden layers, 1 to {@value #MAX_WIDTH}
 * @param seed of the weights and of the input
 */
public record GeneratedMlp(int width, long seed) {
  /** The widest hidden layer: a model of a little over 40 million weights. */
  public static final int MAX_WIDTH = 6_000;

  private static final int INPUTS = 784;
  private static final int OUTPUTS = 10;
  private static final double BIAS = 0.05;
  private static final int OPSET = 13;
  private static final int IR_VERSION = 8;

  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public GeneratedMlp {
    if (width < 1 || width > MAX_WIDTH) {
      throw new IllegalArgumentException("a width of " + width + ", not 1 to " + MAX_WIDTH);
    }
  }

  /**
   * Returns the perceptron whose number of weights is nearest to a wanted one.
   *
   * @param weights the wanted number
   * @param seed of the weights and of the input
   * @return the perceptron
   * @throws IllegalArgumentException if none is near: below 795 or above 40 million
   */
  public static GeneratedMlp ofWeights(long weights, long seed) {
    double linear = (double) INPUTS + OUTPUTS;
    long width = Math.round((Math.sqrt(linear * linear + 4.0 * weights) - linear) / 2);
    if (width < 1 || width > MAX_WIDTH) {
      throw new IllegalArgumentException("no perceptron has about " + weights + " weights here");
    }
    return new GeneratedMlp((int) width, seed);
  }

  /**
   * Returns the number of factors of products, biases not counted.
   *
   * @return {@code 784 h + h^2 + 10 h}
   */
  public long weights() {
    return (long) INPUTS * width + (long) width * width + (long) width * OUTPUTS;
  }

  /**
   * Writes {@code network.onnx} and {@code input.json}.
   *
   * @param folder an existing folder
   * @throws IOException if a file cannot be written
   */
  public void write(Path folder) throws IOException {
    var random = new SplittableRandom(seed);
    var graph = GraphProto.newBuilder().setName("mlp");
    graph.addInput(value("input", INPUTS)).addOutput(value("output", OUTPUTS));
    int[] sizes = {INPUTS, width, width, OUTPUTS};
    String from = "input";
    for (int layer = 1; layer < sizes.length; layer++) {
      boolean last = layer == sizes.length - 1;
      String product = last ? "output" : "sum" + layer;
      int fanIn = sizes[layer - 1];
      String weight = "weight" + layer;
      String bias = "bias" + layer;
      graph.addInitializer(
          tensor(random, weight, Math.sqrt(6.0 / fanIn), new int[] {sizes[layer], fanIn}));
      graph.addInitializer(tensor(random, bias, BIAS, new int[] {sizes[layer]}));
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("Gemm")
              .setName("dense" + layer)
              .addInput(from)
              .addInput(weight)
              .addInput(bias)
              .addOutput(product)
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("transB")
                      .setType(AttributeProto.AttributeType.INT)
                      .setI(1)));
      if (!last) {
        from = "hidden" + layer;
        graph.addNode(
            NodeProto.newBuilder()
                .setOpType("Relu")
                .setName("relu" + layer)
                .addInput(product)
                .addOutput(from));
      }
    }
    var model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("lucerna-bench")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph);
    Files.write(folder.resolve("network.onnx"), model.build().toByteArray());
    Files.write(folder.resolve("input.json"), input(random).getBytes(StandardCharsets.UTF_8));
  }

  private static ValueInfoProto value(String name, int size) {
    var type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
    type.getShapeBuilder().addDimBuilder().setDimValue(1);
    type.getShapeBuilder().addDimBuilder().setDimValue(size);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static TensorProto tensor(
      SplittableRandom random, String name, double bound, int[] shape) {
    var tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(TensorProto.DataType.FLOAT.getNumber());
    int size = 1;
    for (int dimension : shape) {
      tensor.addDims(dimension);
      size *= dimension;
    }
    ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      raw.putFloat((float) (bound * (2 * random.nextDouble() - 1)));
    }
    return tensor.setRawData(ByteString.copyFrom(raw.flip())).build();
  }

  private static String input(SplittableRandom random) {
    var values = new StringJoiner(", ", "{\"input_data\": [[", "]]}\n");
    for (int i = 0; i < INPUTS; i++) {
      values.add(String.format(Locale.ROOT, "%.6f", random.nextDouble()));
    }
    return values.toString();
  }

  /**
   * Writes a model and an input for it: {@code GeneratedMlp WEIGHTS FOLDER [SEED]}.
   *
   * @param arguments about how many weights, the folder, which is made, and a seed (default: 7)
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2 || arguments.length > 3) {
      System.err.println("usage: GeneratedMlp WEIGHTS FOLDER [SEED]");
      System.exit(2);
    }
    long seed = arguments.length == 3 ? Long.parseLong(arguments[2]) : 7;
    GeneratedMlp mlp = ofWeights(Long.parseLong(arguments[0]), seed);
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    mlp.write(folder);
    System.out.println(mlp.weights());
  }
}
