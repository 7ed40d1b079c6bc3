package lucerna.gpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import lucerna.air.ExprGraph;
import lucerna.air.ExprNode;
import lucerna.air.NodeOp;
import lucerna.field.QM31;

/**
 * Cuts expressions into terms that a kernel can take: one that is a long sum, or a product with
 * one, is many terms. All that is the same on every row costs nothing.
 */
final class RootTerms {
  private static final int BASE_WEIGHTED = 8;
  private static final int SECURE_WEIGHTED = 20;

  private final ExprGraph graph;
  private final List<Integer> roots;
  private final int maxOperations;

  /**
   * A part of an expression: the product of some nodes, or less it.
   *
   * @param root the expression's number among the roots
   * @param factors nodes
   * @param node one node more
   * @param negative whether it is taken away
   */
  record Term(int root, List<Integer> factors, int node, boolean negative) {
    /** Says whether the nodes can be added up before they are multiplied. */
    boolean goesWith(Term other) {
      return root == other.root && factors.equals(other.factors);
    }
  }

  /**
   * Prepares the cuts.
   *
   * @param roots nodes of the expressions, each of which its kernel multiplies by a coefficient or
   *     stores
   */
  RootTerms(ExprGraph graph, List<Integer> roots, int maxOperations) {
    this.graph = graph;
    this.roots = roots;
    this.maxOperations = maxOperations;
  }

  /** Returns the terms, some for each kernel; those of a root follow one another. */
  List<List<Term>> kernels() {
    List<List<Term>> kernels = new ArrayList<>();
    List<Term> own = new ArrayList<>();
    BitSet all = new BitSet();
    int cost = 0;
    for (Term term : terms()) {
      BitSet added = nodes(term);
      added.andNot(all);
      boolean more = own.isEmpty() || !own.getLast().goesWith(term);
      cost += operations(added) + (more ? weighting(term) : QM31.DEGREE);
      if (cost > maxOperations && !own.isEmpty()) {
        kernels.add(own);
        own = new ArrayList<>();
        all.clear();
        added = nodes(term);
        cost = operations(added) + weighting(term);
      }
      all.or(added);
      own.add(term);
    }
    kernels.add(own);
    return kernels;
  }

  private BitSet nodes(Term term) {
    BitSet nodes = graph.reachableFrom(term.node());
    term.factors().forEach(factor -> nodes.or(graph.reachableFrom(factor)));
    return nodes;
  }

  private int weighting(Term term) {
    boolean secure = graph.node(roots.get(term.root())).secure();
    int each = secure ? SECURE_WEIGHTED : BASE_WEIGHTED;
    return each * (1 + term.factors().size());
  }

  private List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    for (int k = 0; k < roots.size(); k++) {
      Deque<Term> pending = new ArrayDeque<>();
      pending.push(new Term(k, List.of(), roots.get(k), false));
      while (!pending.isEmpty()) {
        Term term = pending.pop();
        if (!split(term, pending)) {
          terms.add(term);
        }
      }
    }
    return terms;
  }

  /** Replaces a term that is too large by smaller ones, if it can be done. */
  private boolean split(Term term, Deque<Term> pending) {
    ExprNode node = graph.node(term.node());
    if (node.isScalar() || operations(nodes(term)) <= maxOperations) {
      return false;
    }
    switch (node.op()) {
      case ADD, SUBTRACT -> {
        boolean flipped = term.negative() != (node.op() == NodeOp.SUBTRACT);
        pending.push(new Term(term.root(), term.factors(), node.right(), flipped));
        pending.push(new Term(term.root(), term.factors(), node.left(), term.negative()));
      }
      case NEGATE ->
          pending.push(new Term(term.root(), term.factors(), node.left(), !term.negative()));
      case MULTIPLY -> {
        boolean left = size(node.left()) >= size(node.right());
        var factors = new ArrayList<>(term.factors());
        factors.add(left ? node.right() : node.left());
        int rest = left ? node.left() : node.right();
        pending.push(new Term(term.root(), List.copyOf(factors), rest, term.negative()));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private int size(int id) {
    return operations(graph.reachableFrom(id));
  }

  private int operations(BitSet nodes) {
    return nodes.stream().map(id -> operations(graph.node(id))).sum();
  }

  private int operations(ExprNode node) {
    if (node.isScalar() || node.operandCount() == 0) {
      return 0;
    }
    boolean product =
        node.op() == NodeOp.MULTIPLY
            && graph.node(node.left()).secure()
            && graph.node(node.right()).secure();
    return product ? 16 : node.secure() ? QM31.DEGREE : 1;
  }
}
