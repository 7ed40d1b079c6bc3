package lucerna.ops.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the importer knows of an ONNX operator.
 *
 * @param fewest the least number of operands
 * @param most the greatest number of operands
 * @param attributes the attributes that the rule heeds or may ignore
 * @param rule makes the operator's outputs, or the first of them
 */
record Operator(int fewest, int most, Set<String> attributes, Function<OpCall, List<Value>> rule) {
  /** For operators of any number of operands. */
  static final int ANY = Integer.MAX_VALUE;

  private static final Map<String, Operator> TABLE =
      union(
          List.of(
              ArithmeticRules.operators(),
              ConstantRules.operators(),
              ConvRules.operators(),
              EinsumRules.operators(),
              FunctionRules.operators(),
              GatherRules.operators(),
              GeneratorRules.operators(),
              LayoutRules.operators(),
              LinearRules.operators(),
              LogicRules.operators(),
              NormRules.operators(),
              PoolRules.operators(),
              QuantisedRules.operators(),
              RecurrentRules.operators(),
              OrderRules.operators(),
              PadRules.operators(),
              ReductionRules.operators(),
              ResizeRules.operators(),
              ScatterRules.operators(),
              SelectionRules.operators(),
              ShapeRules.operators(),
              SoftmaxRules.operators()));

  private static final Map<String, Operator> LEARNED =
      union(
          List.of(
              EncoderRules.operators(),
              ModelRules.operators(),
              SvmRules.operators(),
              TreeRules.operators()));

  /** The operators by their names in the domain of classical models. */
  static Map<String, Operator> learned() {
    return LEARNED;
  }

  /** The operators by their names in the default domain. */
  static Map<String, Operator> table() {
    return TABLE;
  }

  /** An operator of one output. */
  static Operator of(int fewest, int most, Function<OpCall, Value> rule, String... attributes) {
    return new Operator(fewest, most, Set.of(attributes), call -> List.of(rule.apply(call)));
  }

  /** An operator whose rule makes several outputs, in their order. */
  static Operator several(
      int fewest, int most, Function<OpCall, List<Value>> rule, String... attributes) {
    return new Operator(fewest, most, Set.of(attributes), rule);
  }

  private static Map<String, Operator> union(List<Map<String, Operator>> tables) {
    Map<String, Operator> union = new HashMap<>();
    for (Map<String, Operator> table : tables) {
      table.forEach(
          (name, operator) -> {
            if (union.put(name, operator) != null) {
              throw new IllegalStateException("two rules for " + name);
            }
          });
    }
    return Map.copyOf(union);
  }
}
