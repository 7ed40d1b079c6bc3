package lucerna.air;

/**
 * A summand of the running sum besides the fractions.
 *
 * @param label unique in the program
 * @param node its id in {@link AirProgram#graph()}
 */
public record SumTerm(String label, int node) {}
