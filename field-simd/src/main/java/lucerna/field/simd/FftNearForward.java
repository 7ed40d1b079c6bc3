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
 * backwards, four pairs of vectors in turns.
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
    for (int i = from, block = from / (2 * LANES); i < to; i += 8 * LANES, block += 4) {
      IntVector firsta = IntVector.fromArray(INTS, v, i);
      IntVector seconda = IntVector.fromArray(INTS, v, i + LANES);
      IntVector firstb = IntVector.fromArray(INTS, v, i + 2 * LANES);
      IntVector secondb = IntVector.fromArray(INTS, v, i + 3 * LANES);
      IntVector firstc = IntVector.fromArray(INTS, v, i + 4 * LANES);
      IntVector secondc = IntVector.fromArray(INTS, v, i + 5 * LANES);
      IntVector firstd = IntVector.fromArray(INTS, v, i + 6 * LANES);
      IntVector secondd = IntVector.fromArray(INTS, v, i + 7 * LANES);
      IntVector w4a = IntVector.broadcast(INTS, last[block] << 1);
      LongVector l4a = w4a.reinterpretAsLongs();
      IntVector w4b = IntVector.broadcast(INTS, last[block + 1] << 1);
      LongVector l4b = w4b.reinterpretAsLongs();
      IntVector w4c = IntVector.broadcast(INTS, last[block + 2] << 1);
      LongVector l4c = w4c.reinterpretAsLongs();
      IntVector w4d = IntVector.broadcast(INTS, last[block + 3] << 1);
      LongVector l4d = w4d.reinterpretAsLongs();
      LongVector d4al = seconda.reinterpretAsLongs();
      LongVector d4ae = d4al.lanewise(AND, LOW).mul(l4a.lanewise(AND, LOW));
      LongVector d4ao = d4al.lanewise(LSHR, 32).mul(l4a.lanewise(AND, LOW));
      IntVector d4ah = d4ae.lanewise(LSHR, 32).or(d4ao.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4au = d4ah.add(seconda.mul(w4a).lanewise(LSHR, 1));
      IntVector d4a = d4au.lanewise(UMIN, d4au.sub(P));
      LongVector d4bl = secondb.reinterpretAsLongs();
      LongVector d4be = d4bl.lanewise(AND, LOW).mul(l4b.lanewise(AND, LOW));
      LongVector d4bo = d4bl.lanewise(LSHR, 32).mul(l4b.lanewise(AND, LOW));
      IntVector d4bh = d4be.lanewise(LSHR, 32).or(d4bo.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4bu = d4bh.add(secondb.mul(w4b).lanewise(LSHR, 1));
      IntVector d4b = d4bu.lanewise(UMIN, d4bu.sub(P));
      LongVector d4cl = secondc.reinterpretAsLongs();
      LongVector d4ce = d4cl.lanewise(AND, LOW).mul(l4c.lanewise(AND, LOW));
      LongVector d4co = d4cl.lanewise(LSHR, 32).mul(l4c.lanewise(AND, LOW));
      IntVector d4ch = d4ce.lanewise(LSHR, 32).or(d4co.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4cu = d4ch.add(secondc.mul(w4c).lanewise(LSHR, 1));
      IntVector d4c = d4cu.lanewise(UMIN, d4cu.sub(P));
      LongVector d4dl = secondd.reinterpretAsLongs();
      LongVector d4de = d4dl.lanewise(AND, LOW).mul(l4d.lanewise(AND, LOW));
      LongVector d4do = d4dl.lanewise(LSHR, 32).mul(l4d.lanewise(AND, LOW));
      IntVector d4dh = d4de.lanewise(LSHR, 32).or(d4do.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4du = d4dh.add(secondd.mul(w4d).lanewise(LSHR, 1));
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
      firsta = FRONT.selectFrom(s4a, g4a);
      seconda = BACK.selectFrom(s4a, g4a);
      firstb = FRONT.selectFrom(s4b, g4b);
      secondb = BACK.selectFrom(s4b, g4b);
      firstc = FRONT.selectFrom(s4c, g4c);
      secondc = BACK.selectFrom(s4c, g4c);
      firstd = FRONT.selectFrom(s4d, g4d);
      secondd = BACK.selectFrom(s4d, g4d);
      if (LANES >= 16) {
        LongVector l3a =
            LongVector.broadcast(LONGS, (long) t3[2 * block + 1] << 33 | (long) t3[2 * block] << 1);
        IntVector w3a = l3a.reinterpretAsInts();
        LongVector l3b =
            LongVector.broadcast(
                LONGS, (long) t3[2 * (block + 1) + 1] << 33 | (long) t3[2 * (block + 1)] << 1);
        IntVector w3b = l3b.reinterpretAsInts();
        LongVector l3c =
            LongVector.broadcast(
                LONGS, (long) t3[2 * (block + 2) + 1] << 33 | (long) t3[2 * (block + 2)] << 1);
        IntVector w3c = l3c.reinterpretAsInts();
        LongVector l3d =
            LongVector.broadcast(
                LONGS, (long) t3[2 * (block + 3) + 1] << 33 | (long) t3[2 * (block + 3)] << 1);
        IntVector w3d = l3d.reinterpretAsInts();
        LongVector d3al = seconda.reinterpretAsLongs();
        LongVector d3ae = d3al.lanewise(AND, LOW).mul(l3a.lanewise(AND, LOW));
        LongVector d3ao = d3al.lanewise(LSHR, 32).mul(l3a.lanewise(LSHR, 32));
        IntVector d3ah = d3ae.lanewise(LSHR, 32).or(d3ao.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3au = d3ah.add(seconda.mul(w3a).lanewise(LSHR, 1));
        IntVector d3a = d3au.lanewise(UMIN, d3au.sub(P));
        LongVector d3bl = secondb.reinterpretAsLongs();
        LongVector d3be = d3bl.lanewise(AND, LOW).mul(l3b.lanewise(AND, LOW));
        LongVector d3bo = d3bl.lanewise(LSHR, 32).mul(l3b.lanewise(LSHR, 32));
        IntVector d3bh = d3be.lanewise(LSHR, 32).or(d3bo.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3bu = d3bh.add(secondb.mul(w3b).lanewise(LSHR, 1));
        IntVector d3b = d3bu.lanewise(UMIN, d3bu.sub(P));
        LongVector d3cl = secondc.reinterpretAsLongs();
        LongVector d3ce = d3cl.lanewise(AND, LOW).mul(l3c.lanewise(AND, LOW));
        LongVector d3co = d3cl.lanewise(LSHR, 32).mul(l3c.lanewise(LSHR, 32));
        IntVector d3ch = d3ce.lanewise(LSHR, 32).or(d3co.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3cu = d3ch.add(secondc.mul(w3c).lanewise(LSHR, 1));
        IntVector d3c = d3cu.lanewise(UMIN, d3cu.sub(P));
        LongVector d3dl = secondd.reinterpretAsLongs();
        LongVector d3de = d3dl.lanewise(AND, LOW).mul(l3d.lanewise(AND, LOW));
        LongVector d3do = d3dl.lanewise(LSHR, 32).mul(l3d.lanewise(LSHR, 32));
        IntVector d3dh = d3de.lanewise(LSHR, 32).or(d3do.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3du = d3dh.add(secondd.mul(w3d).lanewise(LSHR, 1));
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
        firsta = FRONT.selectFrom(s3a, g3a);
        seconda = BACK.selectFrom(s3a, g3a);
        firstb = FRONT.selectFrom(s3b, g3b);
        secondb = BACK.selectFrom(s3b, g3b);
        firstc = FRONT.selectFrom(s3c, g3c);
        secondc = BACK.selectFrom(s3c, g3c);
        firstd = FRONT.selectFrom(s3d, g3d);
        secondd = BACK.selectFrom(s3d, g3d);
      }
      if (LANES >= 8) {
        IntVector w2a =
            AT2.selectFrom(IntVector.fromArray(INTS, t2, block * (LANES / 4))).lanewise(LSHL, 1);
        LongVector l2a = w2a.reinterpretAsLongs();
        IntVector w2b =
            AT2.selectFrom(IntVector.fromArray(INTS, t2, (block + 1) * (LANES / 4)))
                .lanewise(LSHL, 1);
        LongVector l2b = w2b.reinterpretAsLongs();
        IntVector w2c =
            AT2.selectFrom(IntVector.fromArray(INTS, t2, (block + 2) * (LANES / 4)))
                .lanewise(LSHL, 1);
        LongVector l2c = w2c.reinterpretAsLongs();
        IntVector w2d =
            AT2.selectFrom(IntVector.fromArray(INTS, t2, (block + 3) * (LANES / 4)))
                .lanewise(LSHL, 1);
        LongVector l2d = w2d.reinterpretAsLongs();
        LongVector d2al = seconda.reinterpretAsLongs();
        LongVector d2ae = d2al.lanewise(AND, LOW).mul(l2a.lanewise(AND, LOW));
        LongVector d2ao = d2al.lanewise(LSHR, 32).mul(l2a.lanewise(LSHR, 32));
        IntVector d2ah = d2ae.lanewise(LSHR, 32).or(d2ao.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2au = d2ah.add(seconda.mul(w2a).lanewise(LSHR, 1));
        IntVector d2a = d2au.lanewise(UMIN, d2au.sub(P));
        LongVector d2bl = secondb.reinterpretAsLongs();
        LongVector d2be = d2bl.lanewise(AND, LOW).mul(l2b.lanewise(AND, LOW));
        LongVector d2bo = d2bl.lanewise(LSHR, 32).mul(l2b.lanewise(LSHR, 32));
        IntVector d2bh = d2be.lanewise(LSHR, 32).or(d2bo.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2bu = d2bh.add(secondb.mul(w2b).lanewise(LSHR, 1));
        IntVector d2b = d2bu.lanewise(UMIN, d2bu.sub(P));
        LongVector d2cl = secondc.reinterpretAsLongs();
        LongVector d2ce = d2cl.lanewise(AND, LOW).mul(l2c.lanewise(AND, LOW));
        LongVector d2co = d2cl.lanewise(LSHR, 32).mul(l2c.lanewise(LSHR, 32));
        IntVector d2ch = d2ce.lanewise(LSHR, 32).or(d2co.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2cu = d2ch.add(secondc.mul(w2c).lanewise(LSHR, 1));
        IntVector d2c = d2cu.lanewise(UMIN, d2cu.sub(P));
        LongVector d2dl = secondd.reinterpretAsLongs();
        LongVector d2de = d2dl.lanewise(AND, LOW).mul(l2d.lanewise(AND, LOW));
        LongVector d2do = d2dl.lanewise(LSHR, 32).mul(l2d.lanewise(LSHR, 32));
        IntVector d2dh = d2de.lanewise(LSHR, 32).or(d2do.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2du = d2dh.add(secondd.mul(w2d).lanewise(LSHR, 1));
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
        firsta = FRONT.selectFrom(s2a, g2a);
        seconda = BACK.selectFrom(s2a, g2a);
        firstb = FRONT.selectFrom(s2b, g2b);
        secondb = BACK.selectFrom(s2b, g2b);
        firstc = FRONT.selectFrom(s2c, g2c);
        secondc = BACK.selectFrom(s2c, g2c);
        firstd = FRONT.selectFrom(s2d, g2d);
        secondd = BACK.selectFrom(s2d, g2d);
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
    int[] t0 = t[Integer.numberOfTrailingZeros(v.length)];
    for (int i = from, block = from / (2 * LANES); i < to; i += 8 * LANES, block += 4) {
      IntVector firsta = IntVector.fromArray(INTS, v, i);
      IntVector seconda = IntVector.fromArray(INTS, v, i + LANES);
      IntVector firstb = IntVector.fromArray(INTS, v, i + 2 * LANES);
      IntVector secondb = IntVector.fromArray(INTS, v, i + 3 * LANES);
      IntVector firstc = IntVector.fromArray(INTS, v, i + 4 * LANES);
      IntVector secondc = IntVector.fromArray(INTS, v, i + 5 * LANES);
      IntVector firstd = IntVector.fromArray(INTS, v, i + 6 * LANES);
      IntVector secondd = IntVector.fromArray(INTS, v, i + 7 * LANES);
      IntVector windowa = IntVector.fromArray(INTS, t0, block * (LANES / 2)).lanewise(LSHL, 1);
      IntVector windowb =
          IntVector.fromArray(INTS, t0, (block + 1) * (LANES / 2)).lanewise(LSHL, 1);
      IntVector windowc =
          IntVector.fromArray(INTS, t0, (block + 2) * (LANES / 2)).lanewise(LSHL, 1);
      IntVector windowd =
          IntVector.fromArray(INTS, t0, (block + 3) * (LANES / 2)).lanewise(LSHL, 1);
      IntVector w1a = AT1.selectFrom(windowa);
      LongVector l1a = w1a.reinterpretAsLongs();
      IntVector w1b = AT1.selectFrom(windowb);
      LongVector l1b = w1b.reinterpretAsLongs();
      IntVector w1c = AT1.selectFrom(windowc);
      LongVector l1c = w1c.reinterpretAsLongs();
      IntVector w1d = AT1.selectFrom(windowd);
      LongVector l1d = w1d.reinterpretAsLongs();
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
      LongVector d1cl = secondc.reinterpretAsLongs();
      LongVector d1ce = d1cl.lanewise(AND, LOW).mul(l1c.lanewise(AND, LOW));
      LongVector d1co = d1cl.lanewise(LSHR, 32).mul(l1c.lanewise(LSHR, 32));
      IntVector d1ch = d1ce.lanewise(LSHR, 32).or(d1co.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1cu = d1ch.add(secondc.mul(w1c).lanewise(LSHR, 1));
      IntVector d1c = d1cu.lanewise(UMIN, d1cu.sub(P));
      LongVector d1dl = secondd.reinterpretAsLongs();
      LongVector d1de = d1dl.lanewise(AND, LOW).mul(l1d.lanewise(AND, LOW));
      LongVector d1do = d1dl.lanewise(LSHR, 32).mul(l1d.lanewise(LSHR, 32));
      IntVector d1dh = d1de.lanewise(LSHR, 32).or(d1do.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1du = d1dh.add(secondd.mul(w1d).lanewise(LSHR, 1));
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
      firsta = FRONT.selectFrom(s1a, g1a);
      seconda = BACK.selectFrom(s1a, g1a);
      firstb = FRONT.selectFrom(s1b, g1b);
      secondb = BACK.selectFrom(s1b, g1b);
      firstc = FRONT.selectFrom(s1c, g1c);
      secondc = BACK.selectFrom(s1c, g1c);
      firstd = FRONT.selectFrom(s1d, g1d);
      secondd = BACK.selectFrom(s1d, g1d);
      IntVector w0a = AT0.selectFrom(windowa).lanewise(XOR, SIGNS);
      LongVector l0a = w0a.reinterpretAsLongs();
      IntVector w0b = AT0.selectFrom(windowb).lanewise(XOR, SIGNS);
      LongVector l0b = w0b.reinterpretAsLongs();
      IntVector w0c = AT0.selectFrom(windowc).lanewise(XOR, SIGNS);
      LongVector l0c = w0c.reinterpretAsLongs();
      IntVector w0d = AT0.selectFrom(windowd).lanewise(XOR, SIGNS);
      LongVector l0d = w0d.reinterpretAsLongs();
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
      LongVector d0cl = secondc.reinterpretAsLongs();
      LongVector d0ce = d0cl.lanewise(AND, LOW).mul(l0c.lanewise(AND, LOW));
      LongVector d0co = d0cl.lanewise(LSHR, 32).mul(l0c.lanewise(LSHR, 32));
      IntVector d0ch = d0ce.lanewise(LSHR, 32).or(d0co.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0cu = d0ch.add(secondc.mul(w0c).lanewise(LSHR, 1));
      IntVector d0c = d0cu.lanewise(UMIN, d0cu.sub(P));
      LongVector d0dl = secondd.reinterpretAsLongs();
      LongVector d0de = d0dl.lanewise(AND, LOW).mul(l0d.lanewise(AND, LOW));
      LongVector d0do = d0dl.lanewise(LSHR, 32).mul(l0d.lanewise(LSHR, 32));
      IntVector d0dh = d0de.lanewise(LSHR, 32).or(d0do.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0du = d0dh.add(secondd.mul(w0d).lanewise(LSHR, 1));
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
      firsta = FRONT.selectFrom(s0a, g0a);
      seconda = BACK.selectFrom(s0a, g0a);
      firstb = FRONT.selectFrom(s0b, g0b);
      secondb = BACK.selectFrom(s0b, g0b);
      firstc = FRONT.selectFrom(s0c, g0c);
      secondc = BACK.selectFrom(s0c, g0c);
      firstd = FRONT.selectFrom(s0d, g0d);
      secondd = BACK.selectFrom(s0d, g0d);
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
