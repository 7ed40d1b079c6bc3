package lucerna.stark;

import lucerna.fri.hash.Digest;

/**
 * What a proof holds of the second round, in which factors are committed before the late challenges
 * are drawn.
 *
 * @param factorsRoot root of the factors tree
 * @param nonce proof of work before the late challenges are drawn
 */
public record SecondRound(Digest factorsRoot, long nonce) {}
