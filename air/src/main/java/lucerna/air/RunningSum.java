package lucerna.air;

/**
 * The interaction column that adds up all fractions and terms over the active rows.
 *
 * @param column the column's id
 * @param active node of the selector of rows 0 to a - 1, which are summed
 * @param first node of the selector of row 0
 * @param last node of the selector of row a, where the column holds the total
 * @param total node of the total
 */
public record RunningSum(int column, int active, int first, int last, int total) {}
