package lucerna.gpu;

/**
 * Words in a device's memory. Fresh ones hold anything.
 *
 * <p>Closing gives the memory back to the device's pool; it must not be used afterwards.
 */
public interface DeviceBuffer extends AutoCloseable {
  /**
   * Returns the size that was asked for.
   *
   * @return the number of words
   */
  long words();

  /**
   * Copies words to the device.
   *
   * @param at the first word written
   * @param from where the words are
   * @throws IndexOutOfBoundsException if they do not fit
   * @throws DeviceException if the device fails
   */
  void write(long at, int[] from);

  /**
   * Copies words from the device, after the work on them is done.
   *
   * @param at the first word read
   * @param to receives as many words as it is long
   * @throws IndexOutOfBoundsException if there are not so many
   * @throws DeviceException if the device, or a kernel since the last copy, failed
   */
  void read(long at, int[] to);

  @Override
  void close();
}
