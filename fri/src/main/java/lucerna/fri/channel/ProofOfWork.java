package lucerna.fri.channel;

import java.util.concurrent.atomic.AtomicLong;
import lucerna.field.Parallel;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.BulkHash;

/**
 * Proof of work on a channel's state, by stwo's rule: with prefixed = H(0x12345678, 12 zero bytes,
 * digest, bits) a nonce is good if the first 16 bytes of H(prefixed, nonce), the lowest first, end
 * in at least {@code bits} zero bits. With 0 bits only the nonce 0 is good, so that a proof has one
 * form.
 *
 * <p>Neither method changes the channel: the caller mixes the nonce.
 */
public final class ProofOfWork {
  /** Most bits that a search or a check accepts. */
  public static final int MAX_BITS = 64;

  private static final int PREFIX = 0x12345678;

  /* The order of the search: the high word counts runs of 2^20 low words. */
  private static final int LOG_RUN = 20;

  private static final int LOG_CHUNK = 12;
  private static final long NONE = Long.MAX_VALUE;

  private ProofOfWork() {}

  /**
   * Searches the first good nonce in the order hi = 0, 1, ...; lo = 0 .. 2^20 - 1; nonce = hi 2^32
   * + lo. All cores search; which nonce is found does not depend on their number.
   *
   * @param channel its digest is worked on
   * @param bits difficulty, 0 to 64
   * @return the nonce
   * @throws IllegalArgumentException if {@code bits} is out of range
   */
  public static long grind(Channel channel, int bits) {
    requireBits(bits);
    if (bits == 0) {
      return 0;
    }
    int[] prefixed = prefixed(channel, bits);
    // Easy work is done by the first chunk, in the calling thread.
    long found = search(prefixed, bits, 0);
    return nonce(found != NONE ? found : searchOnAllCores(prefixed, bits));
  }

  /**
   * Searches as {@link #grind(Channel, int)} does, by another's search.
   *
   * @param channel its digest is worked on
   * @param bits difficulty, 0 to 64
   * @param search looks through nonces
   * @param logCount log of the number of nonces that it is given at once, 0 to 20
   * @return the nonce
   * @throws IllegalArgumentException if {@code bits} or {@code logCount} is out of range
   */
  public static long grind(Channel channel, int bits, NonceSearch search, int logCount) {
    requireBits(bits);
    if (logCount < 0 || logCount > LOG_RUN) {
      throw new IllegalArgumentException("searches of 2^" + logCount + " nonces");
    }
    if (bits == 0) {
      return 0;
    }
    int[] prefixed = prefixed(channel, bits);
    for (long from = 0; ; from += 1L << logCount) {
      int found = search.search(prefixed, bits, nonce(from), 1 << logCount);
      if (found >= 0) {
        return nonce(from + found);
      }
    }
  }

  /**
   * Checks a nonce.
   *
   * @param channel its digest is what was worked on
   * @param bits difficulty, 0 to 64
   * @param nonce the nonce
   * @return whether it is good
   * @throws IllegalArgumentException if {@code bits} is out of range
   */
  public static boolean check(Channel channel, int bits, long nonce) {
    requireBits(bits);
    if (bits == 0) {
      return nonce == 0;
    }
    return BulkHash.scalar().search(prefixed(channel, bits), bits, nonce, 1) == 0;
  }

  /** The first good step after the first chunk. */
  private static long searchOnAllCores(int[] prefixed, int bits) {
    AtomicLong next = new AtomicLong(1L << LOG_CHUNK);
    AtomicLong first = new AtomicLong(NONE);
    // Chunks are taken in order, so all that lie before the first good step are searched.
    Parallel.forEach(
        Parallel.threads(),
        worker -> {
          while (true) {
            long from = next.getAndAdd(1L << LOG_CHUNK);
            if (from > first.get()) {
              return;
            }
            first.accumulateAndGet(search(prefixed, bits, from), Math::min);
          }
        });
    return first.get();
  }

  /** The first good step of a chunk, or NONE. */
  private static long search(int[] prefixed, int bits, long from) {
    int found = BulkHash.get().search(prefixed, bits, nonce(from), 1 << LOG_CHUNK);
    return found < 0 ? NONE : from + found;
  }

  private static long nonce(long step) {
    return step >>> LOG_RUN << 32 | (step & ((1 << LOG_RUN) - 1));
  }

  private static int[] prefixed(Channel channel, int bits) {
    Blake2s hash = new Blake2s().absorb(PREFIX).absorb(new int[3]);
    return hash.absorb(channel.digest()).absorb(bits).digest().toWords();
  }

  private static void requireBits(int bits) {
    if (bits < 0 || bits > MAX_BITS) {
      throw new IllegalArgumentException("proof of work of " + bits + " bits");
    }
  }
}
