package lucerna.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Lets proofs of this process be made on a device, if the property {@code lucerna.backend} names
 * one: by {@code lucerna.stark.prover.Backends}, which is looked up, since a build may lack it.
 */
final class DeviceSwitch {
  private static final String PROPERTY = "lucerna.backend";
  private static final String SEAM = "lucerna.stark.prover.Backends";

  private DeviceSwitch() {}

  /**
   * Opens the device and uses it until the process ends.
   *
   * @throws IllegalStateException if this build has no proofs on devices
   */
  static void apply() {
    String kind = System.getProperty(PROPERTY, "");
    if (!kind.isEmpty()) {
      use(kind);
    }
  }

  static void use(String kind) {
    try {
      Class<?> seam = Class.forName(SEAM);
      Object backend = seam.getMethod("open", String.class).invoke(null, kind);
      Method use =
          Arrays.stream(seam.getMethods())
              .filter(method -> method.getName().equals("use") && method.getParameterCount() == 2)
              .findFirst()
              .orElseThrow(() -> new NoSuchMethodException(SEAM + ".use"));
      // Without a second choice: a device that fails ends the work.
      use.invoke(null, backend, null);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("proofs on a device are not in this build", e);
    }
  }
}
