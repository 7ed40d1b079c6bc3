package lucerna.field;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import lucerna.field.spi.FieldKernels;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the kernels that this process runs on.
 *
 * <p>Of the implementations found as services the one of highest priority is taken, or the scalar
 * one when there is none. The system property {@code lucerna.kernels} asks for one by name.
 */
public final class Kernels {
  private static final String PROPERTY = "lucerna.kernels";

  private Kernels() {}

  private static final class Holder {
    static final FieldKernels CHOSEN = choose(found(), System.getProperty(PROPERTY));
  }

  /**
   * Returns the kernels in use.
   *
   * @return the same kernels for the life of the process
   * @throws IllegalStateException if the property {@code lucerna.kernels} names kernels that are
   *     not there (the first call throws it wrapped in an {@link ExceptionInInitializerError})
   */
  public static FieldKernels get() {
    return Holder.CHOSEN;
  }

  /**
   * Returns the scalar kernels, the specification of all others.
   *
   * @return plain loops
   */
  public static FieldKernels scalar() {
    return new ScalarKernels();
  }

  private static List<FieldKernels> found() {
    List<FieldKernels> all = new ArrayList<>();
    all.add(scalar());
    Iterator<FieldKernels> services = ServiceLoader.load(FieldKernels.class).iterator();
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

  static FieldKernels choose(List<FieldKernels> found, @Nullable String requested) {
    FieldKernels chosen = null;
    for (FieldKernels kernels : found) {
      boolean fits = requested == null ? kernels.priority() >= 0 : kernels.name().equals(requested);
      if (fits && (chosen == null || kernels.priority() > chosen.priority())) {
        chosen = kernels;
      }
    }
    if (chosen == null) {
      throw new IllegalStateException(
          "no kernels '"
              + requested
              + "'; there are "
              + found.stream().map(FieldKernels::name).toList());
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
