package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import lucerna.fri.hash.Digest;

/** Packs words into felts: docs/on-chain.md. */
final class Packing {
  /** The prime of Starknet's field. */
  static final BigInteger PRIME =
      BigInteger.TWO
          .pow(251)
          .add(BigInteger.valueOf(17).multiply(BigInteger.TWO.pow(192)))
          .add(BigInteger.ONE);

  private static final int ELEMENT_BITS = 31;
  private static final int ELEMENTS = 8;
  private static final int WORDS = 7;

  private Packing() {}

  /** Eight elements of M31 a felt, the first one lowest. */
  static List<String> elements(int... values) {
    return pack(ELEMENTS, ELEMENT_BITS, values);
  }

  /** Seven words a felt, the first one lowest. */
  static List<String> words(int... values) {
    return pack(WORDS, Integer.SIZE, values);
  }

  /** A digest that is one felt, the first byte lowest. */
  static String digest(Digest digest) {
    BigInteger felt = BigInteger.ZERO;
    int[] words = digest.toWords();
    for (int i = words.length - 1; i >= 0; i--) {
      felt = felt.shiftLeft(Integer.SIZE).or(BigInteger.valueOf(words[i] & 0xffff_ffffL));
    }
    return "0x" + felt.toString(16);
  }

  private static List<String> pack(int each, int bits, int... values) {
    var felts = new ArrayList<String>();
    for (int from = 0; from < values.length; from += each) {
      BigInteger felt = BigInteger.ZERO;
      for (int i = Math.min(values.length, from + each) - 1; i >= from; i--) {
        felt = felt.shiftLeft(bits).or(BigInteger.valueOf(values[i] & 0xffff_ffffL));
      }
      felts.add("0x" + felt.toString(16));
    }
    return felts;
  }
}
