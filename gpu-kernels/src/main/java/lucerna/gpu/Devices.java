package lucerna.gpu;

import java.util.Optional;
import lucerna.field.spi.DeviceProbe;

/** Opens devices. */
public final class Devices {
  private Devices() {}

  /**
   * Opens the first device of NVIDIA's driver.
   *
   * @return the device, to be closed
   * @throws DeviceException if there is none, or JCuda is not on the class path
   */
  public static Device cuda() {
    require(new CudaProbe());
    return open("JCuda", () -> new CudaDevice());
  }

  /**
   * Opens the first OpenCL device, GPUs before processors.
   *
   * @return the device, to be closed
   * @throws DeviceException if there is none, or Aparapi is not on the class path
   */
  public static Device openCl() {
    require(new OpenClProbe());
    return open("Aparapi", () -> new OpenClDevice());
  }

  private static void require(DeviceProbe probe) {
    Optional<String> absence = probe.absence();
    if (absence.isPresent()) {
      throw new DeviceException.NoDriver("no " + probe.kind() + ": " + absence.get());
    }
  }

  /* A lambda, for a reference to a constructor would load the device's class before open() does. */
  private interface Opening {
    Device open();
  }

  private static Device open(String library, Opening opening) {
    // The libraries are no modules; they are found on the class path, if anywhere.
    Devices.class.getModule().addReads(ClassLoader.getSystemClassLoader().getUnnamedModule());
    try {
      return opening.open();
    } catch (LinkageError e) {
      throw new DeviceException.NoDriver(library + " cannot be loaded: " + e.getMessage());
    }
  }
}
