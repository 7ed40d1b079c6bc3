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
 * backwards.
 */
final class FftNearForward {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final IntVector HIGHS = Lanes.HIGHS;
  private static final IntVector LOWS = Lanes.LOWS;

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
    IntVector highs = from < 0 ? Lanes.EVEN : HIGHS;
    IntVector lows = from < 0 ? Lanes.EVEN : LOWS;
    IntVector at2 = from < 0 ? Lanes.EVEN : AT2;
    IntVector front = from < 0 ? Lanes.EVEN : FRONT;
    IntVector back = from < 0 ? Lanes.EVEN : BACK;
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
      LongVector le4a = LongVector.broadcast(LONGS, (long) last[block] << 1).lanewise(AND, LOW);
      LongVector le4b = LongVector.broadcast(LONGS, (long) last[block + 1] << 1).lanewise(AND, LOW);
      LongVector le4c = LongVector.broadcast(LONGS, (long) last[block + 2] << 1).lanewise(AND, LOW);
      LongVector le4d = LongVector.broadcast(LONGS, (long) last[block + 3] << 1).lanewise(AND, LOW);
      LongVector d4al = seconda.reinterpretAsLongs();
      IntVector d4ae = d4al.lanewise(AND, LOW).mul(le4a).reinterpretAsInts();
      IntVector d4ao = d4al.lanewise(LSHR, 32).mul(le4a).reinterpretAsInts();
      IntVector d4au =
          highs.selectFrom(d4ae, d4ao).add(lows.selectFrom(d4ae, d4ao).lanewise(LSHR, 1));
      IntVector d4a = d4au.lanewise(UMIN, d4au.sub(P));
      LongVector d4bl = secondb.reinterpretAsLongs();
      IntVector d4be = d4bl.lanewise(AND, LOW).mul(le4b).reinterpretAsInts();
      IntVector d4bo = d4bl.lanewise(LSHR, 32).mul(le4b).reinterpretAsInts();
      IntVector d4bu =
          highs.selectFrom(d4be, d4bo).add(lows.selectFrom(d4be, d4bo).lanewise(LSHR, 1));
      IntVector d4b = d4bu.lanewise(UMIN, d4bu.sub(P));
      LongVector d4cl = secondc.reinterpretAsLongs();
      IntVector d4ce = d4cl.lanewise(AND, LOW).mul(le4c).reinterpretAsInts();
      IntVector d4co = d4cl.lanewise(LSHR, 32).mul(le4c).reinterpretAsInts();
      IntVector d4cu =
          highs.selectFrom(d4ce, d4co).add(lows.selectFrom(d4ce, d4co).lanewise(LSHR, 1));
      IntVector d4c = d4cu.lanewise(UMIN, d4cu.sub(P));
      LongVector d4dl = secondd.reinterpretAsLongs();
      IntVector d4de = d4dl.lanewise(AND, LOW).mul(le4d).reinterpretAsInts();
      IntVector d4do = d4dl.lanewise(LSHR, 32).mul(le4d).reinterpretAsInts();
      IntVector d4du =
          highs.selectFrom(d4de, d4do).add(lows.selectFrom(d4de, d4do).lanewise(LSHR, 1));
      IntVector d4d = d4du.lanewise(UMIN, d4du.sub(P));
      IntVector s4au = firsta.add(d4a);
      IntVector s4a = s4au.lanewise(UMIN, s4au.sub(P));
      IntVector g4au = firsta.sub(d4a);
      IntVector g4a = g4au.lanewise(UMIN, g4au.add(P));
      IntVector s4bu = firstb.add(d4b);
      IntVector s4b = s4bu.lanewise(UMIN, s4bu.sub(P));
      IntVector g4bu = firstb.sub(d4b);
      IntVector g4b = g4bu.lanewise(UMIN, g4bu.add(P));
      IntVector s4cu = firstc.add(d4c);
      IntVector s4c = s4cu.lanewise(UMIN, s4cu.sub(P));
      IntVector g4cu = firstc.sub(d4c);
      IntVector g4c = g4cu.lanewise(UMIN, g4cu.add(P));
      IntVector s4du = firstd.add(d4d);
      IntVector s4d = s4du.lanewise(UMIN, s4du.sub(P));
      IntVector g4du = firstd.sub(d4d);
      IntVector g4d = g4du.lanewise(UMIN, g4du.add(P));
      firsta = front.selectFrom(s4a, g4a);
      seconda = back.selectFrom(s4a, g4a);
      firstb = front.selectFrom(s4b, g4b);
      secondb = back.selectFrom(s4b, g4b);
      firstc = front.selectFrom(s4c, g4c);
      secondc = back.selectFrom(s4c, g4c);
      firstd = front.selectFrom(s4d, g4d);
      secondd = back.selectFrom(s4d, g4d);
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
        LongVector d3al = seconda.reinterpretAsLongs();
        IntVector d3ae = d3al.lanewise(AND, LOW).mul(le3a).reinterpretAsInts();
        IntVector d3ao = d3al.lanewise(LSHR, 32).mul(lo3a).reinterpretAsInts();
        IntVector d3au =
            highs.selectFrom(d3ae, d3ao).add(lows.selectFrom(d3ae, d3ao).lanewise(LSHR, 1));
        IntVector d3a = d3au.lanewise(UMIN, d3au.sub(P));
        LongVector d3bl = secondb.reinterpretAsLongs();
        IntVector d3be = d3bl.lanewise(AND, LOW).mul(le3b).reinterpretAsInts();
        IntVector d3bo = d3bl.lanewise(LSHR, 32).mul(lo3b).reinterpretAsInts();
        IntVector d3bu =
            highs.selectFrom(d3be, d3bo).add(lows.selectFrom(d3be, d3bo).lanewise(LSHR, 1));
        IntVector d3b = d3bu.lanewise(UMIN, d3bu.sub(P));
        LongVector d3cl = secondc.reinterpretAsLongs();
        IntVector d3ce = d3cl.lanewise(AND, LOW).mul(le3c).reinterpretAsInts();
        IntVector d3co = d3cl.lanewise(LSHR, 32).mul(lo3c).reinterpretAsInts();
        IntVector d3cu =
            highs.selectFrom(d3ce, d3co).add(lows.selectFrom(d3ce, d3co).lanewise(LSHR, 1));
        IntVector d3c = d3cu.lanewise(UMIN, d3cu.sub(P));
        LongVector d3dl = secondd.reinterpretAsLongs();
        IntVector d3de = d3dl.lanewise(AND, LOW).mul(le3d).reinterpretAsInts();
        IntVector d3do = d3dl.lanewise(LSHR, 32).mul(lo3d).reinterpretAsInts();
        IntVector d3du =
            highs.selectFrom(d3de, d3do).add(lows.selectFrom(d3de, d3do).lanewise(LSHR, 1));
        IntVector d3d = d3du.lanewise(UMIN, d3du.sub(P));
        IntVector s3au = firsta.add(d3a);
        IntVector s3a = s3au.lanewise(UMIN, s3au.sub(P));
        IntVector g3au = firsta.sub(d3a);
        IntVector g3a = g3au.lanewise(UMIN, g3au.add(P));
        IntVector s3bu = firstb.add(d3b);
        IntVector s3b = s3bu.lanewise(UMIN, s3bu.sub(P));
        IntVector g3bu = firstb.sub(d3b);
        IntVector g3b = g3bu.lanewise(UMIN, g3bu.add(P));
        IntVector s3cu = firstc.add(d3c);
        IntVector s3c = s3cu.lanewise(UMIN, s3cu.sub(P));
        IntVector g3cu = firstc.sub(d3c);
        IntVector g3c = g3cu.lanewise(UMIN, g3cu.add(P));
        IntVector s3du = firstd.add(d3d);
        IntVector s3d = s3du.lanewise(UMIN, s3du.sub(P));
        IntVector g3du = firstd.sub(d3d);
        IntVector g3d = g3du.lanewise(UMIN, g3du.add(P));
        firsta = front.selectFrom(s3a, g3a);
        seconda = back.selectFrom(s3a, g3a);
        firstb = front.selectFrom(s3b, g3b);
        secondb = back.selectFrom(s3b, g3b);
        firstc = front.selectFrom(s3c, g3c);
        secondc = back.selectFrom(s3c, g3c);
        firstd = front.selectFrom(s3d, g3d);
        secondd = back.selectFrom(s3d, g3d);
      }
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
        LongVector d2al = seconda.reinterpretAsLongs();
        IntVector d2ae = d2al.lanewise(AND, LOW).mul(le2a).reinterpretAsInts();
        IntVector d2ao = d2al.lanewise(LSHR, 32).mul(lo2a).reinterpretAsInts();
        IntVector d2au =
            highs.selectFrom(d2ae, d2ao).add(lows.selectFrom(d2ae, d2ao).lanewise(LSHR, 1));
        IntVector d2a = d2au.lanewise(UMIN, d2au.sub(P));
        LongVector d2bl = secondb.reinterpretAsLongs();
        IntVector d2be = d2bl.lanewise(AND, LOW).mul(le2b).reinterpretAsInts();
        IntVector d2bo = d2bl.lanewise(LSHR, 32).mul(lo2b).reinterpretAsInts();
        IntVector d2bu =
            highs.selectFrom(d2be, d2bo).add(lows.selectFrom(d2be, d2bo).lanewise(LSHR, 1));
        IntVector d2b = d2bu.lanewise(UMIN, d2bu.sub(P));
        LongVector d2cl = secondc.reinterpretAsLongs();
        IntVector d2ce = d2cl.lanewise(AND, LOW).mul(le2c).reinterpretAsInts();
        IntVector d2co = d2cl.lanewise(LSHR, 32).mul(lo2c).reinterpretAsInts();
        IntVector d2cu =
            highs.selectFrom(d2ce, d2co).add(lows.selectFrom(d2ce, d2co).lanewise(LSHR, 1));
        IntVector d2c = d2cu.lanewise(UMIN, d2cu.sub(P));
        LongVector d2dl = secondd.reinterpretAsLongs();
        IntVector d2de = d2dl.lanewise(AND, LOW).mul(le2d).reinterpretAsInts();
        IntVector d2do = d2dl.lanewise(LSHR, 32).mul(lo2d).reinterpretAsInts();
        IntVector d2du =
            highs.selectFrom(d2de, d2do).add(lows.selectFrom(d2de, d2do).lanewise(LSHR, 1));
        IntVector d2d = d2du.lanewise(UMIN, d2du.sub(P));
        IntVector s2au = firsta.add(d2a);
        IntVector s2a = s2au.lanewise(UMIN, s2au.sub(P));
        IntVector g2au = firsta.sub(d2a);
        IntVector g2a = g2au.lanewise(UMIN, g2au.add(P));
        IntVector s2bu = firstb.add(d2b);
        IntVector s2b = s2bu.lanewise(UMIN, s2bu.sub(P));
        IntVector g2bu = firstb.sub(d2b);
        IntVector g2b = g2bu.lanewise(UMIN, g2bu.add(P));
        IntVector s2cu = firstc.add(d2c);
        IntVector s2c = s2cu.lanewise(UMIN, s2cu.sub(P));
        IntVector g2cu = firstc.sub(d2c);
        IntVector g2c = g2cu.lanewise(UMIN, g2cu.add(P));
        IntVector s2du = firstd.add(d2d);
        IntVector s2d = s2du.lanewise(UMIN, s2du.sub(P));
        IntVector g2du = firstd.sub(d2d);
        IntVector g2d = g2du.lanewise(UMIN, g2du.add(P));
        firsta = front.selectFrom(s2a, g2a);
        seconda = back.selectFrom(s2a, g2a);
        firstb = front.selectFrom(s2b, g2b);
        secondb = back.selectFrom(s2b, g2b);
        firstc = front.selectFrom(s2c, g2c);
        secondc = back.selectFrom(s2c, g2c);
        firstd = front.selectFrom(s2d, g2d);
        secondd = back.selectFrom(s2d, g2d);
      }
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

  /** Evaluates layers 1 and 0. */
  static void last(int[] v, int from, int to, int[][] t) {
    IntVector highs = from < 0 ? Lanes.EVEN : HIGHS;
    IntVector lows = from < 0 ? Lanes.EVEN : LOWS;
    IntVector at0 = from < 0 ? Lanes.EVEN : AT0;
    IntVector at1 = from < 0 ? Lanes.EVEN : AT1;
    IntVector front = from < 0 ? Lanes.EVEN : FRONT;
    IntVector back = from < 0 ? Lanes.EVEN : BACK;
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
      LongVector d1al = seconda.reinterpretAsLongs();
      IntVector d1ae = d1al.lanewise(AND, LOW).mul(le1a).reinterpretAsInts();
      IntVector d1ao = d1al.lanewise(LSHR, 32).mul(lo1a).reinterpretAsInts();
      IntVector d1au =
          highs.selectFrom(d1ae, d1ao).add(lows.selectFrom(d1ae, d1ao).lanewise(LSHR, 1));
      IntVector d1a = d1au.lanewise(UMIN, d1au.sub(P));
      LongVector d1bl = secondb.reinterpretAsLongs();
      IntVector d1be = d1bl.lanewise(AND, LOW).mul(le1b).reinterpretAsInts();
      IntVector d1bo = d1bl.lanewise(LSHR, 32).mul(lo1b).reinterpretAsInts();
      IntVector d1bu =
          highs.selectFrom(d1be, d1bo).add(lows.selectFrom(d1be, d1bo).lanewise(LSHR, 1));
      IntVector d1b = d1bu.lanewise(UMIN, d1bu.sub(P));
      LongVector d1cl = secondc.reinterpretAsLongs();
      IntVector d1ce = d1cl.lanewise(AND, LOW).mul(le1c).reinterpretAsInts();
      IntVector d1co = d1cl.lanewise(LSHR, 32).mul(lo1c).reinterpretAsInts();
      IntVector d1cu =
          highs.selectFrom(d1ce, d1co).add(lows.selectFrom(d1ce, d1co).lanewise(LSHR, 1));
      IntVector d1c = d1cu.lanewise(UMIN, d1cu.sub(P));
      LongVector d1dl = secondd.reinterpretAsLongs();
      IntVector d1de = d1dl.lanewise(AND, LOW).mul(le1d).reinterpretAsInts();
      IntVector d1do = d1dl.lanewise(LSHR, 32).mul(lo1d).reinterpretAsInts();
      IntVector d1du =
          highs.selectFrom(d1de, d1do).add(lows.selectFrom(d1de, d1do).lanewise(LSHR, 1));
      IntVector d1d = d1du.lanewise(UMIN, d1du.sub(P));
      IntVector s1au = firsta.add(d1a);
      IntVector s1a = s1au.lanewise(UMIN, s1au.sub(P));
      IntVector g1au = firsta.sub(d1a);
      IntVector g1a = g1au.lanewise(UMIN, g1au.add(P));
      IntVector s1bu = firstb.add(d1b);
      IntVector s1b = s1bu.lanewise(UMIN, s1bu.sub(P));
      IntVector g1bu = firstb.sub(d1b);
      IntVector g1b = g1bu.lanewise(UMIN, g1bu.add(P));
      IntVector s1cu = firstc.add(d1c);
      IntVector s1c = s1cu.lanewise(UMIN, s1cu.sub(P));
      IntVector g1cu = firstc.sub(d1c);
      IntVector g1c = g1cu.lanewise(UMIN, g1cu.add(P));
      IntVector s1du = firstd.add(d1d);
      IntVector s1d = s1du.lanewise(UMIN, s1du.sub(P));
      IntVector g1du = firstd.sub(d1d);
      IntVector g1d = g1du.lanewise(UMIN, g1du.add(P));
      firsta = front.selectFrom(s1a, g1a);
      seconda = back.selectFrom(s1a, g1a);
      firstb = front.selectFrom(s1b, g1b);
      secondb = back.selectFrom(s1b, g1b);
      firstc = front.selectFrom(s1c, g1c);
      secondc = back.selectFrom(s1c, g1c);
      firstd = front.selectFrom(s1d, g1d);
      secondd = back.selectFrom(s1d, g1d);
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
      LongVector d0al = seconda.reinterpretAsLongs();
      IntVector d0ae = d0al.lanewise(AND, LOW).mul(le0a).reinterpretAsInts();
      IntVector d0ao = d0al.lanewise(LSHR, 32).mul(lo0a).reinterpretAsInts();
      IntVector d0au =
          highs.selectFrom(d0ae, d0ao).add(lows.selectFrom(d0ae, d0ao).lanewise(LSHR, 1));
      IntVector d0a = d0au.lanewise(UMIN, d0au.sub(P));
      LongVector d0bl = secondb.reinterpretAsLongs();
      IntVector d0be = d0bl.lanewise(AND, LOW).mul(le0b).reinterpretAsInts();
      IntVector d0bo = d0bl.lanewise(LSHR, 32).mul(lo0b).reinterpretAsInts();
      IntVector d0bu =
          highs.selectFrom(d0be, d0bo).add(lows.selectFrom(d0be, d0bo).lanewise(LSHR, 1));
      IntVector d0b = d0bu.lanewise(UMIN, d0bu.sub(P));
      LongVector d0cl = secondc.reinterpretAsLongs();
      IntVector d0ce = d0cl.lanewise(AND, LOW).mul(le0c).reinterpretAsInts();
      IntVector d0co = d0cl.lanewise(LSHR, 32).mul(lo0c).reinterpretAsInts();
      IntVector d0cu =
          highs.selectFrom(d0ce, d0co).add(lows.selectFrom(d0ce, d0co).lanewise(LSHR, 1));
      IntVector d0c = d0cu.lanewise(UMIN, d0cu.sub(P));
      LongVector d0dl = secondd.reinterpretAsLongs();
      IntVector d0de = d0dl.lanewise(AND, LOW).mul(le0d).reinterpretAsInts();
      IntVector d0do = d0dl.lanewise(LSHR, 32).mul(lo0d).reinterpretAsInts();
      IntVector d0du =
          highs.selectFrom(d0de, d0do).add(lows.selectFrom(d0de, d0do).lanewise(LSHR, 1));
      IntVector d0d = d0du.lanewise(UMIN, d0du.sub(P));
      IntVector s0au = firsta.add(d0a);
      IntVector s0a = s0au.lanewise(UMIN, s0au.sub(P));
      IntVector g0au = firsta.sub(d0a);
      IntVector g0a = g0au.lanewise(UMIN, g0au.add(P));
      IntVector s0bu = firstb.add(d0b);
      IntVector s0b = s0bu.lanewise(UMIN, s0bu.sub(P));
      IntVector g0bu = firstb.sub(d0b);
      IntVector g0b = g0bu.lanewise(UMIN, g0bu.add(P));
      IntVector s0cu = firstc.add(d0c);
      IntVector s0c = s0cu.lanewise(UMIN, s0cu.sub(P));
      IntVector g0cu = firstc.sub(d0c);
      IntVector g0c = g0cu.lanewise(UMIN, g0cu.add(P));
      IntVector s0du = firstd.add(d0d);
      IntVector s0d = s0du.lanewise(UMIN, s0du.sub(P));
      IntVector g0du = firstd.sub(d0d);
      IntVector g0d = g0du.lanewise(UMIN, g0du.add(P));
      firsta = front.selectFrom(s0a, g0a);
      seconda = back.selectFrom(s0a, g0a);
      firstb = front.selectFrom(s0b, g0b);
      secondb = back.selectFrom(s0b, g0b);
      firstc = front.selectFrom(s0c, g0c);
      secondc = back.selectFrom(s0c, g0c);
      firstd = front.selectFrom(s0d, g0d);
      secondd = back.selectFrom(s0d, g0d);
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
