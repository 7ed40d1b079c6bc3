package lucerna.ops.onnx;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.TensorProto.DataType;
import onnx.OnnxMl.TensorShapeProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

/** Models of one operator of the domain {@code ai.onnx.ml}, in several of its forms. */
final class LearnedModels {
  private static final String DOMAIN = "ai.onnx.ml";

  /** Four samples of two features, none of them at a threshold. */
  private static final double[] SAMPLES = {0.5, -1.25, 2, 0.75, -0.5, 1.5, 1.25, -2};

  private static final double[] CODES = {3, 1, 7, 3, 2, 1};

  private final List<Model> models = new ArrayList<>();

  /**
   * A model and its one input.
   *
   * @param operator the operator
   * @param form which of its forms
   * @param model the ONNX file
   * @param input the values of the input x
   * @param integers whether they are of type int64
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Model(String operator, String form, byte[] model, double[] input, boolean integers) {
    @Override
    public String toString() {
      return operator + ", " + form;
    }
  }

  private LearnedModels() {}

  /** Returns all of them, most of them on four samples of two features. */
  static List<Model> all() {
    LearnedModels made = new LearnedModels();
    made.linear();
    made.vectors();
    made.preparations();
    made.codes();
    made.forests();
    return made.models;
  }

  private void linear() {
    double[] one = {0.5, -0.25};
    double[] three = {0.5, -0.25, -0.75, 1, 0.125, 0.5};
    floats("LinearRegressor", "one target", "y", "coefficients", one, "intercepts", reals(0.25));
    floats("LinearRegressor", "three targets", "y", "coefficients", three, "targets", 3L);
    for (String transform : List.of("NONE", "LOGISTIC")) {
      floats(
          "LinearClassifier",
          "two classes of two scores, " + transform,
          "label y",
          "coefficients",
          new double[] {0.5, -0.25, -0.5, 0.25},
          "intercepts",
          reals(0.125, -0.125),
          "classlabels_ints",
          new long[] {0, 1},
          "post_transform",
          transform);
    }
    for (String transform : List.of("NONE", "SOFTMAX", "LOGISTIC")) {
      floats(
          "LinearClassifier",
          "three classes, " + transform,
          "label y",
          "coefficients",
          three,
          "intercepts",
          reals(0.25, 0, -0.5),
          "classlabels_ints",
          new long[] {4, 9, 7},
          "post_transform",
          transform);
    }
  }

  private void vectors() {
    double[] rows = {0.5, 1, -1, 0.25, 1.5, -0.5, -0.75, -1};
    double[] pairs = {0.5, 0.25, -0.5, -0.25};
    for (String kernel : List.of("LINEAR", "POLY", "RBF", "SIGMOID")) {
      double[] parameters = {0.5, 0.25, 2};
      floats(
          "SVMRegressor",
          kernel,
          "y",
          "kernel_type",
          kernel,
          "kernel_params",
          parameters,
          "support_vectors",
          rows,
          "n_supports",
          4L,
          "coefficients",
          pairs,
          "rho",
          reals(0.125));
      floats(
          "SVMClassifier",
          "two classes, " + kernel,
          "label y",
          "kernel_type",
          kernel,
          "kernel_params",
          parameters,
          "support_vectors",
          rows,
          "vectors_per_class",
          new long[] {2, 2},
          "coefficients",
          pairs,
          "rho",
          reals(0.125),
          "classlabels_ints",
          new long[] {0, 1});
    }
    floats(
        "SVMRegressor",
        "one class",
        "y",
        "kernel_type",
        "RBF",
        "kernel_params",
        reals(0.5, 0, 3),
        "support_vectors",
        rows,
        "n_supports",
        4L,
        "coefficients",
        reals(0.5, 0.25, 0.5, 0.25),
        "rho",
        reals(-0.75),
        "one_class",
        1L);
    floats(
        "SVMRegressor",
        "without vectors",
        "y",
        "kernel_type",
        "LINEAR",
        "n_supports",
        0L,
        "kernel_params",
        reals(1, 0, 1),
        "support_vectors",
        reals(),
        "coefficients",
        reals(0.5, -1),
        "rho",
        reals(0.125));
    floats(
        "SVMClassifier",
        "three classes",
        "label y",
        "kernel_type",
        "LINEAR",
        "kernel_params",
        reals(1, 0, 1),
        "support_vectors",
        new double[] {0.5, 1, -1, 0.25, 1.5, -0.5},
        "vectors_per_class",
        new long[] {1, 1, 1},
        "coefficients",
        reals(0.5, -0.75, -1, 0.25, 0.5, -0.5),
        "rho",
        reals(0.125, -0.25, 0.0625),
        "classlabels_ints",
        new long[] {0, 1, 2});
  }

  private void preparations() {
    floats("Scaler", "per feature", "y", "offset", reals(0.5, -1), "scale", reals(2, 0.25));
    floats("Scaler", "one for all", "y", "offset", reals(0.25), "scale", reals(1.5));
    for (String norm : List.of("L1", "L2", "MAX")) {
      Model made =
          model(
              "Normalizer",
              norm,
              DataType.FLOAT,
              new double[] {1, 2, 0.5, 3, 4, 0.25, 2, 2},
              new long[] {4, 2},
              "y",
              "norm",
              norm);
      models.add(made);
    }
    floats("Binarizer", "above", "y", "threshold", 0.625);
    floats(
        "Imputer",
        "reals",
        "y",
        "imputed_value_floats",
        reals(0.25, 4),
        "replaced_value_float",
        0.75);
    integers(
        "Imputer", "integers", "imputed_value_int64s", new long[] {5}, "replaced_value_int64", 3L);
  }

  private void codes() {
    integers("OneHotEncoder", "integers", "cats_int64s", new long[] {1, 3, 7}, "zeros", 1L);
    models.add(
        model(
            "OneHotEncoder",
            "reals",
            DataType.FLOAT,
            CODES,
            new long[] {6},
            "y",
            "cats_int64s",
            new long[] {7, 2, 4},
            "zeros",
            1L));
    integers(
        "LabelEncoder",
        "integers to integers",
        "keys_int64s",
        new long[] {1, 3, 7},
        "values_int64s",
        new long[] {10, 30, 70},
        "default_int64",
        -4L);
    integers(
        "LabelEncoder",
        "integers to reals",
        "keys_int64s",
        new long[] {1, 2},
        "values_floats",
        reals(0.5, -0.25),
        "default_float",
        1.5);
    models.add(
        model(
            "LabelEncoder",
            "reals to reals",
            DataType.FLOAT,
            CODES,
            new long[] {6},
            "y",
            "keys_floats",
            reals(1, 2, 7),
            "values_floats",
            reals(0.5, -0.25, 2)));
  }

  private void forests() {
    for (String aggregate : List.of("SUM", "AVERAGE", "MIN", "MAX")) {
      forest(
          "TreeEnsembleRegressor",
          aggregate,
          "y",
          "BRANCH_LEQ",
          "aggregate_function",
          aggregate,
          "n_targets",
          1L,
          "base_values",
          reals(0.5),
          "target_ids",
          new long[5],
          "target_treeids",
          new long[] {0, 0, 0, 1, 1},
          "target_nodeids",
          new long[] {3, 4, 2, 1, 2},
          "target_weights",
          reals(1, -2, 0.5, 0.25, 3));
    }
    for (String mode : List.of("BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ")) {
      forest(
          "TreeEnsembleRegressor",
          mode,
          "y",
          mode,
          "n_targets",
          2L,
          "target_ids",
          new long[] {0, 1, 0, 1, 0},
          "target_treeids",
          new long[] {0, 0, 0, 1, 1},
          "target_nodeids",
          new long[] {3, 4, 2, 1, 2},
          "target_weights",
          reals(1, -2, 0.5, 0.25, 3));
    }
    for (String transform : List.of("NONE", "SOFTMAX", "LOGISTIC")) {
      forest(
          "TreeEnsembleClassifier",
          "three classes, " + transform,
          "label y",
          "BRANCH_LEQ",
          "post_transform",
          transform,
          "classlabels_int64s",
          new long[] {0, 1, 2},
          "class_ids",
          new long[] {0, 1, 2, 0, 1},
          "class_treeids",
          new long[] {0, 0, 0, 1, 1},
          "class_nodeids",
          new long[] {3, 4, 2, 1, 2},
          "class_weights",
          reals(0.5, 0.25, 1, 0.125, 0.75));
    }
    forest(
        "TreeEnsembleClassifier",
        "one score",
        "label y",
        "BRANCH_LEQ",
        "classlabels_int64s",
        new long[] {0, 1},
        "class_ids",
        new long[5],
        "class_treeids",
        new long[] {0, 0, 0, 1, 1},
        "class_nodeids",
        new long[] {3, 4, 2, 1, 2},
        "class_weights",
        reals(0.5, 0.25, 0.125, 0, 0.375));
  }

  /** Two trees, of two and of one comparison. */
  private void forest(String operator, String form, String outputs, String mode, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "nodes_treeids",
                new long[] {0, 0, 0, 0, 0, 1, 1, 1},
                "nodes_nodeids",
                new long[] {0, 1, 2, 3, 4, 0, 1, 2},
                "nodes_featureids",
                new long[] {0, 1, 0, 0, 0, 1, 0, 0},
                "nodes_truenodeids",
                new long[] {1, 3, 0, 0, 0, 1, 0, 0},
                "nodes_falsenodeids",
                new long[] {2, 4, 0, 0, 0, 2, 0, 0},
                "nodes_values",
                reals(1.25, 1.5, 0, 0, 0, 0.75, 0, 0),
                "nodes_modes",
                new String[] {mode, mode, "LEAF", "LEAF", "LEAF", mode, "LEAF", "LEAF"}));
    all.addAll(Arrays.asList(more));
    floats(operator, form, outputs, all.toArray());
  }

  private static double[] reals(double... values) {
    return values;
  }

  private void floats(String operator, String form, String outputs, Object... attributes) {
    long[] dims = {4, 2};
    models.add(model(operator, form, DataType.FLOAT, SAMPLES, dims, outputs, attributes));
  }

  private void integers(String operator, String form, Object... attributes) {
    long[] dims = operator.equals("Imputer") ? new long[] {1, 6} : new long[] {6};
    models.add(model(operator, form, DataType.INT64, CODES, dims, "y", attributes));
  }

  private static Model model(
      String operator,
      String form,
      DataType type,
      double[] input,
      long[] dims,
      String outputs,
      Object... attributes) {
    var node = NodeProto.newBuilder().setOpType(operator).setDomain(DOMAIN).setName("node");
    node.addInput("x").addAllOutput(List.of(outputs.split(" ", -1)));
    for (int i = 0; i < attributes.length; i += 2) {
      node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
    }
    var shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDimBuilder().setDimValue(dim);
    }
    var graph = GraphProto.newBuilder().setName("made").addNode(node);
    graph.addInput(value("x", type, shape));
    for (String output : outputs.split(" ", -1)) {
      boolean integers =
          output.equals("label")
              || (type == DataType.INT64
                  && !operator.equals("OneHotEncoder")
                  && !form.endsWith("reals"));
      graph.addOutput(value(output, integers ? DataType.INT64 : DataType.FLOAT, null));
    }
    byte[] bytes =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(3))
            .setGraph(graph)
            .build()
            .toByteArray();
    return new Model(operator, form, bytes, input, type == DataType.INT64);
  }

  private static ValueInfoProto value(
      String name,
      DataType type,
      TensorShapeProto.@org.jspecify.annotations.Nullable Builder shape) {
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
    if (shape != null) {
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static AttributeProto attribute(String name, Object value) {
    var made = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Long number -> made.setType(AttributeType.INT).setI(number);
      case Double number -> made.setType(AttributeType.FLOAT).setF(number.floatValue());
      case String text -> made.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
      case long[] numbers -> {
        made.setType(AttributeType.INTS);
        Arrays.stream(numbers).forEach(made::addInts);
      }
      case double[] numbers -> {
        made.setType(AttributeType.FLOATS);
        Arrays.stream(numbers).forEach(number -> made.addFloats((float) number));
      }
      case String[] texts -> {
        made.setType(AttributeType.STRINGS);
        Arrays.stream(texts).forEach(text -> made.addStrings(ByteString.copyFromUtf8(text)));
      }
      default -> throw new IllegalArgumentException(name);
    }
    return made.build();
  }
}
