package lucerna.stark;

import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * Values that prover and verifier compute alike from the challenges.
 *
 * @param columns one per PUBLIC column of the program, in order; row k of a column is its value on
 *     trace row k, rows beyond its length are 0
 * @param scalars one per public scalar of the program, in order
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object, never compared
public record PublicData(SecureColumn[] columns, QM31[] scalars) {}
