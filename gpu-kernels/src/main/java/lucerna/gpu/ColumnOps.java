package lucerna.gpu;

/**
 * The operations of a prover on columns that live on a device. Only roots, challenges and opened
 * rows need to cross to the host.
 */
public final class ColumnOps implements AutoCloseable {
  private final Device device;
  private final DeviceTwiddles twiddles;

  /** Makes the operations of a piece of work, with twiddles that outlive it. */
  ColumnOps(Device device, DeviceTwiddles twiddles) {
    this.device = device;
    this.twiddles = twiddles;
  }

  /**
   * Makes the operations of a device.
   *
   * @param device the device, which stays the caller's
   */
  public ColumnOps(Device device) {
    this.device = device;
    this.twiddles = new DeviceTwiddles(device);
  }

  /**
   * Returns where the columns live.
   *
   * @return the device
   */
  public Device device() {
    return device;
  }

  /**
   * Returns the transforms.
   *
   * @return interpolation, evaluation, extension
   */
  public DeviceFft fft() {
    return new DeviceFft(device, twiddles);
  }

  /**
   * Returns the arithmetic.
   *
   * @return sums, products, inverses, prefix sums
   */
  public DeviceField field() {
    return new DeviceField(device);
  }

  /**
   * Returns the hashing.
   *
   * @return trees and proof of work
   */
  public DeviceTrees trees() {
    return new DeviceTrees(device);
  }

  /**
   * Returns what follows the commitments.
   *
   * @return quotients, folds, gathers
   */
  public DeviceQueries queries() {
    return new DeviceQueries(device, twiddles);
  }

  /**
   * Returns the randomness.
   *
   * @return words of secret streams
   */
  public DeviceRandom random() {
    return new DeviceRandom(device);
  }

  /**
   * Returns the passes over packed columns.
   *
   * @return sums over columns, and over rows
   */
  public DevicePasses passes() {
    return new DevicePasses(device);
  }

  /** Frees the twiddles. */
  @Override
  public void close() {
    twiddles.close();
  }
}
