package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import lucerna.field.M31;
import lucerna.field.SecureColumn;

/**
 * Products of columns. Bodies are straight-line and products taken as in {@link FftPasses}; sums of
 * up to four products of canonical factors fit 64 bits and are reduced once. Lengths are whole
 * vectors.
 */
final class VectorProducts {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;

  private VectorProducts() {}

  /**
   * Writes {@code x[0] y[0] + x[1] y[1] + x[2] y[2] + x[3] y[3]}, entry for entry, from entry start
   * of out.
   */
  static void sumOfFour(int[][] x, int[][] y, int[] out, int start, int length) {
    int[] x0 = x[0];
    int[] y0 = y[0];
    int[] x1 = x[1];
    int[] y1 = y[1];
    int[] x2 = x[2];
    int[] y2 = y[2];
    int[] x3 = x[3];
    int[] y3 = y[3];
    for (int i = 0; i < length; i += LANES) {
      LongVector a0 = IntVector.fromArray(INTS, x0, i).reinterpretAsLongs();
      LongVector b0 = IntVector.fromArray(INTS, y0, i).reinterpretAsLongs();
      LongVector p0 = a0.lanewise(AND, LOW).mul(b0.lanewise(AND, LOW));
      LongVector q0 = a0.lanewise(LSHR, 32).mul(b0.lanewise(LSHR, 32));
      LongVector a1 = IntVector.fromArray(INTS, x1, i).reinterpretAsLongs();
      LongVector b1 = IntVector.fromArray(INTS, y1, i).reinterpretAsLongs();
      LongVector p1 = a1.lanewise(AND, LOW).mul(b1.lanewise(AND, LOW));
      LongVector q1 = a1.lanewise(LSHR, 32).mul(b1.lanewise(LSHR, 32));
      LongVector a2 = IntVector.fromArray(INTS, x2, i).reinterpretAsLongs();
      LongVector b2 = IntVector.fromArray(INTS, y2, i).reinterpretAsLongs();
      LongVector p2 = a2.lanewise(AND, LOW).mul(b2.lanewise(AND, LOW));
      LongVector q2 = a2.lanewise(LSHR, 32).mul(b2.lanewise(LSHR, 32));
      LongVector a3 = IntVector.fromArray(INTS, x3, i).reinterpretAsLongs();
      LongVector b3 = IntVector.fromArray(INTS, y3, i).reinterpretAsLongs();
      LongVector p3 = a3.lanewise(AND, LOW).mul(b3.lanewise(AND, LOW));
      LongVector q3 = a3.lanewise(LSHR, 32).mul(b3.lanewise(LSHR, 32));
      LongVector sEven = p0.add(p1).add(p2).add(p3);
      LongVector sOdd = q0.add(q1).add(q2).add(q3);
      LongVector sfe = sEven.lanewise(LSHR, 31).add(sEven.lanewise(AND, P));
      LongVector sfo = sOdd.lanewise(LSHR, 31).add(sOdd.lanewise(AND, P));
      LongVector sge = sfe.lanewise(LSHR, 31).add(sfe.lanewise(AND, P));
      LongVector sgo = sfo.lanewise(LSHR, 31).add(sfo.lanewise(AND, P));
      IntVector su = sge.or(sgo.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector s = su.lanewise(UMIN, su.sub(P));
      s.intoArray(out, start + i);
    }
  }

  /** Writes {@code x[0] y[0] + x[1] y[1]}, entry for entry, from entry start of out. */
  static void sumOfTwo(int[][] x, int[][] y, int[] out, int start, int length) {
    int[] x0 = x[0];
    int[] y0 = y[0];
    int[] x1 = x[1];
    int[] y1 = y[1];
    for (int i = 0; i < length; i += LANES) {
      LongVector a0 = IntVector.fromArray(INTS, x0, i).reinterpretAsLongs();
      LongVector b0 = IntVector.fromArray(INTS, y0, i).reinterpretAsLongs();
      LongVector p0 = a0.lanewise(AND, LOW).mul(b0.lanewise(AND, LOW));
      LongVector q0 = a0.lanewise(LSHR, 32).mul(b0.lanewise(LSHR, 32));
      LongVector a1 = IntVector.fromArray(INTS, x1, i).reinterpretAsLongs();
      LongVector b1 = IntVector.fromArray(INTS, y1, i).reinterpretAsLongs();
      LongVector p1 = a1.lanewise(AND, LOW).mul(b1.lanewise(AND, LOW));
      LongVector q1 = a1.lanewise(LSHR, 32).mul(b1.lanewise(LSHR, 32));
      LongVector sEven = p0.add(p1);
      LongVector sOdd = q0.add(q1);
      LongVector sfe = sEven.lanewise(LSHR, 31).add(sEven.lanewise(AND, P));
      LongVector sfo = sOdd.lanewise(LSHR, 31).add(sOdd.lanewise(AND, P));
      LongVector sge = sfe.lanewise(LSHR, 31).add(sfe.lanewise(AND, P));
      LongVector sgo = sfo.lanewise(LSHR, 31).add(sfo.lanewise(AND, P));
      IntVector su = sge.or(sgo.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector s = su.lanewise(UMIN, su.sub(P));
      s.intoArray(out, start + i);
    }
  }

  /**
   * Sums the products of the coordinates a, b, c, d with a column; their lanes go one after the
   * other.
   */
  static void dot(SecureColumn weights, int[] column, int offset, int to, long[] sums) {
    int[] wA = weights.a();
    int[] wB = weights.b();
    int[] wC = weights.c();
    int[] wD = weights.d();
    LongVector sA = LongVector.zero(LONGS);
    LongVector sB = LongVector.zero(LONGS);
    LongVector sC = LongVector.zero(LONGS);
    LongVector sD = LongVector.zero(LONGS);
    for (int i = 0; i < to; i += 2 * LANES) {
      LongVector x = IntVector.fromArray(INTS, column, offset + i).reinterpretAsLongs();
      LongVector xe = x.lanewise(AND, LOW);
      LongVector xo = x.lanewise(LSHR, 32);
      LongVector y = IntVector.fromArray(INTS, column, offset + i + LANES).reinterpretAsLongs();
      LongVector ye = y.lanewise(AND, LOW);
      LongVector yo = y.lanewise(LSHR, 32);
      LongVector fA = IntVector.fromArray(INTS, wA, i).reinterpretAsLongs();
      LongVector gA = IntVector.fromArray(INTS, wA, i + LANES).reinterpretAsLongs();
      LongVector pA =
          fA.lanewise(AND, LOW)
              .mul(xe)
              .add(fA.lanewise(LSHR, 32).mul(xo))
              .add(gA.lanewise(AND, LOW).mul(ye))
              .add(gA.lanewise(LSHR, 32).mul(yo));
      sA = sA.add(pA.lanewise(LSHR, 31)).add(pA.lanewise(AND, P));
      LongVector fB = IntVector.fromArray(INTS, wB, i).reinterpretAsLongs();
      LongVector gB = IntVector.fromArray(INTS, wB, i + LANES).reinterpretAsLongs();
      LongVector pB =
          fB.lanewise(AND, LOW)
              .mul(xe)
              .add(fB.lanewise(LSHR, 32).mul(xo))
              .add(gB.lanewise(AND, LOW).mul(ye))
              .add(gB.lanewise(LSHR, 32).mul(yo));
      sB = sB.add(pB.lanewise(LSHR, 31)).add(pB.lanewise(AND, P));
      LongVector fC = IntVector.fromArray(INTS, wC, i).reinterpretAsLongs();
      LongVector gC = IntVector.fromArray(INTS, wC, i + LANES).reinterpretAsLongs();
      LongVector pC =
          fC.lanewise(AND, LOW)
              .mul(xe)
              .add(fC.lanewise(LSHR, 32).mul(xo))
              .add(gC.lanewise(AND, LOW).mul(ye))
              .add(gC.lanewise(LSHR, 32).mul(yo));
      sC = sC.add(pC.lanewise(LSHR, 31)).add(pC.lanewise(AND, P));
      LongVector fD = IntVector.fromArray(INTS, wD, i).reinterpretAsLongs();
      LongVector gD = IntVector.fromArray(INTS, wD, i + LANES).reinterpretAsLongs();
      LongVector pD =
          fD.lanewise(AND, LOW)
              .mul(xe)
              .add(fD.lanewise(LSHR, 32).mul(xo))
              .add(gD.lanewise(AND, LOW).mul(ye))
              .add(gD.lanewise(LSHR, 32).mul(yo));
      sD = sD.add(pD.lanewise(LSHR, 31)).add(pD.lanewise(AND, P));
    }
    sA.intoArray(sums, 0);
    sB.intoArray(sums, 1 * LANES / 2);
    sC.intoArray(sums, 2 * LANES / 2);
    sD.intoArray(sums, 3 * LANES / 2);
  }
}
