package lucerna.field.simd;

import lucerna.air.Blocks;
import lucerna.air.spi.BlockKernels;

/** The evaluation of programs on vectors, once they are hot; see {@link BlockLoops}. */
public final class VectorBlockKernels implements BlockKernels {
  private static final BlockKernels SCALAR = Blocks.scalar();
  private static final int LANES = Lanes.COUNT;

  /* Products in M31 per entry and input, about; a step without inputs costs something, too. */
  private static final int COMBINE_COST = 4;
  private static final int SECURE_COST = 16;

  /** Made by the service loader. */
  public VectorBlockKernels() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void prepare() {
    Warmup.BLOCKS.start();
  }

  @Override
  public void combine(int[][] x, int[] at, int[] factors, int[][] out, int from, int to) {
    if (Warmup.BLOCKS.hot()) {
      int end = end(from, to);
      BlockLoops.combine(x, at, factors, out, from, end);
      SCALAR.combine(x, at, factors, out, end, to);
    } else {
      SCALAR.combine(x, at, factors, out, from, to);
      Warmup.BLOCKS.did((long) COMBINE_COST * (x.length + 1) * (to - from));
    }
  }

  @Override
  public void addProducts(int[][] x, int[] at, int[][] out, int from, int to) {
    if (Warmup.BLOCKS.hot()) {
      int end = end(from, to);
      BlockLoops.addProducts(x, at, out, from, end);
      SCALAR.addProducts(x, at, out, end, to);
    } else {
      SCALAR.addProducts(x, at, out, from, to);
      Warmup.BLOCKS.did((long) x.length * (to - from));
    }
  }

  @Override
  public void addSecureProduct(int[][] x, int[] at, int[][] out, int from, int to) {
    if (Warmup.BLOCKS.hot()) {
      int end = end(from, to);
      BlockLoops.addSecureProduct(x, at, out, from, end);
      SCALAR.addSecureProduct(x, at, out, end, to);
    } else {
      SCALAR.addSecureProduct(x, at, out, from, to);
      Warmup.BLOCKS.did((long) SECURE_COST * (to - from));
    }
  }

  @Override
  public void multiply(int[][] x, int[] at, int[] out, int from, int to) {
    if (Warmup.BLOCKS.hot()) {
      int end = end(from, to);
      BlockLoops.multiply(x, at, out, from, end);
      SCALAR.multiply(x, at, out, end, to);
    } else {
      SCALAR.multiply(x, at, out, from, to);
      Warmup.BLOCKS.did(to - from);
    }
  }

  @Override
  public void add(int[][] x, int[] at, int[] out, int from, int to) {
    if (Warmup.BLOCKS.hot()) {
      int end = end(from, to);
      BlockLoops.add(x, at, out, from, end);
      SCALAR.add(x, at, out, end, to);
    } else {
      SCALAR.add(x, at, out, from, to);
      Warmup.BLOCKS.did(to - from);
    }
  }

  @Override
  public void subtract(int[][] x, int[] at, int[] out, int from, int to) {
    if (Warmup.BLOCKS.hot()) {
      int end = end(from, to);
      BlockLoops.subtract(x, at, out, from, end);
      SCALAR.subtract(x, at, out, end, to);
    } else {
      SCALAR.subtract(x, at, out, from, to);
      Warmup.BLOCKS.did(to - from);
    }
  }

  @Override
  public void affine(int[][] x, int[] at, int factor, int summand, int[] out, int from, int to) {
    if (Warmup.BLOCKS.hot()) {
      int end = end(from, to);
      BlockLoops.affine(x, at, factor, summand, out, from, end);
      SCALAR.affine(x, at, factor, summand, out, end, to);
    } else {
      SCALAR.affine(x, at, factor, summand, out, from, to);
      Warmup.BLOCKS.did(to - from);
    }
  }

  private static int end(int from, int to) {
    return from + (to - from) / LANES * LANES;
  }
}
