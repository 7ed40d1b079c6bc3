package lucerna.air;

import java.util.List;

/**
 * One use of a relation: {@code numerator / (z - (busId + alpha t0 + alpha^2 t1 + ...))}.
 *
 * @param label unique in the program
 * @param relation what is used
 * @param produced whether tuples are produced rather than consumed
 * @param multiplicity node of how often the tuple is used on a row; a selector where it is consumed
 * @param tuple nodes of the tuple's elements, all in M31
 * @param numerator node of the multiplicity, negated where the tuple is produced
 * @param denominator node of the denominator
 */
public record Fraction(
    String label,
    Relation relation,
    boolean produced,
    int multiplicity,
    List<Integer> tuple,
    int numerator,
    int denominator) {
  /** Copies the tuple. */
  public Fraction {
    tuple = List.copyOf(tuple);
  }
}
