package lucerna.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The round keys of AES-256 as the kernel {@code secretWords} reads them: planes of bits, the same
 * key in both of its blocks. Nothing here branches or indexes by a secret.
 */
final class AesPlanes {
  /** Number of words of a key's planes. */
  static final int WORDS = 15 * 8;

  private static final int KEY_WORDS = 8;
  private static final int ROUND_WORDS = 4;
  private static final int ROUND_KEYS = 15;

  /* x^8 of the field's polynomial x^8 + x^4 + x^3 + x + 1, and the S-box's constant. */
  private static final int REDUCTION = 0x1b;
  private static final int AFFINE = 0x63;
  private static final int[] MASKS = {0x55555555, 0x33333333, 0x0f0f0f0f};

  private AesPlanes() {}

  /**
   * Expands a key.
   *
   * @param key 32 bytes
   * @return eight planes for each of 15 rounds
   */
  static int[] of(byte[] key) {
    int[] schedule = schedule(key);
    int[] planes = new int[WORDS];
    for (int round = 0; round < ROUND_KEYS; round++) {
      int[] own = new int[8];
      for (int word = 0; word < own.length; word++) {
        own[word] = schedule[ROUND_WORDS * round + word % ROUND_WORDS];
      }
      transpose(own);
      System.arraycopy(own, 0, planes, own.length * round, own.length);
    }
    return planes;
  }

  /** FIPS 197, section 5.2; words are little-endian. */
  private static int[] schedule(byte[] key) {
    if (key.length != KEY_WORDS * Integer.BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
    }
    int[] words = new int[ROUND_WORDS * ROUND_KEYS];
    ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words, 0, KEY_WORDS);
    int constant = 1;
    for (int i = KEY_WORDS; i < words.length; i++) {
      int last = words[i - 1];
      if (i % KEY_WORDS == 0) {
        last = substituted(Integer.rotateRight(last, 8)) ^ constant;
        constant <<= 1;
      } else if (i % ROUND_WORDS == 0) {
        last = substituted(last);
      }
      words[i] = words[i - KEY_WORDS] ^ last;
    }
    return words;
  }

  private static int substituted(int word) {
    int out = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out |= sBox((word >>> shift) & 0xff) << shift;
    }
    return out;
  }

  /** The inverse x^254 (0 of 0), then the affine map. */
  private static int sBox(int x) {
    int inverse = 1;
    int power = x;
    for (int bit = 1; bit < Byte.SIZE; bit++) {
      power = multiplied(power, power);
      inverse = multiplied(inverse, power);
    }
    int twice = inverse | (inverse << Byte.SIZE);
    int sums = inverse ^ (twice >>> 4) ^ (twice >>> 5) ^ (twice >>> 6) ^ (twice >>> 7);
    return (sums & 0xff) ^ AFFINE;
  }

  private static int multiplied(int a, int b) {
    int product = 0;
    int shifted = a;
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      product ^= shifted & -((b >>> bit) & 1);
      shifted = ((shifted << 1) ^ (REDUCTION & -(shifted >>> 7))) & 0xff;
    }
    return product;
  }

  /** Exchanges the bits of a word's number with the low bits of a bit's number. */
  private static void transpose(int... words) {
    for (int step = 0; step < MASKS.length; step++) {
      int apart = 1 << step;
      for (int low = 0; low < words.length; low++) {
        if ((low & apart) == 0) {
          int swapped = ((words[low] >>> apart) ^ words[low + apart]) & MASKS[step];
          words[low + apart] ^= swapped;
          words[low] ^= swapped << apart;
        }
      }
    }
  }
}
