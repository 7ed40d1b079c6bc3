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
 * The loops of the batch inversion: products of prefixes in as many chains as two vectors have
 * lanes. Bodies are straight-line as in {@link FftPasses}.
 */
final class InverseLoops {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final long HIGH = 0xffffffff00000000L;

  /** Two vectors side by side hide a part of a product's latency. */
  static final int CHAINS = 2 * LANES;

  private InverseLoops() {}

  /** Makes prefixes[i + CHAINS] the product of value i and prefixes[i]. */
  static void prefixes(int[] values, int from, int[] prefixes, int length) {
    IntVector first = IntVector.broadcast(INTS, 1);
    IntVector second = first;
    first.intoArray(prefixes, 0);
    second.intoArray(prefixes, LANES);
    for (int i = 0; i < length; i += CHAINS) {
      IntVector v = IntVector.fromArray(INTS, values, from + i).lanewise(LSHL, 1);
      IntVector w = IntVector.fromArray(INTS, values, from + i + LANES).lanewise(LSHL, 1);
      LongVector rl = first.reinterpretAsLongs();
      LongVector rw = v.reinterpretAsLongs();
      LongVector rEven = rl.lanewise(AND, LOW).mul(rw.lanewise(AND, LOW));
      LongVector rOdd = rl.lanewise(LSHR, 32).mul(rw.lanewise(LSHR, 32));
      IntVector ru =
          rEven
              .lanewise(LSHR, 32)
              .or(rOdd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  rEven
                      .lanewise(AND, LOW)
                      .or(rOdd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector r = ru.lanewise(UMIN, ru.sub(P));
      LongVector sl = second.reinterpretAsLongs();
      LongVector sw = w.reinterpretAsLongs();
      LongVector sEven = sl.lanewise(AND, LOW).mul(sw.lanewise(AND, LOW));
      LongVector sOdd = sl.lanewise(LSHR, 32).mul(sw.lanewise(LSHR, 32));
      IntVector su =
          sEven
              .lanewise(LSHR, 32)
              .or(sOdd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  sEven
                      .lanewise(AND, LOW)
                      .or(sOdd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector s = su.lanewise(UMIN, su.sub(P));
      first = r;
      second = s;
      first.intoArray(prefixes, i + CHAINS);
      second.intoArray(prefixes, i + CHAINS + LANES);
    }
  }

  /** Goes back from the inverses of the chains' products, at the end of the prefixes. */
  static void suffixes(int[] values, int[] out, int from, int[] prefixes, int length) {
    IntVector first = IntVector.fromArray(INTS, prefixes, length);
    IntVector second = IntVector.fromArray(INTS, prefixes, length + LANES);
    for (int i = length - CHAINS; i >= 0; i -= CHAINS) {
      IntVector v = IntVector.fromArray(INTS, values, from + i).lanewise(LSHL, 1);
      IntVector w = IntVector.fromArray(INTS, values, from + i + LANES).lanewise(LSHL, 1);
      IntVector a = IntVector.fromArray(INTS, prefixes, i).lanewise(LSHL, 1);
      IntVector b = IntVector.fromArray(INTS, prefixes, i + LANES).lanewise(LSHL, 1);
      LongVector xl = first.reinterpretAsLongs();
      LongVector xw = a.reinterpretAsLongs();
      LongVector xEven = xl.lanewise(AND, LOW).mul(xw.lanewise(AND, LOW));
      LongVector xOdd = xl.lanewise(LSHR, 32).mul(xw.lanewise(LSHR, 32));
      IntVector xu =
          xEven
              .lanewise(LSHR, 32)
              .or(xOdd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  xEven
                      .lanewise(AND, LOW)
                      .or(xOdd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector x = xu.lanewise(UMIN, xu.sub(P));
      LongVector yl = second.reinterpretAsLongs();
      LongVector yw = b.reinterpretAsLongs();
      LongVector yEven = yl.lanewise(AND, LOW).mul(yw.lanewise(AND, LOW));
      LongVector yOdd = yl.lanewise(LSHR, 32).mul(yw.lanewise(LSHR, 32));
      IntVector yu =
          yEven
              .lanewise(LSHR, 32)
              .or(yOdd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  yEven
                      .lanewise(AND, LOW)
                      .or(yOdd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector y = yu.lanewise(UMIN, yu.sub(P));
      LongVector rl = first.reinterpretAsLongs();
      LongVector rw = v.reinterpretAsLongs();
      LongVector rEven = rl.lanewise(AND, LOW).mul(rw.lanewise(AND, LOW));
      LongVector rOdd = rl.lanewise(LSHR, 32).mul(rw.lanewise(LSHR, 32));
      IntVector ru =
          rEven
              .lanewise(LSHR, 32)
              .or(rOdd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  rEven
                      .lanewise(AND, LOW)
                      .or(rOdd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector r = ru.lanewise(UMIN, ru.sub(P));
      LongVector sl = second.reinterpretAsLongs();
      LongVector sw = w.reinterpretAsLongs();
      LongVector sEven = sl.lanewise(AND, LOW).mul(sw.lanewise(AND, LOW));
      LongVector sOdd = sl.lanewise(LSHR, 32).mul(sw.lanewise(LSHR, 32));
      IntVector su =
          sEven
              .lanewise(LSHR, 32)
              .or(sOdd.lanewise(AND, HIGH))
              .reinterpretAsInts()
              .add(
                  sEven
                      .lanewise(AND, LOW)
                      .or(sOdd.lanewise(LSHL, 32))
                      .reinterpretAsInts()
                      .lanewise(LSHR, 1));
      IntVector s = su.lanewise(UMIN, su.sub(P));
      x.intoArray(out, from + i);
      y.intoArray(out, from + i + LANES);
      first = r;
      second = s;
    }
  }
}
