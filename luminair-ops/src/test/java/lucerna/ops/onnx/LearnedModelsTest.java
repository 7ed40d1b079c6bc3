package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.CircuitExecutor;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each form of each operator of the domain {@code ai.onnx.ml} against ONNX Runtime: the graph in
 * real numbers, and the circuit in integers.
 */
final class LearnedModelsTest {
  /** Made of ONNX's own node tests, or refused. */
  private static final Set<String> ELSEWHERE =
      Set.of("ArrayFeatureExtractor", "TreeEnsemble", "ZipMap");

  private static final double TOLERANCE = 0.01;

  @TempDir private Path folder;

  static List<LearnedModels.Model> models() {
    return LearnedModels.all();
  }

  @Test
  void everyOperatorHasForms() {
    Set<String> missing = new TreeSet<>(Operator.learned().keySet());
    models().forEach(model -> missing.remove(model.operator()));
    assertEquals(new TreeSet<>(ELSEWHERE), missing);
  }

  @ParameterizedTest
  @MethodSource("models")
  void agreesWithOnnxRuntime(LearnedModels.Model model) throws Exception {
    Path file = Files.write(folder.resolve("model.onnx"), model.model());
    Graph graph = OnnxImporter.read(file, Map.of());
    Map<String, double[]> floats = FloatEvaluator.evaluate(graph, List.of(model.input()));
    Quantised quantised =
        Quantiser.quantise(graph, List.of(List.of(model.input())), Options.DEFAULT);
    CircuitChecks.check(quantised.circuit(), quantised.weights());
    CircuitExecution run =
        CircuitExecutor.run(
            quantised.circuit(), quantised.weights(), new double[][] {model.input()});
    List<double[]> expected = reference(file, graph, model);
    for (int o = 0; o < expected.size(); o++) {
      String tensor = graph.outputs().get(o).tensor();
      double[] float64 = Objects.requireNonNull(floats.get(tensor));
      assertEquals(expected.get(o).length, float64.length, model.toString());
      double most = 1e-3;
      for (double value : expected.get(o)) {
        most = Math.max(most, Math.abs(value));
      }
      for (int i = 0; i < float64.length; i++) {
        String where = model + " " + graph.outputs().get(o).name() + " " + i;
        assertEquals(expected.get(o)[i], float64[i], 1e-5 * most, where);
        assertEquals(expected.get(o)[i], run.reals()[o][i], TOLERANCE * most, where);
      }
    }
  }

  /** What ONNX Runtime makes of the input. */
  private static List<double[]> reference(Path file, Graph graph, LearnedModels.Model model)
      throws Exception {
    var environment = OrtEnvironment.getEnvironment();
    int[] dims = graph.inputs().getFirst().shape().dims();
    long[] shape = new long[dims.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = dims[i];
    }
    List<double[]> outputs = new ArrayList<>();
    try (var session = environment.createSession(file.toString());
        var tensor = tensor(environment, model, shape);
        var result = session.run(Map.of("x", tensor))) {
      for (var output : graph.outputs()) {
        var theirs = (OnnxTensor) result.get(output.name()).orElseThrow();
        boolean longs = theirs.getInfo().type == OnnxJavaType.INT64;
        double[] values = new double[Math.toIntExact(theirs.getInfo().getNumElements())];
        assertTrue(values.length > 0);
        FloatBuffer floats = longs ? FloatBuffer.allocate(0) : theirs.getFloatBuffer();
        LongBuffer numbers = longs ? theirs.getLongBuffer() : LongBuffer.allocate(0);
        for (int i = 0; i < values.length; i++) {
          values[i] = longs ? numbers.get(i) : floats.get(i);
        }
        outputs.add(values);
      }
    }
    return outputs;
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, LearnedModels.Model model, long[] shape) throws Exception {
    double[] input = model.input();
    if (model.integers()) {
      long[] longs = new long[input.length];
      for (int i = 0; i < input.length; i++) {
        longs[i] = (long) input[i];
      }
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
    }
    float[] floats = new float[input.length];
    for (int i = 0; i < input.length; i++) {
      floats[i] = (float) input[i];
    }
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
  }
}
