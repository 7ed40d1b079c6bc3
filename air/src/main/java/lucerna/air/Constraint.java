package lucerna.air;

/**
 * An expression that is zero on every row of an honest trace.
 *
 * @param label unique in the program
 * @param node its id in {@link AirProgram#graph()}
 * @param degree the degree, where every column counts 1
 * @param secure whether its values lie in QM31
 */
public record Constraint(String label, int node, int degree, boolean secure) {}
