package lucerna.field;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import lucerna.field.spi.FieldKernels;
import lucerna.field.spi.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the kernels that this process runs on.
 *
 * <p>Of the implementations found as services the one of highest priority is taken, or the scalar
 * one when there is none. The system property {@code lucerna.kernels} asks for one by name. As all
 * of them agree bit for bit, a process may change to the scalar ones and back at any time.
 */
public final class Kernels {
  private static final String PROPERTY = "lucerna.kernels";

  private static final FieldKernels SCALAR = new ScalarKernels();

  private static volatile boolean scalarOnly;

  private Kernels() {}

  private static final class Holder {
    static final FieldKernels CHOSEN = choose(scalar(), ServiceLoader.load(FieldKernels.class));
  }

  /**
   * Makes this process use the scalar kernels of every kind, or ends that.
   *
   * @param only whether calls from now on get the scalar kernels
   */
  public static void useScalarOnly(boolean only) {
    scalarOnly = only;
  }

  /**
   * Says whether this process is made to use the scalar kernels.
   *
   * @return what {@link #useScalarOnly} was last called with; at first false
   */
  public static boolean scalarOnly() {
    return scalarOnly;
  }

  /**
   * Returns the kernels in use.
   *
   * @return the kernels chosen when this was first called, or the scalar ones where {@link
   *     #scalarOnly()}
   * @throws IllegalStateException if the property {@code lucerna.kernels} names kernels that are
   *     not there (the first call throws it wrapped in an {@link ExceptionInInitializerError})
   */
  public static FieldKernels get() {
    return scalarOnly ? SCALAR : Holder.CHOSEN;
  }

  /**
   * Returns the scalar kernels, the specification of all others.
   *
   * @return plain loops
   */
  public static FieldKernels scalar() {
    return SCALAR;
  }

  /**
   * Chooses among the implementations of a kind of kernels by the same rule.
   *
   * @param <K> the kind
   * @param scalar the plain loops
   * @param services the others
   * @return the one that the system property names, or else the one of highest priority
   * @throws IllegalStateException if the property names one that is not there
   */
  public static <K extends Kernel> K choose(K scalar, ServiceLoader<K> services) {
    return choose(found(scalar, services.iterator()), System.getProperty(PROPERTY));
  }

  private static <K extends Kernel> List<K> found(K scalar, Iterator<K> services) {
    List<K> all = new ArrayList<>();
    all.add(scalar);
    while (true) {
      // A provider that cannot run here (say, for want of an incubator module) is passed over.
      try {
        if (!services.hasNext()) {
          return all;
        }
        all.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        logger().log(Level.INFO, "kernels passed over: " + e.getMessage());
      }
    }
  }

  static <K extends Kernel> K choose(List<K> found, @Nullable String requested) {
    K chosen = null;
    for (K kernels : found) {
      boolean fits = requested == null ? kernels.priority() >= 0 : kernels.name().equals(requested);
      if (fits && (chosen == null || kernels.priority() > chosen.priority())) {
        chosen = kernels;
      }
    }
    if (chosen == null) {
      throw new IllegalStateException(
          "no kernels '" + requested + "'; there are " + found.stream().map(Kernel::name).toList());
    }
    logger()
        .log(
            Level.DEBUG,
            "kernels: "
                + chosen.name()
                + (requested == null ? " (highest priority)" : " (requested)"));
    return chosen;
  }

  private static System.Logger logger() {
    return System.getLogger(Kernels.class.getName());
  }
}
