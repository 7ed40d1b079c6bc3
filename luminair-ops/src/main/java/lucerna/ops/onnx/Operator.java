package lucerna.ops.onnx;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the importer knows of an ONNX operator.
 *
 * @param fewest the least number of operands
 * @param most the greatest number of operands
 * @param attributes the attributes that the rule heeds or may ignore
 * @param rule makes the operator's first output
 */
record Operator(int fewest, int most, Set<String> attributes, Function<OpCall, Value> rule) {
  private static final Map<String, Operator> TABLE =
      Map.ofEntries(
          Map.entry("Add", of(2, 2, ArithmeticRules::add)),
          Map.entry("Cast", of(1, 1, ConstantRules::cast, "to", "saturate")),
          Map.entry("Concat", of(1, Integer.MAX_VALUE, ConstantRules::concat, "axis")),
          Map.entry(
              "Constant",
              of(
                  0,
                  0,
                  ConstantRules::constant,
                  "value",
                  "value_float",
                  "value_floats",
                  "value_int",
                  "value_ints")),
          Map.entry("Dropout", of(1, 3, ShapeRules::dropout, "ratio", "seed")),
          Map.entry("Expand", of(2, 2, ShapeRules::expand)),
          Map.entry("Flatten", of(1, 1, ShapeRules::flatten, "axis")),
          Map.entry("Gather", of(2, 2, SelectionRules::gather, "axis")),
          Map.entry("Gemm", of(2, 3, LinearRules::gemm, "alpha", "beta", "transA", "transB")),
          Map.entry("Identity", of(1, 1, call -> call.operand(0))),
          Map.entry("MatMul", of(2, 2, LinearRules::matMul)),
          Map.entry("Relu", of(1, 1, ArithmeticRules::relu)),
          Map.entry("Reshape", of(2, 2, ShapeRules::reshape, "allowzero")),
          Map.entry("Shape", of(1, 1, ConstantRules::shape, "start", "end")),
          Map.entry("Slice", of(1, 5, SelectionRules::slice, "starts", "ends", "axes")),
          Map.entry("Squeeze", of(1, 2, ShapeRules::squeeze, "axes")),
          Map.entry("Transpose", of(1, 1, SelectionRules::transpose, "perm")),
          Map.entry("Unsqueeze", of(1, 2, ShapeRules::unsqueeze, "axes")));

  /** The operators by their names in the default domain. */
  static Map<String, Operator> table() {
    return TABLE;
  }

  private static Operator of(
      int fewest, int most, Function<OpCall, Value> rule, String... attributes) {
    return new Operator(fewest, most, Set.of(attributes), rule);
  }
}
