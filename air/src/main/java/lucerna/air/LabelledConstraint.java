package lucerna.air;

/** A constraint that has its label but not yet its expression. */
public final class LabelledConstraint {
  private final AirBuilder air;
  private final String label;
  private final Expr selector;

  LabelledConstraint(AirBuilder air, String label, Expr selector) {
    this.air = air;
    this.label = label;
    this.selector = selector;
  }

  /**
   * Limits the constraint to rows where a selector is not zero.
   *
   * @param rows the selector; multiplied with those given before
   * @return the limited constraint
   */
  public LabelledConstraint when(Expr rows) {
    return new LabelledConstraint(air, label, selector.times(rows));
  }

  /**
   * States that an expression is zero on the rows selected.
   *
   * @param expr the expression
   * @throws IllegalArgumentException if this label has its expression already
   */
  public void zero(Expr expr) {
    air.addConstraint(label, selector.times(expr));
  }
}
