package lucerna.air;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.field.QM31;

/**
 * A sum in QM31 as {@link StepPlanner} collects it: a constant, nodes in M31 with coefficients, and
 * products, sorted by what they have in common.
 */
final class SecureSum implements SecureValue {
  private QM31 constant = QM31.ZERO;

  /** Coefficients of nodes in M31. */
  final Map<Integer, QM31> base = new LinkedHashMap<>();

  /** Coefficients of products in M31 that nothing else uses, until they are factored. */
  final Map<Integer, QM31> baseProducts = new LinkedHashMap<>();

  /** What nodes in M31 are multiplied by. */
  final Map<Integer, List<Scaled>> factors = new LinkedHashMap<>();

  /** Summands by coefficient. */
  final Map<QM31, Group> groups = new LinkedHashMap<>();

  /** A coefficient times a node in QM31. */
  record Scaled(int node, QM31 coefficient) implements SecureValue {}

  /** A node in M31 times a vector. */
  record Product(int node, SecureValue value) {}

  /** A product of two vectors. */
  record SecureProduct(SecureValue left, SecureValue right) {}

  /** Summands with the same coefficient. */
  record Group(
      List<SecureValue> values, List<Product> products, List<SecureProduct> secureProducts) {
    Group() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Returns the only summand, if it is a vector as it is. */
    List<SecureValue> onlyValue() {
      return products.isEmpty() && secureProducts.isEmpty() && values.size() == 1
          ? values
          : List.of();
    }
  }

  QM31 constant() {
    return constant;
  }

  void addConstant(QM31 summand) {
    constant = constant.add(summand);
  }

  void addBase(int node, QM31 coefficient) {
    base.merge(node, coefficient, QM31::add);
  }

  void addBaseProduct(int node, QM31 coefficient) {
    baseProducts.merge(node, coefficient, QM31::add);
  }

  void addFactor(int node, Scaled value) {
    factors.computeIfAbsent(node, n -> new ArrayList<>()).add(value);
  }

  Group group(QM31 coefficient) {
    return groups.computeIfAbsent(coefficient, c -> new Group());
  }

  /** Says whether the sum is one group and nothing else; asked when the factors are distributed. */
  boolean isOneGroup() {
    return constant.isZero() && base.isEmpty() && groups.size() == 1;
  }

  /** Returns the coordinates of {@code c * e} for the unit e of a coordinate. */
  static QM31 timesUnit(QM31 c, int coordinate) {
    int[] unit = new int[QM31.DEGREE];
    unit[coordinate] = 1;
    return c.mul(new QM31(unit[0], unit[1], unit[2], unit[3]));
  }
}
