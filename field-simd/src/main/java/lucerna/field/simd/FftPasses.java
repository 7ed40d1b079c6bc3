package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import lucerna.field.M31;

/**
 * The FFT's layers whose partners lie at least one vector apart, one or two layers to a pass.
 *
 * <p>Every body is straight-line on purpose. A method of ours that C2 does not inline makes an
 * object of each vector that it takes or returns, and C2 sees a product of unsigned 32-bit factors
 * only where their masks stand in the same body. A product is taken of a factor and the double of
 * the other: its high word is then the quotient by 2^31 and its low word twice the remainder.
 */
final class FftPasses {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final long HIGH = 0xffffffff00000000L;

  private FftPasses() {}

  /**
   * Evaluates the layers of partners {@code 2 run} and {@code run} apart. Entry i comes from entry
   * {@code i - ahead} of the source.
   */
  static void forwardTwo(
      int[] source, int ahead, int[] v, int from, int to, int run, int[] far, int[] near) {
    for (int lo = from, block = from / (4 * run); lo < to; lo += 4 * run, block++) {
      LongVector w1 = LongVector.broadcast(LONGS, 2L * far[block]);
      LongVector w2 = LongVector.broadcast(LONGS, 2L * near[2 * block]);
      LongVector w3 = LongVector.broadcast(LONGS, 2L * near[2 * block + 1]);
      for (int i = lo; i < lo + run; i += LANES) {
        IntVector a0 = IntVector.fromArray(INTS, source, i - ahead);
        IntVector a1 = IntVector.fromArray(INTS, source, i - ahead + run);
        IntVector a2 = IntVector.fromArray(INTS, source, i - ahead + 2 * run);
        IntVector a3 = IntVector.fromArray(INTS, source, i - ahead + 3 * run);
        LongVector t2l = a2.reinterpretAsLongs();
        LongVector t2Even = t2l.lanewise(AND, LOW).mul(w1.lanewise(AND, LOW));
        LongVector t2Odd = t2l.lanewise(LSHR, 32).mul(w1.lanewise(AND, LOW));
        IntVector t2u =
            t2Even
                .lanewise(LSHR, 32)
                .or(t2Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    t2Even
                        .lanewise(AND, LOW)
                        .or(t2Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector t2 = t2u.lanewise(UMIN, t2u.sub(P));
        LongVector t3l = a3.reinterpretAsLongs();
        LongVector t3Even = t3l.lanewise(AND, LOW).mul(w1.lanewise(AND, LOW));
        LongVector t3Odd = t3l.lanewise(LSHR, 32).mul(w1.lanewise(AND, LOW));
        IntVector t3u =
            t3Even
                .lanewise(LSHR, 32)
                .or(t3Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    t3Even
                        .lanewise(AND, LOW)
                        .or(t3Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector t3 = t3u.lanewise(UMIN, t3u.sub(P));
        IntVector b0u = a0.add(t2);
        IntVector b0 = b0u.lanewise(UMIN, b0u.sub(P));
        IntVector b2u = a0.sub(t2);
        IntVector b2 = b2u.lanewise(UMIN, b2u.add(P));
        IntVector b1u = a1.add(t3);
        IntVector b1 = b1u.lanewise(UMIN, b1u.sub(P));
        IntVector b3u = a1.sub(t3);
        IntVector b3 = b3u.lanewise(UMIN, b3u.add(P));
        LongVector c1l = b1.reinterpretAsLongs();
        LongVector c1Even = c1l.lanewise(AND, LOW).mul(w2.lanewise(AND, LOW));
        LongVector c1Odd = c1l.lanewise(LSHR, 32).mul(w2.lanewise(AND, LOW));
        IntVector c1u =
            c1Even
                .lanewise(LSHR, 32)
                .or(c1Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    c1Even
                        .lanewise(AND, LOW)
                        .or(c1Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector c1 = c1u.lanewise(UMIN, c1u.sub(P));
        LongVector c3l = b3.reinterpretAsLongs();
        LongVector c3Even = c3l.lanewise(AND, LOW).mul(w3.lanewise(AND, LOW));
        LongVector c3Odd = c3l.lanewise(LSHR, 32).mul(w3.lanewise(AND, LOW));
        IntVector c3u =
            c3Even
                .lanewise(LSHR, 32)
                .or(c3Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    c3Even
                        .lanewise(AND, LOW)
                        .or(c3Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector c3 = c3u.lanewise(UMIN, c3u.sub(P));
        IntVector r0u = b0.add(c1);
        IntVector r0 = r0u.lanewise(UMIN, r0u.sub(P));
        IntVector r1u = b0.sub(c1);
        IntVector r1 = r1u.lanewise(UMIN, r1u.add(P));
        IntVector r2u = b2.add(c3);
        IntVector r2 = r2u.lanewise(UMIN, r2u.sub(P));
        IntVector r3u = b2.sub(c3);
        IntVector r3 = r3u.lanewise(UMIN, r3u.add(P));
        r0.intoArray(v, i);
        r1.intoArray(v, i + run);
        r2.intoArray(v, i + 2 * run);
        r3.intoArray(v, i + 3 * run);
      }
    }
  }

  /** Interpolates the layers of partners {@code run} and {@code 2 run} apart. */
  static void inverseTwo(int[] v, int from, int to, int run, int[] far, int[] near) {
    for (int lo = from, block = from / (4 * run); lo < to; lo += 4 * run, block++) {
      LongVector w1 = LongVector.broadcast(LONGS, 2L * far[block]);
      LongVector w2 = LongVector.broadcast(LONGS, 2L * near[2 * block]);
      LongVector w3 = LongVector.broadcast(LONGS, 2L * near[2 * block + 1]);
      for (int i = lo; i < lo + run; i += LANES) {
        IntVector a0 = IntVector.fromArray(INTS, v, i);
        IntVector a1 = IntVector.fromArray(INTS, v, i + run);
        IntVector a2 = IntVector.fromArray(INTS, v, i + 2 * run);
        IntVector a3 = IntVector.fromArray(INTS, v, i + 3 * run);
        IntVector s0u = a0.add(a1);
        IntVector s0 = s0u.lanewise(UMIN, s0u.sub(P));
        IntVector e0u = a0.sub(a1);
        IntVector e0 = e0u.lanewise(UMIN, e0u.add(P));
        IntVector s1u = a2.add(a3);
        IntVector s1 = s1u.lanewise(UMIN, s1u.sub(P));
        IntVector e1u = a2.sub(a3);
        IntVector e1 = e1u.lanewise(UMIN, e1u.add(P));
        LongVector d0l = e0.reinterpretAsLongs();
        LongVector d0Even = d0l.lanewise(AND, LOW).mul(w2.lanewise(AND, LOW));
        LongVector d0Odd = d0l.lanewise(LSHR, 32).mul(w2.lanewise(AND, LOW));
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
        LongVector d1l = e1.reinterpretAsLongs();
        LongVector d1Even = d1l.lanewise(AND, LOW).mul(w3.lanewise(AND, LOW));
        LongVector d1Odd = d1l.lanewise(LSHR, 32).mul(w3.lanewise(AND, LOW));
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
        IntVector r0u = s0.add(s1);
        IntVector r0 = r0u.lanewise(UMIN, r0u.sub(P));
        IntVector g0u = s0.sub(s1);
        IntVector g0 = g0u.lanewise(UMIN, g0u.add(P));
        IntVector r1u = d0.add(d1);
        IntVector r1 = r1u.lanewise(UMIN, r1u.sub(P));
        IntVector g1u = d0.sub(d1);
        IntVector g1 = g1u.lanewise(UMIN, g1u.add(P));
        LongVector r2l = g0.reinterpretAsLongs();
        LongVector r2Even = r2l.lanewise(AND, LOW).mul(w1.lanewise(AND, LOW));
        LongVector r2Odd = r2l.lanewise(LSHR, 32).mul(w1.lanewise(AND, LOW));
        IntVector r2u =
            r2Even
                .lanewise(LSHR, 32)
                .or(r2Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    r2Even
                        .lanewise(AND, LOW)
                        .or(r2Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector r2 = r2u.lanewise(UMIN, r2u.sub(P));
        LongVector r3l = g1.reinterpretAsLongs();
        LongVector r3Even = r3l.lanewise(AND, LOW).mul(w1.lanewise(AND, LOW));
        LongVector r3Odd = r3l.lanewise(LSHR, 32).mul(w1.lanewise(AND, LOW));
        IntVector r3u =
            r3Even
                .lanewise(LSHR, 32)
                .or(r3Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    r3Even
                        .lanewise(AND, LOW)
                        .or(r3Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector r3 = r3u.lanewise(UMIN, r3u.sub(P));
        r0.intoArray(v, i);
        r1.intoArray(v, i + run);
        r2.intoArray(v, i + 2 * run);
        r3.intoArray(v, i + 3 * run);
      }
    }
  }

  /** Evaluates the layer of partners {@code run} apart. */
  static void forwardOne(int[] v, int from, int to, int run, int[] twiddles) {
    for (int lo = from, block = from / (2 * run); lo < to; lo += 2 * run, block++) {
      LongVector w = LongVector.broadcast(LONGS, 2L * twiddles[block]);
      for (int i = lo; i < lo + run; i += LANES) {
        IntVector a0 = IntVector.fromArray(INTS, v, i);
        IntVector a1 = IntVector.fromArray(INTS, v, i + run);
        LongVector t1l = a1.reinterpretAsLongs();
        LongVector t1Even = t1l.lanewise(AND, LOW).mul(w.lanewise(AND, LOW));
        LongVector t1Odd = t1l.lanewise(LSHR, 32).mul(w.lanewise(AND, LOW));
        IntVector t1u =
            t1Even
                .lanewise(LSHR, 32)
                .or(t1Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    t1Even
                        .lanewise(AND, LOW)
                        .or(t1Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector t1 = t1u.lanewise(UMIN, t1u.sub(P));
        IntVector r0u = a0.add(t1);
        IntVector r0 = r0u.lanewise(UMIN, r0u.sub(P));
        IntVector r1u = a0.sub(t1);
        IntVector r1 = r1u.lanewise(UMIN, r1u.add(P));
        r0.intoArray(v, i);
        r1.intoArray(v, i + run);
      }
    }
  }

  /** Interpolates the layer of partners {@code run} apart. */
  static void inverseOne(int[] v, int from, int to, int run, int[] twiddles) {
    for (int lo = from, block = from / (2 * run); lo < to; lo += 2 * run, block++) {
      LongVector w = LongVector.broadcast(LONGS, 2L * twiddles[block]);
      for (int i = lo; i < lo + run; i += LANES) {
        IntVector a0 = IntVector.fromArray(INTS, v, i);
        IntVector a1 = IntVector.fromArray(INTS, v, i + run);
        IntVector r0u = a0.add(a1);
        IntVector r0 = r0u.lanewise(UMIN, r0u.sub(P));
        IntVector d1u = a0.sub(a1);
        IntVector d1 = d1u.lanewise(UMIN, d1u.add(P));
        LongVector r1l = d1.reinterpretAsLongs();
        LongVector r1Even = r1l.lanewise(AND, LOW).mul(w.lanewise(AND, LOW));
        LongVector r1Odd = r1l.lanewise(LSHR, 32).mul(w.lanewise(AND, LOW));
        IntVector r1u =
            r1Even
                .lanewise(LSHR, 32)
                .or(r1Odd.lanewise(AND, HIGH))
                .reinterpretAsInts()
                .add(
                    r1Even
                        .lanewise(AND, LOW)
                        .or(r1Odd.lanewise(LSHL, 32))
                        .reinterpretAsInts()
                        .lanewise(LSHR, 1));
        IntVector r1 = r1u.lanewise(UMIN, r1u.sub(P));
        r0.intoArray(v, i);
        r1.intoArray(v, i + run);
      }
    }
  }
}
