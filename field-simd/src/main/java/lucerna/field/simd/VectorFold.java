package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import lucerna.field.M31;
import lucerna.field.QM31;

/**
 * What quotients and layers of FRI are made of: products of secure columns with columns of CM31,
 * and folds. Bodies are straight-line and products taken as in {@link FftPasses}; sums of up to
 * four products and a word fit 64 bits and are reduced once. Lengths are whole vectors.
 */
final class VectorFold {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;

  /** Values at a time, so that what lies between two loops stays in the first cache. */
  private static final int BLOCK = 512;

  private VectorFold() {}

  /** Multiplies {@code a + b i} in place, half of a secure column's coordinates. */
  static void mul(int[] a, int[] b, int[] re, int[] im, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      LongVector x = IntVector.fromArray(INTS, a, i).reinterpretAsLongs();
      IntVector yi = IntVector.fromArray(INTS, b, i);
      LongVector y = yi.reinterpretAsLongs();
      LongVector n = yi.neg().add(P).reinterpretAsLongs();
      LongVector r = IntVector.fromArray(INTS, re, i - from).reinterpretAsLongs();
      LongVector s = IntVector.fromArray(INTS, im, i - from).reinterpretAsLongs();
      LongVector aEven =
          x.lanewise(AND, LOW)
              .mul(r.lanewise(AND, LOW))
              .add(n.lanewise(AND, LOW).mul(s.lanewise(AND, LOW)));
      LongVector aOdd =
          x.lanewise(LSHR, 32)
              .mul(r.lanewise(LSHR, 32))
              .add(n.lanewise(LSHR, 32).mul(s.lanewise(LSHR, 32)));
      LongVector af = aEven.lanewise(LSHR, 31).add(aEven.lanewise(AND, P));
      LongVector ag = aOdd.lanewise(LSHR, 31).add(aOdd.lanewise(AND, P));
      LongVector ah = af.lanewise(LSHR, 31).add(af.lanewise(AND, P));
      LongVector ak = ag.lanewise(LSHR, 31).add(ag.lanewise(AND, P));
      IntVector au = ah.or(ak.lanewise(LSHL, 32)).reinterpretAsInts();
      au.lanewise(UMIN, au.sub(P)).intoArray(a, i);
      LongVector bEven =
          x.lanewise(AND, LOW)
              .mul(s.lanewise(AND, LOW))
              .add(y.lanewise(AND, LOW).mul(r.lanewise(AND, LOW)));
      LongVector bOdd =
          x.lanewise(LSHR, 32)
              .mul(s.lanewise(LSHR, 32))
              .add(y.lanewise(LSHR, 32).mul(r.lanewise(LSHR, 32)));
      LongVector bf = bEven.lanewise(LSHR, 31).add(bEven.lanewise(AND, P));
      LongVector bg = bOdd.lanewise(LSHR, 31).add(bOdd.lanewise(AND, P));
      LongVector bh = bf.lanewise(LSHR, 31).add(bf.lanewise(AND, P));
      LongVector bk = bg.lanewise(LSHR, 31).add(bg.lanewise(AND, P));
      IntVector bu = bh.or(bk.lanewise(LSHL, 32)).reinterpretAsInts();
      bu.lanewise(UMIN, bu.sub(P)).intoArray(b, i);
    }
  }

  /**
   * As {@link lucerna.field.spi.FieldKernels#fold}, with coordinates for columns and for alpha. In
   * small loops, since the compiler gives up keeping vectors in registers in bodies that are long.
   *
   * @param factors for each coordinate k of the result, what each coordinate c of a difference
   *     adds, at {@code 4k + c}
   */
  static void fold(
      int[][] in,
      int fromIn,
      int[] t,
      int fromT,
      int[] factors,
      int[][] out,
      int fromOut,
      int count) {
    int[][] sums = new int[QM31.DEGREE][BLOCK];
    int[][] products = new int[QM31.DEGREE][BLOCK];
    for (int start = 0; start < count; start += BLOCK) {
      int length = Math.min(BLOCK, count - start);
      for (int c = 0; c < QM31.DEGREE; c++) {
        butterflies(in[c], fromIn + 2 * start, t, fromT + start, sums[c], products[c], length);
      }
      for (int k = 0; k < QM31.DEGREE; k++) {
        combine(sums[k], products, factors, QM31.DEGREE * k, out[k], fromOut + start, length);
      }
    }
  }

  /** For pairs of neighbours, their sums, and their differences times t. */
  private static void butterflies(
      int[] in, int fromIn, int[] t, int fromT, int[] sums, int[] products, int length) {
    for (int i = 0; i < length; i += LANES) {
      IntVector l = IntVector.fromArray(INTS, in, fromIn + 2 * i);
      IntVector h = IntVector.fromArray(INTS, in, fromIn + 2 * i + LANES);
      IntVector f = Lanes.EVEN.selectFrom(l, h);
      IntVector g = Lanes.ODD.selectFrom(l, h);
      IntVector s = f.add(g);
      s.lanewise(UMIN, s.sub(P)).intoArray(sums, i);
      IntVector d = f.sub(g);
      LongVector m = d.lanewise(UMIN, d.add(P)).reinterpretAsLongs();
      LongVector w = IntVector.fromArray(INTS, t, fromT + i).reinterpretAsLongs();
      LongVector p = m.lanewise(AND, LOW).mul(w.lanewise(AND, LOW));
      LongVector q = m.lanewise(LSHR, 32).mul(w.lanewise(LSHR, 32));
      LongVector x = p.lanewise(LSHR, 31).add(p.lanewise(AND, P));
      LongVector y = q.lanewise(LSHR, 31).add(q.lanewise(AND, P));
      IntVector r = x.or(y.lanewise(LSHL, 32)).reinterpretAsInts();
      r.lanewise(UMIN, r.sub(P)).intoArray(products, i);
    }
  }

  /** A coordinate of the result: the sums' coordinate and four coordinates times their factors. */
  private static void combine(
      int[] sums, int[][] products, int[] factors, int k, int[] out, int fromOut, int length) {
    int[] pA = products[0];
    int[] pB = products[1];
    int[] pC = products[2];
    int[] pD = products[3];
    LongVector fA = LongVector.broadcast(LONGS, factors[k]);
    LongVector fB = LongVector.broadcast(LONGS, factors[k + 1]);
    LongVector fC = LongVector.broadcast(LONGS, factors[k + 2]);
    LongVector fD = LongVector.broadcast(LONGS, factors[k + 3]);
    for (int i = 0; i < length; i += LANES) {
      LongVector v = IntVector.fromArray(INTS, sums, i).reinterpretAsLongs();
      LongVector zA = IntVector.fromArray(INTS, pA, i).reinterpretAsLongs();
      LongVector zB = IntVector.fromArray(INTS, pB, i).reinterpretAsLongs();
      LongVector zC = IntVector.fromArray(INTS, pC, i).reinterpretAsLongs();
      LongVector zD = IntVector.fromArray(INTS, pD, i).reinterpretAsLongs();
      LongVector e =
          v.lanewise(AND, LOW)
              .add(zA.lanewise(AND, LOW).mul(fA.lanewise(AND, LOW)))
              .add(zB.lanewise(AND, LOW).mul(fB.lanewise(AND, LOW)))
              .add(zC.lanewise(AND, LOW).mul(fC.lanewise(AND, LOW)))
              .add(zD.lanewise(AND, LOW).mul(fD.lanewise(AND, LOW)));
      LongVector o =
          v.lanewise(LSHR, 32)
              .add(zA.lanewise(LSHR, 32).mul(fA.lanewise(AND, LOW)))
              .add(zB.lanewise(LSHR, 32).mul(fB.lanewise(AND, LOW)))
              .add(zC.lanewise(LSHR, 32).mul(fC.lanewise(AND, LOW)))
              .add(zD.lanewise(LSHR, 32).mul(fD.lanewise(AND, LOW)));
      LongVector g = e.lanewise(LSHR, 31).add(e.lanewise(AND, P));
      LongVector h = o.lanewise(LSHR, 31).add(o.lanewise(AND, P));
      LongVector x = g.lanewise(LSHR, 31).add(g.lanewise(AND, P));
      LongVector y = h.lanewise(LSHR, 31).add(h.lanewise(AND, P));
      IntVector u = x.or(y.lanewise(LSHL, 32)).reinterpretAsInts();
      u.lanewise(UMIN, u.sub(P)).intoArray(out, fromOut + i);
    }
  }

  /** Returns the factors that fold takes: products of alpha by 1, i, u and iu. */
  static int[] factors(QM31 alpha) {
    int[] factors = new int[QM31.DEGREE * QM31.DEGREE];
    for (int c = 0; c < QM31.DEGREE; c++) {
      int[] unit = new int[QM31.DEGREE];
      unit[c] = 1;
      QM31 product = alpha.mul(new QM31(unit[0], unit[1], unit[2], unit[3]));
      for (int k = 0; k < QM31.DEGREE; k++) {
        factors[QM31.DEGREE * k + c] = product.coordinate(k);
      }
    }
    return factors;
  }
}
