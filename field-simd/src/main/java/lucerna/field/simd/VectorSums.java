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
import lucerna.field.SecureColumn;

/**
 * Combinations of columns, four at a time: as many products of canonical factors fit 64 bits and
 * are reduced once. The body is straight-line as in {@link FftPasses}.
 */
final class VectorSums {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Long> LONGS = Lanes.LONGS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;

  /** Columns at once. */
  private static final int GROUP = 4;

  /** Rows at once: the sums stay in the first-level cache from one group to the next. */
  private static final int BLOCK = 1024;

  private VectorSums() {}

  /** Adds the combination; the length is that of whole vectors. */
  static void accumulate(
      SecureColumn acc, int[][] columns, SecureColumn weights, int from, int to) {
    int groups = Math.ceilDiv(columns.length, GROUP);
    int[][] w = new int[QM31.DEGREE][groups * GROUP];
    for (int k = 0; k < QM31.DEGREE; k++) {
      System.arraycopy(weights.coordinates()[k], 0, w[k], 0, columns.length);
    }
    int last = columns.length - 1;
    for (int start = from; start < to; start += BLOCK) {
      int end = Math.min(to, start + BLOCK);
      for (int j = 0; j <= last; j += GROUP) {
        // Places after the last column have the weight 0.
        int[] x1 = columns[Math.min(j + 1, last)];
        int[] x2 = columns[Math.min(j + 2, last)];
        addFour(acc, columns[j], x1, x2, columns[Math.min(j + 3, last)], w, j, start, end);
      }
    }
  }

  static void addFour(
      SecureColumn acc,
      int[] x0,
      int[] x1,
      int[] x2,
      int[] x3,
      int[][] w,
      int j,
      int from,
      int to) {
    int[] accA = acc.a();
    int[] accB = acc.b();
    int[] accC = acc.c();
    int[] accD = acc.d();
    LongVector a0 = LongVector.broadcast(LONGS, w[0][j + 0]);
    LongVector a1 = LongVector.broadcast(LONGS, w[0][j + 1]);
    LongVector a2 = LongVector.broadcast(LONGS, w[0][j + 2]);
    LongVector a3 = LongVector.broadcast(LONGS, w[0][j + 3]);
    LongVector b0 = LongVector.broadcast(LONGS, w[1][j + 0]);
    LongVector b1 = LongVector.broadcast(LONGS, w[1][j + 1]);
    LongVector b2 = LongVector.broadcast(LONGS, w[1][j + 2]);
    LongVector b3 = LongVector.broadcast(LONGS, w[1][j + 3]);
    LongVector c0 = LongVector.broadcast(LONGS, w[2][j + 0]);
    LongVector c1 = LongVector.broadcast(LONGS, w[2][j + 1]);
    LongVector c2 = LongVector.broadcast(LONGS, w[2][j + 2]);
    LongVector c3 = LongVector.broadcast(LONGS, w[2][j + 3]);
    LongVector d0 = LongVector.broadcast(LONGS, w[3][j + 0]);
    LongVector d1 = LongVector.broadcast(LONGS, w[3][j + 1]);
    LongVector d2 = LongVector.broadcast(LONGS, w[3][j + 2]);
    LongVector d3 = LongVector.broadcast(LONGS, w[3][j + 3]);
    for (int i = from; i < to; i += LANES) {
      LongVector l0 = IntVector.fromArray(INTS, x0, i).reinterpretAsLongs();
      LongVector even0 = l0.lanewise(AND, LOW);
      LongVector odd0 = l0.lanewise(LSHR, 32);
      LongVector l1 = IntVector.fromArray(INTS, x1, i).reinterpretAsLongs();
      LongVector even1 = l1.lanewise(AND, LOW);
      LongVector odd1 = l1.lanewise(LSHR, 32);
      LongVector l2 = IntVector.fromArray(INTS, x2, i).reinterpretAsLongs();
      LongVector even2 = l2.lanewise(AND, LOW);
      LongVector odd2 = l2.lanewise(LSHR, 32);
      LongVector l3 = IntVector.fromArray(INTS, x3, i).reinterpretAsLongs();
      LongVector even3 = l3.lanewise(AND, LOW);
      LongVector odd3 = l3.lanewise(LSHR, 32);
      LongVector aEven =
          even0
              .mul(a0.lanewise(AND, LOW))
              .add(even1.mul(a1.lanewise(AND, LOW)))
              .add(even2.mul(a2.lanewise(AND, LOW)))
              .add(even3.mul(a3.lanewise(AND, LOW)));
      LongVector aOdd =
          odd0.mul(a0.lanewise(AND, LOW))
              .add(odd1.mul(a1.lanewise(AND, LOW)))
              .add(odd2.mul(a2.lanewise(AND, LOW)))
              .add(odd3.mul(a3.lanewise(AND, LOW)));
      LongVector afe = aEven.lanewise(LSHR, 31).add(aEven.lanewise(AND, P));
      LongVector afo = aOdd.lanewise(LSHR, 31).add(aOdd.lanewise(AND, P));
      LongVector age = afe.lanewise(LSHR, 31).add(afe.lanewise(AND, P));
      LongVector ago = afo.lanewise(LSHR, 31).add(afo.lanewise(AND, P));
      IntVector au = age.or(ago.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector ar = au.lanewise(UMIN, au.sub(P));
      IntVector asu = ar.add(IntVector.fromArray(INTS, accA, i));
      asu.lanewise(UMIN, asu.sub(P)).intoArray(accA, i);
      LongVector bEven =
          even0
              .mul(b0.lanewise(AND, LOW))
              .add(even1.mul(b1.lanewise(AND, LOW)))
              .add(even2.mul(b2.lanewise(AND, LOW)))
              .add(even3.mul(b3.lanewise(AND, LOW)));
      LongVector bOdd =
          odd0.mul(b0.lanewise(AND, LOW))
              .add(odd1.mul(b1.lanewise(AND, LOW)))
              .add(odd2.mul(b2.lanewise(AND, LOW)))
              .add(odd3.mul(b3.lanewise(AND, LOW)));
      LongVector bfe = bEven.lanewise(LSHR, 31).add(bEven.lanewise(AND, P));
      LongVector bfo = bOdd.lanewise(LSHR, 31).add(bOdd.lanewise(AND, P));
      LongVector bge = bfe.lanewise(LSHR, 31).add(bfe.lanewise(AND, P));
      LongVector bgo = bfo.lanewise(LSHR, 31).add(bfo.lanewise(AND, P));
      IntVector bu = bge.or(bgo.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector br = bu.lanewise(UMIN, bu.sub(P));
      IntVector bsu = br.add(IntVector.fromArray(INTS, accB, i));
      bsu.lanewise(UMIN, bsu.sub(P)).intoArray(accB, i);
      LongVector cEven =
          even0
              .mul(c0.lanewise(AND, LOW))
              .add(even1.mul(c1.lanewise(AND, LOW)))
              .add(even2.mul(c2.lanewise(AND, LOW)))
              .add(even3.mul(c3.lanewise(AND, LOW)));
      LongVector cOdd =
          odd0.mul(c0.lanewise(AND, LOW))
              .add(odd1.mul(c1.lanewise(AND, LOW)))
              .add(odd2.mul(c2.lanewise(AND, LOW)))
              .add(odd3.mul(c3.lanewise(AND, LOW)));
      LongVector cfe = cEven.lanewise(LSHR, 31).add(cEven.lanewise(AND, P));
      LongVector cfo = cOdd.lanewise(LSHR, 31).add(cOdd.lanewise(AND, P));
      LongVector cge = cfe.lanewise(LSHR, 31).add(cfe.lanewise(AND, P));
      LongVector cgo = cfo.lanewise(LSHR, 31).add(cfo.lanewise(AND, P));
      IntVector cu = cge.or(cgo.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector cr = cu.lanewise(UMIN, cu.sub(P));
      IntVector csu = cr.add(IntVector.fromArray(INTS, accC, i));
      csu.lanewise(UMIN, csu.sub(P)).intoArray(accC, i);
      LongVector dEven =
          even0
              .mul(d0.lanewise(AND, LOW))
              .add(even1.mul(d1.lanewise(AND, LOW)))
              .add(even2.mul(d2.lanewise(AND, LOW)))
              .add(even3.mul(d3.lanewise(AND, LOW)));
      LongVector dOdd =
          odd0.mul(d0.lanewise(AND, LOW))
              .add(odd1.mul(d1.lanewise(AND, LOW)))
              .add(odd2.mul(d2.lanewise(AND, LOW)))
              .add(odd3.mul(d3.lanewise(AND, LOW)));
      LongVector dfe = dEven.lanewise(LSHR, 31).add(dEven.lanewise(AND, P));
      LongVector dfo = dOdd.lanewise(LSHR, 31).add(dOdd.lanewise(AND, P));
      LongVector dge = dfe.lanewise(LSHR, 31).add(dfe.lanewise(AND, P));
      LongVector dgo = dfo.lanewise(LSHR, 31).add(dfo.lanewise(AND, P));
      IntVector du = dge.or(dgo.lanewise(LSHL, 32)).reinterpretAsInts();
      IntVector dr = du.lanewise(UMIN, du.sub(P));
      IntVector dsu = dr.add(IntVector.fromArray(INTS, accD, i));
      dsu.lanewise(UMIN, dsu.sub(P)).intoArray(accD, i);
    }
  }
}
