package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import lucerna.field.M31;

/**
 * The FFT's interpolation in the layers whose partners lie at least one vector apart, two or three
 * layers to a pass; straight-line as {@link FftForward}.
 */
final class FftInverse {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final IntVector HIGHS = Lanes.HIGHS;
  private static final IntVector LOWS = Lanes.LOWS;

  private FftInverse() {}

  /** Interpolates the layers of partners {@code run} and {@code 2 run} apart. */
  static void inverseTwo(int[] v, int from, int to, int run, int[] far, int[] near) {
    IntVector highs = from < 0 ? Lanes.EVEN : HIGHS;
    IntVector lows = from < 0 ? Lanes.EVEN : LOWS;
    for (int lo = from, block = from / (4 * run); lo < to; lo += 4 * run, block++) {
      IntVector w1 = IntVector.broadcast(INTS, far[block] << 1);
      LongVector l1 = w1.reinterpretAsLongs();
      IntVector w2 = IntVector.broadcast(INTS, near[2 * block] << 1);
      LongVector l2 = w2.reinterpretAsLongs();
      IntVector w3 = IntVector.broadcast(INTS, near[2 * block + 1] << 1);
      LongVector l3 = w3.reinterpretAsLongs();
      for (int i = lo; i < lo + run; i += LANES) {
        IntVector a0 = from < 0 ? highs : IntVector.fromArray(INTS, v, i);
        IntVector a1 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + run);
        IntVector a2 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 2 * run);
        IntVector a3 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 3 * run);
        IntVector b0u = a0.add(a1);
        IntVector b0 = b0u.lanewise(UMIN, b0u.sub(P));
        IntVector db1u = a0.sub(a1);
        IntVector db1 = db1u.lanewise(UMIN, db1u.add(P));
        IntVector b2u = a2.add(a3);
        IntVector b2 = b2u.lanewise(UMIN, b2u.sub(P));
        IntVector db3u = a2.sub(a3);
        IntVector db3 = db3u.lanewise(UMIN, db3u.add(P));
        LongVector b1l = db1.reinterpretAsLongs();
        LongVector b1e = b1l.lanewise(AND, LOW).mul(l2.lanewise(AND, LOW));
        LongVector b1o = b1l.lanewise(LSHR, 32).mul(l2.lanewise(AND, LOW));
        IntVector b1f = b1e.reinterpretAsInts();
        IntVector b1g = b1o.reinterpretAsInts();
        IntVector b1u = highs.selectFrom(b1f, b1g).add(lows.selectFrom(b1f, b1g).lanewise(LSHR, 1));
        IntVector b1 = b1u.lanewise(UMIN, b1u.sub(P));
        LongVector b3l = db3.reinterpretAsLongs();
        LongVector b3e = b3l.lanewise(AND, LOW).mul(l3.lanewise(AND, LOW));
        LongVector b3o = b3l.lanewise(LSHR, 32).mul(l3.lanewise(AND, LOW));
        IntVector b3f = b3e.reinterpretAsInts();
        IntVector b3g = b3o.reinterpretAsInts();
        IntVector b3u = highs.selectFrom(b3f, b3g).add(lows.selectFrom(b3f, b3g).lanewise(LSHR, 1));
        IntVector b3 = b3u.lanewise(UMIN, b3u.sub(P));
        IntVector c0u = b0.add(b2);
        IntVector c0 = c0u.lanewise(UMIN, c0u.sub(P));
        IntVector dc2u = b0.sub(b2);
        IntVector dc2 = dc2u.lanewise(UMIN, dc2u.add(P));
        IntVector c1u = b1.add(b3);
        IntVector c1 = c1u.lanewise(UMIN, c1u.sub(P));
        IntVector dc3u = b1.sub(b3);
        IntVector dc3 = dc3u.lanewise(UMIN, dc3u.add(P));
        LongVector c2l = dc2.reinterpretAsLongs();
        LongVector c2e = c2l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector c2o = c2l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector c2f = c2e.reinterpretAsInts();
        IntVector c2g = c2o.reinterpretAsInts();
        IntVector c2u = highs.selectFrom(c2f, c2g).add(lows.selectFrom(c2f, c2g).lanewise(LSHR, 1));
        IntVector c2 = c2u.lanewise(UMIN, c2u.sub(P));
        LongVector c3l = dc3.reinterpretAsLongs();
        LongVector c3e = c3l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector c3o = c3l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector c3f = c3e.reinterpretAsInts();
        IntVector c3g = c3o.reinterpretAsInts();
        IntVector c3u = highs.selectFrom(c3f, c3g).add(lows.selectFrom(c3f, c3g).lanewise(LSHR, 1));
        IntVector c3 = c3u.lanewise(UMIN, c3u.sub(P));
        c0.intoArray(v, i);
        c1.intoArray(v, i + run);
        c2.intoArray(v, i + 2 * run);
        c3.intoArray(v, i + 3 * run);
      }
    }
  }

  /** Interpolates the layers of partners {@code run}, {@code 2 run} and {@code 4 run} apart. */
  static void inverseThree(
      int[] v, int from, int to, int run, int[] far, int[] middle, int[] near) {
    IntVector highs = from < 0 ? Lanes.EVEN : HIGHS;
    IntVector lows = from < 0 ? Lanes.EVEN : LOWS;
    for (int lo = from, block = from / (8 * run); lo < to; lo += 8 * run, block++) {
      IntVector w1 = IntVector.broadcast(INTS, far[block] << 1);
      LongVector l1 = w1.reinterpretAsLongs();
      IntVector w2 = IntVector.broadcast(INTS, middle[2 * block] << 1);
      LongVector l2 = w2.reinterpretAsLongs();
      IntVector w3 = IntVector.broadcast(INTS, middle[2 * block + 1] << 1);
      LongVector l3 = w3.reinterpretAsLongs();
      IntVector w4 = IntVector.broadcast(INTS, near[4 * block] << 1);
      LongVector l4 = w4.reinterpretAsLongs();
      IntVector w5 = IntVector.broadcast(INTS, near[4 * block + 1] << 1);
      LongVector l5 = w5.reinterpretAsLongs();
      IntVector w6 = IntVector.broadcast(INTS, near[4 * block + 2] << 1);
      LongVector l6 = w6.reinterpretAsLongs();
      IntVector w7 = IntVector.broadcast(INTS, near[4 * block + 3] << 1);
      LongVector l7 = w7.reinterpretAsLongs();
      for (int i = lo; i < lo + run; i += LANES) {
        IntVector a0 = from < 0 ? highs : IntVector.fromArray(INTS, v, i);
        IntVector a1 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + run);
        IntVector a2 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 2 * run);
        IntVector a3 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 3 * run);
        IntVector a4 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 4 * run);
        IntVector a5 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 5 * run);
        IntVector a6 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 6 * run);
        IntVector a7 = from < 0 ? highs : IntVector.fromArray(INTS, v, i + 7 * run);
        IntVector b0u = a0.add(a1);
        IntVector b0 = b0u.lanewise(UMIN, b0u.sub(P));
        IntVector db1u = a0.sub(a1);
        IntVector db1 = db1u.lanewise(UMIN, db1u.add(P));
        IntVector b2u = a2.add(a3);
        IntVector b2 = b2u.lanewise(UMIN, b2u.sub(P));
        IntVector db3u = a2.sub(a3);
        IntVector db3 = db3u.lanewise(UMIN, db3u.add(P));
        IntVector b4u = a4.add(a5);
        IntVector b4 = b4u.lanewise(UMIN, b4u.sub(P));
        IntVector db5u = a4.sub(a5);
        IntVector db5 = db5u.lanewise(UMIN, db5u.add(P));
        IntVector b6u = a6.add(a7);
        IntVector b6 = b6u.lanewise(UMIN, b6u.sub(P));
        IntVector db7u = a6.sub(a7);
        IntVector db7 = db7u.lanewise(UMIN, db7u.add(P));
        LongVector b1l = db1.reinterpretAsLongs();
        LongVector b1e = b1l.lanewise(AND, LOW).mul(l4.lanewise(AND, LOW));
        LongVector b1o = b1l.lanewise(LSHR, 32).mul(l4.lanewise(AND, LOW));
        IntVector b1f = b1e.reinterpretAsInts();
        IntVector b1g = b1o.reinterpretAsInts();
        IntVector b1u = highs.selectFrom(b1f, b1g).add(lows.selectFrom(b1f, b1g).lanewise(LSHR, 1));
        IntVector b1 = b1u.lanewise(UMIN, b1u.sub(P));
        LongVector b3l = db3.reinterpretAsLongs();
        LongVector b3e = b3l.lanewise(AND, LOW).mul(l5.lanewise(AND, LOW));
        LongVector b3o = b3l.lanewise(LSHR, 32).mul(l5.lanewise(AND, LOW));
        IntVector b3f = b3e.reinterpretAsInts();
        IntVector b3g = b3o.reinterpretAsInts();
        IntVector b3u = highs.selectFrom(b3f, b3g).add(lows.selectFrom(b3f, b3g).lanewise(LSHR, 1));
        IntVector b3 = b3u.lanewise(UMIN, b3u.sub(P));
        LongVector b5l = db5.reinterpretAsLongs();
        LongVector b5e = b5l.lanewise(AND, LOW).mul(l6.lanewise(AND, LOW));
        LongVector b5o = b5l.lanewise(LSHR, 32).mul(l6.lanewise(AND, LOW));
        IntVector b5f = b5e.reinterpretAsInts();
        IntVector b5g = b5o.reinterpretAsInts();
        IntVector b5u = highs.selectFrom(b5f, b5g).add(lows.selectFrom(b5f, b5g).lanewise(LSHR, 1));
        IntVector b5 = b5u.lanewise(UMIN, b5u.sub(P));
        LongVector b7l = db7.reinterpretAsLongs();
        LongVector b7e = b7l.lanewise(AND, LOW).mul(l7.lanewise(AND, LOW));
        LongVector b7o = b7l.lanewise(LSHR, 32).mul(l7.lanewise(AND, LOW));
        IntVector b7f = b7e.reinterpretAsInts();
        IntVector b7g = b7o.reinterpretAsInts();
        IntVector b7u = highs.selectFrom(b7f, b7g).add(lows.selectFrom(b7f, b7g).lanewise(LSHR, 1));
        IntVector b7 = b7u.lanewise(UMIN, b7u.sub(P));
        IntVector c0u = b0.add(b2);
        IntVector c0 = c0u.lanewise(UMIN, c0u.sub(P));
        IntVector dc2u = b0.sub(b2);
        IntVector dc2 = dc2u.lanewise(UMIN, dc2u.add(P));
        IntVector c1u = b1.add(b3);
        IntVector c1 = c1u.lanewise(UMIN, c1u.sub(P));
        IntVector dc3u = b1.sub(b3);
        IntVector dc3 = dc3u.lanewise(UMIN, dc3u.add(P));
        IntVector c4u = b4.add(b6);
        IntVector c4 = c4u.lanewise(UMIN, c4u.sub(P));
        IntVector dc6u = b4.sub(b6);
        IntVector dc6 = dc6u.lanewise(UMIN, dc6u.add(P));
        IntVector c5u = b5.add(b7);
        IntVector c5 = c5u.lanewise(UMIN, c5u.sub(P));
        IntVector dc7u = b5.sub(b7);
        IntVector dc7 = dc7u.lanewise(UMIN, dc7u.add(P));
        LongVector c2l = dc2.reinterpretAsLongs();
        LongVector c2e = c2l.lanewise(AND, LOW).mul(l2.lanewise(AND, LOW));
        LongVector c2o = c2l.lanewise(LSHR, 32).mul(l2.lanewise(AND, LOW));
        IntVector c2f = c2e.reinterpretAsInts();
        IntVector c2g = c2o.reinterpretAsInts();
        IntVector c2u = highs.selectFrom(c2f, c2g).add(lows.selectFrom(c2f, c2g).lanewise(LSHR, 1));
        IntVector c2 = c2u.lanewise(UMIN, c2u.sub(P));
        LongVector c3l = dc3.reinterpretAsLongs();
        LongVector c3e = c3l.lanewise(AND, LOW).mul(l2.lanewise(AND, LOW));
        LongVector c3o = c3l.lanewise(LSHR, 32).mul(l2.lanewise(AND, LOW));
        IntVector c3f = c3e.reinterpretAsInts();
        IntVector c3g = c3o.reinterpretAsInts();
        IntVector c3u = highs.selectFrom(c3f, c3g).add(lows.selectFrom(c3f, c3g).lanewise(LSHR, 1));
        IntVector c3 = c3u.lanewise(UMIN, c3u.sub(P));
        LongVector c6l = dc6.reinterpretAsLongs();
        LongVector c6e = c6l.lanewise(AND, LOW).mul(l3.lanewise(AND, LOW));
        LongVector c6o = c6l.lanewise(LSHR, 32).mul(l3.lanewise(AND, LOW));
        IntVector c6f = c6e.reinterpretAsInts();
        IntVector c6g = c6o.reinterpretAsInts();
        IntVector c6u = highs.selectFrom(c6f, c6g).add(lows.selectFrom(c6f, c6g).lanewise(LSHR, 1));
        IntVector c6 = c6u.lanewise(UMIN, c6u.sub(P));
        LongVector c7l = dc7.reinterpretAsLongs();
        LongVector c7e = c7l.lanewise(AND, LOW).mul(l3.lanewise(AND, LOW));
        LongVector c7o = c7l.lanewise(LSHR, 32).mul(l3.lanewise(AND, LOW));
        IntVector c7f = c7e.reinterpretAsInts();
        IntVector c7g = c7o.reinterpretAsInts();
        IntVector c7u = highs.selectFrom(c7f, c7g).add(lows.selectFrom(c7f, c7g).lanewise(LSHR, 1));
        IntVector c7 = c7u.lanewise(UMIN, c7u.sub(P));
        IntVector d0u = c0.add(c4);
        IntVector d0 = d0u.lanewise(UMIN, d0u.sub(P));
        IntVector dd4u = c0.sub(c4);
        IntVector dd4 = dd4u.lanewise(UMIN, dd4u.add(P));
        IntVector d1u = c1.add(c5);
        IntVector d1 = d1u.lanewise(UMIN, d1u.sub(P));
        IntVector dd5u = c1.sub(c5);
        IntVector dd5 = dd5u.lanewise(UMIN, dd5u.add(P));
        IntVector d2u = c2.add(c6);
        IntVector d2 = d2u.lanewise(UMIN, d2u.sub(P));
        IntVector dd6u = c2.sub(c6);
        IntVector dd6 = dd6u.lanewise(UMIN, dd6u.add(P));
        IntVector d3u = c3.add(c7);
        IntVector d3 = d3u.lanewise(UMIN, d3u.sub(P));
        IntVector dd7u = c3.sub(c7);
        IntVector dd7 = dd7u.lanewise(UMIN, dd7u.add(P));
        LongVector d4l = dd4.reinterpretAsLongs();
        LongVector d4e = d4l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector d4o = d4l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector d4f = d4e.reinterpretAsInts();
        IntVector d4g = d4o.reinterpretAsInts();
        IntVector d4u = highs.selectFrom(d4f, d4g).add(lows.selectFrom(d4f, d4g).lanewise(LSHR, 1));
        IntVector d4 = d4u.lanewise(UMIN, d4u.sub(P));
        LongVector d5l = dd5.reinterpretAsLongs();
        LongVector d5e = d5l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector d5o = d5l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector d5f = d5e.reinterpretAsInts();
        IntVector d5g = d5o.reinterpretAsInts();
        IntVector d5u = highs.selectFrom(d5f, d5g).add(lows.selectFrom(d5f, d5g).lanewise(LSHR, 1));
        IntVector d5 = d5u.lanewise(UMIN, d5u.sub(P));
        LongVector d6l = dd6.reinterpretAsLongs();
        LongVector d6e = d6l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector d6o = d6l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector d6f = d6e.reinterpretAsInts();
        IntVector d6g = d6o.reinterpretAsInts();
        IntVector d6u = highs.selectFrom(d6f, d6g).add(lows.selectFrom(d6f, d6g).lanewise(LSHR, 1));
        IntVector d6 = d6u.lanewise(UMIN, d6u.sub(P));
        LongVector d7l = dd7.reinterpretAsLongs();
        LongVector d7e = d7l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector d7o = d7l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector d7f = d7e.reinterpretAsInts();
        IntVector d7g = d7o.reinterpretAsInts();
        IntVector d7u = highs.selectFrom(d7f, d7g).add(lows.selectFrom(d7f, d7g).lanewise(LSHR, 1));
        IntVector d7 = d7u.lanewise(UMIN, d7u.sub(P));
        d0.intoArray(v, i);
        d1.intoArray(v, i + run);
        d2.intoArray(v, i + 2 * run);
        d3.intoArray(v, i + 3 * run);
        d4.intoArray(v, i + 4 * run);
        d5.intoArray(v, i + 5 * run);
        d6.intoArray(v, i + 6 * run);
        d7.intoArray(v, i + 7 * run);
      }
    }
  }
}
