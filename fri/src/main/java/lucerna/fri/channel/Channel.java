package lucerna.fri.channel;

import java.util.Arrays;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.fri.channel.ChannelListener.Operation;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The Fiat-Shamir channel: stwo's, over plain BLAKE2s.
 *
 * <p>The state is a digest and the number of draws since it last changed. To mix is to replace the
 * digest by the hash of itself and the message; to draw is to hash the digest with that number. A
 * draw's message has 37 bytes, a length that no mix has, since all mixes take whole words.
 *
 * <p>It is not safe for use by several threads.
 */
public final class Channel {
  private final @Nullable ChannelListener listener;
  private Digest digest = Digest.ZERO;
  private int nDraws;
  private String label = "";

  /** Makes a channel in its first state, the zero digest. */
  public Channel() {
    this(null);
  }

  /**
   * Makes a channel that reports what it does.
   *
   * @param listener told of every operation, or null for nobody
   */
  public Channel(@Nullable ChannelListener listener) {
    this.listener = listener;
  }

  /**
   * Returns the current state.
   *
   * @return the digest
   */
  public Digest digest() {
    return digest;
  }

  /**
   * Labels the next operation for the listener; the label is not absorbed.
   *
   * @param nextLabel what the next operation is for
   * @return this
   */
  public Channel at(String nextLabel) {
    label = nextLabel;
    return this;
  }

  /**
   * Absorbs words: the digest becomes H(digest, each word as four bytes).
   *
   * @param words any words; none at all still changes the digest
   */
  public void mixU32s(int... words) {
    mix(new Blake2s().absorb(digest).absorb(words).digest(), Operation.MIX_WORDS);
  }

  /**
   * Absorbs a 64-bit number as two words, the low one first.
   *
   * @param value the number
   */
  public void mixU64(long value) {
    mixU32s((int) value, (int) (value >>> 32));
  }

  /**
   * Absorbs bytes of any number: as words, first their number, then four bytes a word, least
   * significant first, the last word filled with zeros.
   *
   * @param bytes the bytes
   */
  public void mixBytes(byte[] bytes) {
    mixU32s(framed(bytes));
  }

  /**
   * Absorbs a message as {@link #mixBytes} absorbs its bytes.
   *
   * @param message the message
   */
  public void mix(FixedMessage message) {
    mix(message.after(digest), Operation.MIX_WORDS);
  }

  static int[] framed(byte[] bytes) {
    int[] words = new int[1 + (bytes.length + 3) / 4];
    words[0] = bytes.length;
    for (int i = 0; i < bytes.length; i++) {
      words[1 + (i >> 2)] |= (bytes[i] & 0xff) << (8 * (i & 3));
    }
    return words;
  }

  /**
   * Absorbs field elements, each as a, b, c, d of four bytes. Their number is not absorbed.
   *
   * @param elements the elements
   */
  public void mixFelts(QM31... elements) {
    Blake2s hash = new Blake2s().absorb(digest);
    for (QM31 e : elements) {
      hash.absorb(e.a()).absorb(e.b()).absorb(e.c()).absorb(e.d());
    }
    mix(hash.digest(), Operation.MIX_FELTS);
  }

  /**
   * Absorbs a commitment.
   *
   * @param root its root
   */
  public void mixRoot(Digest root) {
    mix(new Blake2s().absorb(digest).absorb(root).digest(), Operation.MIX_ROOT);
  }

  /**
   * Draws eight uniform words.
   *
   * @return the words
   */
  public int[] drawU32s() {
    int[] words = nextWords();
    tell(Operation.DRAW_WORDS);
    return words;
  }

  /**
   * Draws a uniform element of the secure field.
   *
   * @return the element
   */
  public QM31 drawSecureFelt() {
    return drawSecureFelts(1)[0];
  }

  /**
   * Draws uniform elements of the secure field, two from each draw of eight base field elements.
   * Drawing n at once is not the same as drawing n times one.
   *
   * @param n how many
   * @return the elements
   */
  public QM31[] drawSecureFelts(int n) {
    QM31[] drawn = new QM31[n];
    int[] felts = {};
    for (int i = 0; i < n; i++) {
      int at = QM31.DEGREE * (i & 1);
      if (at == 0) {
        felts = nextBaseFelts();
      }
      drawn[i] = new QM31(felts[at], felts[at + 1], felts[at + 2], felts[at + 3]);
    }
    tell(Operation.DRAW_FELTS);
    return drawn;
  }

  /**
   * Draws uniform positions, with replacement.
   *
   * @param logDomainSize log of the number of positions, at most 31
   * @param n how many to draw
   * @return n positions in {@code [0, 2^logDomainSize)}, unsorted, possibly repeated
   */
  public int[] drawQueries(int logDomainSize, int n) {
    if (logDomainSize < 0 || logDomainSize > 31) {
      throw new IllegalArgumentException("logDomainSize " + logDomainSize);
    }
    int mask = (int) ((1L << logDomainSize) - 1);
    int[] queries = new int[n];
    for (int done = 0; done < n; ) {
      for (int word : nextWords()) {
        if (done < n) {
          queries[done++] = word & mask;
        }
      }
    }
    tell(Operation.DRAW_QUERIES);
    return queries;
  }

  /**
   * Sorts positions and removes repeats, as openings need them.
   *
   * @param positions as drawn
   * @return the same positions, increasing, each once
   */
  public static int[] sortedDistinct(int[] positions) {
    return Arrays.stream(positions).sorted().distinct().toArray();
  }

  private void mix(Digest mixed, Operation operation) {
    digest = listener == null ? mixed : listener.absorbed(label, digest, mixed);
    nDraws = 0;
    tell(operation);
  }

  private int[] nextWords() {
    Blake2s hash = new Blake2s().absorb(digest).absorb(nDraws++).absorb(new byte[] {0});
    return hash.digest().toWords();
  }

  /** Words of 2P and above would favour the two smallest elements, so such a draw is repeated. */
  private int[] nextBaseFelts() {
    while (true) {
      int[] words = nextWords();
      boolean uniform = true;
      for (int i = 0; i < words.length; i++) {
        uniform &= Integer.compareUnsigned(words[i], 2 * M31.P) < 0;
        words[i] = Integer.remainderUnsigned(words[i], M31.P);
      }
      if (uniform) {
        return words;
      }
    }
  }

  private void tell(Operation operation) {
    if (listener != null) {
      listener.onOperation(label, operation, digest);
    }
    label = "";
  }
}
