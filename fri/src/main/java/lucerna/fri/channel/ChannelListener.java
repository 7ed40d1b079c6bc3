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
}
