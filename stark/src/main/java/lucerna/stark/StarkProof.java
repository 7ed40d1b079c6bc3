package lucerna.stark;

import java.util.List;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.fri.hash.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A proof of a {@link Statement}.
 *
 * @param witnessRoot root of the witness tree
 * @param interactionNonce proof of work before the challenges of the first round are drawn
 * @param secondRound there exactly if the program has factor columns, else null
 * @param interactionRoot root of the interaction tree
 * @param compositionRoot root of the tree of composition and mask
 * @param compositionTop the composition's part outside the space that is committed to, there
 *     exactly if {@link CommitmentLayout#hasTop}, else null
 * @param oodNonce proof of work before the out-of-domain point is drawn
 * @param oodValues the out-of-domain values, see {@link SampleValues}
 * @param batchNonce proof of work before the batching challenge is drawn
 * @param fri the low-degree proof
 * @param queryNonce proof of work before the queries are drawn
 * @param trees the opened rows of the trees of trace height
 * @param composition the opened rows of the tree of composition and mask, each of the points of a
 *     fibre
 */
@SuppressWarnings("ArrayRecordComponent")
public record StarkProof(
    Digest witnessRoot,
    long interactionNonce,
    @Nullable SecondRound secondRound,
    Digest interactionRoot,
    Digest compositionRoot,
    @Nullable QM31 compositionTop,
    long oodNonce,
    QM31[] oodValues,
    long batchNonce,
    FriProof fri,
    long queryNonce,
    List<OpenedRows> trees,
    OpenedRows composition) {}
