package lucerna.stark;

import java.util.List;
import lucerna.fri.hash.Digest;

/**
 * The opened leaves of one tree.
 *
 * @param values per opened position in increasing order, the row: one canonical element per
 *     base-field column
 * @param salts per opened position, {@link CommitmentLayout#SALT_WORDS} words; empty where the tree
 *     is not salted
 * @param witness the sibling hashes that are not known otherwise, from the leaves upwards, by
 *     increasing position
 */
@SuppressWarnings("ArrayRecordComponent")
public record OpenedRows(int[][] values, int[][] salts, List<Digest> witness) {}
