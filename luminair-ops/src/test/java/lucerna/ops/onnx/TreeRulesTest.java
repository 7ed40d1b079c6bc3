package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import lucerna.ops.graph.FloatEvaluator;
import lucerna.ops.graph.Graph;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import org.junit.jupiter.api.Test;

/** The example forest against a walk through its trees. */
final class TreeRulesTest {
  private static final Path MODEL = Path.of("..", "examples", "trees", "model.onnx");
  private static final int FEATURES = 30;

  @Test
  void agreesWithWalk() throws IOException {
    NodeProto node = ModelProto.parseFrom(Files.readAllBytes(MODEL)).getGraph().getNode(0);
    Graph graph = OnnxImporter.read(MODEL, Map.of());
    var random = new Random(3);
    for (int run = 0; run < 50; run++) {
      double[] sample = random.ints(FEATURES, 0, 257).mapToDouble(i -> i / 256.0).toArray();
      double expected = walk(node, sample);
      Map<String, double[]> made = FloatEvaluator.evaluate(graph, List.of(sample));
      double[] label = made.get(graph.outputs().getFirst().tensor());
      double[] shares = made.get(graph.outputs().getLast().tensor());
      assertEquals(expected, Objects.requireNonNull(shares)[1], 1e-9);
      assertEquals(1 - expected, shares[0], 1e-9);
      assertEquals(expected > 0.5 ? 1 : 0, Objects.requireNonNull(label)[0]);
    }
  }

  /** The sum of the weights of the leaves that the sample reaches, by {@code x <= t} alone. */
  private static double walk(NodeProto node, double[] sample) {
    Map<String, AttributeProto> attributes = new HashMap<>();
    node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
    List<Long> trees = get(attributes, "nodes_treeids").getIntsList();
    List<Long> ids = get(attributes, "nodes_nodeids").getIntsList();
    Map<String, Integer> rows = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.put(trees.get(i) + "/" + ids.get(i), i);
    }
    double sum = 0;
    for (long tree : trees.stream().distinct().toList()) {
      int row = Objects.requireNonNull(rows.get(tree + "/0"));
      while (!get(attributes, "nodes_modes").getStrings(row).toStringUtf8().equals("LEAF")) {
        int feature = (int) get(attributes, "nodes_featureids").getInts(row);
        boolean holds = sample[feature] <= get(attributes, "nodes_values").getFloats(row);
        String side = holds ? "nodes_truenodeids" : "nodes_falsenodeids";
        row = Objects.requireNonNull(rows.get(tree + "/" + get(attributes, side).getInts(row)));
      }
      for (int i = 0; i < get(attributes, "class_weights").getFloatsCount(); i++) {
        if (get(attributes, "class_treeids").getInts(i) == tree
            && get(attributes, "class_nodeids").getInts(i) == ids.get(row)) {
          sum += get(attributes, "class_weights").getFloats(i);
        }
      }
    }
    return sum;
  }

  private static AttributeProto get(Map<String, AttributeProto> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name));
  }
}
