package lucerna.fri.hash;

import java.util.ServiceLoader;
import lucerna.field.Kernels;
import lucerna.fri.spi.HashKernels;

/** Chooses the hashing loops that this process runs on, by the rule of {@link Kernels}. */
public final class BulkHash {
  private static final HashKernels SCALAR = new ScalarHashKernels();

  private BulkHash() {}

  private static final class Holder {
    static final HashKernels CHOSEN =
        Kernels.choose(scalar(), ServiceLoader.load(HashKernels.class));
  }

  /**
   * Returns the loops in use.
   *
   * @return the loops chosen when this was first called, or the scalar ones where {@link
   *     Kernels#scalarOnly()}
   */
  public static HashKernels get() {
    return Kernels.scalarOnly() ? SCALAR : Holder.CHOSEN;
  }

  /**
   * Returns the scalar loops, the specification of all others.
   *
   * @return one message after the other
   */
  public static HashKernels scalar() {
    return SCALAR;
  }
}
