package lucerna.air;

import java.util.List;

/**
 * An interaction column that holds the sum of one or two fractions.
 *
 * @param column the column's id
 * @param fractions indices into {@link AirProgram#fractions()}
 * @param numerator node of the sum's numerator over the common denominator
 * @param denominator node of the common denominator
 */
public record FractionColumn(int column, List<Integer> fractions, int numerator, int denominator) {
  /** Copies the indices. */
  public FractionColumn {
    fractions = List.copyOf(fractions);
  }
}
