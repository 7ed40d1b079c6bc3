package lucerna.field.simd;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import lucerna.field.M31;

/**
 * The FFT's evaluation in the layers whose partners lie at least one vector apart, two or three
 * layers to a pass.
 *
 * <p>Every body is straight-line on purpose. A method of ours that C2 does not inline makes an
 * object of each vector that it takes or returns, and C2 sees a product of unsigned 32-bit factors
 * only where their masks stand in the same body. A product is taken of a factor and the double of
 * the other: the high words of its even and odd lanes are then the quotients by 2^31, and half the
 * low words the remainders; both are selected from the two vectors of products.
 *
 * <p>A range never begins below 0, and the conditions that ask for it are there for the first
 * compiler, which knows the class of a vector only as long as there is one way to it. Of a vector
 * whose class it knows it inlines all that each call leads to, and of bodies like these it then
 * says "out of virtual registers" and leaves them to the interpreter, or to its own poorest code.
 * The second compiler drops the conditions, which never hold.
 */
final class FftForward {
  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final int LANES = Lanes.COUNT;
  private static final int P = M31.P;
  private static final long LOW = 0xffffffffL;
  private static final IntVector HIGHS = Lanes.HIGHS;
  private static final IntVector LOWS = Lanes.LOWS;

  private FftForward() {}

  /**
   * Evaluates the layers of partners {@code 2 run} and {@code run} apart. Entry i comes from entry
   * {@code i - ahead} of the source.
   */
  static void forwardTwo(
      int[] source, int ahead, int[] v, int from, int to, int run, int[] far, int[] near) {
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
        IntVector a0 = from < 0 ? highs : IntVector.fromArray(INTS, source, i - ahead);
        IntVector a1 = from < 0 ? highs : IntVector.fromArray(INTS, source, i - ahead + run);
        IntVector a2 = from < 0 ? highs : IntVector.fromArray(INTS, source, i - ahead + 2 * run);
        IntVector a3 = from < 0 ? highs : IntVector.fromArray(INTS, source, i - ahead + 3 * run);
        LongVector pb2l = a2.reinterpretAsLongs();
        LongVector pb2e = pb2l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector pb2o = pb2l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector pb2f = pb2e.reinterpretAsInts();
        IntVector pb2g = pb2o.reinterpretAsInts();
        IntVector pb2u =
            highs.selectFrom(pb2f, pb2g).add(lows.selectFrom(pb2f, pb2g).lanewise(LSHR, 1));
        IntVector pb2 = pb2u.lanewise(UMIN, pb2u.sub(P));
        LongVector pb3l = a3.reinterpretAsLongs();
        LongVector pb3e = pb3l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector pb3o = pb3l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector pb3f = pb3e.reinterpretAsInts();
        IntVector pb3g = pb3o.reinterpretAsInts();
        IntVector pb3u =
            highs.selectFrom(pb3f, pb3g).add(lows.selectFrom(pb3f, pb3g).lanewise(LSHR, 1));
        IntVector pb3 = pb3u.lanewise(UMIN, pb3u.sub(P));
        IntVector b0u = a0.add(pb2);
        IntVector b0 = b0u.lanewise(UMIN, b0u.sub(P));
        IntVector b2u = a0.sub(pb2);
        IntVector b2 = b2u.lanewise(UMIN, b2u.add(P));
        IntVector b1u = a1.add(pb3);
        IntVector b1 = b1u.lanewise(UMIN, b1u.sub(P));
        IntVector b3u = a1.sub(pb3);
        IntVector b3 = b3u.lanewise(UMIN, b3u.add(P));
        LongVector pc1l = b1.reinterpretAsLongs();
        LongVector pc1e = pc1l.lanewise(AND, LOW).mul(l2.lanewise(AND, LOW));
        LongVector pc1o = pc1l.lanewise(LSHR, 32).mul(l2.lanewise(AND, LOW));
        IntVector pc1f = pc1e.reinterpretAsInts();
        IntVector pc1g = pc1o.reinterpretAsInts();
        IntVector pc1u =
            highs.selectFrom(pc1f, pc1g).add(lows.selectFrom(pc1f, pc1g).lanewise(LSHR, 1));
        IntVector pc1 = pc1u.lanewise(UMIN, pc1u.sub(P));
        LongVector pc3l = b3.reinterpretAsLongs();
        LongVector pc3e = pc3l.lanewise(AND, LOW).mul(l3.lanewise(AND, LOW));
        LongVector pc3o = pc3l.lanewise(LSHR, 32).mul(l3.lanewise(AND, LOW));
        IntVector pc3f = pc3e.reinterpretAsInts();
        IntVector pc3g = pc3o.reinterpretAsInts();
        IntVector pc3u =
            highs.selectFrom(pc3f, pc3g).add(lows.selectFrom(pc3f, pc3g).lanewise(LSHR, 1));
        IntVector pc3 = pc3u.lanewise(UMIN, pc3u.sub(P));
        IntVector c0u = b0.add(pc1);
        IntVector c0 = c0u.lanewise(UMIN, c0u.sub(P));
        IntVector c1u = b0.sub(pc1);
        IntVector c1 = c1u.lanewise(UMIN, c1u.add(P));
        IntVector c2u = b2.add(pc3);
        IntVector c2 = c2u.lanewise(UMIN, c2u.sub(P));
        IntVector c3u = b2.sub(pc3);
        IntVector c3 = c3u.lanewise(UMIN, c3u.add(P));
        c0.intoArray(v, i);
        c1.intoArray(v, i + run);
        c2.intoArray(v, i + 2 * run);
        c3.intoArray(v, i + 3 * run);
      }
    }
  }

  /** Evaluates the layers of partners {@code 4 run}, {@code 2 run} and {@code run} apart. */
  static void forwardThree(
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
        LongVector pb4l = a4.reinterpretAsLongs();
        LongVector pb4e = pb4l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector pb4o = pb4l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector pb4f = pb4e.reinterpretAsInts();
        IntVector pb4g = pb4o.reinterpretAsInts();
        IntVector pb4u =
            highs.selectFrom(pb4f, pb4g).add(lows.selectFrom(pb4f, pb4g).lanewise(LSHR, 1));
        IntVector pb4 = pb4u.lanewise(UMIN, pb4u.sub(P));
        LongVector pb5l = a5.reinterpretAsLongs();
        LongVector pb5e = pb5l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector pb5o = pb5l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector pb5f = pb5e.reinterpretAsInts();
        IntVector pb5g = pb5o.reinterpretAsInts();
        IntVector pb5u =
            highs.selectFrom(pb5f, pb5g).add(lows.selectFrom(pb5f, pb5g).lanewise(LSHR, 1));
        IntVector pb5 = pb5u.lanewise(UMIN, pb5u.sub(P));
        LongVector pb6l = a6.reinterpretAsLongs();
        LongVector pb6e = pb6l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector pb6o = pb6l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector pb6f = pb6e.reinterpretAsInts();
        IntVector pb6g = pb6o.reinterpretAsInts();
        IntVector pb6u =
            highs.selectFrom(pb6f, pb6g).add(lows.selectFrom(pb6f, pb6g).lanewise(LSHR, 1));
        IntVector pb6 = pb6u.lanewise(UMIN, pb6u.sub(P));
        LongVector pb7l = a7.reinterpretAsLongs();
        LongVector pb7e = pb7l.lanewise(AND, LOW).mul(l1.lanewise(AND, LOW));
        LongVector pb7o = pb7l.lanewise(LSHR, 32).mul(l1.lanewise(AND, LOW));
        IntVector pb7f = pb7e.reinterpretAsInts();
        IntVector pb7g = pb7o.reinterpretAsInts();
        IntVector pb7u =
            highs.selectFrom(pb7f, pb7g).add(lows.selectFrom(pb7f, pb7g).lanewise(LSHR, 1));
        IntVector pb7 = pb7u.lanewise(UMIN, pb7u.sub(P));
        IntVector b0u = a0.add(pb4);
        IntVector b0 = b0u.lanewise(UMIN, b0u.sub(P));
        IntVector b4u = a0.sub(pb4);
        IntVector b4 = b4u.lanewise(UMIN, b4u.add(P));
        IntVector b1u = a1.add(pb5);
        IntVector b1 = b1u.lanewise(UMIN, b1u.sub(P));
        IntVector b5u = a1.sub(pb5);
        IntVector b5 = b5u.lanewise(UMIN, b5u.add(P));
        IntVector b2u = a2.add(pb6);
        IntVector b2 = b2u.lanewise(UMIN, b2u.sub(P));
        IntVector b6u = a2.sub(pb6);
        IntVector b6 = b6u.lanewise(UMIN, b6u.add(P));
        IntVector b3u = a3.add(pb7);
        IntVector b3 = b3u.lanewise(UMIN, b3u.sub(P));
        IntVector b7u = a3.sub(pb7);
        IntVector b7 = b7u.lanewise(UMIN, b7u.add(P));
        LongVector pc2l = b2.reinterpretAsLongs();
        LongVector pc2e = pc2l.lanewise(AND, LOW).mul(l2.lanewise(AND, LOW));
        LongVector pc2o = pc2l.lanewise(LSHR, 32).mul(l2.lanewise(AND, LOW));
        IntVector pc2f = pc2e.reinterpretAsInts();
        IntVector pc2g = pc2o.reinterpretAsInts();
        IntVector pc2u =
            highs.selectFrom(pc2f, pc2g).add(lows.selectFrom(pc2f, pc2g).lanewise(LSHR, 1));
        IntVector pc2 = pc2u.lanewise(UMIN, pc2u.sub(P));
        LongVector pc3l = b3.reinterpretAsLongs();
        LongVector pc3e = pc3l.lanewise(AND, LOW).mul(l2.lanewise(AND, LOW));
        LongVector pc3o = pc3l.lanewise(LSHR, 32).mul(l2.lanewise(AND, LOW));
        IntVector pc3f = pc3e.reinterpretAsInts();
        IntVector pc3g = pc3o.reinterpretAsInts();
        IntVector pc3u =
            highs.selectFrom(pc3f, pc3g).add(lows.selectFrom(pc3f, pc3g).lanewise(LSHR, 1));
        IntVector pc3 = pc3u.lanewise(UMIN, pc3u.sub(P));
        LongVector pc6l = b6.reinterpretAsLongs();
        LongVector pc6e = pc6l.lanewise(AND, LOW).mul(l3.lanewise(AND, LOW));
        LongVector pc6o = pc6l.lanewise(LSHR, 32).mul(l3.lanewise(AND, LOW));
        IntVector pc6f = pc6e.reinterpretAsInts();
        IntVector pc6g = pc6o.reinterpretAsInts();
        IntVector pc6u =
            highs.selectFrom(pc6f, pc6g).add(lows.selectFrom(pc6f, pc6g).lanewise(LSHR, 1));
        IntVector pc6 = pc6u.lanewise(UMIN, pc6u.sub(P));
        LongVector pc7l = b7.reinterpretAsLongs();
        LongVector pc7e = pc7l.lanewise(AND, LOW).mul(l3.lanewise(AND, LOW));
        LongVector pc7o = pc7l.lanewise(LSHR, 32).mul(l3.lanewise(AND, LOW));
        IntVector pc7f = pc7e.reinterpretAsInts();
        IntVector pc7g = pc7o.reinterpretAsInts();
        IntVector pc7u =
            highs.selectFrom(pc7f, pc7g).add(lows.selectFrom(pc7f, pc7g).lanewise(LSHR, 1));
        IntVector pc7 = pc7u.lanewise(UMIN, pc7u.sub(P));
        IntVector c0u = b0.add(pc2);
        IntVector c0 = c0u.lanewise(UMIN, c0u.sub(P));
        IntVector c2u = b0.sub(pc2);
        IntVector c2 = c2u.lanewise(UMIN, c2u.add(P));
        IntVector c1u = b1.add(pc3);
        IntVector c1 = c1u.lanewise(UMIN, c1u.sub(P));
        IntVector c3u = b1.sub(pc3);
        IntVector c3 = c3u.lanewise(UMIN, c3u.add(P));
        IntVector c4u = b4.add(pc6);
        IntVector c4 = c4u.lanewise(UMIN, c4u.sub(P));
        IntVector c6u = b4.sub(pc6);
        IntVector c6 = c6u.lanewise(UMIN, c6u.add(P));
        IntVector c5u = b5.add(pc7);
        IntVector c5 = c5u.lanewise(UMIN, c5u.sub(P));
        IntVector c7u = b5.sub(pc7);
        IntVector c7 = c7u.lanewise(UMIN, c7u.add(P));
        LongVector pd1l = c1.reinterpretAsLongs();
        LongVector pd1e = pd1l.lanewise(AND, LOW).mul(l4.lanewise(AND, LOW));
        LongVector pd1o = pd1l.lanewise(LSHR, 32).mul(l4.lanewise(AND, LOW));
        IntVector pd1f = pd1e.reinterpretAsInts();
        IntVector pd1g = pd1o.reinterpretAsInts();
        IntVector pd1u =
            highs.selectFrom(pd1f, pd1g).add(lows.selectFrom(pd1f, pd1g).lanewise(LSHR, 1));
        IntVector pd1 = pd1u.lanewise(UMIN, pd1u.sub(P));
        LongVector pd3l = c3.reinterpretAsLongs();
        LongVector pd3e = pd3l.lanewise(AND, LOW).mul(l5.lanewise(AND, LOW));
        LongVector pd3o = pd3l.lanewise(LSHR, 32).mul(l5.lanewise(AND, LOW));
        IntVector pd3f = pd3e.reinterpretAsInts();
        IntVector pd3g = pd3o.reinterpretAsInts();
        IntVector pd3u =
            highs.selectFrom(pd3f, pd3g).add(lows.selectFrom(pd3f, pd3g).lanewise(LSHR, 1));
        IntVector pd3 = pd3u.lanewise(UMIN, pd3u.sub(P));
        LongVector pd5l = c5.reinterpretAsLongs();
        LongVector pd5e = pd5l.lanewise(AND, LOW).mul(l6.lanewise(AND, LOW));
        LongVector pd5o = pd5l.lanewise(LSHR, 32).mul(l6.lanewise(AND, LOW));
        IntVector pd5f = pd5e.reinterpretAsInts();
        IntVector pd5g = pd5o.reinterpretAsInts();
        IntVector pd5u =
            highs.selectFrom(pd5f, pd5g).add(lows.selectFrom(pd5f, pd5g).lanewise(LSHR, 1));
        IntVector pd5 = pd5u.lanewise(UMIN, pd5u.sub(P));
        LongVector pd7l = c7.reinterpretAsLongs();
        LongVector pd7e = pd7l.lanewise(AND, LOW).mul(l7.lanewise(AND, LOW));
        LongVector pd7o = pd7l.lanewise(LSHR, 32).mul(l7.lanewise(AND, LOW));
        IntVector pd7f = pd7e.reinterpretAsInts();
        IntVector pd7g = pd7o.reinterpretAsInts();
        IntVector pd7u =
            highs.selectFrom(pd7f, pd7g).add(lows.selectFrom(pd7f, pd7g).lanewise(LSHR, 1));
        IntVector pd7 = pd7u.lanewise(UMIN, pd7u.sub(P));
        IntVector d0u = c0.add(pd1);
        IntVector d0 = d0u.lanewise(UMIN, d0u.sub(P));
        IntVector d1u = c0.sub(pd1);
        IntVector d1 = d1u.lanewise(UMIN, d1u.add(P));
        IntVector d2u = c2.add(pd3);
        IntVector d2 = d2u.lanewise(UMIN, d2u.sub(P));
        IntVector d3u = c2.sub(pd3);
        IntVector d3 = d3u.lanewise(UMIN, d3u.add(P));
        IntVector d4u = c4.add(pd5);
        IntVector d4 = d4u.lanewise(UMIN, d4u.sub(P));
        IntVector d5u = c4.sub(pd5);
        IntVector d5 = d5u.lanewise(UMIN, d5u.add(P));
        IntVector d6u = c6.add(pd7);
        IntVector d6 = d6u.lanewise(UMIN, d6u.sub(P));
        IntVector d7u = c6.sub(pd7);
        IntVector d7 = d7u.lanewise(UMIN, d7u.add(P));
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
