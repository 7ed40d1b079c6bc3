package lucerna.stark.prover;

/**
 * What only the prover knows.
 *
 * @param rows the WITNESS columns in row order, length N each; rows from {@code activeRows} on are
 *     overwritten by randomness
 * @param factors computes the FACTORS columns
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object, never compared
public record Witness(int[][] rows, FactorSource factors) {}
