package lucerna.fri.channel;

/** Who does the proofs of work. All find the same nonces. */
@FunctionalInterface
public interface Grinder {
  /**
   * Searches the first good nonce, as {@link ProofOfWork#grind(Channel, int)} says.
   *
   * @param channel its digest is worked on
   * @param bits difficulty, 0 to 64
   * @return the nonce
   * @throws IllegalArgumentException if {@code bits} is out of range
   */
  long grind(Channel channel, int bits);
}
