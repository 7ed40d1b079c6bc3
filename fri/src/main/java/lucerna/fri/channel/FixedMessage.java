package lucerna.fri.channel;

import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A message that many channels absorb, mostly in one and the same state: what the last of them came
 * to is remembered, so that a long message is hashed once.
 *
 * <p>It may be shared by threads.
 */
public final class FixedMessage {
  private final int[] words;
  private volatile @Nullable Mixed last;

  /** A state, and the one that follows it. */
  private record Mixed(Digest before, Digest after) {}

  /**
   * Makes a message of bytes, framed as {@link Channel#mixBytes} does.
   *
   * @param bytes the bytes
   */
  public FixedMessage(byte[] bytes) {
    words = Channel.framed(bytes);
  }

  /** Returns the hash of a state and the message. */
  Digest after(Digest before) {
    Mixed known = last;
    if (known == null || !known.before.equals(before)) {
      known = new Mixed(before, new Blake2s().absorb(before).absorb(words).digest());
      last = known;
    }
    return known.after;
  }
}
