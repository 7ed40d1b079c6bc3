package lucerna.fri.hash;

/**
 * The hash of Merkle trees.
 *
 * <p>A digest of 31 bytes, and one of {@link #POSEIDON252}, fits one element of Starknet's field,
 * which is what a verifier there pays for. Whatever the hash, a digest stands as 32 bytes: one of
 * 31 with a last byte of zero, so that nodes are blocks as ever.
 */
public enum TreeHash {
  /** BLAKE2s with digests of 32 bytes. */
  BLAKE2S(0, "Blake2s"),

  /**
   * BLAKE2s with digests of 31 bytes: 248 bits. The length is one of BLAKE2s's parameters, so this
   * is a function unrelated to the other.
   */
  BLAKE2S_248(1, "Blake2s-248"),

  /** Starknet's Poseidon, whose digests are integers below its prime, of 252 bits. */
  POSEIDON252(2, "Poseidon252");

  /** Starknet's prime lies between 2^251 and 2^252. */
  private static final int ELEMENT_BITS = 251;

  private static final int SHORT_BYTES = Digest.BYTES - 1;
  private static final int LAST_WORD = -1 >>> Byte.SIZE;

  private final int number;
  private final String label;

  TreeHash(int number, String label) {
    this.number = number;
    this.label = label;
  }

  /**
   * Returns the hash's number in keys and transcripts.
   *
   * @return 0 to 2
   */
  public int number() {
    return number;
  }

  /**
   * Returns the hash's name.
   *
   * @return for people and options
   */
  public String label() {
    return label;
  }

  /**
   * Says whether a digest is one element of Starknet's field.
   *
   * @return whether this is not {@link #BLAKE2S}
   */
  public boolean isFelt() {
    return this != BLAKE2S;
  }

  /**
   * Returns the length of a digest.
   *
   * @return bits, rounded down
   */
  public int digestBits() {
    return this == POSEIDON252 ? ELEMENT_BITS : Byte.SIZE * digestBytes();
  }

  /**
   * Returns the work of finding two messages with one digest.
   *
   * @return half of the digest's bits: log2 of the number of hashes
   */
  public double collisionBits() {
    return digestBits() / 2.0;
  }

  /** Returns the length of BLAKE2s's output, where that is the hash. */
  int digestBytes() {
    return this == BLAKE2S_248 ? SHORT_BYTES : Digest.BYTES;
  }

  /**
   * Says whether something is a digest of this hash.
   *
   * @param digest 32 bytes
   * @return whether what is beyond a digest's length is zero, and an integer below the prime
   */
  public boolean isDigest(Digest digest) {
    return switch (this) {
      case BLAKE2S -> true;
      case BLAKE2S_248 -> (digest.w7() & ~LAST_WORD) == 0;
      case POSEIDON252 -> Poseidon252.isElement(digest);
    };
  }

  /** Cuts outputs of BLAKE2s, eight words each, to digests. */
  void cut(int[] nodes, int from, int to) {
    if (this == BLAKE2S_248) {
      for (int n = from; n < to; n++) {
        nodes[Digest.WORDS * n + Digest.WORDS - 1] &= LAST_WORD;
      }
    }
  }
}
