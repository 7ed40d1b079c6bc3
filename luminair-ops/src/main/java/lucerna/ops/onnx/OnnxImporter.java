package lucerna.ops.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.onnx.Value.Activation;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.ValueInfoProto;
import org.jspecify.annotations.Nullable;

/** Turns an ONNX file into a static graph: what depends on no input is computed at import. */
public final class OnnxImporter {
  private final Path file;
  private final GraphProto source;
  private final LiveNodes live;
  private final GraphBuilder builder;
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private long parameters;

  private OnnxImporter(Path file, GraphProto source, int opset) {
    this.file = file;
    this.source = source;
    for (TensorProto tensor : source.getInitializerList()) {
      initializers.put(tensor.getName(), tensor);
    }
    live = new LiveNodes(file, source, initializers.keySet());
    builder = new GraphBuilder(file, live.names(), live.read(), opset);
  }

  /**
   * Reads a model.
   *
   * @param file the ONNX file
   * @param shapeBindings lengths of dimensions that the file leaves open, by the dimension's name,
   *     or by {@code input.axis} where it has none; a batch that is not bound is 1
   * @return the graph
   * @throws UserException if the file is no ONNX model, or one that is not supported
   */
  public static Graph read(Path file, Map<String, Integer> shapeBindings) {
    ModelProto model = ModelFile.read(file);
    int opset = ModelFile.opset(file, model);
    var importer = new OnnxImporter(file, model.getGraph(), opset);
    String producer = (model.getProducerName() + " " + model.getProducerVersion()).strip();
    return importer.run(opset, producer, shapeBindings);
  }

  private Graph run(int opset, String producer, Map<String, Integer> shapeBindings) {
    live.requireSupported();
    readInputs(shapeBindings);
    Map<String, Integer> operators = new TreeMap<>();
    for (LiveNodes.Entry entry : live.nodes()) {
      NodeProto node = entry.node();
      operators.merge(node.getOpType(), 1, Integer::sum);
      var call = new OpCall(node, entry.name(), builder, operands(entry));
      keep(call, entry, entry.operator().rule().apply(call));
    }
    return builder.build(
        source.getName(), outputs(), new GraphFacts(opset, producer, operators, parameters));
  }

  private void keep(OpCall call, LiveNodes.Entry entry, List<Value> made) {
    for (int i = 0; i < call.outputCount(); i++) {
      if (!call.wants(i)) {
        continue;
      }
      if (i >= made.size()) {
        throw call.refusal(
            "has output '%s', but only %d of that operator's outputs are supported; leave it out"
                .formatted(entry.node().getOutput(i), made.size()));
      }
      values.put(entry.node().getOutput(i), made.get(i));
    }
  }

  private void readInputs(Map<String, Integer> shapeBindings) {
    var shapes = new InputShapes(file, shapeBindings);
    Set<String> names = new HashSet<>();
    for (ValueInfoProto input : source.getInputList()) {
      String name = input.getName();
      if (!names.add(name)) {
        throw builder.refusal("input '" + name + "' occurs twice; export the model again");
      }
      // Files of old IR versions list their initialisers among the inputs.
      if (!initializers.containsKey(name)) {
        values.put(name, builder.input(name, shapes.resolve(input), shapes.elements(input)));
      }
    }
    shapes.requireAllUsed();
  }

  private List<@Nullable Value> operands(LiveNodes.Entry entry) {
    List<@Nullable Value> operands = new ArrayList<>();
    for (String name : entry.node().getInputList()) {
      operands.add(name.isEmpty() ? null : value(name, entry));
    }
    return operands;
  }

  private Value value(String name, LiveNodes.Entry reader) {
    Value known = values.get(name);
    if (known != null) {
      return known;
    }
    TensorProto initializer = initializers.get(name);
    if (initializer == null) {
      throw builder.refusal(
          "%s reads '%s', which no input, initialiser or earlier node makes; export the model again"
              .formatted(reader.label(), name));
    }
    Value.Constant constant = builder.tensors().read(initializer, name);
    if (constant.type().isFloat()) {
      parameters += constant.values().length;
    }
    values.put(name, constant);
    return constant;
  }

  private List<GraphOutput> outputs() {
    List<GraphOutput> outputs = new ArrayList<>();
    for (ValueInfoProto output : source.getOutputList()) {
      String name = output.getName();
      Value value = values.get(name);
      TensorProto initializer = initializers.get(name);
      if (value == null && initializer != null) {
        value = builder.tensors().read(initializer, name);
      }
      if (value == null) {
        throw builder.refusal("output '" + name + "' is made by no node; export the model again");
      }
      if (value.shape().size() == 0) {
        throw builder.refusal("output '" + name + "' has no elements; remove it");
      }
      Activation activation = builder.output(name, value);
      outputs.add(new GraphOutput(output.getName(), activation.tensor(), activation.shape()));
    }
    return outputs;
  }
}
