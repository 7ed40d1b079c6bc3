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
 * <p>A layer waits for the one before it, some 25 cycles each. Four pairs of vectors, layer by
 * layer in turns, keep the processor busy meanwhile.
 */
final class FftNearInverse {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final long HIGH = 0xffffffff00000000L;

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
      IntVector w0a = AT0.selectFrom(windowa).lanewise(XOR, SIGNS);
      LongVector l0a = w0a.reinterpretAsLongs();
      IntVector w0b = AT0.selectFrom(windowb).lanewise(XOR, SIGNS);
      LongVector l0b = w0b.reinterpretAsLongs();
      IntVector w0c = AT0.selectFrom(windowc).lanewise(XOR, SIGNS);
      LongVector l0c = w0c.reinterpretAsLongs();
      IntVector w0d = AT0.selectFrom(windowd).lanewise(XOR, SIGNS);
      LongVector l0d = w0d.reinterpretAsLongs();
      IntVector x0a = EVEN.selectFrom(firsta, seconda);
      IntVector y0a = ODD.selectFrom(firsta, seconda);
      IntVector x0b = EVEN.selectFrom(firstb, secondb);
      IntVector y0b = ODD.selectFrom(firstb, secondb);
      IntVector x0c = EVEN.selectFrom(firstc, secondc);
      IntVector y0c = ODD.selectFrom(firstc, secondc);
      IntVector x0d = EVEN.selectFrom(firstd, secondd);
      IntVector y0d = ODD.selectFrom(firstd, secondd);
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
      LongVector d0ae = d0al.lanewise(AND, LOW).mul(l0a.lanewise(AND, LOW));
      LongVector d0ao = d0al.lanewise(LSHR, 32).mul(l0a.lanewise(LSHR, 32));
      IntVector d0ah = d0ae.lanewise(LSHR, 32).or(d0ao.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0au = d0ah.add(g0a.mul(w0a).lanewise(LSHR, 1));
      IntVector d0a = d0au.lanewise(UMIN, d0au.sub(P));
      LongVector d0bl = g0b.reinterpretAsLongs();
      LongVector d0be = d0bl.lanewise(AND, LOW).mul(l0b.lanewise(AND, LOW));
      LongVector d0bo = d0bl.lanewise(LSHR, 32).mul(l0b.lanewise(LSHR, 32));
      IntVector d0bh = d0be.lanewise(LSHR, 32).or(d0bo.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0bu = d0bh.add(g0b.mul(w0b).lanewise(LSHR, 1));
      IntVector d0b = d0bu.lanewise(UMIN, d0bu.sub(P));
      LongVector d0cl = g0c.reinterpretAsLongs();
      LongVector d0ce = d0cl.lanewise(AND, LOW).mul(l0c.lanewise(AND, LOW));
      LongVector d0co = d0cl.lanewise(LSHR, 32).mul(l0c.lanewise(LSHR, 32));
      IntVector d0ch = d0ce.lanewise(LSHR, 32).or(d0co.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0cu = d0ch.add(g0c.mul(w0c).lanewise(LSHR, 1));
      IntVector d0c = d0cu.lanewise(UMIN, d0cu.sub(P));
      LongVector d0dl = g0d.reinterpretAsLongs();
      LongVector d0de = d0dl.lanewise(AND, LOW).mul(l0d.lanewise(AND, LOW));
      LongVector d0do = d0dl.lanewise(LSHR, 32).mul(l0d.lanewise(LSHR, 32));
      IntVector d0dh = d0de.lanewise(LSHR, 32).or(d0do.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d0du = d0dh.add(g0d.mul(w0d).lanewise(LSHR, 1));
      IntVector d0d = d0du.lanewise(UMIN, d0du.sub(P));
      firsta = s0a;
      seconda = d0a;
      firstb = s0b;
      secondb = d0b;
      firstc = s0c;
      secondc = d0c;
      firstd = s0d;
      secondd = d0d;
      IntVector w1a = AT1.selectFrom(windowa);
      LongVector l1a = w1a.reinterpretAsLongs();
      IntVector w1b = AT1.selectFrom(windowb);
      LongVector l1b = w1b.reinterpretAsLongs();
      IntVector w1c = AT1.selectFrom(windowc);
      LongVector l1c = w1c.reinterpretAsLongs();
      IntVector w1d = AT1.selectFrom(windowd);
      LongVector l1d = w1d.reinterpretAsLongs();
      IntVector x1a = EVEN.selectFrom(firsta, seconda);
      IntVector y1a = ODD.selectFrom(firsta, seconda);
      IntVector x1b = EVEN.selectFrom(firstb, secondb);
      IntVector y1b = ODD.selectFrom(firstb, secondb);
      IntVector x1c = EVEN.selectFrom(firstc, secondc);
      IntVector y1c = ODD.selectFrom(firstc, secondc);
      IntVector x1d = EVEN.selectFrom(firstd, secondd);
      IntVector y1d = ODD.selectFrom(firstd, secondd);
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
      LongVector d1ae = d1al.lanewise(AND, LOW).mul(l1a.lanewise(AND, LOW));
      LongVector d1ao = d1al.lanewise(LSHR, 32).mul(l1a.lanewise(LSHR, 32));
      IntVector d1ah = d1ae.lanewise(LSHR, 32).or(d1ao.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1au = d1ah.add(g1a.mul(w1a).lanewise(LSHR, 1));
      IntVector d1a = d1au.lanewise(UMIN, d1au.sub(P));
      LongVector d1bl = g1b.reinterpretAsLongs();
      LongVector d1be = d1bl.lanewise(AND, LOW).mul(l1b.lanewise(AND, LOW));
      LongVector d1bo = d1bl.lanewise(LSHR, 32).mul(l1b.lanewise(LSHR, 32));
      IntVector d1bh = d1be.lanewise(LSHR, 32).or(d1bo.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1bu = d1bh.add(g1b.mul(w1b).lanewise(LSHR, 1));
      IntVector d1b = d1bu.lanewise(UMIN, d1bu.sub(P));
      LongVector d1cl = g1c.reinterpretAsLongs();
      LongVector d1ce = d1cl.lanewise(AND, LOW).mul(l1c.lanewise(AND, LOW));
      LongVector d1co = d1cl.lanewise(LSHR, 32).mul(l1c.lanewise(LSHR, 32));
      IntVector d1ch = d1ce.lanewise(LSHR, 32).or(d1co.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1cu = d1ch.add(g1c.mul(w1c).lanewise(LSHR, 1));
      IntVector d1c = d1cu.lanewise(UMIN, d1cu.sub(P));
      LongVector d1dl = g1d.reinterpretAsLongs();
      LongVector d1de = d1dl.lanewise(AND, LOW).mul(l1d.lanewise(AND, LOW));
      LongVector d1do = d1dl.lanewise(LSHR, 32).mul(l1d.lanewise(LSHR, 32));
      IntVector d1dh = d1de.lanewise(LSHR, 32).or(d1do.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d1du = d1dh.add(g1d.mul(w1d).lanewise(LSHR, 1));
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

  /** Interpolates the other layers, and divides by 2^log: modulo P a rotation of the 31 bits. */
  static void last(int[] v, int from, int to, int[][] t, int log) {
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
        IntVector x2a = EVEN.selectFrom(firsta, seconda);
        IntVector y2a = ODD.selectFrom(firsta, seconda);
        IntVector x2b = EVEN.selectFrom(firstb, secondb);
        IntVector y2b = ODD.selectFrom(firstb, secondb);
        IntVector x2c = EVEN.selectFrom(firstc, secondc);
        IntVector y2c = ODD.selectFrom(firstc, secondc);
        IntVector x2d = EVEN.selectFrom(firstd, secondd);
        IntVector y2d = ODD.selectFrom(firstd, secondd);
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
        LongVector d2ae = d2al.lanewise(AND, LOW).mul(l2a.lanewise(AND, LOW));
        LongVector d2ao = d2al.lanewise(LSHR, 32).mul(l2a.lanewise(LSHR, 32));
        IntVector d2ah = d2ae.lanewise(LSHR, 32).or(d2ao.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2au = d2ah.add(g2a.mul(w2a).lanewise(LSHR, 1));
        IntVector d2a = d2au.lanewise(UMIN, d2au.sub(P));
        LongVector d2bl = g2b.reinterpretAsLongs();
        LongVector d2be = d2bl.lanewise(AND, LOW).mul(l2b.lanewise(AND, LOW));
        LongVector d2bo = d2bl.lanewise(LSHR, 32).mul(l2b.lanewise(LSHR, 32));
        IntVector d2bh = d2be.lanewise(LSHR, 32).or(d2bo.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2bu = d2bh.add(g2b.mul(w2b).lanewise(LSHR, 1));
        IntVector d2b = d2bu.lanewise(UMIN, d2bu.sub(P));
        LongVector d2cl = g2c.reinterpretAsLongs();
        LongVector d2ce = d2cl.lanewise(AND, LOW).mul(l2c.lanewise(AND, LOW));
        LongVector d2co = d2cl.lanewise(LSHR, 32).mul(l2c.lanewise(LSHR, 32));
        IntVector d2ch = d2ce.lanewise(LSHR, 32).or(d2co.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2cu = d2ch.add(g2c.mul(w2c).lanewise(LSHR, 1));
        IntVector d2c = d2cu.lanewise(UMIN, d2cu.sub(P));
        LongVector d2dl = g2d.reinterpretAsLongs();
        LongVector d2de = d2dl.lanewise(AND, LOW).mul(l2d.lanewise(AND, LOW));
        LongVector d2do = d2dl.lanewise(LSHR, 32).mul(l2d.lanewise(LSHR, 32));
        IntVector d2dh = d2de.lanewise(LSHR, 32).or(d2do.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d2du = d2dh.add(g2d.mul(w2d).lanewise(LSHR, 1));
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
        IntVector x3a = EVEN.selectFrom(firsta, seconda);
        IntVector y3a = ODD.selectFrom(firsta, seconda);
        IntVector x3b = EVEN.selectFrom(firstb, secondb);
        IntVector y3b = ODD.selectFrom(firstb, secondb);
        IntVector x3c = EVEN.selectFrom(firstc, secondc);
        IntVector y3c = ODD.selectFrom(firstc, secondc);
        IntVector x3d = EVEN.selectFrom(firstd, secondd);
        IntVector y3d = ODD.selectFrom(firstd, secondd);
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
        LongVector d3ae = d3al.lanewise(AND, LOW).mul(l3a.lanewise(AND, LOW));
        LongVector d3ao = d3al.lanewise(LSHR, 32).mul(l3a.lanewise(LSHR, 32));
        IntVector d3ah = d3ae.lanewise(LSHR, 32).or(d3ao.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3au = d3ah.add(g3a.mul(w3a).lanewise(LSHR, 1));
        IntVector d3a = d3au.lanewise(UMIN, d3au.sub(P));
        LongVector d3bl = g3b.reinterpretAsLongs();
        LongVector d3be = d3bl.lanewise(AND, LOW).mul(l3b.lanewise(AND, LOW));
        LongVector d3bo = d3bl.lanewise(LSHR, 32).mul(l3b.lanewise(LSHR, 32));
        IntVector d3bh = d3be.lanewise(LSHR, 32).or(d3bo.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3bu = d3bh.add(g3b.mul(w3b).lanewise(LSHR, 1));
        IntVector d3b = d3bu.lanewise(UMIN, d3bu.sub(P));
        LongVector d3cl = g3c.reinterpretAsLongs();
        LongVector d3ce = d3cl.lanewise(AND, LOW).mul(l3c.lanewise(AND, LOW));
        LongVector d3co = d3cl.lanewise(LSHR, 32).mul(l3c.lanewise(LSHR, 32));
        IntVector d3ch = d3ce.lanewise(LSHR, 32).or(d3co.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3cu = d3ch.add(g3c.mul(w3c).lanewise(LSHR, 1));
        IntVector d3c = d3cu.lanewise(UMIN, d3cu.sub(P));
        LongVector d3dl = g3d.reinterpretAsLongs();
        LongVector d3de = d3dl.lanewise(AND, LOW).mul(l3d.lanewise(AND, LOW));
        LongVector d3do = d3dl.lanewise(LSHR, 32).mul(l3d.lanewise(LSHR, 32));
        IntVector d3dh = d3de.lanewise(LSHR, 32).or(d3do.lanewise(AND, HIGH)).reinterpretAsInts();
        IntVector d3du = d3dh.add(g3d.mul(w3d).lanewise(LSHR, 1));
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
      IntVector w4a = IntVector.broadcast(INTS, last[block] << 1);
      LongVector l4a = w4a.reinterpretAsLongs();
      IntVector w4b = IntVector.broadcast(INTS, last[block + 1] << 1);
      LongVector l4b = w4b.reinterpretAsLongs();
      IntVector w4c = IntVector.broadcast(INTS, last[block + 2] << 1);
      LongVector l4c = w4c.reinterpretAsLongs();
      IntVector w4d = IntVector.broadcast(INTS, last[block + 3] << 1);
      LongVector l4d = w4d.reinterpretAsLongs();
      IntVector x4a = EVEN.selectFrom(firsta, seconda);
      IntVector y4a = ODD.selectFrom(firsta, seconda);
      IntVector x4b = EVEN.selectFrom(firstb, secondb);
      IntVector y4b = ODD.selectFrom(firstb, secondb);
      IntVector x4c = EVEN.selectFrom(firstc, secondc);
      IntVector y4c = ODD.selectFrom(firstc, secondc);
      IntVector x4d = EVEN.selectFrom(firstd, secondd);
      IntVector y4d = ODD.selectFrom(firstd, secondd);
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
      LongVector d4ae = d4al.lanewise(AND, LOW).mul(l4a.lanewise(AND, LOW));
      LongVector d4ao = d4al.lanewise(LSHR, 32).mul(l4a.lanewise(AND, LOW));
      IntVector d4ah = d4ae.lanewise(LSHR, 32).or(d4ao.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4au = d4ah.add(g4a.mul(w4a).lanewise(LSHR, 1));
      IntVector d4a = d4au.lanewise(UMIN, d4au.sub(P));
      LongVector d4bl = g4b.reinterpretAsLongs();
      LongVector d4be = d4bl.lanewise(AND, LOW).mul(l4b.lanewise(AND, LOW));
      LongVector d4bo = d4bl.lanewise(LSHR, 32).mul(l4b.lanewise(AND, LOW));
      IntVector d4bh = d4be.lanewise(LSHR, 32).or(d4bo.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4bu = d4bh.add(g4b.mul(w4b).lanewise(LSHR, 1));
      IntVector d4b = d4bu.lanewise(UMIN, d4bu.sub(P));
      LongVector d4cl = g4c.reinterpretAsLongs();
      LongVector d4ce = d4cl.lanewise(AND, LOW).mul(l4c.lanewise(AND, LOW));
      LongVector d4co = d4cl.lanewise(LSHR, 32).mul(l4c.lanewise(AND, LOW));
      IntVector d4ch = d4ce.lanewise(LSHR, 32).or(d4co.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4cu = d4ch.add(g4c.mul(w4c).lanewise(LSHR, 1));
      IntVector d4c = d4cu.lanewise(UMIN, d4cu.sub(P));
      LongVector d4dl = g4d.reinterpretAsLongs();
      LongVector d4de = d4dl.lanewise(AND, LOW).mul(l4d.lanewise(AND, LOW));
      LongVector d4do = d4dl.lanewise(LSHR, 32).mul(l4d.lanewise(AND, LOW));
      IntVector d4dh = d4de.lanewise(LSHR, 32).or(d4do.lanewise(AND, HIGH)).reinterpretAsInts();
      IntVector d4du = d4dh.add(g4d.mul(w4d).lanewise(LSHR, 1));
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
      seconda = seconda.lanewise(LSHR, log).or(seconda.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      firstb = firstb.lanewise(LSHR, log).or(firstb.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      secondb = secondb.lanewise(LSHR, log).or(secondb.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      firstc = firstc.lanewise(LSHR, log).or(firstc.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      secondc = secondc.lanewise(LSHR, log).or(secondc.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      firstd = firstd.lanewise(LSHR, log).or(firstd.lanewise(LSHL, 31 - log)).lanewise(AND, P);
      secondd = secondd.lanewise(LSHR, log).or(secondd.lanewise(LSHL, 31 - log)).lanewise(AND, P);
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
