package lucerna.ops.onnx;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.UserException;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Activation;
import lucerna.ops.onnx.Value.Constant;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;
import onnx.OnnxMl.NodeProto;
import org.jspecify.annotations.Nullable;

/** One node of the ONNX graph as its operator's rule sees it: operands, attributes, refusals. */
final class OpCall {
  private final NodeProto node;
  private final String name;
  private final GraphBuilder graph;
  private final List<@Nullable Value> operands;

  /** {@code operands} are null where the node leaves them out. */
  OpCall(NodeProto node, String name, GraphBuilder graph, List<@Nullable Value> operands) {
    this.node = node;
    this.name = name;
    this.graph = graph;
    this.operands = operands;
  }

  /** How messages and graph nodes call this one. */
  String name() {
    return name;
  }

  /** The name of the first output that has one. */
  String output() {
    return node.getOutputList().stream().filter(name -> !name.isEmpty()).findFirst().orElse(name);
  }

  /** How many outputs the node names, or leaves out before one that it names. */
  int outputCount() {
    return node.getOutputCount();
  }

  /** Whether output {@code i} has a name that something reads. */
  boolean wants(int i) {
    return i < node.getOutputCount() && graph.isRead(node.getOutput(i));
  }

  String operator() {
    return node.getOpType();
  }

  /** The version of the default operator set. */
  int opset() {
    return graph.opset();
  }

  GraphBuilder graph() {
    return graph;
  }

  int operandCount() {
    return operands.size();
  }

  Value operand(int i) {
    Value value = optional(i);
    if (value == null) {
      throw refusal("lacks its operand " + i + "; export the model again");
    }
    return value;
  }

  /** All operands, of which none may be left out. */
  List<Value> operands() {
    return IntStream.range(0, operands.size()).mapToObj(this::operand).toList();
  }

  @Nullable Value optional(int i) {
    return i < operands.size() ? operands.get(i) : null;
  }

  /** An optional operand that must not depend on the inputs. */
  @Nullable Constant optionalConstant(int i, String role) {
    return switch (optional(i)) {
      case null -> null;
      case Constant constant -> constant;
      case Activation activation ->
          throw refusal(
              "takes its %s from '%s', which depends on the inputs; make it a constant"
                  .formatted(role, activation.tensor()));
    };
  }

  Constant constant(int i, String role) {
    Constant constant = optionalConstant(i, role);
    if (constant == null) {
      throw refusal("lacks its " + role + "; export the model again");
    }
    return constant;
  }

  @Nullable AttributeProto attribute(String attribute, AttributeType type) {
    for (AttributeProto candidate : node.getAttributeList()) {
      if (candidate.getName().equals(attribute)) {
        // Files of the first IR version leave the type out.
        if (candidate.getType() != type && candidate.getType() != AttributeType.UNDEFINED) {
          throw refusal(
              "has attribute '%s' of type %s instead of %s; export the model again"
                  .formatted(attribute, candidate.getType(), type));
        }
        return candidate;
      }
    }
    return null;
  }

  long integer(String attribute, long absent) {
    AttributeProto found = attribute(attribute, AttributeType.INT);
    return found == null ? absent : found.getI();
  }

  double real(String attribute, double absent) {
    AttributeProto found = attribute(attribute, AttributeType.FLOAT);
    if (found != null && !Float.isFinite(found.getF())) {
      throw refusal("has a non-finite attribute '" + attribute + "'; export the model again");
    }
    return found == null ? absent : found.getF();
  }

  /** Whether a number stands for missing values by being none. */
  boolean attributeIsNan(String attribute) {
    AttributeProto found = attribute(attribute, AttributeType.FLOAT);
    return found != null && Float.isNaN(found.getF());
  }

  String string(String attribute, String absent) {
    AttributeProto found = attribute(attribute, AttributeType.STRING);
    return found == null ? absent : found.getS().toStringUtf8();
  }

  double @Nullable [] reals(String attribute) {
    AttributeProto found = attribute(attribute, AttributeType.FLOATS);
    return found == null
        ? null
        : found.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray();
  }

  List<String> strings(String attribute) {
    AttributeProto found = attribute(attribute, AttributeType.STRINGS);
    return found == null
        ? List.of()
        : found.getStringsList().stream().map(ByteString::toStringUtf8).toList();
  }

  long @Nullable [] integers(String attribute) {
    AttributeProto found = attribute(attribute, AttributeType.INTS);
    return found == null ? null : found.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** Integers that older operator sets keep in an attribute and newer ones in an operand. */
  long @Nullable [] integersOrOperand(String attribute, int operand) {
    Constant constant = optionalConstant(operand, attribute);
    return constant == null ? integers(attribute) : constant.longs();
  }

  /** An axis within {@code rank}, counted from the front. */
  int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw refusal("has axis %d outside rank %d; export the model again".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A shape, unless it has too many elements. */
  Shape shape(long... dims) {
    long size = 1;
    int[] ints = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      size = dims[i] > Shape.MAX_SIZE ? Long.MAX_VALUE : size * dims[i];
      if (dims[i] < 0 || size > Shape.MAX_SIZE) {
        throw refusal(
            "makes a tensor of impossible dimensions %s; at most %d elements are supported"
                .formatted(Arrays.toString(dims), Shape.MAX_SIZE));
      }
      ints[i] = (int) dims[i];
    }
    return Shape.of(ints);
  }

  /** Rearranges a constant now, an activation in the graph. */
  Value move(Value value, Movement movement) {
    int[] source = movement.source();
    if (movement.shape().size() == 0) {
      return new Constant(movement.shape(), new double[0], value.type());
    }
    return switch (value) {
      case Activation activation ->
          source == null
              ? new Activation(activation.tensor(), movement.shape(), activation.type())
              : graph.reindex(this, activation, movement.shape(), source);
      case Constant constant -> {
        double[] values = constant.values();
        if (source != null) {
          values = new double[source.length];
          for (int i = 0; i < source.length; i++) {
            values[i] = constant.values()[source[i]];
          }
        }
        yield new Constant(movement.shape(), values, constant.type());
      }
    };
  }

  /** The values of a constant that goes into the graph, where only numbers can. */
  double[] finite(Constant constant) {
    for (double value : constant.values()) {
      if (!Double.isFinite(value)) {
        throw refusal(
            "computes with the constant %s, but only finite ones can be proven; use a large number"
                .formatted(value));
      }
    }
    return constant.values();
  }

  /** The values of a constant that may be a mask, in which negative infinities can be proven. */
  double[] mask(Constant constant) {
    return Arrays.stream(constant.values()).anyMatch(x -> x > Double.MAX_VALUE || Double.isNaN(x))
        ? finite(constant)
        : constant.values();
  }

  UserException refusal(String problem) {
    return graph.refusal("node '%s' (%s) %s".formatted(name, node.getOpType(), problem));
  }
}
