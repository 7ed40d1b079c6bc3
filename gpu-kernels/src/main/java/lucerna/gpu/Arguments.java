package lucerna.gpu;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a launch, in the order of the kernel's source. A slice is two of them there: the
 * buffer, and the number of its first word.
 */
public final class Arguments {
  private final List<Object> values = new ArrayList<>();

  /** Starts an empty list. */
  public Arguments() {}

  /**
   * Adds words on the device.
   *
   * @param slice the words
   * @return this
   */
  public Arguments slice(DeviceSlice slice) {
    values.add(slice.buffer());
    values.add(slice.at());
    return this;
  }

  /**
   * Adds the words of columns.
   *
   * @param columns the columns
   * @return this
   */
  public Arguments columns(DeviceColumns columns) {
    return slice(columns.slice());
  }

  /**
   * Adds words of 32 bits.
   *
   * @param words the words
   * @return this
   */
  public Arguments words(int... words) {
    for (int word : words) {
      values.add(word);
    }
    return this;
  }

  /**
   * Adds a number of 64 bits.
   *
   * @param number the number
   * @return this
   */
  public Arguments number(long number) {
    values.add(number);
    return this;
  }

  /**
   * Returns the arguments.
   *
   * @return a {@link DeviceBuffer}, an {@link Integer} or a {@link Long} each
   */
  public List<Object> values() {
    return List.copyOf(values);
  }
}
