package lucerna.air;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.air.SecureSum.Group;
import lucerna.air.SecureSum.Product;
import lucerna.air.SecureSum.Scaled;
import lucerna.air.SecureSum.SecureProduct;
import lucerna.air.Step.Kind;
import lucerna.field.QM31;

/**
 * Plans the steps that compute expressions, for given values of the scalars.
 *
 * <p>Nodes in M31 are computed one by one. A node in QM31 is flattened into a sum: coefficients of
 * nodes in M31, which cost four products each, and products. What many summands have in common is
 * taken out, be it a factor in M31, such as a selector, or a coefficient; and a coefficient of a
 * product goes into one that is a short combination anyway, where it costs nothing.
 */
final class StepPlanner {
  /** Up to this many terms a combination is computed anew rather than multiplied in QM31. */
  private static final int LIGHT = 3;

  /** Products that are added in one step, so that not too many registers are alive. */
  private static final int PRODUCTS_PER_STEP = 8;

  private final ExprGraph graph;
  private final QM31[] scalars;
  private final BaseSteps steps;
  private final boolean[] shared;
  private final int[] terms;
  private final Map<Scaled, int[]> known = new HashMap<>();

  /**
   * Prepares a plan.
   *
   * @param graph the expressions
   * @param scalars the values of scalar nodes, by node
   * @param roots the nodes that will be asked for
   */
  StepPlanner(ExprGraph graph, QM31[] scalars, int... roots) {
    this.graph = graph;
    this.scalars = scalars;
    steps = new BaseSteps(graph, scalars);
    shared = new boolean[graph.size()];
    terms = new int[graph.size()];
    boolean[] used = new boolean[graph.size()];
    for (int root : roots) {
      use(root, used);
    }
    graph.reachableFrom(roots).stream()
        .forEach(
            id -> {
              ExprNode node = graph.node(id);
              terms[id] = termsOf(node);
              if (node.operandCount() >= 1) {
                use(node.left(), used);
              }
              if (node.operandCount() == 2) {
                use(node.right(), used);
              }
            });
  }

  private void use(int id, boolean[] used) {
    shared[id] |= used[id];
    used[id] = true;
  }

  /** Plans {@code sum over k of coefficients[k] * roots[k]}, the only output. */
  static BlockProgram combination(
      ExprGraph graph, QM31[] scalars, int[] roots, QM31... coefficients) {
    StepPlanner planner = new StepPlanner(graph, scalars, roots);
    SecureSum sum = new SecureSum();
    for (int k = 0; k < roots.length; k++) {
      planner.collect(new Scaled(roots[k], coefficients[k]), sum, false);
    }
    return planner.program(planner.emit(sum));
  }

  /** Plans some nodes, each an output of one operand if it lies in M31, else of four. */
  static BlockProgram values(ExprGraph graph, QM31[] scalars, int... roots) {
    StepPlanner planner = new StepPlanner(graph, scalars, roots);
    int[][] outputs = new int[roots.length][];
    for (int i = 0; i < roots.length; i++) {
      outputs[i] = planner.output(roots[i]);
    }
    return planner.program(outputs);
  }

  private BlockProgram program(int[]... outputs) {
    return BlockProgram.allocate(steps.steps(), steps.registers(), outputs);
  }

  private int[] output(int root) {
    ExprNode node = graph.node(root);
    if (node.secure()) {
      return inRegisters(operands(new Scaled(root, QM31.ONE)));
    }
    if (node.isScalar()) {
      return new int[] {plus(Step.ZERO, scalars[root].coordinate(0))};
    }
    return inRegisters(steps.operand(root));
  }

  private int[] inRegisters(int... operands) {
    return Arrays.stream(operands).map(o -> Step.isRegister(o) ? o : plus(o, 0)).toArray();
  }

  private int plus(int operand, int summand) {
    int to = steps.newRegisters(1)[0];
    steps.affine(operand, 1, summand, to);
    return to;
  }

  /** Counts the nodes in M31 that a node combines; -1 if it is more than a combination. */
  private int termsOf(ExprNode node) {
    if (node.isScalar()) {
      return 0;
    }
    if (!node.secure()) {
      return 1;
    }
    return switch (node.op()) {
      case NEGATE -> terms[node.left()];
      case ADD, SUBTRACT -> sum(terms[node.left()], terms[node.right()]);
      case MULTIPLY ->
          isScalar(node.left())
              ? terms[node.right()]
              : isScalar(node.right()) ? terms[node.left()] : -1;
      default -> -1;
    };
  }

  private static int sum(int left, int right) {
    // Not the number itself: a combination of combinations may have more terms than fit.
    return left < 0 || right < 0 ? -1 : Math.min(left + right, LIGHT + 1);
  }

  private boolean isScalar(int id) {
    return graph.node(id).isScalar();
  }

  private boolean isLight(int id) {
    return terms[id] >= 0 && terms[id] <= LIGHT;
  }

  /** Says whether a node times a coefficient costs no more than the node. */
  private boolean absorbs(int id, QM31 coefficient) {
    if (coefficient.equals(QM31.ONE) || isLight(id)) {
      return true;
    }
    ExprNode node = graph.node(id);
    if (shared[id]) {
      return false;
    }
    return terms[id] >= 0
        || (node.op() == NodeOp.MULTIPLY
            && graph.node(node.left()).secure()
            && graph.node(node.right()).secure()
            && (absorbs(node.left(), coefficient) || absorbs(node.right(), coefficient)));
  }

  /** Adds a coefficient times a node to a sum. */
  private void collect(Scaled root, SecureSum sum, boolean evenIfShared) {
    Deque<Scaled> pending = new ArrayDeque<>();
    pending.push(root);
    boolean open = evenIfShared;
    while (!pending.isEmpty()) {
      Scaled next = pending.pop();
      int id = next.node();
      QM31 c = next.coefficient();
      ExprNode node = graph.node(id);
      if (node.isScalar()) {
        sum.addConstant(c.mul(scalars[id]));
      } else if (!node.secure()) {
        collectBase(next, sum);
      } else if (node.op() == NodeOp.COLUMN || (shared[id] && !isLight(id) && !open)) {
        sum.group(c).values().add(new Scaled(id, QM31.ONE));
      } else {
        switch (node.op()) {
          case ADD -> {
            pending.push(new Scaled(node.right(), c));
            pending.push(new Scaled(node.left(), c));
          }
          case SUBTRACT -> {
            pending.push(new Scaled(node.right(), c.neg()));
            pending.push(new Scaled(node.left(), c));
          }
          case NEGATE -> pending.push(new Scaled(node.left(), c.neg()));
          case MULTIPLY -> collectProduct(node, c, sum, pending);
          default -> throw new IllegalStateException(node.op() + " is a scalar");
        }
      }
      open = false;
    }
  }

  private void collectProduct(ExprNode node, QM31 c, SecureSum sum, Deque<Scaled> pending) {
    int left = node.left();
    int right = node.right();
    if (isScalar(left)) {
      pending.push(new Scaled(right, c.mul(scalars[left])));
    } else if (isScalar(right)) {
      pending.push(new Scaled(left, c.mul(scalars[right])));
    } else if (!graph.node(left).secure()) {
      sum.addFactor(left, new Scaled(right, c));
    } else if (!graph.node(right).secure()) {
      sum.addFactor(right, new Scaled(left, c));
    } else if (absorbs(left, c)) {
      product(sum.group(QM31.ONE), new Scaled(left, c), new Scaled(right, QM31.ONE));
    } else if (absorbs(right, c)) {
      product(sum.group(QM31.ONE), new Scaled(left, QM31.ONE), new Scaled(right, c));
    } else {
      product(sum.group(c), new Scaled(left, QM31.ONE), new Scaled(right, QM31.ONE));
    }
  }

  private static void product(Group group, SecureValue left, SecureValue right) {
    group.secureProducts().add(new SecureProduct(left, right));
  }

  /** What is the same for all rows goes into the coefficient or the constant. */
  private void collectBase(Scaled root, SecureSum sum) {
    int id = root.node();
    QM31 c = root.coefficient();
    while (true) {
      ExprNode node = graph.node(id);
      if (node.op() == NodeOp.NEGATE) {
        id = node.left();
        c = c.neg();
        continue;
      }
      boolean left = node.operandCount() == 2 && isScalar(node.left());
      boolean right = node.operandCount() == 2 && isScalar(node.right());
      if (!left && !right) {
        if (node.op() == NodeOp.MULTIPLY && !shared[id]) {
          sum.addBaseProduct(id, c);
        } else {
          sum.addBase(id, c);
        }
        return;
      }
      QM31 scalar = scalars[left ? node.left() : node.right()];
      id = left ? node.right() : node.left();
      switch (node.op()) {
        case MULTIPLY -> c = c.mul(scalar);
        case ADD -> sum.addConstant(c.mul(scalar));
        default -> {
          sum.addConstant(left ? c.mul(scalar) : c.mul(scalar).neg());
          c = left ? c.neg() : c;
        }
      }
    }
  }

  private int[] operands(SecureValue value) {
    return switch (value) {
      case SecureSum sum -> emit(sum);
      case Scaled scaled -> {
        int[] found = known.get(scaled);
        if (found == null) {
          found = compute(scaled);
          known.put(scaled, found);
        }
        yield found;
      }
    };
  }

  private int[] compute(Scaled scaled) {
    ExprNode node = graph.node(scaled.node());
    if (node.op() == NodeOp.COLUMN && scaled.coefficient().equals(QM31.ONE)) {
      return steps.secureColumn(node);
    }
    SecureSum sum = new SecureSum();
    collect(scaled, sum, true);
    return emit(sum);
  }

  /* Combinations first, since that step writes what the others add to. */
  private int[] emit(SecureSum sum) {
    factor(sum);
    sum.factors.forEach((node, values) -> distribute(node, values, sum));
    List<Integer> inputs = new ArrayList<>();
    List<QM31> factors = new ArrayList<>();
    sum.base.forEach(
        (node, c) -> {
          inputs.add(steps.operand(node));
          factors.add(c);
        });
    sum.groups.forEach(
        (c, group) -> {
          if (!c.equals(QM31.ONE)) {
            int[] coordinates = coordinates(group);
            for (int k = 0; k < QM31.DEGREE; k++) {
              inputs.add(coordinates[k]);
              factors.add(SecureSum.timesUnit(c, k));
            }
          }
        });
    int[] out = steps.newRegisters(QM31.DEGREE);
    combine(inputs, factors, sum.constant(), out);
    Group ones = sum.groups.get(QM31.ONE);
    if (ones != null) {
      add(ones, out);
    }
    return out;
  }

  /**
   * Takes factors that many products in M31 have in common, such as a selector, out of the sum: one
   * product each is saved for those of the vector that they then multiply.
   */
  private void factor(SecureSum sum) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int id : sum.baseProducts.keySet()) {
      ExprNode node = graph.node(id);
      counts.merge(node.left(), 1, Integer::sum);
      if (node.right() != node.left()) {
        counts.merge(node.right(), 1, Integer::sum);
      }
    }
    counts.replaceAll((id, count) -> sum.factors.containsKey(id) ? Integer.MAX_VALUE : count);
    sum.baseProducts.forEach(
        (id, c) -> {
          int left = graph.node(id).left();
          int right = graph.node(id).right();
          int factor = counts.getOrDefault(left, 0) >= counts.getOrDefault(right, 0) ? left : right;
          if (counts.getOrDefault(factor, 0) > QM31.DEGREE) {
            sum.addFactor(factor, new Scaled(factor == left ? right : left, c));
          } else {
            sum.addBase(id, c);
          }
        });
    sum.baseProducts.clear();
  }

  /** Sorts the products with a node in M31 into groups. */
  private void distribute(int node, List<Scaled> values, SecureSum sum) {
    if (values.size() == 1) {
      Scaled only = values.get(0);
      boolean absorbed = known.containsKey(only) || absorbs(only.node(), only.coefficient());
      sum.group(absorbed ? QM31.ONE : only.coefficient())
          .products()
          .add(new Product(node, absorbed ? only : new Scaled(only.node(), QM31.ONE)));
      return;
    }
    SecureSum inner = new SecureSum();
    values.forEach(value -> collect(value, inner, false));
    factor(inner);
    inner.factors.forEach((n, v) -> distribute(n, v, inner));
    inner.factors.clear();
    if (!inner.isOneGroup()) {
      sum.group(QM31.ONE).products().add(new Product(node, inner));
      return;
    }
    inner.groups.forEach(
        (c, group) -> {
          SecureSum plain = new SecureSum();
          plain.groups.put(QM31.ONE, group);
          List<SecureValue> value = group.onlyValue();
          sum.group(c).products().add(new Product(node, value.isEmpty() ? plain : value.get(0)));
        });
  }

  private int[] coordinates(Group group) {
    List<SecureValue> value = group.onlyValue();
    if (!value.isEmpty()) {
      return operands(value.get(0));
    }
    int[] sum = steps.newRegisters(QM31.DEGREE);
    steps.add(Kind.CLEAR, new int[0], sum);
    add(group, sum);
    return sum;
  }

  private void combine(List<Integer> inputs, List<QM31> factors, QM31 constant, int... out) {
    if (inputs.size() % 2 != 0) {
      inputs.add(Step.ZERO);
      factors.add(QM31.ZERO);
    }
    factors.add(constant);
    int[] words =
        factors.stream()
            .flatMapToInt(f -> Arrays.stream(new int[] {f.a(), f.b(), f.c(), f.d()}))
            .toArray();
    steps.add(Kind.COMBINE, inputs.stream().mapToInt(i -> i).toArray(), words, out);
  }

  private void add(Group group, int... out) {
    for (SecureValue value : group.values()) {
      int[] coordinates = operands(value);
      for (int k = 0; k < QM31.DEGREE; k++) {
        steps.add(Kind.ADD, new int[] {out[k], coordinates[k]}, out[k]);
      }
    }
    List<Product> products = group.products();
    for (int from = 0; from < products.size(); from += PRODUCTS_PER_STEP) {
      addProducts(products.subList(from, Math.min(from + PRODUCTS_PER_STEP, products.size())), out);
    }
    for (SecureProduct product : group.secureProducts()) {
      int[] inputs = Arrays.copyOf(operands(product.left()), 2 * QM31.DEGREE);
      System.arraycopy(operands(product.right()), 0, inputs, QM31.DEGREE, QM31.DEGREE);
      steps.add(Kind.ADD_SECURE_PRODUCT, inputs, out);
    }
  }

  private void addProducts(List<Product> products, int... out) {
    int width = 1 + QM31.DEGREE;
    int[] inputs = new int[width * (products.size() + products.size() % 2)];
    Arrays.fill(inputs, Step.ZERO);
    for (int j = 0; j < products.size(); j++) {
      inputs[width * j] = steps.operand(products.get(j).node());
      System.arraycopy(operands(products.get(j).value()), 0, inputs, width * j + 1, QM31.DEGREE);
    }
    steps.add(Kind.ADD_PRODUCTS, inputs, out);
  }
}
