package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products in Starknet's field, by Montgomery's reduction; see {@link FeltLanes}.
 *
 * <p>Word by word of one factor: with p = 1 modulo 2^192 the multiple of p that clears the lowest
 * word of a sum is that word itself, so the reduction takes no product. It is taken away, and p is
 * added in the end; carries are signed. The sum stays in registers over the turns of a loop; all
 * turns in one body are too long for the first compiler.
 */
final class FeltProduct {
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = FeltLanes.COUNT;
  private static final int BITS = FeltLanes.BITS;
  private static final long MASK = FeltLanes.MASK;
  private static final long LOW = 0xffffffffL;
  private static final long P6 = FeltLanes.P6;
  private static final long P8 = FeltLanes.P8;
  private static final int TOP = FeltLanes.TOP;

  private FeltProduct() {}

  /**
   * Writes x y / 2^252 modulo p: for x below B p and y below C p it is positive and below about (B
   * C / 2 + 1) p. Results may overwrite factors.
   */
  static void product(long[] left, long[] right, long[] out, int to) {
    for (int i = 0; i < to; i += FeltLanes.WORDS) {
      LongVector y0 = LongVector.fromArray(LONGS, right, i + 0 * LANES);
      LongVector y1 = LongVector.fromArray(LONGS, right, i + 1 * LANES);
      LongVector y2 = LongVector.fromArray(LONGS, right, i + 2 * LANES);
      LongVector y3 = LongVector.fromArray(LONGS, right, i + 3 * LANES);
      LongVector y4 = LongVector.fromArray(LONGS, right, i + 4 * LANES);
      LongVector y5 = LongVector.fromArray(LONGS, right, i + 5 * LANES);
      LongVector y6 = LongVector.fromArray(LONGS, right, i + 6 * LANES);
      LongVector y7 = LongVector.fromArray(LONGS, right, i + 7 * LANES);
      LongVector y8 = LongVector.fromArray(LONGS, right, i + 8 * LANES);
      LongVector t0 = LongVector.zero(LONGS);
      LongVector t1 = t0;
      LongVector t2 = t0;
      LongVector t3 = t0;
      LongVector t4 = t0;
      LongVector t5 = t0;
      LongVector t6 = t0;
      LongVector t7 = t0;
      for (int j = i; j < i + FeltLanes.WORDS; j += LANES) {
        LongVector x = LongVector.fromArray(LONGS, left, j);
        LongVector t = t0.add(x.lanewise(AND, LOW).mul(y0.lanewise(AND, LOW)));
        LongVector m = t.lanewise(AND, MASK);
        t0 = t1.add(x.lanewise(AND, LOW).mul(y1.lanewise(AND, LOW))).add(t.lanewise(ASHR, BITS));
        t1 = t2.add(x.lanewise(AND, LOW).mul(y2.lanewise(AND, LOW)));
        t2 = t3.add(x.lanewise(AND, LOW).mul(y3.lanewise(AND, LOW)));
        t3 = t4.add(x.lanewise(AND, LOW).mul(y4.lanewise(AND, LOW)));
        t4 = t5.add(x.lanewise(AND, LOW).mul(y5.lanewise(AND, LOW)));
        t5 = t6.add(x.lanewise(AND, LOW).mul(y6.lanewise(AND, LOW))).sub(m.lanewise(LSHL, 24));
        t6 = t7.add(x.lanewise(AND, LOW).mul(y7.lanewise(AND, LOW))).sub(m);
        t7 = x.lanewise(AND, LOW).mul(y8.lanewise(AND, LOW)).sub(m.lanewise(LSHL, TOP));
      }
      LongVector u0 = t0.add(1);
      LongVector u1 = u0.lanewise(ASHR, BITS).add(t1);
      LongVector u2 = u1.lanewise(ASHR, BITS).add(t2);
      LongVector u3 = u2.lanewise(ASHR, BITS).add(t3);
      LongVector u4 = u3.lanewise(ASHR, BITS).add(t4);
      LongVector u5 = u4.lanewise(ASHR, BITS).add(t5);
      LongVector u6 = u5.lanewise(ASHR, BITS).add(t6).add(P6);
      LongVector u7 = u6.lanewise(ASHR, BITS).add(t7).add(1);
      u0.lanewise(AND, MASK).intoArray(out, i + 0 * LANES);
      u1.lanewise(AND, MASK).intoArray(out, i + 1 * LANES);
      u2.lanewise(AND, MASK).intoArray(out, i + 2 * LANES);
      u3.lanewise(AND, MASK).intoArray(out, i + 3 * LANES);
      u4.lanewise(AND, MASK).intoArray(out, i + 4 * LANES);
      u5.lanewise(AND, MASK).intoArray(out, i + 5 * LANES);
      u6.lanewise(AND, MASK).intoArray(out, i + 6 * LANES);
      u7.lanewise(AND, MASK).intoArray(out, i + 7 * LANES);
      u7.lanewise(ASHR, BITS).add(P8).intoArray(out, i + 8 * LANES);
    }
  }
}
