package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The linear layer of Hades, and sums brought back to short words; see {@link FeltLanes}.
 *
 * <p>Sums are words of any sign below 2^58. What lies above 2^251 of one, q, is taken away as q p,
 * which is q 2^251 and little more; a constant that holds p keeps the result positive: it is above
 * p - 2^225 and below 2 p + 2^226.
 */
final class FeltSums {
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = FeltLanes.COUNT;
  private static final int BITS = FeltLanes.BITS;
  private static final long MASK = FeltLanes.MASK;
  private static final int TOP = FeltLanes.TOP;

  private FeltSums() {}

  /**
   * With t the sum of a, b and the cubes: a becomes t + 2 a, b becomes t - 2 b, both as words of
   * any size, and c becomes t - 3 cubes and a constant, in short words.
   *
   * @param constants holds the constant and p, word by word
   * @param at where
   */
  static void mix(long[] a, long[] b, long[] c, long[] cubes, int to, long[] constants, int at) {
    for (int i = 0; i < to; i += FeltLanes.WORDS) {
      LongVector a0 = LongVector.fromArray(LONGS, a, i + 0 * LANES);
      LongVector a1 = LongVector.fromArray(LONGS, a, i + 1 * LANES);
      LongVector a2 = LongVector.fromArray(LONGS, a, i + 2 * LANES);
      LongVector a3 = LongVector.fromArray(LONGS, a, i + 3 * LANES);
      LongVector a4 = LongVector.fromArray(LONGS, a, i + 4 * LANES);
      LongVector a5 = LongVector.fromArray(LONGS, a, i + 5 * LANES);
      LongVector a6 = LongVector.fromArray(LONGS, a, i + 6 * LANES);
      LongVector a7 = LongVector.fromArray(LONGS, a, i + 7 * LANES);
      LongVector a8 = LongVector.fromArray(LONGS, a, i + 8 * LANES);
      LongVector b0 = LongVector.fromArray(LONGS, b, i + 0 * LANES);
      LongVector b1 = LongVector.fromArray(LONGS, b, i + 1 * LANES);
      LongVector b2 = LongVector.fromArray(LONGS, b, i + 2 * LANES);
      LongVector b3 = LongVector.fromArray(LONGS, b, i + 3 * LANES);
      LongVector b4 = LongVector.fromArray(LONGS, b, i + 4 * LANES);
      LongVector b5 = LongVector.fromArray(LONGS, b, i + 5 * LANES);
      LongVector b6 = LongVector.fromArray(LONGS, b, i + 6 * LANES);
      LongVector b7 = LongVector.fromArray(LONGS, b, i + 7 * LANES);
      LongVector b8 = LongVector.fromArray(LONGS, b, i + 8 * LANES);
      LongVector c0 = LongVector.fromArray(LONGS, cubes, i + 0 * LANES);
      LongVector c1 = LongVector.fromArray(LONGS, cubes, i + 1 * LANES);
      LongVector c2 = LongVector.fromArray(LONGS, cubes, i + 2 * LANES);
      LongVector c3 = LongVector.fromArray(LONGS, cubes, i + 3 * LANES);
      LongVector c4 = LongVector.fromArray(LONGS, cubes, i + 4 * LANES);
      LongVector c5 = LongVector.fromArray(LONGS, cubes, i + 5 * LANES);
      LongVector c6 = LongVector.fromArray(LONGS, cubes, i + 6 * LANES);
      LongVector c7 = LongVector.fromArray(LONGS, cubes, i + 7 * LANES);
      LongVector c8 = LongVector.fromArray(LONGS, cubes, i + 8 * LANES);
      LongVector s0 = a0.add(b0);
      LongVector u0 = a0.add(c0);
      s0.add(a0).add(u0).intoArray(a, i + 0 * LANES);
      u0.sub(b0).intoArray(b, i + 0 * LANES);
      LongVector v0 = s0.sub(c0).sub(c0).add(constants[at + 0]);
      LongVector s1 = a1.add(b1);
      LongVector u1 = a1.add(c1);
      s1.add(a1).add(u1).intoArray(a, i + 1 * LANES);
      u1.sub(b1).intoArray(b, i + 1 * LANES);
      LongVector v1 = s1.sub(c1).sub(c1).add(constants[at + 1]);
      LongVector s2 = a2.add(b2);
      LongVector u2 = a2.add(c2);
      s2.add(a2).add(u2).intoArray(a, i + 2 * LANES);
      u2.sub(b2).intoArray(b, i + 2 * LANES);
      LongVector v2 = s2.sub(c2).sub(c2).add(constants[at + 2]);
      LongVector s3 = a3.add(b3);
      LongVector u3 = a3.add(c3);
      s3.add(a3).add(u3).intoArray(a, i + 3 * LANES);
      u3.sub(b3).intoArray(b, i + 3 * LANES);
      LongVector v3 = s3.sub(c3).sub(c3).add(constants[at + 3]);
      LongVector s4 = a4.add(b4);
      LongVector u4 = a4.add(c4);
      s4.add(a4).add(u4).intoArray(a, i + 4 * LANES);
      u4.sub(b4).intoArray(b, i + 4 * LANES);
      LongVector v4 = s4.sub(c4).sub(c4).add(constants[at + 4]);
      LongVector s5 = a5.add(b5);
      LongVector u5 = a5.add(c5);
      s5.add(a5).add(u5).intoArray(a, i + 5 * LANES);
      u5.sub(b5).intoArray(b, i + 5 * LANES);
      LongVector v5 = s5.sub(c5).sub(c5).add(constants[at + 5]);
      LongVector s6 = a6.add(b6);
      LongVector u6 = a6.add(c6);
      s6.add(a6).add(u6).intoArray(a, i + 6 * LANES);
      u6.sub(b6).intoArray(b, i + 6 * LANES);
      LongVector v6 = s6.sub(c6).sub(c6).add(constants[at + 6]);
      LongVector s7 = a7.add(b7);
      LongVector u7 = a7.add(c7);
      s7.add(a7).add(u7).intoArray(a, i + 7 * LANES);
      u7.sub(b7).intoArray(b, i + 7 * LANES);
      LongVector v7 = s7.sub(c7).sub(c7).add(constants[at + 7]);
      LongVector s8 = a8.add(b8);
      LongVector u8 = a8.add(c8);
      s8.add(a8).add(u8).intoArray(a, i + 8 * LANES);
      u8.sub(b8).intoArray(b, i + 8 * LANES);
      LongVector v8 = s8.sub(c8).sub(c8).add(constants[at + 8]);
      LongVector q = v7.lanewise(ASHR, BITS).add(v8).lanewise(ASHR, TOP);
      LongVector t0 = v0.sub(q);
      LongVector t1 = t0.lanewise(ASHR, BITS).add(v1);
      LongVector t2 = t1.lanewise(ASHR, BITS).add(v2);
      LongVector t3 = t2.lanewise(ASHR, BITS).add(v3);
      LongVector t4 = t3.lanewise(ASHR, BITS).add(v4);
      LongVector t5 = t4.lanewise(ASHR, BITS).add(v5);
      LongVector t6 = t5.lanewise(ASHR, BITS).add(v6).sub(q.lanewise(LSHL, 24));
      LongVector t7 = t6.lanewise(ASHR, BITS).add(v7).sub(q);
      LongVector t8 = t7.lanewise(ASHR, BITS).add(v8).sub(q.lanewise(LSHL, TOP));
      t0.lanewise(AND, MASK).intoArray(c, i + 0 * LANES);
      t1.lanewise(AND, MASK).intoArray(c, i + 1 * LANES);
      t2.lanewise(AND, MASK).intoArray(c, i + 2 * LANES);
      t3.lanewise(AND, MASK).intoArray(c, i + 3 * LANES);
      t4.lanewise(AND, MASK).intoArray(c, i + 4 * LANES);
      t5.lanewise(AND, MASK).intoArray(c, i + 5 * LANES);
      t6.lanewise(AND, MASK).intoArray(c, i + 6 * LANES);
      t7.lanewise(AND, MASK).intoArray(c, i + 7 * LANES);
      t8.intoArray(c, i + 8 * LANES);
    }
  }

  /** Adds a constant and brings a sum to short words. */
  static void shorten(long[] x, int to, long[] constants, int at) {
    for (int i = 0; i < to; i += FeltLanes.WORDS) {
      LongVector v0 = LongVector.fromArray(LONGS, x, i + 0 * LANES).add(constants[at + 0]);
      LongVector v1 = LongVector.fromArray(LONGS, x, i + 1 * LANES).add(constants[at + 1]);
      LongVector v2 = LongVector.fromArray(LONGS, x, i + 2 * LANES).add(constants[at + 2]);
      LongVector v3 = LongVector.fromArray(LONGS, x, i + 3 * LANES).add(constants[at + 3]);
      LongVector v4 = LongVector.fromArray(LONGS, x, i + 4 * LANES).add(constants[at + 4]);
      LongVector v5 = LongVector.fromArray(LONGS, x, i + 5 * LANES).add(constants[at + 5]);
      LongVector v6 = LongVector.fromArray(LONGS, x, i + 6 * LANES).add(constants[at + 6]);
      LongVector v7 = LongVector.fromArray(LONGS, x, i + 7 * LANES).add(constants[at + 7]);
      LongVector v8 = LongVector.fromArray(LONGS, x, i + 8 * LANES).add(constants[at + 8]);
      LongVector q = v7.lanewise(ASHR, BITS).add(v8).lanewise(ASHR, TOP);
      LongVector t0 = v0.sub(q);
      LongVector t1 = t0.lanewise(ASHR, BITS).add(v1);
      LongVector t2 = t1.lanewise(ASHR, BITS).add(v2);
      LongVector t3 = t2.lanewise(ASHR, BITS).add(v3);
      LongVector t4 = t3.lanewise(ASHR, BITS).add(v4);
      LongVector t5 = t4.lanewise(ASHR, BITS).add(v5);
      LongVector t6 = t5.lanewise(ASHR, BITS).add(v6).sub(q.lanewise(LSHL, 24));
      LongVector t7 = t6.lanewise(ASHR, BITS).add(v7).sub(q);
      LongVector t8 = t7.lanewise(ASHR, BITS).add(v8).sub(q.lanewise(LSHL, TOP));
      t0.lanewise(AND, MASK).intoArray(x, i + 0 * LANES);
      t1.lanewise(AND, MASK).intoArray(x, i + 1 * LANES);
      t2.lanewise(AND, MASK).intoArray(x, i + 2 * LANES);
      t3.lanewise(AND, MASK).intoArray(x, i + 3 * LANES);
      t4.lanewise(AND, MASK).intoArray(x, i + 4 * LANES);
      t5.lanewise(AND, MASK).intoArray(x, i + 5 * LANES);
      t6.lanewise(AND, MASK).intoArray(x, i + 6 * LANES);
      t7.lanewise(AND, MASK).intoArray(x, i + 7 * LANES);
      t8.intoArray(x, i + 8 * LANES);
    }
  }
}
