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

  /** Where a price stands; what has no name here is only summed. */
  static final int CONSTANT = 0;

  static final int ACTIVE_ROWS = 1;
  static final int NODES = 3;
  static final int SAMPLES = 4;
  static final int QUOTIENTS = 5;
  static final int VALUES = 6;
  static final int WEIGHED = 7;
  static final int TREE_NODES = 8;
  static final int BLOCKS = 9;
  static final int FOLDED = 10;
  static final int LAST_PRODUCTS = 11;
  static final int LAST_COEFFICIENTS = 12;
  static final int LAYERS = 13;

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
      case BLAKE2S -> each[TREE_NODES] = BLAKE_NODE;
      case POSEIDON252 -> {
        each[TREE_NODES] = POSEIDON_NODE;
        each[BLOCKS] = POSEIDON_BLOCK;
      }
    }
    return new Prices(each);
  }

  /** Prices a count of one kind. */
  double gas(int which, double count) {
    return each[which] * count;
  }

  /** Prices all counts. */
  double gas(double... counts) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += each[i] * counts[i];
    }
    return sum;
  }
}
