package lucerna.gpu;

import lucerna.stark.prover.BackendException;

/** What a device cannot do, in one sentence for the user. */
public abstract sealed class DeviceException extends BackendException {
  private static final long serialVersionUID = 1;

  private DeviceException(String message, boolean refused) {
    super(message, refused);
  }

  /** The software that reaches the devices is missing, or too old. */
  public static final class NoDriver extends DeviceException {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message what is missing
     */
    public NoDriver(String message) {
      super(message, true);
    }
  }

  /** There is a driver but no device. */
  public static final class NoDevice extends DeviceException {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message what was looked for
     */
    public NoDevice(String message) {
      super(message, true);
    }
  }

  /** Too little memory, and how much there is. */
  public abstract static sealed class Memory extends DeviceException {
    private static final long serialVersionUID = 1;

    /** Number of bytes asked for. */
    private final long needed;

    /** Number of bytes that the device could give. */
    private final long available;

    private Memory(String message, boolean refused, long needed, long available) {
      super(message, refused);
      this.needed = needed;
      this.available = available;
    }

    /**
     * Returns what was asked for.
     *
     * @return a number of bytes
     */
    public long needed() {
      return needed;
    }

    /**
     * Returns what there is.
     *
     * @return a number of bytes
     */
    public long available() {
      return available;
    }
  }

  /** The device's memory does not hold what is asked for. */
  public static final class OutOfMemory extends Memory {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param device the device's name
     * @param needed number of bytes asked for
     * @param available number of bytes that the device can give
     */
    public OutOfMemory(String device, long needed, long available) {
      super(
          "%s is out of memory: %,d bytes are needed, %,d are available"
              .formatted(device, needed, available),
          false,
          needed,
          available);
    }
  }

  /** A kernel was refused or failed, or the device vanished. */
  public static final class KernelFailed extends DeviceException {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param kernel the kernel, or what else was under way
     * @param reason what the driver says
     */
    public KernelFailed(String kernel, String reason) {
      super(kernel + " failed: " + reason, false);
    }
  }

  /** A proof takes more memory than the device has, as was computed before it began. */
  public static final class TooLittleMemory extends Memory {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param device the device's name
     * @param needed number of bytes that the proof takes at least
     * @param available number of bytes that the device can give
     */
    public TooLittleMemory(String device, long needed, long available) {
      super(
          "the proof takes %,d bytes on %s, which has %,d to give"
              .formatted(needed, device, available),
          true,
          needed,
          available);
    }
  }

  /** The proof has parameters that there are no kernels for. */
  public static final class NotSupported extends DeviceException {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message what there is no kernel for
     */
    public NotSupported(String message) {
      super(message, true);
    }
  }
}
