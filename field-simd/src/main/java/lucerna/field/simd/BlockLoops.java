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
 * The loops of {@link VectorBlockKernels}. Even and odd entries are summed apart, in words of 64
 * bits: two products and a word below 2^34 fit, and are folded to a word below 2^34 again. Bodies
 * are straight-line and products taken as in {@link FftPasses}. Lengths are whole vectors.
 */
final class BlockLoops {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;

  private BlockLoops() {}

  static void combine(int[][] x, int[] at, int[] factors, int[][] out, int from, int to) {
    int[] outA = out[0];
    int[] outB = out[1];
    int[] outC = out[2];
    int[] outD = out[3];
    int end = x.length;
    for (int i = from; i < to; i += LANES) {
      LongVector eA = LongVector.broadcast(LONGS, factors[4 * end + 0]);
      LongVector oA = eA;
      LongVector eB = LongVector.broadcast(LONGS, factors[4 * end + 1]);
      LongVector oB = eB;
      LongVector eC = LongVector.broadcast(LONGS, factors[4 * end + 2]);
      LongVector oC = eC;
      LongVector eD = LongVector.broadcast(LONGS, factors[4 * end + 3]);
      LongVector oD = eD;
      for (int t = 0; t < end; t += 2) {
        LongVector v = IntVector.fromArray(INTS, x[t], at[t] + i).reinterpretAsLongs();
        LongVector w = IntVector.fromArray(INTS, x[t + 1], at[t + 1] + i).reinterpretAsLongs();
        LongVector ve = v.lanewise(AND, LOW);
        LongVector vo = v.lanewise(LSHR, 32);
        LongVector we = w.lanewise(AND, LOW);
        LongVector wo = w.lanewise(LSHR, 32);
        LongVector pA = LongVector.broadcast(LONGS, factors[4 * t + 0]);
        LongVector qA = LongVector.broadcast(LONGS, factors[4 * t + 4]);
        LongVector rA = eA.add(ve.mul(pA.lanewise(AND, LOW))).add(we.mul(qA.lanewise(AND, LOW)));
        LongVector sA = oA.add(vo.mul(pA.lanewise(AND, LOW))).add(wo.mul(qA.lanewise(AND, LOW)));
        eA = rA.lanewise(LSHR, 31).add(rA.lanewise(AND, P));
        oA = sA.lanewise(LSHR, 31).add(sA.lanewise(AND, P));
        LongVector pB = LongVector.broadcast(LONGS, factors[4 * t + 1]);
        LongVector qB = LongVector.broadcast(LONGS, factors[4 * t + 5]);
        LongVector rB = eB.add(ve.mul(pB.lanewise(AND, LOW))).add(we.mul(qB.lanewise(AND, LOW)));
        LongVector sB = oB.add(vo.mul(pB.lanewise(AND, LOW))).add(wo.mul(qB.lanewise(AND, LOW)));
        eB = rB.lanewise(LSHR, 31).add(rB.lanewise(AND, P));
        oB = sB.lanewise(LSHR, 31).add(sB.lanewise(AND, P));
        LongVector pC = LongVector.broadcast(LONGS, factors[4 * t + 2]);
        LongVector qC = LongVector.broadcast(LONGS, factors[4 * t + 6]);
        LongVector rC = eC.add(ve.mul(pC.lanewise(AND, LOW))).add(we.mul(qC.lanewise(AND, LOW)));
        LongVector sC = oC.add(vo.mul(pC.lanewise(AND, LOW))).add(wo.mul(qC.lanewise(AND, LOW)));
        eC = rC.lanewise(LSHR, 31).add(rC.lanewise(AND, P));
        oC = sC.lanewise(LSHR, 31).add(sC.lanewise(AND, P));
        LongVector pD = LongVector.broadcast(LONGS, factors[4 * t + 3]);
        LongVector qD = LongVector.broadcast(LONGS, factors[4 * t + 7]);
        LongVector rD = eD.add(ve.mul(pD.lanewise(AND, LOW))).add(we.mul(qD.lanewise(AND, LOW)));
        LongVector sD = oD.add(vo.mul(pD.lanewise(AND, LOW))).add(wo.mul(qD.lanewise(AND, LOW)));
        eD = rD.lanewise(LSHR, 31).add(rD.lanewise(AND, P));
        oD = sD.lanewise(LSHR, 31).add(sD.lanewise(AND, P));
      }
      LongVector fA = eA.lanewise(LSHR, 31).add(eA.lanewise(AND, P));
      LongVector gA = oA.lanewise(LSHR, 31).add(oA.lanewise(AND, P));
      IntVector uA = fA.or(gA.lanewise(LSHL, 32)).reinterpretAsInts();
      uA.lanewise(UMIN, uA.sub(P)).intoArray(outA, i);
      LongVector fB = eB.lanewise(LSHR, 31).add(eB.lanewise(AND, P));
      LongVector gB = oB.lanewise(LSHR, 31).add(oB.lanewise(AND, P));
      IntVector uB = fB.or(gB.lanewise(LSHL, 32)).reinterpretAsInts();
      uB.lanewise(UMIN, uB.sub(P)).intoArray(outB, i);
      LongVector fC = eC.lanewise(LSHR, 31).add(eC.lanewise(AND, P));
      LongVector gC = oC.lanewise(LSHR, 31).add(oC.lanewise(AND, P));
      IntVector uC = fC.or(gC.lanewise(LSHL, 32)).reinterpretAsInts();
      uC.lanewise(UMIN, uC.sub(P)).intoArray(outC, i);
      LongVector fD = eD.lanewise(LSHR, 31).add(eD.lanewise(AND, P));
      LongVector gD = oD.lanewise(LSHR, 31).add(oD.lanewise(AND, P));
      IntVector uD = fD.or(gD.lanewise(LSHL, 32)).reinterpretAsInts();
      uD.lanewise(UMIN, uD.sub(P)).intoArray(outD, i);
    }
  }

  static void addProducts(int[][] x, int[] at, int[][] out, int from, int to) {
    int[] outA = out[0];
    int[] outB = out[1];
    int[] outC = out[2];
    int[] outD = out[3];
    for (int i = from; i < to; i += LANES) {
      LongVector yA = IntVector.fromArray(INTS, outA, i).reinterpretAsLongs();
      LongVector eA = yA.lanewise(AND, LOW);
      LongVector oA = yA.lanewise(LSHR, 32);
      LongVector yB = IntVector.fromArray(INTS, outB, i).reinterpretAsLongs();
      LongVector eB = yB.lanewise(AND, LOW);
      LongVector oB = yB.lanewise(LSHR, 32);
      LongVector yC = IntVector.fromArray(INTS, outC, i).reinterpretAsLongs();
      LongVector eC = yC.lanewise(AND, LOW);
      LongVector oC = yC.lanewise(LSHR, 32);
      LongVector yD = IntVector.fromArray(INTS, outD, i).reinterpretAsLongs();
      LongVector eD = yD.lanewise(AND, LOW);
      LongVector oD = yD.lanewise(LSHR, 32);
      for (int t = 0; t < x.length; t += 10) {
        LongVector v = IntVector.fromArray(INTS, x[t], at[t] + i).reinterpretAsLongs();
        LongVector w = IntVector.fromArray(INTS, x[t + 5], at[t + 5] + i).reinterpretAsLongs();
        LongVector ve = v.lanewise(AND, LOW);
        LongVector vo = v.lanewise(LSHR, 32);
        LongVector we = w.lanewise(AND, LOW);
        LongVector wo = w.lanewise(LSHR, 32);
        LongVector pA = IntVector.fromArray(INTS, x[t + 1], at[t + 1] + i).reinterpretAsLongs();
        LongVector qA = IntVector.fromArray(INTS, x[t + 6], at[t + 6] + i).reinterpretAsLongs();
        LongVector rA = eA.add(ve.mul(pA.lanewise(AND, LOW))).add(we.mul(qA.lanewise(AND, LOW)));
        LongVector sA = oA.add(vo.mul(pA.lanewise(LSHR, 32))).add(wo.mul(qA.lanewise(LSHR, 32)));
        eA = rA.lanewise(LSHR, 31).add(rA.lanewise(AND, P));
        oA = sA.lanewise(LSHR, 31).add(sA.lanewise(AND, P));
        LongVector pB = IntVector.fromArray(INTS, x[t + 2], at[t + 2] + i).reinterpretAsLongs();
        LongVector qB = IntVector.fromArray(INTS, x[t + 7], at[t + 7] + i).reinterpretAsLongs();
        LongVector rB = eB.add(ve.mul(pB.lanewise(AND, LOW))).add(we.mul(qB.lanewise(AND, LOW)));
        LongVector sB = oB.add(vo.mul(pB.lanewise(LSHR, 32))).add(wo.mul(qB.lanewise(LSHR, 32)));
        eB = rB.lanewise(LSHR, 31).add(rB.lanewise(AND, P));
        oB = sB.lanewise(LSHR, 31).add(sB.lanewise(AND, P));
        LongVector pC = IntVector.fromArray(INTS, x[t + 3], at[t + 3] + i).reinterpretAsLongs();
        LongVector qC = IntVector.fromArray(INTS, x[t + 8], at[t + 8] + i).reinterpretAsLongs();
        LongVector rC = eC.add(ve.mul(pC.lanewise(AND, LOW))).add(we.mul(qC.lanewise(AND, LOW)));
        LongVector sC = oC.add(vo.mul(pC.lanewise(LSHR, 32))).add(wo.mul(qC.lanewise(LSHR, 32)));
        eC = rC.lanewise(LSHR, 31).add(rC.lanewise(AND, P));
        oC = sC.lanewise(LSHR, 31).add(sC.lanewise(AND, P));
        LongVector pD = IntVector.fromArray(INTS, x[t + 4], at[t + 4] + i).reinterpretAsLongs();
        LongVector qD = IntVector.fromArray(INTS, x[t + 9], at[t + 9] + i).reinterpretAsLongs();
        LongVector rD = eD.add(ve.mul(pD.lanewise(AND, LOW))).add(we.mul(qD.lanewise(AND, LOW)));
        LongVector sD = oD.add(vo.mul(pD.lanewise(LSHR, 32))).add(wo.mul(qD.lanewise(LSHR, 32)));
        eD = rD.lanewise(LSHR, 31).add(rD.lanewise(AND, P));
        oD = sD.lanewise(LSHR, 31).add(sD.lanewise(AND, P));
      }
      LongVector fA = eA.lanewise(LSHR, 31).add(eA.lanewise(AND, P));
      LongVector gA = oA.lanewise(LSHR, 31).add(oA.lanewise(AND, P));
      IntVector uA = fA.or(gA.lanewise(LSHL, 32)).reinterpretAsInts();
      uA.lanewise(UMIN, uA.sub(P)).intoArray(outA, i);
      LongVector fB = eB.lanewise(LSHR, 31).add(eB.lanewise(AND, P));
      LongVector gB = oB.lanewise(LSHR, 31).add(oB.lanewise(AND, P));
      IntVector uB = fB.or(gB.lanewise(LSHL, 32)).reinterpretAsInts();
      uB.lanewise(UMIN, uB.sub(P)).intoArray(outB, i);
      LongVector fC = eC.lanewise(LSHR, 31).add(eC.lanewise(AND, P));
      LongVector gC = oC.lanewise(LSHR, 31).add(oC.lanewise(AND, P));
      IntVector uC = fC.or(gC.lanewise(LSHL, 32)).reinterpretAsInts();
      uC.lanewise(UMIN, uC.sub(P)).intoArray(outC, i);
      LongVector fD = eD.lanewise(LSHR, 31).add(eD.lanewise(AND, P));
      LongVector gD = oD.lanewise(LSHR, 31).add(oD.lanewise(AND, P));
      IntVector uD = fD.or(gD.lanewise(LSHL, 32)).reinterpretAsInts();
      uD.lanewise(UMIN, uD.sub(P)).intoArray(outD, i);
    }
  }

  static void multiply(int[][] x, int[] at, int[] out, int from, int to) {
    int[] left = x[0];
    int[] right = x[1];
    int atLeft = at[0];
    int atRight = at[1];
    for (int i = from; i < to; i += LANES) {
      LongVector v = IntVector.fromArray(INTS, left, atLeft + i).reinterpretAsLongs();
      LongVector w = IntVector.fromArray(INTS, right, atRight + i).reinterpretAsLongs();
      LongVector even = v.lanewise(AND, LOW).mul(w.lanewise(AND, LOW));
      LongVector odd = v.lanewise(LSHR, 32).mul(w.lanewise(LSHR, 32));
      LongVector f = even.lanewise(LSHR, 31).add(even.lanewise(AND, P));
      LongVector g = odd.lanewise(LSHR, 31).add(odd.lanewise(AND, P));
      IntVector u = f.or(g.lanewise(LSHL, 32)).reinterpretAsInts();
      u.lanewise(UMIN, u.sub(P)).intoArray(out, i);
    }
  }

  static void add(int[][] x, int[] at, int[] out, int from, int to) {
    int[] left = x[0];
    int[] right = x[1];
    int atLeft = at[0];
    int atRight = at[1];
    for (int i = from; i < to; i += LANES) {
      IntVector v = IntVector.fromArray(INTS, left, atLeft + i);
      IntVector u = v.add(IntVector.fromArray(INTS, right, atRight + i));
      u.lanewise(UMIN, u.sub(P)).intoArray(out, i);
    }
  }

  static void subtract(int[][] x, int[] at, int[] out, int from, int to) {
    int[] left = x[0];
    int[] right = x[1];
    int atLeft = at[0];
    int atRight = at[1];
    for (int i = from; i < to; i += LANES) {
      IntVector v = IntVector.fromArray(INTS, left, atLeft + i);
      IntVector u = v.sub(IntVector.fromArray(INTS, right, atRight + i));
      u.lanewise(UMIN, u.add(P)).intoArray(out, i);
    }
  }

  static void affine(int[][] x, int[] at, int factor, int summand, int[] out, int from, int to) {
    int[] input = x[0];
    int start = at[0];
    for (int i = from; i < to; i += LANES) {
      LongVector v = IntVector.fromArray(INTS, input, start + i).reinterpretAsLongs();
      LongVector f = LongVector.broadcast(LONGS, factor);
      LongVector even = v.lanewise(AND, LOW).mul(f.lanewise(AND, LOW)).add(summand);
      LongVector odd = v.lanewise(LSHR, 32).mul(f.lanewise(AND, LOW)).add(summand);
      LongVector e = even.lanewise(LSHR, 31).add(even.lanewise(AND, P));
      LongVector o = odd.lanewise(LSHR, 31).add(odd.lanewise(AND, P));
      IntVector u = e.or(o.lanewise(LSHL, 32)).reinterpretAsInts();
      u.lanewise(UMIN, u.sub(P)).intoArray(out, i);
    }
  }

  /* With (2 + i)(c + d i) = f + g i, which turns the coefficient of u^2 into one of 1. */
  static void addSecureProduct(int[][] x, int[] at, int[][] out, int from, int to) {
    int[] outA = out[0];
    int[] outB = out[1];
    int[] outC = out[2];
    int[] outD = out[3];
    for (int i = from; i < to; i += LANES) {
      IntVector a = IntVector.fromArray(INTS, x[0], at[0] + i);
      IntVector b = IntVector.fromArray(INTS, x[1], at[1] + i);
      IntVector c = IntVector.fromArray(INTS, x[2], at[2] + i);
      IntVector d = IntVector.fromArray(INTS, x[3], at[3] + i);
      LongVector p = IntVector.fromArray(INTS, x[4], at[4] + i).reinterpretAsLongs();
      LongVector q = IntVector.fromArray(INTS, x[5], at[5] + i).reinterpretAsLongs();
      LongVector r = IntVector.fromArray(INTS, x[6], at[6] + i).reinterpretAsLongs();
      LongVector s = IntVector.fromArray(INTS, x[7], at[7] + i).reinterpretAsLongs();
      IntVector cc = c.add(c);
      IntVector dd = d.add(d);
      IntVector c2 = cc.lanewise(UMIN, cc.sub(P));
      IntVector d2 = dd.lanewise(UMIN, dd.sub(P));
      IntVector fd = c2.sub(d);
      IntVector gs = d2.add(c);
      LongVector f = fd.lanewise(UMIN, fd.add(P)).reinterpretAsLongs();
      IntVector gi = gs.lanewise(UMIN, gs.sub(P));
      LongVector g = gi.reinterpretAsLongs();
      LongVector nb = b.neg().add(P).reinterpretAsLongs();
      LongVector nd = d.neg().add(P).reinterpretAsLongs();
      LongVector ng = gi.neg().add(P).reinterpretAsLongs();
      LongVector la = a.reinterpretAsLongs();
      LongVector lb = b.reinterpretAsLongs();
      LongVector lc = c.reinterpretAsLongs();
      LongVector ld = d.reinterpretAsLongs();
      LongVector yA = IntVector.fromArray(INTS, outA, i).reinterpretAsLongs();
      LongVector rEA =
          yA.lanewise(AND, LOW)
              .add(la.lanewise(AND, LOW).mul(p.lanewise(AND, LOW)))
              .add(nb.lanewise(AND, LOW).mul(q.lanewise(AND, LOW)))
              .add(f.lanewise(AND, LOW).mul(r.lanewise(AND, LOW)))
              .add(ng.lanewise(AND, LOW).mul(s.lanewise(AND, LOW)));
      LongVector eA = rEA.lanewise(LSHR, 31).add(rEA.lanewise(AND, P));
      LongVector rOA =
          yA.lanewise(LSHR, 32)
              .add(la.lanewise(LSHR, 32).mul(p.lanewise(LSHR, 32)))
              .add(nb.lanewise(LSHR, 32).mul(q.lanewise(LSHR, 32)))
              .add(f.lanewise(LSHR, 32).mul(r.lanewise(LSHR, 32)))
              .add(ng.lanewise(LSHR, 32).mul(s.lanewise(LSHR, 32)));
      LongVector oA = rOA.lanewise(LSHR, 31).add(rOA.lanewise(AND, P));
      LongVector yB = IntVector.fromArray(INTS, outB, i).reinterpretAsLongs();
      LongVector rEB =
          yB.lanewise(AND, LOW)
              .add(la.lanewise(AND, LOW).mul(q.lanewise(AND, LOW)))
              .add(lb.lanewise(AND, LOW).mul(p.lanewise(AND, LOW)))
              .add(f.lanewise(AND, LOW).mul(s.lanewise(AND, LOW)))
              .add(g.lanewise(AND, LOW).mul(r.lanewise(AND, LOW)));
      LongVector eB = rEB.lanewise(LSHR, 31).add(rEB.lanewise(AND, P));
      LongVector rOB =
          yB.lanewise(LSHR, 32)
              .add(la.lanewise(LSHR, 32).mul(q.lanewise(LSHR, 32)))
              .add(lb.lanewise(LSHR, 32).mul(p.lanewise(LSHR, 32)))
              .add(f.lanewise(LSHR, 32).mul(s.lanewise(LSHR, 32)))
              .add(g.lanewise(LSHR, 32).mul(r.lanewise(LSHR, 32)));
      LongVector oB = rOB.lanewise(LSHR, 31).add(rOB.lanewise(AND, P));
      LongVector yC = IntVector.fromArray(INTS, outC, i).reinterpretAsLongs();
      LongVector rEC =
          yC.lanewise(AND, LOW)
              .add(la.lanewise(AND, LOW).mul(r.lanewise(AND, LOW)))
              .add(nb.lanewise(AND, LOW).mul(s.lanewise(AND, LOW)))
              .add(lc.lanewise(AND, LOW).mul(p.lanewise(AND, LOW)))
              .add(nd.lanewise(AND, LOW).mul(q.lanewise(AND, LOW)));
      LongVector eC = rEC.lanewise(LSHR, 31).add(rEC.lanewise(AND, P));
      LongVector rOC =
          yC.lanewise(LSHR, 32)
              .add(la.lanewise(LSHR, 32).mul(r.lanewise(LSHR, 32)))
              .add(nb.lanewise(LSHR, 32).mul(s.lanewise(LSHR, 32)))
              .add(lc.lanewise(LSHR, 32).mul(p.lanewise(LSHR, 32)))
              .add(nd.lanewise(LSHR, 32).mul(q.lanewise(LSHR, 32)));
      LongVector oC = rOC.lanewise(LSHR, 31).add(rOC.lanewise(AND, P));
      LongVector yD = IntVector.fromArray(INTS, outD, i).reinterpretAsLongs();
      LongVector rED =
          yD.lanewise(AND, LOW)
              .add(la.lanewise(AND, LOW).mul(s.lanewise(AND, LOW)))
              .add(lb.lanewise(AND, LOW).mul(r.lanewise(AND, LOW)))
              .add(lc.lanewise(AND, LOW).mul(q.lanewise(AND, LOW)))
              .add(ld.lanewise(AND, LOW).mul(p.lanewise(AND, LOW)));
      LongVector eD = rED.lanewise(LSHR, 31).add(rED.lanewise(AND, P));
      LongVector rOD =
          yD.lanewise(LSHR, 32)
              .add(la.lanewise(LSHR, 32).mul(s.lanewise(LSHR, 32)))
              .add(lb.lanewise(LSHR, 32).mul(r.lanewise(LSHR, 32)))
              .add(lc.lanewise(LSHR, 32).mul(q.lanewise(LSHR, 32)))
              .add(ld.lanewise(LSHR, 32).mul(p.lanewise(LSHR, 32)));
      LongVector oD = rOD.lanewise(LSHR, 31).add(rOD.lanewise(AND, P));
      LongVector fA = eA.lanewise(LSHR, 31).add(eA.lanewise(AND, P));
      LongVector gA = oA.lanewise(LSHR, 31).add(oA.lanewise(AND, P));
      IntVector uA = fA.or(gA.lanewise(LSHL, 32)).reinterpretAsInts();
      uA.lanewise(UMIN, uA.sub(P)).intoArray(outA, i);
      LongVector fB = eB.lanewise(LSHR, 31).add(eB.lanewise(AND, P));
      LongVector gB = oB.lanewise(LSHR, 31).add(oB.lanewise(AND, P));
      IntVector uB = fB.or(gB.lanewise(LSHL, 32)).reinterpretAsInts();
      uB.lanewise(UMIN, uB.sub(P)).intoArray(outB, i);
      LongVector fC = eC.lanewise(LSHR, 31).add(eC.lanewise(AND, P));
      LongVector gC = oC.lanewise(LSHR, 31).add(oC.lanewise(AND, P));
      IntVector uC = fC.or(gC.lanewise(LSHL, 32)).reinterpretAsInts();
      uC.lanewise(UMIN, uC.sub(P)).intoArray(outC, i);
      LongVector fD = eD.lanewise(LSHR, 31).add(eD.lanewise(AND, P));
      LongVector gD = oD.lanewise(LSHR, 31).add(oD.lanewise(AND, P));
      IntVector uD = fD.or(gD.lanewise(LSHL, 32)).reinterpretAsInts();
      uD.lanewise(UMIN, uD.sub(P)).intoArray(outD, i);
    }
  }
}
