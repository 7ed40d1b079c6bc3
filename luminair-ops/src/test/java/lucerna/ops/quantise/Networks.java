package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;

/** Builds graphs step by step; a step's tensor is named like its node. */
final class Networks {
  private final Random random;
  private final List<GraphInput> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<GraphOutput> outputs = new ArrayList<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  Networks(long seed) {
    random = new Random(seed);
  }

  /** A perceptron with those numbers of neurons, ReLU between its layers. */
  static Graph perceptron(long seed, double scale, double biasScale, int... widths) {
    Networks networks = new Networks(seed);
    String last = networks.input("x", 1, widths[0]);
    for (int i = 1; i < widths.length; i++) {
      last = networks.linear("fc" + i, last, widths[i], scale, biasScale);
      last = i + 1 < widths.length ? networks.relu("relu" + i, last) : last;
    }
    return networks.output(last).build();
  }

  String input(String name, int... shape) {
    inputs.add(new GraphInput(name, Shape.of(shape)));
    shapes.put(name, Shape.of(shape));
    return name;
  }

  String linear(String name, String x, int outer, double scale, double biasScale) {
    Shape shape = shape(x);
    int inner = shape.last();
    double[] w = gaussians(inner * outer, scale / Math.sqrt(inner));
    double[] bias = gaussians(outer, biasScale);
    int[] dims = shape.dims();
    dims[dims.length - 1] = outer;
    return add(new Node.Linear(name, x, name, w, inner, outer, bias), Shape.of(dims));
  }

  String relu(String name, String x) {
    return add(new Node.Relu(name, x, name), shape(x));
  }

  String plus(String name, String a, String b) {
    return add(new Node.AddTensors(name, a, b, name), shape(a));
  }

  String plus(String name, String x, double... values) {
    return add(new Node.AddConstant(name, x, name, values), shape(x));
  }

  String reindex(String name, String x, int... source) {
    return add(new Node.Reindex(name, x, name, source), Shape.of(1, source.length));
  }

  Networks output(String tensor) {
    outputs.add(new GraphOutput("out" + outputs.size(), tensor, shape(tensor)));
    return this;
  }

  Graph build() {
    return new Graph("test", inputs, outputs, nodes, shapes, GraphFacts.NONE);
  }

  double[] gaussians(int count, double scale) {
    return random.doubles(count).map(_ -> scale * random.nextGaussian()).toArray();
  }

  private Shape shape(String tensor) {
    Shape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return shape;
  }

  private String add(Node node, Shape shape) {
    nodes.add(node);
    shapes.put(node.output(), shape);
    return node.output();
  }

  /** Samples whose elements are uniform in {@code [-scale, scale)}. */
  static List<List<double[]>> samples(Graph graph, int count, double scale, long seed) {
    Random random = new Random(seed);
    List<List<double[]>> samples = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      List<double[]> sample = new ArrayList<>();
      for (GraphInput input : graph.inputs()) {
        sample.add(random.doubles(input.shape().size(), -scale, scale).toArray());
      }
      samples.add(sample);
    }
    return samples;
  }
}
