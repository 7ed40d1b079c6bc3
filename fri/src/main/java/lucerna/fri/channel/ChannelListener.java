package lucerna.fri.channel;

import lucerna.fri.hash.Digest;

/** Watches a channel, for tests and for writing down a protocol's transcript. */
@FunctionalInterface
public interface ChannelListener {
  /** What a channel did. */
  enum Operation {
    /** Absorbed words, a 64-bit number or bytes. */
    MIX_WORDS,
    /** Absorbed field elements. */
    MIX_FELTS,
    /** Absorbed a root. */
    MIX_ROOT,
    /** Drew eight words. */
    DRAW_WORDS,
    /** Drew field elements. */
    DRAW_FELTS,
    /** Drew query positions. */
    DRAW_QUERIES
  }

  /**
   * Takes note of one operation.
   *
   * @param label the label set before it, empty if there was none
   * @param operation what was done
   * @param digest the channel's digest afterwards
   */
  void onOperation(String label, Operation operation, Digest digest);

  /**
   * Says what the digest is after an absorption. A test that asks what an absorption is for answers
   * with another digest than the channel computed; a listener that only watches keeps this method.
   *
   * @param label the label set before it, empty if there was none
   * @param before the digest before
   * @param after the digest that the rules of the channel give
   * @return the digest that the channel goes on with
   */
  default Digest absorbed(String label, Digest before, Digest after) {
    return after;
  }
}
