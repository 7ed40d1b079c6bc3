package lucerna.air;

import lucerna.field.M31;

/**
 * An expression in columns, challenges and constants: an immutable handle to a node that {@link
 * AirBuilder} made.
 *
 * <p>Its value lies in M31, or in QM31 as soon as one operand does.
 */
public final class Expr {
  private final GraphBuilder graph;
  private final int id;

  Expr(GraphBuilder graph, int id) {
    this.graph = graph;
    this.id = id;
  }

  /**
   * Returns the sum.
   *
   * @param other the other summand
   * @return {@code this + other}
   */
  public Expr plus(Expr other) {
    return new Expr(graph, graph.add(id, other.idIn(graph)));
  }

  /**
   * Returns the sum with a constant.
   *
   * @param constant any integer, taken modulo the field's order
   * @return {@code this + constant}
   */
  public Expr plus(int constant) {
    return new Expr(graph, graph.add(id, graph.constant(M31.of(constant))));
  }

  /**
   * Returns the difference.
   *
   * @param other the subtrahend
   * @return {@code this - other}
   */
  public Expr minus(Expr other) {
    return new Expr(graph, graph.subtract(id, other.idIn(graph)));
  }

  /**
   * Returns the difference with a constant.
   *
   * @param constant any integer, taken modulo the field's order
   * @return {@code this - constant}
   */
  public Expr minus(int constant) {
    return new Expr(graph, graph.subtract(id, graph.constant(M31.of(constant))));
  }

  /**
   * Returns the product.
   *
   * @param other the other factor
   * @return {@code this * other}
   */
  public Expr times(Expr other) {
    return new Expr(graph, graph.multiply(id, other.idIn(graph)));
  }

  /**
   * Returns the product with a constant.
   *
   * @param constant any integer, taken modulo the field's order
   * @return {@code this * constant}
   */
  public Expr times(int constant) {
    return new Expr(graph, graph.multiply(id, graph.constant(M31.of(constant))));
  }

  /**
   * Returns the negation.
   *
   * @return {@code -this}
   */
  public Expr negate() {
    return new Expr(graph, graph.negate(id));
  }

  /**
   * Returns the same column's value one row further on; after the last row comes the first.
   *
   * @return the value on the next row
   * @throws IllegalArgumentException if this is not a column on the current row
   */
  public Expr next() {
    ExprNode node = node();
    if (node.op() != NodeOp.COLUMN || node.right() != 0) {
      throw new IllegalArgumentException("next() is for a column on the current row");
    }
    return new Expr(graph, graph.column(node.left(), 1, node.secure()));
  }

  /**
   * Says whether the value lies in QM31.
   *
   * @return false if it lies in M31
   */
  public boolean isSecure() {
    return node().secure();
  }

  /**
   * Returns the degree, where every column counts 1.
   *
   * @return at least 0
   */
  public int degree() {
    return node().degree();
  }

  /**
   * Returns the id of the column that this is, which is also its id in the {@link AirProgram}.
   *
   * @return an index into {@link AirProgram#columns()}
   * @throws IllegalArgumentException if this is not a column
   */
  public int columnId() {
    if (node().op() != NodeOp.COLUMN) {
      throw new IllegalArgumentException("not a column");
    }
    return node().left();
  }

  ExprNode node() {
    return graph.node(id);
  }

  int id() {
    return id;
  }

  int idIn(GraphBuilder expected) {
    if (graph != expected) {
      throw new IllegalArgumentException("the expression belongs to another AirBuilder");
    }
    return id;
  }
}
