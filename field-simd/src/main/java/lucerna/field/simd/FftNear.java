package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import lucerna.field.M31;

/**
 * The FFT's layers within two vectors: layers 0 to log of the lanes.
 *
 * <p>Of constant geometry (Pease): each layer of the interpolation puts the even entries of two
 * vectors beside the odd ones, and leaves the sums in the first and the differences in the second
 * vector. That rotates the bits of an entry's index by one, so after all layers every entry is back
 * in its place. The evaluation takes the same way backwards. Bodies are straight-line as in {@link
 * FftPasses}; the conditions on the number of lanes are constants.
 */
final class FftNear {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final long HIGH = 0xffffffff00000000L;

  private static final IntVector EVEN = Lanes.EVEN;
  private static final IntVector ODD = Lanes.ODD;
  private static final IntVector FRONT = Lanes.FRONT;
  private static final IntVector BACK = Lanes.BACK;

  /** Where the twiddles of layers 0 to 3 lie in a window of their tables. */
  private static final IntVector AT0 = lanes(j -> j >> 2 << 1 | (~j >> 1 & 1));

  private static final IntVector AT1 = lanes(j -> j & (LANES / 2 - 1));
  private static final IntVector AT2 = lanes(j -> j & (LANES / 4 - 1));
  private static final IntVector AT3 = lanes(j -> j & Math.max(LANES / 8 - 1, 0));

  /** Negates y and x in layer 0, whose factors are y, -y, -x, x. */
  private static final IntVector SIGNS = lanes(j -> (j + 1 & 2) == 0 ? 0 : P);

  private FftNear() {}

  private static IntVector lanes(IntUnaryOperator value) {
    return IntVector.fromArray(INTS, IntStream.range(0, LANES).map(value).toArray(), 0);
  }

  /** Interpolates layers 0 and 1; leaves the entries where the next layers look for them. */
  static void inverseFirst(int[] v, int from, int to, int[][] t) {
    int[] t0 = t[Integer.numberOfTrailingZeros(v.length)];
    for (int i = from, block = from / (2 * LANES); i < to; i += 2 * LANES, block++) {
      IntVector first = IntVector.fromArray(INTS, v, i);
      IntVector second = IntVector.fromArray(INTS, v, i + LANES);
      int at0 = block * (LANES / 2);
      int from0 = Math.min(at0, t0.length - LANES);
      IntVector window0 = IntVector.fromArray(INTS, t0, from0);
      IntVector w0 =
          AT0.add(at0 - from0).selectFrom(window0).lanewise(XOR, SIGNS).lanewise(LSHL, 1);
      IntVector x0 = EVEN.selectFrom(first, second);
      IntVector y0 = ODD.selectFrom(first, second);
      IntVector s0u = x0.add(y0);
      IntVector s0 = s0u.lanewise(UMIN, s0u.sub(P));
      IntVector g0u = x0.sub(y0);
      IntVector g0 = g0u.lanewise(UMIN, g0u.add(P));
      LongVector d0l = g0.reinterpretAsLongs();
      LongVector d0w = w0.reinterpretAsLongs();
      LongVector d0Even = d0l.lanewise(AND, LOW).mul(d0w.lanewise(AND, LOW));
      LongVector d0Odd = d0l.lanewise(LSHR, 32).mul(d0w.lanewise(LSHR, 32));
      IntVector d0u =
          d0Even
              .lanewise(LSHR, 32)
              .or(d0Odd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  d0Even
                      .lanewise(AND, LOW)
                      .or(d0Odd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector d0 = d0u.lanewise(UMIN, d0u.sub(P));
      first = s0;
      second = d0;
      IntVector w1 = AT1.add(at0 - from0).selectFrom(window0).lanewise(LSHL, 1);
      IntVector x1 = EVEN.selectFrom(first, second);
      IntVector y1 = ODD.selectFrom(first, second);
      IntVector s1u = x1.add(y1);
      IntVector s1 = s1u.lanewise(UMIN, s1u.sub(P));
      IntVector g1u = x1.sub(y1);
      IntVector g1 = g1u.lanewise(UMIN, g1u.add(P));
      LongVector d1l = g1.reinterpretAsLongs();
      LongVector d1w = w1.reinterpretAsLongs();
      LongVector d1Even = d1l.lanewise(AND, LOW).mul(d1w.lanewise(AND, LOW));
      LongVector d1Odd = d1l.lanewise(LSHR, 32).mul(d1w.lanewise(LSHR, 32));
      IntVector d1u =
          d1Even
              .lanewise(LSHR, 32)
              .or(d1Odd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  d1Even
                      .lanewise(AND, LOW)
                      .or(d1Odd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector d1 = d1u.lanewise(UMIN, d1u.sub(P));
      first = s1;
      second = d1;
      first.intoArray(v, i);
      second.intoArray(v, i + LANES);
    }
  }

  /** Interpolates the other layers. */
  static void inverseLast(int[] v, int from, int to, int[][] t) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    int[] t2 = t[logSize - 1];
    int[] t3 = t[logSize - 2];
    int[] last = t[logSize - Lanes.LOG + 1];
    for (int i = from, block = from / (2 * LANES); i < to; i += 2 * LANES, block++) {
      IntVector first = IntVector.fromArray(INTS, v, i);
      IntVector second = IntVector.fromArray(INTS, v, i + LANES);
      if (LANES >= 8) {
        int at2 = block * (LANES / 4);
        int from2 = Math.min(at2, t2.length - LANES);
        IntVector w2 =
            AT2.add(at2 - from2).selectFrom(IntVector.fromArray(INTS, t2, from2)).lanewise(LSHL, 1);
        IntVector x2 = EVEN.selectFrom(first, second);
        IntVector y2 = ODD.selectFrom(first, second);
        IntVector s2u = x2.add(y2);
        IntVector s2 = s2u.lanewise(UMIN, s2u.sub(P));
        IntVector g2u = x2.sub(y2);
        IntVector g2 = g2u.lanewise(UMIN, g2u.add(P));
        LongVector d2l = g2.reinterpretAsLongs();
        LongVector d2w = w2.reinterpretAsLongs();
        LongVector d2Even = d2l.lanewise(AND, LOW).mul(d2w.lanewise(AND, LOW));
        LongVector d2Odd = d2l.lanewise(LSHR, 32).mul(d2w.lanewise(LSHR, 32));
        IntVector d2u =
            d2Even
                .lanewise(LSHR, 32)
                .or(d2Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    d2Even
                        .lanewise(AND, LOW)
                        .or(d2Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector d2 = d2u.lanewise(UMIN, d2u.sub(P));
        first = s2;
        second = d2;
      }
      if (LANES >= 16) {
        int at3 = block * (LANES / 8);
        int from3 = Math.min(at3, t3.length - LANES);
        IntVector w3 =
            AT3.add(at3 - from3).selectFrom(IntVector.fromArray(INTS, t3, from3)).lanewise(LSHL, 1);
        IntVector x3 = EVEN.selectFrom(first, second);
        IntVector y3 = ODD.selectFrom(first, second);
        IntVector s3u = x3.add(y3);
        IntVector s3 = s3u.lanewise(UMIN, s3u.sub(P));
        IntVector g3u = x3.sub(y3);
        IntVector g3 = g3u.lanewise(UMIN, g3u.add(P));
        LongVector d3l = g3.reinterpretAsLongs();
        LongVector d3w = w3.reinterpretAsLongs();
        LongVector d3Even = d3l.lanewise(AND, LOW).mul(d3w.lanewise(AND, LOW));
        LongVector d3Odd = d3l.lanewise(LSHR, 32).mul(d3w.lanewise(LSHR, 32));
        IntVector d3u =
            d3Even
                .lanewise(LSHR, 32)
                .or(d3Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    d3Even
                        .lanewise(AND, LOW)
                        .or(d3Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector d3 = d3u.lanewise(UMIN, d3u.sub(P));
        first = s3;
        second = d3;
      }
      LongVector w = LongVector.broadcast(LONGS, 2L * last[block]);
      IntVector x4 = EVEN.selectFrom(first, second);
      IntVector y4 = ODD.selectFrom(first, second);
      IntVector s4u = x4.add(y4);
      IntVector s4 = s4u.lanewise(UMIN, s4u.sub(P));
      IntVector g4u = x4.sub(y4);
      IntVector g4 = g4u.lanewise(UMIN, g4u.add(P));
      LongVector d4l = g4.reinterpretAsLongs();
      LongVector d4Even = d4l.lanewise(AND, LOW).mul(w.lanewise(AND, LOW));
      LongVector d4Odd = d4l.lanewise(LSHR, 32).mul(w.lanewise(AND, LOW));
      IntVector d4u =
          d4Even
              .lanewise(LSHR, 32)
              .or(d4Odd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  d4Even
                      .lanewise(AND, LOW)
                      .or(d4Odd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector d4 = d4u.lanewise(UMIN, d4u.sub(P));
      first = s4;
      second = d4;
      first.intoArray(v, i);
      second.intoArray(v, i + LANES);
    }
  }

  /** Evaluates the layers down to 2; leaves the entries where the next layers look for them. */
  static void forwardFirst(int[] v, int from, int to, int[][] t) {
    int logSize = Integer.numberOfTrailingZeros(v.length);
    int[] t2 = t[logSize - 1];
    int[] t3 = t[logSize - 2];
    int[] last = t[logSize - Lanes.LOG + 1];
    for (int i = from, block = from / (2 * LANES); i < to; i += 2 * LANES, block++) {
      IntVector first = IntVector.fromArray(INTS, v, i);
      IntVector second = IntVector.fromArray(INTS, v, i + LANES);
      LongVector w = LongVector.broadcast(LONGS, 2L * last[block]);
      LongVector d4l = second.reinterpretAsLongs();
      LongVector d4Even = d4l.lanewise(AND, LOW).mul(w.lanewise(AND, LOW));
      LongVector d4Odd = d4l.lanewise(LSHR, 32).mul(w.lanewise(AND, LOW));
      IntVector d4u =
          d4Even
              .lanewise(LSHR, 32)
              .or(d4Odd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  d4Even
                      .lanewise(AND, LOW)
                      .or(d4Odd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector d4 = d4u.lanewise(UMIN, d4u.sub(P));
      IntVector s4u = first.add(d4);
      IntVector s4 = s4u.lanewise(UMIN, s4u.sub(P));
      IntVector g4u = first.sub(d4);
      IntVector g4 = g4u.lanewise(UMIN, g4u.add(P));
      first = FRONT.selectFrom(s4, g4);
      second = BACK.selectFrom(s4, g4);
      if (LANES >= 16) {
        int at3 = block * (LANES / 8);
        int from3 = Math.min(at3, t3.length - LANES);
        IntVector w3 =
            AT3.add(at3 - from3).selectFrom(IntVector.fromArray(INTS, t3, from3)).lanewise(LSHL, 1);
        LongVector d3l = second.reinterpretAsLongs();
        LongVector d3w = w3.reinterpretAsLongs();
        LongVector d3Even = d3l.lanewise(AND, LOW).mul(d3w.lanewise(AND, LOW));
        LongVector d3Odd = d3l.lanewise(LSHR, 32).mul(d3w.lanewise(LSHR, 32));
        IntVector d3u =
            d3Even
                .lanewise(LSHR, 32)
                .or(d3Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    d3Even
                        .lanewise(AND, LOW)
                        .or(d3Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector d3 = d3u.lanewise(UMIN, d3u.sub(P));
        IntVector s3u = first.add(d3);
        IntVector s3 = s3u.lanewise(UMIN, s3u.sub(P));
        IntVector g3u = first.sub(d3);
        IntVector g3 = g3u.lanewise(UMIN, g3u.add(P));
        first = FRONT.selectFrom(s3, g3);
        second = BACK.selectFrom(s3, g3);
      }
      if (LANES >= 8) {
        int at2 = block * (LANES / 4);
        int from2 = Math.min(at2, t2.length - LANES);
        IntVector w2 =
            AT2.add(at2 - from2).selectFrom(IntVector.fromArray(INTS, t2, from2)).lanewise(LSHL, 1);
        LongVector d2l = second.reinterpretAsLongs();
        LongVector d2w = w2.reinterpretAsLongs();
        LongVector d2Even = d2l.lanewise(AND, LOW).mul(d2w.lanewise(AND, LOW));
        LongVector d2Odd = d2l.lanewise(LSHR, 32).mul(d2w.lanewise(LSHR, 32));
        IntVector d2u =
            d2Even
                .lanewise(LSHR, 32)
                .or(d2Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    d2Even
                        .lanewise(AND, LOW)
                        .or(d2Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector d2 = d2u.lanewise(UMIN, d2u.sub(P));
        IntVector s2u = first.add(d2);
        IntVector s2 = s2u.lanewise(UMIN, s2u.sub(P));
        IntVector g2u = first.sub(d2);
        IntVector g2 = g2u.lanewise(UMIN, g2u.add(P));
        first = FRONT.selectFrom(s2, g2);
        second = BACK.selectFrom(s2, g2);
      }
      first.intoArray(v, i);
      second.intoArray(v, i + LANES);
    }
  }

  /** Evaluates layers 1 and 0. */
  static void forwardLast(int[] v, int from, int to, int[][] t) {
    int[] t0 = t[Integer.numberOfTrailingZeros(v.length)];
    for (int i = from, block = from / (2 * LANES); i < to; i += 2 * LANES, block++) {
      IntVector first = IntVector.fromArray(INTS, v, i);
      IntVector second = IntVector.fromArray(INTS, v, i + LANES);
      int at0 = block * (LANES / 2);
      int from0 = Math.min(at0, t0.length - LANES);
      IntVector window0 = IntVector.fromArray(INTS, t0, from0);
      IntVector w1 = AT1.add(at0 - from0).selectFrom(window0).lanewise(LSHL, 1);
      LongVector d1l = second.reinterpretAsLongs();
      LongVector d1w = w1.reinterpretAsLongs();
      LongVector d1Even = d1l.lanewise(AND, LOW).mul(d1w.lanewise(AND, LOW));
      LongVector d1Odd = d1l.lanewise(LSHR, 32).mul(d1w.lanewise(LSHR, 32));
      IntVector d1u =
          d1Even
              .lanewise(LSHR, 32)
              .or(d1Odd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  d1Even
                      .lanewise(AND, LOW)
                      .or(d1Odd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector d1 = d1u.lanewise(UMIN, d1u.sub(P));
      IntVector s1u = first.add(d1);
      IntVector s1 = s1u.lanewise(UMIN, s1u.sub(P));
      IntVector g1u = first.sub(d1);
      IntVector g1 = g1u.lanewise(UMIN, g1u.add(P));
      first = FRONT.selectFrom(s1, g1);
      second = BACK.selectFrom(s1, g1);
      IntVector w0 =
          AT0.add(at0 - from0).selectFrom(window0).lanewise(XOR, SIGNS).lanewise(LSHL, 1);
      LongVector d0l = second.reinterpretAsLongs();
      LongVector d0w = w0.reinterpretAsLongs();
      LongVector d0Even = d0l.lanewise(AND, LOW).mul(d0w.lanewise(AND, LOW));
      LongVector d0Odd = d0l.lanewise(LSHR, 32).mul(d0w.lanewise(LSHR, 32));
      IntVector d0u =
          d0Even
              .lanewise(LSHR, 32)
              .or(d0Odd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  d0Even
                      .lanewise(AND, LOW)
                      .or(d0Odd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector d0 = d0u.lanewise(UMIN, d0u.sub(P));
      IntVector s0u = first.add(d0);
      IntVector s0 = s0u.lanewise(UMIN, s0u.sub(P));
      IntVector g0u = first.sub(d0);
      IntVector g0 = g0u.lanewise(UMIN, g0u.add(P));
      first = FRONT.selectFrom(s0, g0);
      second = BACK.selectFrom(s0, g0);
      first.intoArray(v, i);
      second.intoArray(v, i + LANES);
    }
  }
}
