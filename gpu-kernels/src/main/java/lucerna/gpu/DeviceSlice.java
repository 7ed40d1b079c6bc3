package lucerna.gpu;

import java.util.Objects;

/**
 * A range of a buffer.
 *
 * @param buffer the buffer
 * @param at its first word
 * @param words its length
 */
public record DeviceSlice(DeviceBuffer buffer, long at, long words) {
  /**
   * Checks the range.
   *
   * @throws IndexOutOfBoundsException if it leaves the buffer
   */
  public DeviceSlice {
    Objects.checkFromIndexSize(at, words, buffer.words());
  }

  /**
   * Returns a whole buffer.
   *
   * @param buffer the buffer
   * @return all of it
   */
  public static DeviceSlice of(DeviceBuffer buffer) {
    return new DeviceSlice(buffer, 0, buffer.words());
  }

  /**
   * Reads all words.
   *
   * @return the words
   */
  public int[] read() {
    int[] to = new int[Math.toIntExact(words)];
    buffer.read(at, to);
    return to;
  }
}
