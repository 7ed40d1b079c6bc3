package lucerna.fri.channel;

/** Searches nonces one after the other. */
@FunctionalInterface
public interface NonceSearch {
  /**
   * Searches the first good nonce, by the rule of {@link lucerna.fri.spi.HashKernels#search}.
   *
   * @param prefix eight words
   * @param bits number of zero bits, 1 to 64
   * @param nonce first nonce
   * @param count number of nonces; the low words of all of them do not wrap around
   * @return how far after {@code nonce} the first good one lies, or -1 when none is good
   */
  int search(int[] prefix, int bits, long nonce, int count);
}
