package lucerna.field.simd;

import java.util.Arrays;
import lucerna.air.Blocks;
import lucerna.air.spi.BlockKernels;

/** The evaluation of programs by both kinds of kernels. */
final class BlockTrial implements Warmup.Trial {
  private static final int N = 4 * Lanes.COUNT;
  private final BlockKernels scalar = Blocks.scalar();
  private final int[][] inputs = new int[10][N];
  private final int[] at = new int[inputs.length];
  private final int[] factors = new int[4 * (inputs.length + 1)];
  private final int[][] out = new int[4][N];

  BlockTrial() {
    Arrays.fill(factors, 1);
    for (int[] input : inputs) {
      Arrays.fill(input, 1);
    }
  }

  @Override
  public void vector() {
    BlockLoops.combine(inputs, at, factors, out, 0, N);
    BlockLoops.addProducts(inputs, at, out, 0, N);
    BlockLoops.addSecureProduct(inputs, at, out, 0, N);
    BlockLoops.multiply(inputs, at, out[0], 0, N);
    BlockLoops.add(inputs, at, out[0], 0, N);
    BlockLoops.subtract(inputs, at, out[0], 0, N);
    BlockLoops.affine(inputs, at, 1, 1, out[0], 0, N);
  }

  @Override
  public void scalar() {
    scalar.combine(inputs, at, factors, out, 0, N);
    scalar.addProducts(inputs, at, out, 0, N);
    scalar.addSecureProduct(inputs, at, out, 0, N);
    scalar.multiply(inputs, at, out[0], 0, N);
    scalar.add(inputs, at, out[0], 0, N);
    scalar.subtract(inputs, at, out[0], 0, N);
    scalar.affine(inputs, at, 1, 1, out[0], 0, N);
  }

  @Override
  public void empty() {
    BlockLoops.combine(inputs, at, factors, out, 0, 0);
    BlockLoops.addProducts(inputs, at, out, 0, 0);
    BlockLoops.addSecureProduct(inputs, at, out, 0, 0);
    BlockLoops.multiply(inputs, at, out[0], 0, 0);
    BlockLoops.add(inputs, at, out[0], 0, 0);
    BlockLoops.subtract(inputs, at, out[0], 0, 0);
    BlockLoops.affine(inputs, at, 1, 1, out[0], 0, 0);
  }
}
