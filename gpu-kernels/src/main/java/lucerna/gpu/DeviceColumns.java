package lucerna.gpu;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/**
 * Columns of one length on a device, one after the other in one buffer. A secure column is four of
 * them.
 *
 * @param slice the words, {@code count * length} of them
 * @param count number of columns
 * @param length number of values of a column, at least 1
 */
public record DeviceColumns(DeviceSlice slice, int count, int length) implements AutoCloseable {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if the slice has another length
   */
  public DeviceColumns {
    if (length < 1 || count < 0 || slice.words() != (long) count * length) {
      throw new IllegalArgumentException(
          slice.words() + " words are not " + count + " columns of " + length);
    }
  }

  /**
   * Makes columns that hold anything.
   *
   * @param device where
   * @param count number of columns
   * @param length number of values of a column
   * @return the columns, to be closed
   */
  public static DeviceColumns allocate(Device device, int count, int length) {
    long words = (long) count * length;
    return new DeviceColumns(new DeviceSlice(device.allocate(words), 0, words), count, length);
  }

  /**
   * Copies columns to a device.
   *
   * @param device where to
   * @param columns columns of one length, at least one column
   * @return the copies, to be closed
   * @throws IllegalArgumentException if lengths differ
   */
  public static DeviceColumns of(Device device, int[]... columns) {
    DeviceColumns made = allocate(device, columns.length, columns[0].length);
    for (int i = 0; i < columns.length; i++) {
      made.write(i, columns[i]);
    }
    return made;
  }

  /**
   * Copies a secure column to a device.
   *
   * @param device where to
   * @param column the column
   * @return its coordinates, to be closed
   */
  public static DeviceColumns of(Device device, SecureColumn column) {
    return of(device, column.coordinates());
  }

  /**
   * Returns some of the columns.
   *
   * @param from first column
   * @param count number of columns
   * @return a view, not to be closed
   */
  public DeviceColumns columns(int from, int count) {
    Objects.checkFromIndexSize(from, count, this.count);
    long at = slice.at() + (long) from * length;
    return new DeviceColumns(
        new DeviceSlice(slice.buffer(), at, (long) count * length), count, length);
  }

  /** Returns each column's words. */
  List<DeviceSlice> slices() {
    return IntStream.range(0, count).mapToObj(i -> columns(i, 1).slice()).toList();
  }

  /**
   * Copies a column to the device.
   *
   * @param column which
   * @param values its values
   * @throws IllegalArgumentException if their number differs
   */
  public void write(int column, int[] values) {
    if (values.length != length) {
      throw new IllegalArgumentException(values.length + " values for a column of " + length);
    }
    slice.buffer().write(columns(column, 1).slice().at(), values);
  }

  /**
   * Copies a column from the device.
   *
   * @param column which
   * @return its values
   */
  public int[] read(int column) {
    return columns(column, 1).slice().read();
  }

  /**
   * Copies all columns from the device.
   *
   * @return the columns
   */
  public int[][] read() {
    int[][] all = new int[count][];
    for (int i = 0; i < count; i++) {
      all[i] = read(i);
    }
    return all;
  }

  /**
   * Copies a secure column from the device.
   *
   * @return the four columns as one
   * @throws IllegalStateException if they are not four
   */
  public SecureColumn readSecure() {
    if (count != QM31.DEGREE) {
      throw new IllegalStateException(count + " columns are no secure column");
    }
    return new SecureColumn(read(0), read(1), read(2), read(3));
  }

  @Override
  public void close() {
    slice.buffer().close();
  }
}
