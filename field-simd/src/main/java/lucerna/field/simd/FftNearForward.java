package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import lucerna.field.M31;

/**
 * The FFT's evaluation in the layers within two vectors: the way of {@link FftNearInverse}
 * backwards, one or two pairs of vectors in turns.
 */
final class FftNearForward {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final long HIGH = 0xffffffff00000000L;

  private static final IntVector FRONT = Lanes.FRONT;
  private static final IntVector BACK = Lanes.BACK;

  /** Where the twiddles of layers 0 to 2 lie in a window of their tables. */
  private static final IntVector AT0 = Lanes.lanes(j -> j >> 2 << 1 | (~j >> 1 & 1));

  private static final IntVector AT1 = Lanes.lanes(j -> j & (LANES / 2 - 1));
  private static final IntVector AT2 = Lanes.lanes(j -> j & (LANES / 4 - 1));

  /** Negates the doubles of y and x in layer 0, whose factors are y, -y, -x, x. */
  private static final IntVector SIGNS = Lanes.lanes(j -> (j + 1 & 2) == 0 ? 0 : -2);

  private FftNearForward() {}

  /** Evaluates the layers down to 2; leaves the entries where the next layers look for them. */
  static void first(int[] v, int from, int to, int[][] t) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    int[] t2 = t[logSize - 1];
    int[] t3 = t[logSize - 2];
    int[] last = t[logSize - Lanes.LOG + 1];
    for (int i = from, block = from / (2 * LANES); i < to; i += 2 * LANES, block++) {
      IntVector firsta = IntVector.fromArray(INTS, v, i);
      IntVector seconda = IntVector.fromArray(INTS, v, i + LANES);
      IntVector w4a = IntVector.broadcast(INTS, last[block] << 1);
      LongVector l4a = w4a.reinterpretAsLongs();
      LongVector d4al = seconda.reinterpretAsLongs();
      LongVector d4ae = d4al.lanewise(AND, LOW).mul(l4a.lanewise(AND, LOW));
      LongVector d4ao = d4al.lanewise(LSHR, 32).mul(l4a.lanewise(AND, LOW));
      IntVector d4ah = d4ae.lanewise(LSHR, 32).or(d4ao.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4au = d4ah.add(seconda.mul(w4a).lanewise(LSHR, 1));
      IntVector d4a = d4au.lanewise(UMIN, d4au.sub(P));
      IntVector s4au = firsta.add(d4a);
      IntVector s4a = s4au.lanewise(UMIN, s4au.sub(P));
      IntVector g4au = firsta.sub(d4a);
      IntVector g4a = g4au.lanewise(UMIN, g4au.add(P));
      firsta = FRONT.selectFrom(s4a, g4a);
      seconda = BACK.selectFrom(s4a, g4a);
      if (LANES >= 16) {
        LongVector l3a =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 1] << 33 | (long) t3[2 * block] << 1);
        IntVector w3a = l3a.reinterpretAsInts();
        LongVector d3al = seconda.reinterpretAsLongs();
        LongVector d3ae = d3al.lanewise(AND, LOW).mul(l3a.lanewise(AND, LOW));
        LongVector d3ao = d3al.lanewise(LSHR, 32).mul(l3a.lanewise(LSHR, 32));
        IntVector d3ah = d3ae.lanewise(LSHR, 32).or(d3ao.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3au = d3ah.add(seconda.mul(w3a).lanewise(LSHR, 1));
        IntVector d3a = d3au.lanewise(UMIN, d3au.sub(P));
        IntVector s3au = firsta.add(d3a);
        IntVector s3a = s3au.lanewise(UMIN, s3au.sub(P));
        IntVector g3au = firsta.sub(d3a);
        IntVector g3a = g3au.lanewise(UMIN, g3au.add(P));
        firsta = FRONT.selectFrom(s3a, g3a);
        seconda = BACK.selectFrom(s3a, g3a);
      }
      if (LANES >= 8) {
        IntVector w2a =
            AT2.selectFrom(IntVector.fromArray(INTS, t2, block * (LANES / 4))).lanewise(LSHL, 1);
        LongVector l2a = w2a.reinterpretAsLongs();
        LongVector d2al = seconda.reinterpretAsLongs();
        LongVector d2ae = d2al.lanewise(AND, LOW).mul(l2a.lanewise(AND, LOW));
        LongVector d2ao = d2al.lanewise(LSHR, 32).mul(l2a.lanewise(LSHR, 32));
        IntVector d2ah = d2ae.lanewise(LSHR, 32).or(d2ao.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2au = d2ah.add(seconda.mul(w2a).lanewise(LSHR, 1));
        IntVector d2a = d2au.lanewise(UMIN, d2au.sub(P));
        IntVector s2au = firsta.add(d2a);
        IntVector s2a = s2au.lanewise(UMIN, s2au.sub(P));
        IntVector g2au = firsta.sub(d2a);
        IntVector g2a = g2au.lanewise(UMIN, g2au.add(P));
        firsta = FRONT.selectFrom(s2a, g2a);
        seconda = BACK.selectFrom(s2a, g2a);
      }
      firsta.intoArray(v, i);
      seconda.intoArray(v, i + LANES);
    }
  }

  /** Evaluates layers 1 and 0. */
  static void last(int[] v, int from, int to, int[][] t) {
    int[] t0 = t[Integer.numberOfTrailingZeros(v.length)];
    for (int i = from, block = from / (2 * LANES); i < to; i += 4 * LANES, block += 2) {
      IntVector firsta = IntVector.fromArray(INTS, v, i);
      IntVector seconda = IntVector.fromArray(INTS, v, i + LANES);
      IntVector firstb = IntVector.fromArray(INTS, v, i + 2 * LANES);
      IntVector secondb = IntVector.fromArray(INTS, v, i + 3 * LANES);
      IntVector windowa = IntVector.fromArray(INTS, t0, block * (LANES / 2)).lanewise(LSHL, 1);
      IntVector windowb =
          IntVector.fromArray(INTS, t0, (block + 1) * (LANES / 2)).lanewise(LSHL, 1);
      IntVector w1a = AT1.selectFrom(windowa);
      LongVector l1a = w1a.reinterpretAsLongs();
      IntVector w1b = AT1.selectFrom(windowb);
      LongVector l1b = w1b.reinterpretAsLongs();
      LongVector d1al = seconda.reinterpretAsLongs();
      LongVector d1ae = d1al.lanewise(AND, LOW).mul(l1a.lanewise(AND, LOW));
      LongVector d1ao = d1al.lanewise(LSHR, 32).mul(l1a.lanewise(LSHR, 32));
      IntVector d1ah = d1ae.lanewise(LSHR, 32).or(d1ao.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1au = d1ah.add(seconda.mul(w1a).lanewise(LSHR, 1));
      IntVector d1a = d1au.lanewise(UMIN, d1au.sub(P));
      LongVector d1bl = secondb.reinterpretAsLongs();
      LongVector d1be = d1bl.lanewise(AND, LOW).mul(l1b.lanewise(AND, LOW));
      LongVector d1bo = d1bl.lanewise(LSHR, 32).mul(l1b.lanewise(LSHR, 32));
      IntVector d1bh = d1be.lanewise(LSHR, 32).or(d1bo.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1bu = d1bh.add(secondb.mul(w1b).lanewise(LSHR, 1));
      IntVector d1b = d1bu.lanewise(UMIN, d1bu.sub(P));
      IntVector s1au = firsta.add(d1a);
      IntVector s1a = s1au.lanewise(UMIN, s1au.sub(P));
      IntVector g1au = firsta.sub(d1a);
      IntVector g1a = g1au.lanewise(UMIN, g1au.add(P));
      IntVector s1bu = firstb.add(d1b);
      IntVector s1b = s1bu.lanewise(UMIN, s1bu.sub(P));
      IntVector g1bu = firstb.sub(d1b);
      IntVector g1b = g1bu.lanewise(UMIN, g1bu.add(P));
      firsta = FRONT.selectFrom(s1a, g1a);
      seconda = BACK.selectFrom(s1a, g1a);
      firstb = FRONT.selectFrom(s1b, g1b);
      secondb = BACK.selectFrom(s1b, g1b);
      IntVector w0a = AT0.selectFrom(windowa).lanewise(XOR, SIGNS);
      LongVector l0a = w0a.reinterpretAsLongs();
      IntVector w0b = AT0.selectFrom(windowb).lanewise(XOR, SIGNS);
      LongVector l0b = w0b.reinterpretAsLongs();
      LongVector d0al = seconda.reinterpretAsLongs();
      LongVector d0ae = d0al.lanewise(AND, LOW).mul(l0a.lanewise(AND, LOW));
      LongVector d0ao = d0al.lanewise(LSHR, 32).mul(l0a.lanewise(LSHR, 32));
      IntVector d0ah = d0ae.lanewise(LSHR, 32).or(d0ao.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0au = d0ah.add(seconda.mul(w0a).lanewise(LSHR, 1));
      IntVector d0a = d0au.lanewise(UMIN, d0au.sub(P));
      LongVector d0bl = secondb.reinterpretAsLongs();
      LongVector d0be = d0bl.lanewise(AND, LOW).mul(l0b.lanewise(AND, LOW));
      LongVector d0bo = d0bl.lanewise(LSHR, 32).mul(l0b.lanewise(LSHR, 32));
      IntVector d0bh = d0be.lanewise(LSHR, 32).or(d0bo.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0bu = d0bh.add(secondb.mul(w0b).lanewise(LSHR, 1));
      IntVector d0b = d0bu.lanewise(UMIN, d0bu.sub(P));
      IntVector s0au = firsta.add(d0a);
      IntVector s0a = s0au.lanewise(UMIN, s0au.sub(P));
      IntVector g0au = firsta.sub(d0a);
      IntVector g0a = g0au.lanewise(UMIN, g0au.add(P));
      IntVector s0bu = firstb.add(d0b);
      IntVector s0b = s0bu.lanewise(UMIN, s0bu.sub(P));
      IntVector g0bu = firstb.sub(d0b);
      IntVector g0b = g0bu.lanewise(UMIN, g0bu.add(P));
      firsta = FRONT.selectFrom(s0a, g0a);
      seconda = BACK.selectFrom(s0a, g0a);
      firstb = FRONT.selectFrom(s0b, g0b);
      secondb = BACK.selectFrom(s0b, g0b);
      firsta.intoArray(v, i);
      seconda.intoArray(v, i + LANES);
      firstb.intoArray(v, i + 2 * LANES);
      secondb.intoArray(v, i + 3 * LANES);
    }
  }
}
