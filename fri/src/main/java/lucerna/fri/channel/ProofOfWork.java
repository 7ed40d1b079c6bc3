package lucerna.fri.channel;

import java.util.stream.IntStream;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;

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

  private static final int[] PLAIN = Blake2s.initialState(0);
  private static final int PREFIX = 0x12345678;

  /* The order of the search: the high word counts runs of 2^20 low words. */
  private static final int LOG_RUN = 20;

  private static final int LOG_CHUNK = 12;
  private static final int CHUNKS_PER_BATCH = 64;

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
    for (long batch = 0; ; batch += CHUNKS_PER_BATCH) {
      long first = batch;
      long found =
          IntStream.range(0, CHUNKS_PER_BATCH)
              .parallel()
              .mapToLong(chunk -> search(prefixed, bits, (first + chunk) << LOG_CHUNK))
              .filter(nonce -> nonce >= 0)
              .findFirst()
              .orElse(-1);
      if (found >= 0) {
        return found;
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
    int[] block = block(prefixed(channel, bits));
    return zeroBits(block, nonce, new int[Digest.WORDS]) >= bits;
  }

  /** The first good nonce among {@code 2^LOG_CHUNK} in the search's order, or -1. */
  private static long search(int[] prefixed, int bits, long start) {
    int[] block = block(prefixed);
    int[] out = new int[Digest.WORDS];
    for (long step = start; step < start + (1 << LOG_CHUNK); step++) {
      long nonce = (step >>> LOG_RUN << 32) | (step & ((1 << LOG_RUN) - 1));
      if (zeroBits(block, nonce, out) >= bits) {
        return nonce;
      }
    }
    return -1;
  }

  private static int zeroBits(int[] block, long nonce, int[] out) {
    block[Digest.WORDS] = (int) nonce;
    block[Digest.WORDS + 1] = (int) (nonce >>> 32);
    Blake2s.compress(PLAIN, 0, block, 0, Digest.BYTES + Long.BYTES, true, out, 0);
    return Long.numberOfTrailingZeros((long) out[1] << 32 | (out[0] & 0xffffffffL));
  }

  private static int[] block(int[] prefixed) {
    int[] block = new int[Blake2s.BLOCK_WORDS];
    System.arraycopy(prefixed, 0, block, 0, Digest.WORDS);
    return block;
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
