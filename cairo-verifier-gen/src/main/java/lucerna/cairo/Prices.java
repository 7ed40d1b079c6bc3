package lucerna.cairo;

import java.util.Arrays;
import lucerna.fri.hash.TreeHash;

/**
 * Gas by what it goes into, in the order of {@link CostModel#counts}: constant, active rows, gas of
 * public columns by {@link PublicPrices}, nodes of the program, samples, positions times batches,
 * opened values, weighed values, nodes of trees, blocks of leaves, folded values, products of the
 * last layer, its coefficients, layers.
 *
 * <p>Fitted by least squares of relative errors, held near the prices of single operations, to 23
 * packages (digits, accuracy, cnn and two small models; 28 to 120 queries; both hashes of the
 * chain; compiler 2.21.0): 1.8 % off on average (root mean square), 4.0 % at most.
 */
final class Prices {
  private static final double[] BLAKE_248 = {
    4_691_504, 23_761, 1, 8_311, 32_166, 156_936, 2_209, 1_929, 26_399, 5_067, 25_012, 2_361, 3_196,
    145_819
  };

  private static final int NODES = 8;
  private static final int BLOCKS = 9;

  /* The digests of 32 bytes are read word by word, those of Poseidon as they are. */
  private static final double BLAKE_NODE = 29_500;
  private static final double POSEIDON_NODE = 11_256;
  private static final double POSEIDON_BLOCK = 4_177;

  private final double[] each;

  private Prices(double... each) {
    this.each = each;
  }

  static Prices of(TreeHash hash) {
    double[] each = Arrays.copyOf(BLAKE_248, BLAKE_248.length);
    switch (hash) {
      case BLAKE2S_248 -> {}
      case BLAKE2S -> each[NODES] = BLAKE_NODE;
      case POSEIDON252 -> {
        each[NODES] = POSEIDON_NODE;
        each[BLOCKS] = POSEIDON_BLOCK;
      }
    }
    return new Prices(each);
  }

  double gas(double... counts) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += each[i] * counts[i];
    }
    return sum;
  }
}
