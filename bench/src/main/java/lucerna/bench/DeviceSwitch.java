package lucerna.bench;

import lucerna.stark.prover.BackendException;
import lucerna.stark.prover.Backends;

/** Lets proofs of this process be made on a device. */
final class DeviceSwitch {
  private static final String PROPERTY = "lucerna.backend";

  private DeviceSwitch() {}

  /**
   * Opens the device that the property {@code lucerna.backend} names, if any, and uses it until the
   * process ends.
   *
   * @throws BackendException if it cannot be had
   */
  static void apply() {
    String kind = System.getProperty(PROPERTY, "");
    if (!kind.isEmpty()) {
      use(kind);
    }
  }

  static void use(String kind) {
    // Without a second choice: a device that fails ends the work.
    Backends.use(Backends.open(kind), null);
  }
}
