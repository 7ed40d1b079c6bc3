package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Arithmetic over QM31 as a graph without repeats, written as functions of straight-line Cairo.
 *
 * <p>Sums stay unreduced for as long as products of them are known to stay below the bound of the
 * kernel that reduces. A function holds at most {@link #STATEMENTS} statements: the compiler's
 * memory grows faster than a function's length. What a later function needs goes into an array that
 * all share.
 */
final class StraightLine {
  private static final int STATEMENTS = 100;

  /** What the kernels that reduce can take: absolute values below 2^126. */
  private static final BigInteger LIMIT = BigInteger.TWO.pow(126);

  private static final BigInteger CANONICAL = BoundedExpression.P;

  private enum Kind {
    INPUT,
    CONSTANT,
    ADD,
    SUBTRACT,
    NEGATE,
    MULTIPLY,
    SCALE,
    JOIN
  }

  /** A node: its operands, and the text or number that it needs besides. */
  private record Node(Kind kind, List<Integer> operands, String text, int number) {}

  private final String parameters;
  private final String arguments;
  private final String prefix;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> known = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, String> remarks = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * Starts a graph.
   *
   * @param prefix begins the functions' names
   * @param parameters what all functions get, as declared in Cairo
   * @param arguments the same as handed over
   */
  StraightLine(String prefix, String parameters, String arguments) {
    this.prefix = prefix;
    this.parameters = parameters;
    this.arguments = arguments;
  }

  /** Makes a node of a reduced value that an expression in the parameters gives. */
  int input(String expression) {
    return node(new Node(Kind.INPUT, List.of(), expression, 0));
  }

  /** Makes a node of a reduced value, from a call whose last argument is a node's value. */
  int call(String function, String leading, int operand) {
    return node(new Node(Kind.INPUT, List.of(operand), function + "(" + leading, 0));
  }

  /** Makes a node of an element of M31. */
  int constant(int value) {
    return node(new Node(Kind.CONSTANT, List.of(), "", value));
  }

  int add(int a, int b) {
    if (isConstant(a, 0)) {
      return b;
    }
    if (isConstant(b, 0)) {
      return a;
    }
    return node(new Node(Kind.ADD, List.of(Math.min(a, b), Math.max(a, b)), "", 0));
  }

  int subtract(int a, int b) {
    return isConstant(b, 0) ? a : node(new Node(Kind.SUBTRACT, List.of(a, b), "", 0));
  }

  int negate(int a) {
    return node(new Node(Kind.NEGATE, List.of(a), "", 0));
  }

  int multiply(int a, int b) {
    if (nodes.get(a).kind == Kind.CONSTANT) {
      return scale(b, nodes.get(a).number);
    }
    if (nodes.get(b).kind == Kind.CONSTANT) {
      return scale(a, nodes.get(b).number);
    }
    return node(new Node(Kind.MULTIPLY, List.of(Math.min(a, b), Math.max(a, b)), "", 0));
  }

  /** Multiplies by an element of M31. */
  int scale(int a, int factor) {
    if (factor == 0) {
      return constant(0);
    }
    if (factor == 1) {
      return a;
    }
    return factor == CANONICAL.intValueExact() - 1
        ? negate(a)
        : node(new Node(Kind.SCALE, List.of(a), "", factor));
  }

  /** Returns {@code v0 + v1 i + v2 u + v3 i u}. */
  int join(int v0, int v1, int v2, int v3) {
    return node(new Node(Kind.JOIN, List.of(v0, v1, v2, v3), "", 0));
  }

  /** Gives a node's variable a name, if neither has one yet. */
  void name(int node, String name) {
    String clean = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    if (!names.containsKey(node) && clean.matches("[a-z][a-z0-9_]*[a-z0-9]") && taken.add(clean)) {
      names.put(node, clean);
    }
  }

  /** Puts a remark before a node's statement. */
  void remark(int node, String remark) {
    remarks.putIfAbsent(node, remark.replaceAll("\\p{Cntrl}", "?"));
  }

  private boolean isConstant(int node, int value) {
    return nodes.get(node).kind == Kind.CONSTANT && nodes.get(node).number == value;
  }

  private int node(Node node) {
    return known.computeIfAbsent(
        node,
        n -> {
          nodes.add(n);
          return nodes.size() - 1;
        });
  }

  /**
   * Functions that together compute some values.
   *
   * @param text the functions, and one that calls them and returns the values as an array
   * @param memos for each slice but the last, how many values the slices up to it hand on
   * @param statements how many statements the functions have
   */
  record Written(String text, List<Integer> memos, int statements) {
    Written {
      memos = List.copyOf(memos);
    }
  }

  /**
   * Writes the functions, and one that calls them and returns values as an array. Where they are
   * cut into slices, each slice is a function too, {@code slice_0} and so on: each adds to what the
   * one before has made, and the last one returns the values.
   *
   * @param function the name of the last
   * @param results the nodes whose values it returns, reduced
   * @param slices how many slices; fewer are made where there are not as many functions
   */
  Written written(String function, List<Integer> results, int slices) {
    List<Integer> order = order(results);
    int[] chunkOf = new int[nodes.size()];
    for (int i = 0; i < order.size(); i++) {
      chunkOf[order.get(i)] = i / STATEMENTS;
    }
    int chunks = Math.ceilDiv(order.size(), STATEMENTS);
    int[] lastUse = new int[nodes.size()];
    for (int id : order) {
      for (int operand : nodes.get(id).operands) {
        lastUse[operand] = Math.max(lastUse[operand], chunkOf[id]);
      }
    }
    results.forEach(id -> lastUse[id] = chunks);
    var slots = new HashMap<Integer, Integer>();
    var text = new StringBuilder();
    var made = new int[chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      List<Integer> own =
          order.subList(chunk * STATEMENTS, Math.min(order.size(), (chunk + 1) * STATEMENTS));
      writeChunk(text, chunk, own, chunkOf, lastUse, slots);
      made[chunk] = slots.size();
    }
    int cut = Math.clamp(slices, 1, Math.max(1, chunks));
    var memos = new ArrayList<Integer>();
    var calls = new StringBuilder();
    var values = values(results, slots);
    for (int slice = 0; cut > 1 && slice < cut; slice++) {
      boolean last = slice == cut - 1;
      int to = (slice + 1) * chunks / cut;
      text.append(
          "pub fn slice_%d(ref memo: Array<QM31>, %s)%s {\n"
              .formatted(slice, parameters, last ? " -> Array<QM31>" : ""));
      for (int chunk = slice * chunks / cut; chunk < to; chunk++) {
        text.append("    %s_%d(ref memo, %s);\n".formatted(prefix, chunk, arguments));
      }
      text.append(last ? values : "").append("}\n\n");
      calls.append("    slice_%d(ref memo, %s)".formatted(slice, arguments));
      calls.append(last ? "\n" : ";\n");
      if (!last) {
        memos.add(made[to - 1]);
      }
    }
    if (cut == 1) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        calls.append("    %s_%d(ref memo, %s);\n".formatted(prefix, chunk, arguments));
      }
      calls.append(values);
    }
    text.append("pub fn %s(%s) -> Array<QM31> {\n".formatted(function, parameters));
    text.append("    let mut memo: Array<QM31> = array![];\n");
    return new Written(text.append(calls).append("}\n").toString(), memos, order.size());
  }

  /** Returns some values as an array. */
  private String values(List<Integer> results, Map<Integer, Integer> slots) {
    var text = new StringBuilder("    let memo = memo.span();\n    array![");
    for (int i = 0; i < results.size(); i++) {
      Node node = nodes.get(results.get(i));
      text.append(i == 0 ? "" : ", ");
      text.append(
          node.kind == Kind.CONSTANT
              ? "QM31 { a: %d, b: 0, c: 0, d: 0 }".formatted(node.number)
              : "*memo[%d]".formatted(slots.get(results.get(i))));
    }
    return text.append("]\n").toString();
  }

  /** The nodes that results need, operands first, constants apart. */
  private List<Integer> order(List<Integer> results) {
    var order = new ArrayList<Integer>();
    boolean[] done = new boolean[nodes.size()];
    for (int result : results) {
      var pending = new ArrayList<Integer>(List.of(result));
      while (!pending.isEmpty()) {
        int id = pending.getLast();
        int missing = done[id] ? -1 : firstMissing(id, done);
        if (missing >= 0) {
          pending.add(missing);
          continue;
        }
        pending.removeLast();
        if (!done[id]) {
          done[id] = true;
          if (nodes.get(id).kind != Kind.CONSTANT) {
            order.add(id);
          }
        }
      }
    }
    return order;
  }

  private int firstMissing(int id, boolean... done) {
    for (int operand : nodes.get(id).operands) {
      if (!done[operand]) {
        return operand;
      }
    }
    return -1;
  }

  private void writeChunk(
      StringBuilder text,
      int chunk,
      List<Integer> own,
      int[] chunkOf,
      int[] lastUse,
      Map<Integer, Integer> slots) {
    var values = new HashMap<Integer, Value>();
    var body = new StringBuilder();
    for (int id : own) {
      for (int operand : nodes.get(id).operands) {
        if (nodes.get(operand).kind != Kind.CONSTANT && chunkOf[operand] < chunk) {
          values.computeIfAbsent(
              operand,
              o -> {
                body.append("    let %s = *known[%d];\n".formatted(variable(o), slots.get(o)));
                return new Value(variable(o), false, CANONICAL);
              });
        }
      }
      if (remarks.containsKey(id)) {
        body.append("    // ").append(remarks.get(id)).append('\n');
      }
      Value value = write(body, id, values);
      values.put(id, value);
    }
    var exports = new StringBuilder();
    for (int id : own) {
      if (lastUse[id] > chunk) {
        slots.put(id, slots.size());
        exports.append("    memo.append(%s);\n".formatted(value(id, values).reduced()));
      }
    }
    text.append("#[inline(never)]\n");
    text.append("fn %s_%d(ref memo: Array<QM31>, %s) {\n".formatted(prefix, chunk, parameters));
    text.append("    core::internal::revoke_ap_tracking();\n");
    if (body.indexOf("*known[") >= 0) {
      text.append("    let known = memo.span();\n");
    }
    text.append(body).append(exports).append("}\n\n");
  }

  /** A variable, and whether its coordinates are unreduced, of absolute value up to a bound. */
  private record Value(String name, boolean lazy, BigInteger bound) {
    String asLazy() {
      return lazy ? name : "lazy(" + name + ")";
    }

    String reduced() {
      return lazy ? "lazy_reduce(" + name + ")" : name;
    }
  }

  private String variable(int id) {
    return names.getOrDefault(id, "n" + id);
  }

  private Value value(int id, Map<Integer, Value> values) {
    Node node = nodes.get(id);
    return node.kind == Kind.CONSTANT
        ? new Value("Lazy { a: %d, b: 0, c: 0, d: 0 }".formatted(node.number), true, CANONICAL)
        : Objects.requireNonNull(values.get(id), "no variable");
  }

  private Value write(StringBuilder body, int id, Map<Integer, Value> values) {
    Node node = nodes.get(id);
    List<Value> operands = node.operands.stream().map(o -> value(o, values)).toList();
    String name = variable(id);
    String code;
    BigInteger bound = CANONICAL;
    boolean lazy = true;
    switch (node.kind) {
      case INPUT -> {
        code = node.text;
        if (!operands.isEmpty()) {
          code += (code.endsWith("(") ? "" : ", ") + operands.getFirst().reduced() + ")";
        }
        lazy = false;
      }
      case ADD, SUBTRACT -> {
        code =
            "%s(%s, %s)"
                .formatted(
                    node.kind == Kind.ADD ? "lazy_add" : "lazy_sub",
                    operands.get(0).asLazy(),
                    operands.get(1).asLazy());
        bound = operands.get(0).bound.add(operands.get(1).bound);
      }
      case NEGATE -> {
        code = "lazy_sub(lazy(ZERO), %s)".formatted(operands.get(0).asLazy());
        bound = operands.get(0).bound;
      }
      case SCALE -> {
        Value a = fitting(operands.get(0), LIMIT.shiftRight(32));
        code = "lazy_scale(%s, %d)".formatted(a.asLazy(), node.number);
        bound = a.bound.multiply(BigInteger.valueOf(node.number));
      }
      case MULTIPLY -> {
        Value a = operands.get(0);
        Value b = operands.get(1);
        lazy = false;
        if (!a.lazy && !b.lazy) {
          code = a.name + " * " + b.name;
        } else {
          // A product has up to 8 products of coordinates in one.
          BigInteger half = BigInteger.TWO.pow(61);
          a = fitting(a, half);
          b = fitting(b, half);
          code = "lazy_product(%s, %s)".formatted(a.asLazy(), b.asLazy());
        }
      }
      case JOIN -> {
        operands = operands.stream().map(o -> fitting(o, LIMIT.shiftRight(8))).toList();
        code =
            "lazy_join(%s)"
                .formatted(String.join(", ", operands.stream().map(Value::asLazy).toList()));
        bound = operands.stream().map(Value::bound).reduce(BigInteger.ZERO, BigInteger::add);
        bound = bound.multiply(BigInteger.valueOf(3));
      }
      default -> throw new IllegalStateException(node.kind + " has no statement");
    }
    if (bound.compareTo(LIMIT.shiftRight(2)) >= 0) {
      code = "lazy_reduce(" + code + ")";
      lazy = false;
      bound = CANONICAL;
    }
    body.append("    let %s = %s;\n".formatted(name, code));
    return new Value(name, lazy, bound);
  }

  private static Value fitting(Value value, BigInteger limit) {
    return value.bound.compareTo(limit) < 0 ? value : new Value(value.reduced(), false, CANONICAL);
  }
}
