package lucerna.field.simd;

import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.SecureColumn;
import lucerna.field.spi.FieldKernels;

/** Batch inversion with one exponentiation a block; see the scalar one for the formulas. */
final class VectorInverse {
  private static final int CHAINS = InverseLoops.CHAINS;
  private static final FieldKernels SCALAR = Kernels.scalar();

  /** Entries at once: the scratch columns fit the first-level cache. */
  private static final int BLOCK = 2048;

  private VectorInverse() {}

  static int invert(int[] values, int[] out, int from, int to) {
    int[] prefixes = new int[Math.min(BLOCK, to - from) + CHAINS];
    int[] below = new int[CHAINS];
    int end = from + (to - from) / CHAINS * CHAINS;
    for (int start = from; start < end; start += BLOCK) {
      int length = Math.min(BLOCK, end - start);
      InverseLoops.prefixes(values, start, prefixes, length);
      if (!invertChains(prefixes, length, below)) {
        return firstZero(values, start, start + length);
      }
      InverseLoops.suffixes(values, out, start, prefixes, length);
    }
    return end == to ? -1 : SCALAR.batchInverse(values, out, end, to);
  }

  /** Inverts the chains' products; says false when one of them is 0. */
  private static boolean invertChains(int[] prefixes, int at, int[] below) {
    int product = 1;
    for (int i = 0; i < CHAINS; i++) {
      below[i] = product;
      product = M31.mul(product, prefixes[at + i]);
    }
    if (product == 0) {
      return false;
    }
    int inverse = M31.inverse(product);
    for (int i = CHAINS - 1; i >= 0; i--) {
      int total = prefixes[at + i];
      prefixes[at + i] = M31.mul(inverse, below[i]);
      inverse = M31.mul(inverse, total);
    }
    return true;
  }

  private static int firstZero(int[] values, int from, int to) {
    int i = from;
    while (i < to && values[i] != 0) {
      i++;
    }
    return i;
  }

  static int invert(SecureColumn values, SecureColumn out, int from, int to) {
    int end = from + (to - from) / CHAINS * CHAINS;
    int zero = VectorSecure.invert(values, out, from, end);
    return zero >= 0 || end == to ? zero : SCALAR.batchInverse(values, out, end, to);
  }
}
