package lucerna.air;

import java.util.ServiceLoader;
import lucerna.air.spi.BlockKernels;
import lucerna.field.Kernels;

/** Chooses the loops over blocks that this process runs on, by the rule of {@link Kernels}. */
public final class Blocks {
  private static final BlockKernels SCALAR = new ScalarBlockKernels();

  private Blocks() {}

  private static final class Holder {
    static final BlockKernels CHOSEN =
        Kernels.choose(scalar(), ServiceLoader.load(BlockKernels.class));
  }

  /**
   * Returns the loops in use.
   *
   * @return the loops chosen when this was first called, or the scalar ones where {@link
   *     Kernels#scalarOnly()}
   */
  public static BlockKernels get() {
    return Kernels.scalarOnly() ? SCALAR : Holder.CHOSEN;
  }

  /**
   * Returns the scalar loops, the specification of all others.
   *
   * @return plain loops
   */
  public static BlockKernels scalar() {
    return SCALAR;
  }
}
