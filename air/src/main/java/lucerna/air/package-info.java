/**
 * Constraint systems over a trace of {@code N = 2^n} rows.
 *
 * <p>An {@link lucerna.air.Air} is run once into an immutable {@link lucerna.air.AirProgram}; the
 * evaluators in this package read the program and know nothing of the operator it came from.
 */
package lucerna.air;
