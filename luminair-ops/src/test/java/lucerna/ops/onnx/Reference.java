package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;

/** Compares imported graphs with ONNX Runtime. */
final class Reference {
  private Reference() {}

  /** Adds the output y to a model, imports it, and compares on random inputs. */
  static Graph check(Models models, Path folder, String kinds) throws OrtException {
    Path file = models.output("y").write(folder);
    Graph graph = OnnxImporter.read(file, Map.of());
    assertEquals(kinds, ExampleModelsTest.kinds(graph));
    var random = new SplittableRandom(1);
    List<double[]> inputs = new ArrayList<>();
    for (GraphInput input : graph.inputs()) {
      inputs.add(random.doubles(input.shape().size(), -2, 2).toArray());
    }
    assertAgrees(file, graph, inputs);
    return graph;
  }

  /** Fails unless each output's shape and values are those of ONNX Runtime. */
  static void assertAgrees(Path file, Graph graph, List<double[]> inputs) throws OrtException {
    assertAgrees(file, graph, inputs, 1e-2);
  }

  /** As above, where values below {@code least} are held to the error that is allowed for it. */
  static void assertAgrees(Path file, Graph graph, List<double[]> inputs, double least)
      throws OrtException {
    Map<String, double[]> ours = FloatEvaluator.evaluate(graph, inputs);
    var environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    try (var session = environment.createSession(file.toString())) {
      for (int i = 0; i < inputs.size(); i++) {
        GraphInput input = graph.inputs().get(i);
        NodeInfo node = Objects.requireNonNull(session.getInputInfo().get(input.name()));
        var info = (TensorInfo) node.getInfo();
        feed.put(input.name(), tensor(environment, inputs.get(i), input.shape().dims(), info.type));
      }
      try (OrtSession.Result result = session.run(feed)) {
        for (GraphOutput output : graph.outputs()) {
          OnnxTensor theirs = (OnnxTensor) only(result, output.name());
          assertEquals(
              Arrays.toString(theirs.getInfo().getShape()),
              output.shape().toString(),
              output.name());
          assertClose(
              theirs.getFloatBuffer(),
              Objects.requireNonNull(ours.get(output.tensor())),
              output.name(),
              least);
        }
      }
    } finally {
      feed.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxValue only(OrtSession.Result result, String name) {
    return result.get(name).orElseThrow();
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, double[] values, int[] dims, OnnxJavaType type)
      throws OrtException {
    long[] shape = Arrays.stream(dims).asLongStream().toArray();
    if (type == OnnxJavaType.INT64) {
      LongBuffer longs = LongBuffer.allocate(values.length);
      for (double value : values) {
        longs.put((long) value);
      }
      return OnnxTensor.createTensor(environment, longs.flip(), shape);
    }
    FloatBuffer floats = FloatBuffer.allocate(values.length);
    for (double value : values) {
      floats.put((float) value);
    }
    return OnnxTensor.createTensor(environment, floats.flip(), shape);
  }

  private static void assertClose(FloatBuffer theirs, double[] ours, String name, double least) {
    assertEquals(theirs.remaining(), ours.length, name);
    for (int i = 0; i < ours.length; i++) {
      double expected = theirs.get(i);
      assertEquals(expected, ours[i], 1e-4 * Math.max(least, Math.abs(expected)), name + " " + i);
    }
  }
}
