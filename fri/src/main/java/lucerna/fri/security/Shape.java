package lucerna.fri.security;

/**
 * What the soundness of a proof depends on besides its parameters.
 *
 * @param logTraceRows log of the number of rows of the longest trace
 * @param logFriDegree log of the degree bound of the word that FRI is run on
 * @param nColumnsBatched number of functions that are batched into that word
 * @param maxConstraintDegree largest degree of a constraint in the trace's columns
 * @param nConstraints number of constraints that are batched into the composition
 * @param lookupsPerRow number of LogUp fractions per row, over all components
 * @param tupleWidth most values in a tuple that is looked up
 * @param functionalDegree degree, in the challenges, of the random functionals that check linear
 *     identities, in both rounds together if there are two; 0 if there are none
 * @param nPinnedTrees number of trees that values at a point of the key pin down, 0 where a root
 *     alone binds
 */
public record Shape(
    int logTraceRows,
    int logFriDegree,
    int nColumnsBatched,
    int maxConstraintDegree,
    int nConstraints,
    int lookupsPerRow,
    int tupleWidth,
    int functionalDegree,
    int nPinnedTrees) {
  /**
   * Makes a shape.
   *
   * @throws IllegalArgumentException if a size is out of range
   */
  public Shape {
    if (logTraceRows < 0 || logFriDegree < 1 || logTraceRows > 30 || logFriDegree > 30) {
      throw new IllegalArgumentException(
          "%d rows, degree %d (logs)".formatted(logTraceRows, logFriDegree));
    }
    if (nColumnsBatched < 1 || maxConstraintDegree < 1 || nConstraints < 1) {
      throw new IllegalArgumentException("a proof has columns, constraints and a degree");
    }
    if (lookupsPerRow < 0 || tupleWidth < 0 || functionalDegree < 0 || nPinnedTrees < 0) {
      throw new IllegalArgumentException("negative number");
    }
  }

  /**
   * Makes a shape without pinned trees.
   *
   * @param logTraceRows log of the number of rows of the longest trace
   * @param logFriDegree log of the degree bound of the word that FRI is run on
   * @param nColumnsBatched number of functions that are batched into that word
   * @param maxConstraintDegree largest degree of a constraint in the trace's columns
   * @param nConstraints number of constraints that are batched into the composition
   * @param lookupsPerRow number of LogUp fractions per row, over all components
   * @param tupleWidth most values in a tuple that is looked up
   * @param functionalDegree degree, in the challenges, of the random functionals
   * @throws IllegalArgumentException if a size is out of range
   */
  public Shape(
      int logTraceRows,
      int logFriDegree,
      int nColumnsBatched,
      int maxConstraintDegree,
      int nConstraints,
      int lookupsPerRow,
      int tupleWidth,
      int functionalDegree) {
    this(
        logTraceRows,
        logFriDegree,
        nColumnsBatched,
        maxConstraintDegree,
        nConstraints,
        lookupsPerRow,
        tupleWidth,
        functionalDegree,
        0);
  }
}
