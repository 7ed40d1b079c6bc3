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
 * The FFT's interpolation in the layers within two vectors: layers 0 to log of the lanes.
 *
 * <p>Of constant geometry (Pease): each layer puts the even entries of two vectors beside the odd
 * ones, and leaves the sums in the first and the differences in the second vector. That rotates the
 * bits of an entry's index by one, so after all layers every entry is back in its place. Bodies are
 * straight-line as in {@link FftForward}; the conditions on the number of lanes are constants.
 *
 * <p>A layer waits for the one before it, some 25 cycles each: four pairs of vectors in turns keep
 * the processor busy meanwhile.
 */
final class FftNearInverse {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final IntVector HIGHS = Lanes.HIGHS;
  private static final IntVector LOWS = Lanes.LOWS;

  private static final IntVector EVEN = Lanes.EVEN;
  private static final IntVector ODD = Lanes.ODD;

  /** Where the twiddles of layers 0 to 2 lie in a window of their tables. */
  private static final IntVector AT0 = Lanes.lanes(j -> j >> 2 << 1 | (~j >> 1 & 1));

  private static final IntVector AT1 = Lanes.lanes(j -> j & (LANES / 2 - 1));
  private static final IntVector AT2 = Lanes.lanes(j -> j & (LANES / 4 - 1));

  /** Negates the doubles of y and x in layer 0, whose factors are y, -y, -x, x. */
  private static final IntVector SIGNS = Lanes.lanes(j -> (j + 1 & 2) == 0 ? 0 : -2);

  private FftNearInverse() {}

  /** Interpolates layers 0 and 1; leaves the entries where the next layers look for them. */
  static void first(int[] v, int from, int to, int[][] t) {
    IntVector highs = from < 0 ? Lanes.EVEN : HIGHS;
    IntVector lows = from < 0 ? Lanes.EVEN : LOWS;
    IntVector at0 = from < 0 ? Lanes.EVEN : AT0;
    IntVector at1 = from < 0 ? Lanes.EVEN : AT1;
    IntVector even = from < 0 ? Lanes.EVEN : EVEN;
    IntVector odd = from < 0 ? Lanes.EVEN : ODD;
    int[] t0 = t[Integer.numberOfTrailingZeros(v.length)];
    for (int i = from, block = from / (2 * LANES); i < to; i += 8 * LANES, block += 4) {
      IntVector firsta = from < 0 ? highs : IntVector.fromArray(INTS, v, i);
      IntVector seconda = from < 0 ? highs : IntVector.fromArray(INTS, v, i + LANES);
      IntVector firstb = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 2 * LANES);
      IntVector secondb = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 3 * LANES);
      IntVector firstc = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 4 * LANES);
      IntVector secondc = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 5 * LANES);
      IntVector firstd = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 6 * LANES);
      IntVector secondd = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 7 * LANES);
      IntVector windowa =
          (from < 0 ? highs : IntVector.fromArray(INTS, t0, block * (LANES / 2))).lanewise(LSHL, 1);
      IntVector windowb =
          (from < 0 ? highs : IntVector.fromArray(INTS, t0, (block + 1) * (LANES / 2)))
              .lanewise(LSHL, 1);
      IntVector windowc =
          (from < 0 ? highs : IntVector.fromArray(INTS, t0, (block + 2) * (LANES / 2)))
              .lanewise(LSHL, 1);
      IntVector windowd =
          (from < 0 ? highs : IntVector.fromArray(INTS, t0, (block + 3) * (LANES / 2)))
              .lanewise(LSHL, 1);
      IntVector w0a = at0.selectFrom(windowa).lanewise(XOR, SIGNS);
      LongVector l0a = w0a.reinterpretAsLongs();
      LongVector le0a = l0a.lanewise(AND, LOW);
      LongVector lo0a = l0a.lanewise(LSHR, 32);
      IntVector w0b = at0.selectFrom(windowb).lanewise(XOR, SIGNS);
      LongVector l0b = w0b.reinterpretAsLongs();
      LongVector le0b = l0b.lanewise(AND, LOW);
      LongVector lo0b = l0b.lanewise(LSHR, 32);
      IntVector w0c = at0.selectFrom(windowc).lanewise(XOR, SIGNS);
      LongVector l0c = w0c.reinterpretAsLongs();
      LongVector le0c = l0c.lanewise(AND, LOW);
      LongVector lo0c = l0c.lanewise(LSHR, 32);
      IntVector w0d = at0.selectFrom(windowd).lanewise(XOR, SIGNS);
      LongVector l0d = w0d.reinterpretAsLongs();
      LongVector le0d = l0d.lanewise(AND, LOW);
      LongVector lo0d = l0d.lanewise(LSHR, 32);
      IntVector x0a = even.selectFrom(firsta, seconda);
      IntVector y0a = odd.selectFrom(firsta, seconda);
      IntVector x0b = even.selectFrom(firstb, secondb);
      IntVector y0b = odd.selectFrom(firstb, secondb);
      IntVector x0c = even.selectFrom(firstc, secondc);
      IntVector y0c = odd.selectFrom(firstc, secondc);
      IntVector x0d = even.selectFrom(firstd, secondd);
      IntVector y0d = odd.selectFrom(firstd, secondd);
      IntVector s0au = x0a.add(y0a);
      IntVector s0a = s0au.lanewise(UMIN, s0au.sub(P));
      IntVector g0au = x0a.sub(y0a);
      IntVector g0a = g0au.lanewise(UMIN, g0au.add(P));
      IntVector s0bu = x0b.add(y0b);
      IntVector s0b = s0bu.lanewise(UMIN, s0bu.sub(P));
      IntVector g0bu = x0b.sub(y0b);
      IntVector g0b = g0bu.lanewise(UMIN, g0bu.add(P));
      IntVector s0cu = x0c.add(y0c);
      IntVector s0c = s0cu.lanewise(UMIN, s0cu.sub(P));
      IntVector g0cu = x0c.sub(y0c);
      IntVector g0c = g0cu.lanewise(UMIN, g0cu.add(P));
      IntVector s0du = x0d.add(y0d);
      IntVector s0d = s0du.lanewise(UMIN, s0du.sub(P));
      IntVector g0du = x0d.sub(y0d);
      IntVector g0d = g0du.lanewise(UMIN, g0du.add(P));
      LongVector d0al = g0a.reinterpretAsLongs();
      IntVector d0ae = d0al.lanewise(AND, LOW).mul(le0a).reinterpretAsInts();
      IntVector d0ao = d0al.lanewise(LSHR, 32).mul(lo0a).reinterpretAsInts();
      IntVector d0au =
          highs.selectFrom(d0ae, d0ao).add(lows.selectFrom(d0ae, d0ao).lanewise(LSHR, 1));
      IntVector d0a = d0au.lanewise(UMIN, d0au.sub(P));
      LongVector d0bl = g0b.reinterpretAsLongs();
      IntVector d0be = d0bl.lanewise(AND, LOW).mul(le0b).reinterpretAsInts();
      IntVector d0bo = d0bl.lanewise(LSHR, 32).mul(lo0b).reinterpretAsInts();
      IntVector d0bu =
          highs.selectFrom(d0be, d0bo).add(lows.selectFrom(d0be, d0bo).lanewise(LSHR, 1));
      IntVector d0b = d0bu.lanewise(UMIN, d0bu.sub(P));
      LongVector d0cl = g0c.reinterpretAsLongs();
      IntVector d0ce = d0cl.lanewise(AND, LOW).mul(le0c).reinterpretAsInts();
      IntVector d0co = d0cl.lanewise(LSHR, 32).mul(lo0c).reinterpretAsInts();
      IntVector d0cu =
          highs.selectFrom(d0ce, d0co).add(lows.selectFrom(d0ce, d0co).lanewise(LSHR, 1));
      IntVector d0c = d0cu.lanewise(UMIN, d0cu.sub(P));
      LongVector d0dl = g0d.reinterpretAsLongs();
      IntVector d0de = d0dl.lanewise(AND, LOW).mul(le0d).reinterpretAsInts();
      IntVector d0do = d0dl.lanewise(LSHR, 32).mul(lo0d).reinterpretAsInts();
      IntVector d0du =
          highs.selectFrom(d0de, d0do).add(lows.selectFrom(d0de, d0do).lanewise(LSHR, 1));
      IntVector d0d = d0du.lanewise(UMIN, d0du.sub(P));
      firsta = s0a;
      seconda = d0a;
      firstb = s0b;
      secondb = d0b;
      firstc = s0c;
      secondc = d0c;
      firstd = s0d;
      secondd = d0d;
      IntVector w1a = at1.selectFrom(windowa);
      LongVector l1a = w1a.reinterpretAsLongs();
      LongVector le1a = l1a.lanewise(AND, LOW);
      LongVector lo1a = l1a.lanewise(LSHR, 32);
      IntVector w1b = at1.selectFrom(windowb);
      LongVector l1b = w1b.reinterpretAsLongs();
      LongVector le1b = l1b.lanewise(AND, LOW);
      LongVector lo1b = l1b.lanewise(LSHR, 32);
      IntVector w1c = at1.selectFrom(windowc);
      LongVector l1c = w1c.reinterpretAsLongs();
      LongVector le1c = l1c.lanewise(AND, LOW);
      LongVector lo1c = l1c.lanewise(LSHR, 32);
      IntVector w1d = at1.selectFrom(windowd);
      LongVector l1d = w1d.reinterpretAsLongs();
      LongVector le1d = l1d.lanewise(AND, LOW);
      LongVector lo1d = l1d.lanewise(LSHR, 32);
      IntVector x1a = even.selectFrom(firsta, seconda);
      IntVector y1a = odd.selectFrom(firsta, seconda);
      IntVector x1b = even.selectFrom(firstb, secondb);
      IntVector y1b = odd.selectFrom(firstb, secondb);
      IntVector x1c = even.selectFrom(firstc, secondc);
      IntVector y1c = odd.selectFrom(firstc, secondc);
      IntVector x1d = even.selectFrom(firstd, secondd);
      IntVector y1d = odd.selectFrom(firstd, secondd);
      IntVector s1au = x1a.add(y1a);
      IntVector s1a = s1au.lanewise(UMIN, s1au.sub(P));
      IntVector g1au = x1a.sub(y1a);
      IntVector g1a = g1au.lanewise(UMIN, g1au.add(P));
      IntVector s1bu = x1b.add(y1b);
      IntVector s1b = s1bu.lanewise(UMIN, s1bu.sub(P));
      IntVector g1bu = x1b.sub(y1b);
      IntVector g1b = g1bu.lanewise(UMIN, g1bu.add(P));
      IntVector s1cu = x1c.add(y1c);
      IntVector s1c = s1cu.lanewise(UMIN, s1cu.sub(P));
      IntVector g1cu = x1c.sub(y1c);
      IntVector g1c = g1cu.lanewise(UMIN, g1cu.add(P));
      IntVector s1du = x1d.add(y1d);
      IntVector s1d = s1du.lanewise(UMIN, s1du.sub(P));
      IntVector g1du = x1d.sub(y1d);
      IntVector g1d = g1du.lanewise(UMIN, g1du.add(P));
      LongVector d1al = g1a.reinterpretAsLongs();
      IntVector d1ae = d1al.lanewise(AND, LOW).mul(le1a).reinterpretAsInts();
      IntVector d1ao = d1al.lanewise(LSHR, 32).mul(lo1a).reinterpretAsInts();
      IntVector d1au =
          highs.selectFrom(d1ae, d1ao).add(lows.selectFrom(d1ae, d1ao).lanewise(LSHR, 1));
      IntVector d1a = d1au.lanewise(UMIN, d1au.sub(P));
      LongVector d1bl = g1b.reinterpretAsLongs();
      IntVector d1be = d1bl.lanewise(AND, LOW).mul(le1b).reinterpretAsInts();
      IntVector d1bo = d1bl.lanewise(LSHR, 32).mul(lo1b).reinterpretAsInts();
      IntVector d1bu =
          highs.selectFrom(d1be, d1bo).add(lows.selectFrom(d1be, d1bo).lanewise(LSHR, 1));
      IntVector d1b = d1bu.lanewise(UMIN, d1bu.sub(P));
      LongVector d1cl = g1c.reinterpretAsLongs();
      IntVector d1ce = d1cl.lanewise(AND, LOW).mul(le1c).reinterpretAsInts();
      IntVector d1co = d1cl.lanewise(LSHR, 32).mul(lo1c).reinterpretAsInts();
      IntVector d1cu =
          highs.selectFrom(d1ce, d1co).add(lows.selectFrom(d1ce, d1co).lanewise(LSHR, 1));
      IntVector d1c = d1cu.lanewise(UMIN, d1cu.sub(P));
      LongVector d1dl = g1d.reinterpretAsLongs();
      IntVector d1de = d1dl.lanewise(AND, LOW).mul(le1d).reinterpretAsInts();
      IntVector d1do = d1dl.lanewise(LSHR, 32).mul(lo1d).reinterpretAsInts();
      IntVector d1du =
          highs.selectFrom(d1de, d1do).add(lows.selectFrom(d1de, d1do).lanewise(LSHR, 1));
      IntVector d1d = d1du.lanewise(UMIN, d1du.sub(P));
      firsta = s1a;
      seconda = d1a;
      firstb = s1b;
      secondb = d1b;
      firstc = s1c;
      secondc = d1c;
      firstd = s1d;
      secondd = d1d;
      firsta.intoArray(v, i);
      seconda.intoArray(v, i + LANES);
      firstb.intoArray(v, i + 2 * LANES);
      secondb.intoArray(v, i + 3 * LANES);
      firstc.intoArray(v, i + 4 * LANES);
      secondc.intoArray(v, i + 5 * LANES);
      firstd.intoArray(v, i + 6 * LANES);
      secondd.intoArray(v, i + 7 * LANES);
    }
  }

  /**
   * Interpolates the other layers, and divides by 2^log: modulo P a rotation of the 31 bits. What
   * the last layer multiplies is divided by way of its factor.
   */
  static void last(int[] v, int from, int to, int[][] t, int log) {
    IntVector highs = from < 0 ? Lanes.EVEN : HIGHS;
    IntVector lows = from < 0 ? Lanes.EVEN : LOWS;
    IntVector at2 = from < 0 ? Lanes.EVEN : AT2;
    IntVector even = from < 0 ? Lanes.EVEN : EVEN;
    IntVector odd = from < 0 ? Lanes.EVEN : ODD;
    int logSize = Integer.numberOfTrailingZeros(v.length);
    int[] t2 = t[logSize - 1];
    int[] t3 = t[logSize - 2];
    int[] last = t[logSize - Lanes.LOG + 1];
    for (int i = from, block = from / (2 * LANES); i < to; i += 8 * LANES, block += 4) {
      IntVector firsta = from < 0 ? highs : IntVector.fromArray(INTS, v, i);
      IntVector seconda = from < 0 ? highs : IntVector.fromArray(INTS, v, i + LANES);
      IntVector firstb = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 2 * LANES);
      IntVector secondb = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 3 * LANES);
      IntVector firstc = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 4 * LANES);
      IntVector secondc = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 5 * LANES);
      IntVector firstd = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 6 * LANES);
      IntVector secondd = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 7 * LANES);
      if (LANES >= 8) {
        IntVector w2a =
            at2.selectFrom(from < 0 ? highs : IntVector.fromArray(INTS, t2, block * (LANES / 4)))
                .lanewise(LSHL, 1);
        LongVector l2a = w2a.reinterpretAsLongs();
        LongVector le2a = l2a.lanewise(AND, LOW);
        LongVector lo2a = l2a.lanewise(LSHR, 32);
        IntVector w2b =
            at2.selectFrom(
                    from < 0 ? highs : IntVector.fromArray(INTS, t2, (block + 1) * (LANES / 4)))
                .lanewise(LSHL, 1);
        LongVector l2b = w2b.reinterpretAsLongs();
        LongVector le2b = l2b.lanewise(AND, LOW);
        LongVector lo2b = l2b.lanewise(LSHR, 32);
        IntVector w2c =
            at2.selectFrom(
                    from < 0 ? highs : IntVector.fromArray(INTS, t2, (block + 2) * (LANES / 4)))
                .lanewise(LSHL, 1);
        LongVector l2c = w2c.reinterpretAsLongs();
        LongVector le2c = l2c.lanewise(AND, LOW);
        LongVector lo2c = l2c.lanewise(LSHR, 32);
        IntVector w2d =
            at2.selectFrom(
                    from < 0 ? highs : IntVector.fromArray(INTS, t2, (block + 3) * (LANES / 4)))
                .lanewise(LSHL, 1);
        LongVector l2d = w2d.reinterpretAsLongs();
        LongVector le2d = l2d.lanewise(AND, LOW);
        LongVector lo2d = l2d.lanewise(LSHR, 32);
        IntVector x2a = even.selectFrom(firsta, seconda);
        IntVector y2a = odd.selectFrom(firsta, seconda);
        IntVector x2b = even.selectFrom(firstb, secondb);
        IntVector y2b = odd.selectFrom(firstb, secondb);
        IntVector x2c = even.selectFrom(firstc, secondc);
        IntVector y2c = odd.selectFrom(firstc, secondc);
        IntVector x2d = even.selectFrom(firstd, secondd);
        IntVector y2d = odd.selectFrom(firstd, secondd);
        IntVector s2au = x2a.add(y2a);
        IntVector s2a = s2au.lanewise(UMIN, s2au.sub(P));
        IntVector g2au = x2a.sub(y2a);
        IntVector g2a = g2au.lanewise(UMIN, g2au.add(P));
        IntVector s2bu = x2b.add(y2b);
        IntVector s2b = s2bu.lanewise(UMIN, s2bu.sub(P));
        IntVector g2bu = x2b.sub(y2b);
        IntVector g2b = g2bu.lanewise(UMIN, g2bu.add(P));
        IntVector s2cu = x2c.add(y2c);
        IntVector s2c = s2cu.lanewise(UMIN, s2cu.sub(P));
        IntVector g2cu = x2c.sub(y2c);
        IntVector g2c = g2cu.lanewise(UMIN, g2cu.add(P));
        IntVector s2du = x2d.add(y2d);
        IntVector s2d = s2du.lanewise(UMIN, s2du.sub(P));
        IntVector g2du = x2d.sub(y2d);
        IntVector g2d = g2du.lanewise(UMIN, g2du.add(P));
        LongVector d2al = g2a.reinterpretAsLongs();
        IntVector d2ae = d2al.lanewise(AND, LOW).mul(le2a).reinterpretAsInts();
        IntVector d2ao = d2al.lanewise(LSHR, 32).mul(lo2a).reinterpretAsInts();
        IntVector d2au =
            highs.selectFrom(d2ae, d2ao).add(lows.selectFrom(d2ae, d2ao).lanewise(LSHR, 1));
        IntVector d2a = d2au.lanewise(UMIN, d2au.sub(P));
        LongVector d2bl = g2b.reinterpretAsLongs();
        IntVector d2be = d2bl.lanewise(AND, LOW).mul(le2b).reinterpretAsInts();
        IntVector d2bo = d2bl.lanewise(LSHR, 32).mul(lo2b).reinterpretAsInts();
        IntVector d2bu =
            highs.selectFrom(d2be, d2bo).add(lows.selectFrom(d2be, d2bo).lanewise(LSHR, 1));
        IntVector d2b = d2bu.lanewise(UMIN, d2bu.sub(P));
        LongVector d2cl = g2c.reinterpretAsLongs();
        IntVector d2ce = d2cl.lanewise(AND, LOW).mul(le2c).reinterpretAsInts();
        IntVector d2co = d2cl.lanewise(LSHR, 32).mul(lo2c).reinterpretAsInts();
        IntVector d2cu =
            highs.selectFrom(d2ce, d2co).add(lows.selectFrom(d2ce, d2co).lanewise(LSHR, 1));
        IntVector d2c = d2cu.lanewise(UMIN, d2cu.sub(P));
        LongVector d2dl = g2d.reinterpretAsLongs();
        IntVector d2de = d2dl.lanewise(AND, LOW).mul(le2d).reinterpretAsInts();
        IntVector d2do = d2dl.lanewise(LSHR, 32).mul(lo2d).reinterpretAsInts();
        IntVector d2du =
            highs.selectFrom(d2de, d2do).add(lows.selectFrom(d2de, d2do).lanewise(LSHR, 1));
        IntVector d2d = d2du.lanewise(UMIN, d2du.sub(P));
        firsta = s2a;
        seconda = d2a;
        firstb = s2b;
        secondb = d2b;
        firstc = s2c;
        secondc = d2c;
        firstd = s2d;
        secondd = d2d;
      }
      if (LANES >= 16) {
        LongVector le3a = LongVector.broadcast(LONGS, (long) t3[2 * block] << 1).lanewise(AND, LOW);
        LongVector lo3a =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 1] << 1).lanewise(AND, LOW);
        LongVector le3b =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 2] << 1).lanewise(AND, LOW);
        LongVector lo3b =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 3] << 1).lanewise(AND, LOW);
        LongVector le3c =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 4] << 1).lanewise(AND, LOW);
        LongVector lo3c =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 5] << 1).lanewise(AND, LOW);
        LongVector le3d =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 6] << 1).lanewise(AND, LOW);
        LongVector lo3d =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 7] << 1).lanewise(AND, LOW);
        IntVector x3a = even.selectFrom(firsta, seconda);
        IntVector y3a = odd.selectFrom(firsta, seconda);
        IntVector x3b = even.selectFrom(firstb, secondb);
        IntVector y3b = odd.selectFrom(firstb, secondb);
        IntVector x3c = even.selectFrom(firstc, secondc);
        IntVector y3c = odd.selectFrom(firstc, secondc);
        IntVector x3d = even.selectFrom(firstd, secondd);
        IntVector y3d = odd.selectFrom(firstd, secondd);
        IntVector s3au = x3a.add(y3a);
        IntVector s3a = s3au.lanewise(UMIN, s3au.sub(P));
        IntVector g3au = x3a.sub(y3a);
        IntVector g3a = g3au.lanewise(UMIN, g3au.add(P));
        IntVector s3bu = x3b.add(y3b);
        IntVector s3b = s3bu.lanewise(UMIN, s3bu.sub(P));
        IntVector g3bu = x3b.sub(y3b);
        IntVector g3b = g3bu.lanewise(UMIN, g3bu.add(P));
        IntVector s3cu = x3c.add(y3c);
        IntVector s3c = s3cu.lanewise(UMIN, s3cu.sub(P));
        IntVector g3cu = x3c.sub(y3c);
        IntVector g3c = g3cu.lanewise(UMIN, g3cu.add(P));
        IntVector s3du = x3d.add(y3d);
        IntVector s3d = s3du.lanewise(UMIN, s3du.sub(P));
        IntVector g3du = x3d.sub(y3d);
        IntVector g3d = g3du.lanewise(UMIN, g3du.add(P));
        LongVector d3al = g3a.reinterpretAsLongs();
        IntVector d3ae = d3al.lanewise(AND, LOW).mul(le3a).reinterpretAsInts();
        IntVector d3ao = d3al.lanewise(LSHR, 32).mul(lo3a).reinterpretAsInts();
        IntVector d3au =
            highs.selectFrom(d3ae, d3ao).add(lows.selectFrom(d3ae, d3ao).lanewise(LSHR, 1));
        IntVector d3a = d3au.lanewise(UMIN, d3au.sub(P));
        LongVector d3bl = g3b.reinterpretAsLongs();
        IntVector d3be = d3bl.lanewise(AND, LOW).mul(le3b).reinterpretAsInts();
        IntVector d3bo = d3bl.lanewise(LSHR, 32).mul(lo3b).reinterpretAsInts();
        IntVector d3bu =
            highs.selectFrom(d3be, d3bo).add(lows.selectFrom(d3be, d3bo).lanewise(LSHR, 1));
        IntVector d3b = d3bu.lanewise(UMIN, d3bu.sub(P));
        LongVector d3cl = g3c.reinterpretAsLongs();
        IntVector d3ce = d3cl.lanewise(AND, LOW).mul(le3c).reinterpretAsInts();
        IntVector d3co = d3cl.lanewise(LSHR, 32).mul(lo3c).reinterpretAsInts();
        IntVector d3cu =
            highs.selectFrom(d3ce, d3co).add(lows.selectFrom(d3ce, d3co).lanewise(LSHR, 1));
        IntVector d3c = d3cu.lanewise(UMIN, d3cu.sub(P));
        LongVector d3dl = g3d.reinterpretAsLongs();
        IntVector d3de = d3dl.lanewise(AND, LOW).mul(le3d).reinterpretAsInts();
        IntVector d3do = d3dl.lanewise(LSHR, 32).mul(lo3d).reinterpretAsInts();
        IntVector d3du =
            highs.selectFrom(d3de, d3do).add(lows.selectFrom(d3de, d3do).lanewise(LSHR, 1));
        IntVector d3d = d3du.lanewise(UMIN, d3du.sub(P));
        firsta = s3a;
        seconda = d3a;
        firstb = s3b;
        secondb = d3b;
        firstc = s3c;
        secondc = d3c;
        firstd = s3d;
        secondd = d3d;
      }
      LongVector le4a =
          LongVector.broadcast(
                  LONGS, 2L * (((last[block] >>> log) | (last[block] << (31 - log))) & P))
              .lanewise(AND, LOW);
      LongVector le4b =
          LongVector.broadcast(
                  LONGS, 2L * (((last[block + 1] >>> log) | (last[block + 1] << (31 - log))) & P))
              .lanewise(AND, LOW);
      LongVector le4c =
          LongVector.broadcast(
                  LONGS, 2L * (((last[block + 2] >>> log) | (last[block + 2] << (31 - log))) & P))
              .lanewise(AND, LOW);
      LongVector le4d =
          LongVector.broadcast(
                  LONGS, 2L * (((last[block + 3] >>> log) | (last[block + 3] << (31 - log))) & P))
              .lanewise(AND, LOW);
      IntVector x4a = even.selectFrom(firsta, seconda);
      IntVector y4a = odd.selectFrom(firsta, seconda);
      IntVector x4b = even.selectFrom(firstb, secondb);
      IntVector y4b = odd.selectFrom(firstb, secondb);
      IntVector x4c = even.selectFrom(firstc, secondc);
      IntVector y4c = odd.selectFrom(firstc, secondc);
      IntVector x4d = even.selectFrom(firstd, secondd);
      IntVector y4d = odd.selectFrom(firstd, secondd);
      IntVector s4au = x4a.add(y4a);
      IntVector s4a = s4au.lanewise(UMIN, s4au.sub(P));
      IntVector g4au = x4a.sub(y4a);
      IntVector g4a = g4au.lanewise(UMIN, g4au.add(P));
      IntVector s4bu = x4b.add(y4b);
      IntVector s4b = s4bu.lanewise(UMIN, s4bu.sub(P));
      IntVector g4bu = x4b.sub(y4b);
      IntVector g4b = g4bu.lanewise(UMIN, g4bu.add(P));
      IntVector s4cu = x4c.add(y4c);
      IntVector s4c = s4cu.lanewise(UMIN, s4cu.sub(P));
      IntVector g4cu = x4c.sub(y4c);
      IntVector g4c = g4cu.lanewise(UMIN, g4cu.add(P));
      IntVector s4du = x4d.add(y4d);
      IntVector s4d = s4du.lanewise(UMIN, s4du.sub(P));
      IntVector g4du = x4d.sub(y4d);
      IntVector g4d = g4du.lanewise(UMIN, g4du.add(P));
      LongVector d4al = g4a.reinterpretAsLongs();
      IntVector d4ae = d4al.lanewise(AND, LOW).mul(le4a).reinterpretAsInts();
      IntVector d4ao = d4al.lanewise(LSHR, 32).mul(le4a).reinterpretAsInts();
      IntVector d4au =
          highs.selectFrom(d4ae, d4ao).add(lows.selectFrom(d4ae, d4ao).lanewise(LSHR, 1));
      IntVector d4a = d4au.lanewise(UMIN, d4au.sub(P));
      LongVector d4bl = g4b.reinterpretAsLongs();
      IntVector d4be = d4bl.lanewise(AND, LOW).mul(le4b).reinterpretAsInts();
      IntVector d4bo = d4bl.lanewise(LSHR, 32).mul(le4b).reinterpretAsInts();
      IntVector d4bu =
          highs.selectFrom(d4be, d4bo).add(lows.selectFrom(d4be, d4bo).lanewise(LSHR, 1));
      IntVector d4b = d4bu.lanewise(UMIN, d4bu.sub(P));
      LongVector d4cl = g4c.reinterpretAsLongs();
      IntVector d4ce = d4cl.lanewise(AND, LOW).mul(le4c).reinterpretAsInts();
      IntVector d4co = d4cl.lanewise(LSHR, 32).mul(le4c).reinterpretAsInts();
      IntVector d4cu =
          highs.selectFrom(d4ce, d4co).add(lows.selectFrom(d4ce, d4co).lanewise(LSHR, 1));
      IntVector d4c = d4cu.lanewise(UMIN, d4cu.sub(P));
      LongVector d4dl = g4d.reinterpretAsLongs();
      IntVector d4de = d4dl.lanewise(AND, LOW).mul(le4d).reinterpretAsInts();
      IntVector d4do = d4dl.lanewise(LSHR, 32).mul(le4d).reinterpretAsInts();
      IntVector d4du =
          highs.selectFrom(d4de, d4do).add(lows.selectFrom(d4de, d4do).lanewise(LSHR, 1));
      IntVector d4d = d4du.lanewise(UMIN, d4du.sub(P));
      firsta = s4a;
      seconda = d4a;
      firstb = s4b;
      secondb = d4b;
      firstc = s4c;
      secondc = d4c;
      firstd = s4d;
      secondd = d4d;
      firsta = firsta.lanewise(LSHR, log).or(firsta.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      firstb = firstb.lanewise(LSHR, log).or(firstb.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      firstc = firstc.lanewise(LSHR, log).or(firstc.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      firstd = firstd.lanewise(LSHR, log).or(firstd.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      firsta.intoArray(v, i);
      seconda.intoArray(v, i + LANES);
      firstb.intoArray(v, i + 2 * LANES);
      secondb.intoArray(v, i + 3 * LANES);
      firstc.intoArray(v, i + 4 * LANES);
      secondc.intoArray(v, i + 5 * LANES);
      firstd.intoArray(v, i + 6 * LANES);
      secondd.intoArray(v, i + 7 * LANES);
    }
  }
}
