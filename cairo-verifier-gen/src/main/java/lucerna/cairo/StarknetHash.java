package lucerna.cairo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Starknet's Poseidon of a list of felts, as {@code poseidon_hash_span} computes it; the
 * permutation is that of docs/protocol.md, section 3.
 */
final class StarknetHash {
  private static final int ROUNDS = 91;
  private static final int FULL = 4;
  private static final BigInteger[] CONSTANTS = constants();

  private StarknetHash() {}

  private static BigInteger[] constants() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      var constants = new BigInteger[3 * ROUNDS];
      for (int i = 0; i < constants.length; i++) {
        byte[] digest = sha.digest(("Hades" + i).getBytes(StandardCharsets.US_ASCII));
        constants[i] = new BigInteger(1, digest).mod(Packing.PRIME);
      }
      return constants;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Hashes felts: two at a time, and a one behind the last. */
  static BigInteger of(List<BigInteger> felts) {
    BigInteger[] state = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
    int i = 0;
    for (; i + 1 < felts.size(); i += 2) {
      state[0] = state[0].add(felts.get(i));
      state[1] = state[1].add(felts.get(i + 1));
      permute(state);
    }
    int end = 0;
    if (i < felts.size()) {
      state[end++] = state[0].add(felts.get(i));
    }
    state[end] = state[end].add(BigInteger.ONE);
    permute(state);
    return state[0];
  }

  /** Returns a short string as the felt that Cairo reads it as. */
  static BigInteger text(String text) {
    return new BigInteger(1, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void permute(BigInteger... state) {
    for (int round = 0; round < ROUNDS; round++) {
      boolean full = round < FULL || round >= ROUNDS - FULL;
      for (int k = 0; k < 3; k++) {
        BigInteger x = state[k].add(CONSTANTS[3 * round + k]).mod(Packing.PRIME);
        state[k] = full || k == 2 ? x.multiply(x).multiply(x) : x;
      }
      BigInteger sum = state[0].add(state[1]).add(state[2]);
      BigInteger a = sum.add(state[0].shiftLeft(1));
      BigInteger b = sum.subtract(state[1].shiftLeft(1));
      BigInteger c = sum.subtract(state[2].multiply(BigInteger.valueOf(3)));
      state[0] = a.mod(Packing.PRIME);
      state[1] = b.mod(Packing.PRIME);
      state[2] = c.mod(Packing.PRIME);
    }
  }
}
