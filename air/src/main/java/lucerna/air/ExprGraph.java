package lucerna.air;

import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * Expressions as one acyclic graph in which equal expressions are the same node, in topological
 * order: operands come before what uses them.
 */
public final class ExprGraph {
  private final List<ExprNode> nodes;

  ExprGraph(List<ExprNode> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Returns the number of nodes.
   *
   * @return the number of nodes
   */
  public int size() {
    return nodes.size();
  }

  /**
   * Returns a node.
   *
   * @param id 0 to {@code size() - 1}
   * @return the node
   */
  public ExprNode node(int id) {
    return nodes.get(id);
  }

  /**
   * Returns all nodes that some roots depend on, the roots included.
   *
   * @param roots ids of nodes
   * @return a set of ids
   */
  public BitSet reachableFrom(int... roots) {
    BitSet reached = new BitSet(nodes.size());
    for (int root : roots) {
      reached.set(root);
    }
    // Operands have smaller ids, so one pass downwards sees every node after all its users.
    for (int id = reached.length() - 1; id >= 0; id = reached.previousSetBit(id - 1)) {
      ExprNode node = nodes.get(id);
      if (node.operandCount() >= 1) {
        reached.set(node.left());
      }
      if (node.operandCount() == 2) {
        reached.set(node.right());
      }
    }
    return reached;
  }

  /**
   * Returns the columns that a node depends on.
   *
   * @param root a node's id
   * @return ids of columns, ascending
   */
  public List<Integer> columnsOf(int root) {
    TreeSet<Integer> columns = new TreeSet<>();
    reachableFrom(root).stream()
        .mapToObj(nodes::get)
        .filter(node -> node.op() == NodeOp.COLUMN)
        .forEach(node -> columns.add(node.left()));
    return List.copyOf(columns);
  }
}
