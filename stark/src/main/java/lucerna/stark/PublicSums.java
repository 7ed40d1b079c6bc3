package lucerna.stark;

import lucerna.field.QM31;

/**
 * What the verifier needs of {@link PublicData}.
 *
 * @param columns the inner product of each column with weights of the rows, in order
 * @param scalars one per public scalar of the program, in order
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object, never compared
public record PublicSums(QM31[] columns, QM31[] scalars) {}
