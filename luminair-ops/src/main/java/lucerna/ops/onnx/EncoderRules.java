package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.function.Kind;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;
import org.jspecify.annotations.Nullable;

/**
 * Operators that map numbers by lists of keys. The keys are public, and so are a label's values.
 */
final class EncoderRules {
  private EncoderRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "OneHotEncoder",
        Operator.of(1, 1, EncoderRules::oneHot, "cats_int64s", "cats_strings", "zeros"),
        "LabelEncoder",
        Operator.of(
            1,
            1,
            EncoderRules::label,
            "classes_strings",
            "default_float",
            "default_int64",
            "default_string",
            "default_tensor",
            "keys_floats",
            "keys_int64s",
            "keys_strings",
            "keys_tensor",
            "values_floats",
            "values_int64s",
            "values_strings",
            "values_tensor"));
  }

  private static Value oneHot(OpCall call) {
    Value x = call.operand(0);
    long[] categories = call.integers("cats_int64s");
    if (categories == null || categories.length == 0) {
      throw strings(call);
    }
    List<Value> columns = new ArrayList<>();
    for (long category : categories) {
      columns.add(Elements.apply(call, x, Kind.EQUALS, (double) category));
    }
    return Quantisation.retyped(Joins.stack(call, columns), ElementType.FLOAT);
  }

  /** The sum over the keys of what their value is above the default one. */
  private static Value label(OpCall call) {
    Value x = call.operand(0);
    if (!call.strings("keys_strings").isEmpty()
        || !call.strings("values_strings").isEmpty()
        || !call.strings("classes_strings").isEmpty()) {
      throw strings(call);
    }
    double[] keys = numbers(call, "keys");
    boolean reals =
        call.attribute("values_floats", AttributeType.FLOATS) != null
            || call.attribute("values_tensor", AttributeType.TENSOR) != null;
    double[] values = numbers(call, "values");
    if (keys == null || values == null || keys.length != values.length) {
      throw call.refusal("has keys and values of unlike lengths; export the model again");
    }
    double absent =
        call.attribute("values_int64s", AttributeType.INTS) != null
            ? (double) call.integer("default_int64", -1)
            : call.real("default_float", 0);
    double[] fallback = tensor(call, "default_tensor");
    ElementType type = reals ? ElementType.FLOAT : ElementType.INT64;
    double start = fallback == null || fallback.length == 0 ? absent : fallback[0];
    List<Value> bits = new ArrayList<>();
    double[] factors = new double[keys.length];
    for (int i = 0; i < keys.length; i++) {
      bits.add(Quantisation.retyped(Elements.apply(call, x, Kind.EQUALS, keys[i]), type));
      factors[i] = values[i] - start;
    }
    if (keys.length == 0) {
      throw call.refusal("has no keys; export the model again");
    }
    return Elements.shift(call, Elements.combine(call, bits, factors), start);
  }

  private static double @Nullable [] numbers(OpCall call, String name) {
    double[] reals = call.reals(name + "_floats");
    if (reals != null && reals.length > 0) {
      return reals;
    }
    long[] integers = call.integers(name + "_int64s");
    return integers != null && integers.length > 0
        ? Arrays.stream(integers).asDoubleStream().toArray()
        : tensor(call, name + "_tensor");
  }

  private static double @Nullable [] tensor(OpCall call, String name) {
    AttributeProto found = call.attribute(name, AttributeType.TENSOR);
    return found == null ? null : call.graph().tensors().read(found.getT(), name).values();
  }

  private static RuntimeException strings(OpCall call) {
    return call.refusal(
        "maps strings, which no tensor of numbers holds; export the model with integer labels");
  }
}
