package lucerna.ops.onnx;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lucerna.ops.UserException;
import lucerna.ops.graph.Shape;
import onnx.OnnxMl.TensorShapeProto.Dimension;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

/**
 * Gives each model input a static shape: dimensions that the file leaves open are bound by name, by
 * {@code input.axis} if they have none, and a batch is one sample unless bound.
 */
final class InputShapes {
  private static final Pattern BATCH =
      Pattern.compile("(?:.*batch.*|n|none|\\?|-1)", Pattern.CASE_INSENSITIVE);

  private final Path file;
  private final Map<String, Integer> bindings;
  private final Set<String> used = new HashSet<>();
  private final Set<String> open = new TreeSet<>();

  InputShapes(Path file, Map<String, Integer> bindings) {
    this.file = file;
    this.bindings = bindings;
    bindings.forEach(
        (name, value) -> {
          if (value < 1) {
            throw new UserException(
                "--shape %s=%d binds a dimension to less than 1; give a positive number."
                    .formatted(name, value));
          }
        });
  }

  Shape resolve(ValueInfoProto input) {
    String name = input.getName();
    TypeProto.Tensor type = input.getType().getTensorType();
    if (!input.getType().hasTensorType() || !type.hasShape()) {
      throw refusal(name, "is no tensor of declared shape; export the model with input shapes");
    }
    int[] dims = new int[type.getShape().getDimCount()];
    long size = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      long dim = dimension(name, axis, type.getShape().getDim(axis));
      size = dim > Shape.MAX_SIZE ? Long.MAX_VALUE : size * dim;
      if (size > Shape.MAX_SIZE) {
        throw refusal(
            name, "has more than " + Shape.MAX_SIZE + " elements; give smaller dimensions");
      }
      dims[axis] = (int) dim;
    }
    return Shape.of(dims);
  }

  ElementType elements(ValueInfoProto input) {
    int code = input.getType().getTensorType().getElemType();
    ElementType elements = ElementType.of(code);
    if (elements == null) {
      throw refusal(
          input.getName(),
          "has elements of %s, but only numbers and booleans are supported; export it with float"
              .formatted(ElementType.nameOf(code)));
    }
    return elements;
  }

  /** Refuses bindings that no dimension took. */
  void requireAllUsed() {
    for (String name : new TreeSet<>(bindings.keySet())) {
      if (!used.contains(name)) {
        throw new UserException(
            "%s has no open dimension '%s' for --shape %s=%d; %s."
                .formatted(
                    file,
                    name,
                    name,
                    bindings.get(name),
                    open.isEmpty() ? "leave that option out" : "its open ones are " + open));
      }
    }
  }

  private long dimension(String input, int axis, Dimension dim) {
    if (dim.getDimValue() > 0) {
      return dim.getDimValue();
    }
    boolean named = !dim.getDimParam().isEmpty();
    String key = named ? dim.getDimParam() : input + "." + axis;
    open.add(key);
    Integer bound = bindings.get(key);
    if (bound != null) {
      used.add(key);
      return bound;
    }
    if (named ? BATCH.matcher(key).matches() : axis == 0) {
      return 1;
    }
    throw refusal(
        input,
        "leaves dimension %s open; give it with --shape %s=VALUE"
            .formatted(named ? axis + " ('" + key + "')" : axis, key));
  }

  private UserException refusal(String input, String problem) {
    return new UserException("%s: input '%s' %s.".formatted(file, input, problem));
  }
}
