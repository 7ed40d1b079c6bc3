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
   * As {@link lucerna.field.spi.FieldKernels#fold}, with coordinates for columns and for alpha.
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
    int[] inA = in[0];
    int[] inB = in[1];
    int[] inC = in[2];
    int[] inD = in[3];
    int[] outA = out[0];
    int[] outB = out[1];
    int[] outC = out[2];
    int[] outD = out[3];
    for (int i = 0; i < count; i += LANES) {
      int at = fromIn + 2 * i;
      LongVector w = IntVector.fromArray(INTS, t, fromT + i).reinterpretAsLongs();
      LongVector we = w.lanewise(AND, LOW);
      LongVector wo = w.lanewise(LSHR, 32);
      IntVector lA = IntVector.fromArray(INTS, inA, at);
      IntVector hA = IntVector.fromArray(INTS, inA, at + LANES);
      IntVector fA = Lanes.EVEN.selectFrom(lA, hA);
      IntVector gA = Lanes.ODD.selectFrom(lA, hA);
      IntVector sA = fA.add(gA);
      IntVector dA = fA.sub(gA);
      LongVector mA = dA.lanewise(UMIN, dA.add(P)).reinterpretAsLongs();
      LongVector pA = mA.lanewise(AND, LOW).mul(we);
      LongVector qA = mA.lanewise(LSHR, 32).mul(wo);
      LongVector vA = sA.lanewise(UMIN, sA.sub(P)).reinterpretAsLongs();
      LongVector xA = pA.lanewise(LSHR, 31).add(pA.lanewise(AND, P));
      LongVector yA = qA.lanewise(LSHR, 31).add(qA.lanewise(AND, P));
      IntVector rA = xA.or(yA.lanewise(LSHL, 32)).reinterpretAsInts();
      LongVector zA = rA.lanewise(UMIN, rA.sub(P)).reinterpretAsLongs();
      IntVector lB = IntVector.fromArray(INTS, inB, at);
      IntVector hB = IntVector.fromArray(INTS, inB, at + LANES);
      IntVector fB = Lanes.EVEN.selectFrom(lB, hB);
      IntVector gB = Lanes.ODD.selectFrom(lB, hB);
      IntVector sB = fB.add(gB);
      IntVector dB = fB.sub(gB);
      LongVector mB = dB.lanewise(UMIN, dB.add(P)).reinterpretAsLongs();
      LongVector pB = mB.lanewise(AND, LOW).mul(we);
      LongVector qB = mB.lanewise(LSHR, 32).mul(wo);
      LongVector vB = sB.lanewise(UMIN, sB.sub(P)).reinterpretAsLongs();
      LongVector xB = pB.lanewise(LSHR, 31).add(pB.lanewise(AND, P));
      LongVector yB = qB.lanewise(LSHR, 31).add(qB.lanewise(AND, P));
      IntVector rB = xB.or(yB.lanewise(LSHL, 32)).reinterpretAsInts();
      LongVector zB = rB.lanewise(UMIN, rB.sub(P)).reinterpretAsLongs();
      IntVector lC = IntVector.fromArray(INTS, inC, at);
      IntVector hC = IntVector.fromArray(INTS, inC, at + LANES);
      IntVector fC = Lanes.EVEN.selectFrom(lC, hC);
      IntVector gC = Lanes.ODD.selectFrom(lC, hC);
      IntVector sC = fC.add(gC);
      IntVector dC = fC.sub(gC);
      LongVector mC = dC.lanewise(UMIN, dC.add(P)).reinterpretAsLongs();
      LongVector pC = mC.lanewise(AND, LOW).mul(we);
      LongVector qC = mC.lanewise(LSHR, 32).mul(wo);
      LongVector vC = sC.lanewise(UMIN, sC.sub(P)).reinterpretAsLongs();
      LongVector xC = pC.lanewise(LSHR, 31).add(pC.lanewise(AND, P));
      LongVector yC = qC.lanewise(LSHR, 31).add(qC.lanewise(AND, P));
      IntVector rC = xC.or(yC.lanewise(LSHL, 32)).reinterpretAsInts();
      LongVector zC = rC.lanewise(UMIN, rC.sub(P)).reinterpretAsLongs();
      IntVector lD = IntVector.fromArray(INTS, inD, at);
      IntVector hD = IntVector.fromArray(INTS, inD, at + LANES);
      IntVector fD = Lanes.EVEN.selectFrom(lD, hD);
      IntVector gD = Lanes.ODD.selectFrom(lD, hD);
      IntVector sD = fD.add(gD);
      IntVector dD = fD.sub(gD);
      LongVector mD = dD.lanewise(UMIN, dD.add(P)).reinterpretAsLongs();
      LongVector pD = mD.lanewise(AND, LOW).mul(we);
      LongVector qD = mD.lanewise(LSHR, 32).mul(wo);
      LongVector vD = sD.lanewise(UMIN, sD.sub(P)).reinterpretAsLongs();
      LongVector xD = pD.lanewise(LSHR, 31).add(pD.lanewise(AND, P));
      LongVector yD = qD.lanewise(LSHR, 31).add(qD.lanewise(AND, P));
      IntVector rD = xD.or(yD.lanewise(LSHL, 32)).reinterpretAsInts();
      LongVector zD = rD.lanewise(UMIN, rD.sub(P)).reinterpretAsLongs();
      LongVector bAA = LongVector.broadcast(LONGS, factors[0]);
      LongVector bAB = LongVector.broadcast(LONGS, factors[1]);
      LongVector bAC = LongVector.broadcast(LONGS, factors[2]);
      LongVector bAD = LongVector.broadcast(LONGS, factors[3]);
      LongVector eA =
          vA.lanewise(AND, LOW)
              .add(zA.lanewise(AND, LOW).mul(bAA.lanewise(AND, LOW)))
              .add(zB.lanewise(AND, LOW).mul(bAB.lanewise(AND, LOW)))
              .add(zC.lanewise(AND, LOW).mul(bAC.lanewise(AND, LOW)))
              .add(zD.lanewise(AND, LOW).mul(bAD.lanewise(AND, LOW)));
      LongVector oA =
          vA.lanewise(LSHR, 32)
              .add(zA.lanewise(LSHR, 32).mul(bAA.lanewise(AND, LOW)))
              .add(zB.lanewise(LSHR, 32).mul(bAB.lanewise(AND, LOW)))
              .add(zC.lanewise(LSHR, 32).mul(bAC.lanewise(AND, LOW)))
              .add(zD.lanewise(LSHR, 32).mul(bAD.lanewise(AND, LOW)));
      LongVector iA = eA.lanewise(LSHR, 31).add(eA.lanewise(AND, P));
      LongVector jA = oA.lanewise(LSHR, 31).add(oA.lanewise(AND, P));
      LongVector kA = iA.lanewise(LSHR, 31).add(iA.lanewise(AND, P));
      LongVector nA = jA.lanewise(LSHR, 31).add(jA.lanewise(AND, P));
      IntVector uA = kA.or(nA.lanewise(LSHL, 32)).reinterpretAsInts();
      uA.lanewise(UMIN, uA.sub(P)).intoArray(outA, fromOut + i);
      LongVector bBA = LongVector.broadcast(LONGS, factors[4]);
      LongVector bBB = LongVector.broadcast(LONGS, factors[5]);
      LongVector bBC = LongVector.broadcast(LONGS, factors[6]);
      LongVector bBD = LongVector.broadcast(LONGS, factors[7]);
      LongVector eB =
          vB.lanewise(AND, LOW)
              .add(zA.lanewise(AND, LOW).mul(bBA.lanewise(AND, LOW)))
              .add(zB.lanewise(AND, LOW).mul(bBB.lanewise(AND, LOW)))
              .add(zC.lanewise(AND, LOW).mul(bBC.lanewise(AND, LOW)))
              .add(zD.lanewise(AND, LOW).mul(bBD.lanewise(AND, LOW)));
      LongVector oB =
          vB.lanewise(LSHR, 32)
              .add(zA.lanewise(LSHR, 32).mul(bBA.lanewise(AND, LOW)))
              .add(zB.lanewise(LSHR, 32).mul(bBB.lanewise(AND, LOW)))
              .add(zC.lanewise(LSHR, 32).mul(bBC.lanewise(AND, LOW)))
              .add(zD.lanewise(LSHR, 32).mul(bBD.lanewise(AND, LOW)));
      LongVector iB = eB.lanewise(LSHR, 31).add(eB.lanewise(AND, P));
      LongVector jB = oB.lanewise(LSHR, 31).add(oB.lanewise(AND, P));
      LongVector kB = iB.lanewise(LSHR, 31).add(iB.lanewise(AND, P));
      LongVector nB = jB.lanewise(LSHR, 31).add(jB.lanewise(AND, P));
      IntVector uB = kB.or(nB.lanewise(LSHL, 32)).reinterpretAsInts();
      uB.lanewise(UMIN, uB.sub(P)).intoArray(outB, fromOut + i);
      LongVector bCA = LongVector.broadcast(LONGS, factors[8]);
      LongVector bCB = LongVector.broadcast(LONGS, factors[9]);
      LongVector bCC = LongVector.broadcast(LONGS, factors[10]);
      LongVector bCD = LongVector.broadcast(LONGS, factors[11]);
      LongVector eC =
          vC.lanewise(AND, LOW)
              .add(zA.lanewise(AND, LOW).mul(bCA.lanewise(AND, LOW)))
              .add(zB.lanewise(AND, LOW).mul(bCB.lanewise(AND, LOW)))
              .add(zC.lanewise(AND, LOW).mul(bCC.lanewise(AND, LOW)))
              .add(zD.lanewise(AND, LOW).mul(bCD.lanewise(AND, LOW)));
      LongVector oC =
          vC.lanewise(LSHR, 32)
              .add(zA.lanewise(LSHR, 32).mul(bCA.lanewise(AND, LOW)))
              .add(zB.lanewise(LSHR, 32).mul(bCB.lanewise(AND, LOW)))
              .add(zC.lanewise(LSHR, 32).mul(bCC.lanewise(AND, LOW)))
              .add(zD.lanewise(LSHR, 32).mul(bCD.lanewise(AND, LOW)));
      LongVector iC = eC.lanewise(LSHR, 31).add(eC.lanewise(AND, P));
      LongVector jC = oC.lanewise(LSHR, 31).add(oC.lanewise(AND, P));
      LongVector kC = iC.lanewise(LSHR, 31).add(iC.lanewise(AND, P));
      LongVector nC = jC.lanewise(LSHR, 31).add(jC.lanewise(AND, P));
      IntVector uC = kC.or(nC.lanewise(LSHL, 32)).reinterpretAsInts();
      uC.lanewise(UMIN, uC.sub(P)).intoArray(outC, fromOut + i);
      LongVector bDA = LongVector.broadcast(LONGS, factors[12]);
      LongVector bDB = LongVector.broadcast(LONGS, factors[13]);
      LongVector bDC = LongVector.broadcast(LONGS, factors[14]);
      LongVector bDD = LongVector.broadcast(LONGS, factors[15]);
      LongVector eD =
          vD.lanewise(AND, LOW)
              .add(zA.lanewise(AND, LOW).mul(bDA.lanewise(AND, LOW)))
              .add(zB.lanewise(AND, LOW).mul(bDB.lanewise(AND, LOW)))
              .add(zC.lanewise(AND, LOW).mul(bDC.lanewise(AND, LOW)))
              .add(zD.lanewise(AND, LOW).mul(bDD.lanewise(AND, LOW)));
      LongVector oD =
          vD.lanewise(LSHR, 32)
              .add(zA.lanewise(LSHR, 32).mul(bDA.lanewise(AND, LOW)))
              .add(zB.lanewise(LSHR, 32).mul(bDB.lanewise(AND, LOW)))
              .add(zC.lanewise(LSHR, 32).mul(bDC.lanewise(AND, LOW)))
              .add(zD.lanewise(LSHR, 32).mul(bDD.lanewise(AND, LOW)));
      LongVector iD = eD.lanewise(LSHR, 31).add(eD.lanewise(AND, P));
      LongVector jD = oD.lanewise(LSHR, 31).add(oD.lanewise(AND, P));
      LongVector kD = iD.lanewise(LSHR, 31).add(iD.lanewise(AND, P));
      LongVector nD = jD.lanewise(LSHR, 31).add(jD.lanewise(AND, P));
      IntVector uD = kD.or(nD.lanewise(LSHL, 32)).reinterpretAsInts();
      uD.lanewise(UMIN, uD.sub(P)).intoArray(outD, fromOut + i);
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
