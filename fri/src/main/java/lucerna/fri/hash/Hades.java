package lucerna.fri.hash;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The numbers of the permutation that Starknet's Poseidon builtin computes: 4 full rounds, 83
 * partial ones and 4 full ones on three elements; the S-box is {@code x^3}, in partial rounds of
 * the last element alone; the matrix is {@code (3 1 1), (1 -1 1), (1 1 -2)}. Grassi, Khovratovich,
 * Rechberger, Roy, Schofnegger: Poseidon, ePrint 2019/458.
 */
public final class Hades {
  /** Elements of a state. */
  public static final int WIDTH = 3;

  /** Full rounds before the partial ones, and again after them. */
  public static final int FULL = 4;

  /** Partial rounds. */
  public static final int PARTIAL = 83;

  /** All rounds. */
  public static final int ROUNDS = 2 * FULL + PARTIAL;

  /** The field's prime, {@code 2^251 + 17 2^192 + 1}. */
  public static final BigInteger PRIME =
      BigInteger.valueOf(Felt252.P3).shiftLeft(3 * Long.SIZE).setBit(0);

  private Hades() {}

  /**
   * Returns a constant.
   *
   * @param i its number, {@code 3 r + k} for element k in round r
   * @return SHA-256 of {@code "Hades" + i}, read with the first byte highest, modulo the prime
   */
  public static BigInteger constant(int i) {
    try {
      byte[] text = ("Hades" + i).getBytes(StandardCharsets.US_ASCII);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return new BigInteger(1, hash).mod(PRIME);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
