package lucerna.gpu;

import java.util.Arrays;
import lucerna.field.circle.Twiddles;
import org.jspecify.annotations.Nullable;

/**
 * The FFT's twiddles on a device, of the largest size asked for so far.
 *
 * <p>Table k of {@link Twiddles} begins at word 2^(k-2), so that the tables of a size are the
 * beginning of those of every larger one: half a word per point of the largest domain.
 */
final class DeviceTwiddles implements AutoCloseable {
  private final Device device;
  private final @Nullable DeviceBuffer[] tables = new @Nullable DeviceBuffer[2];

  DeviceTwiddles(Device device) {
    this.device = device;
  }

  /** Returns the x coordinates for domains up to a log size. */
  DeviceSlice forward(int logSize) {
    return DeviceSlice.of(table(0, logSize));
  }

  /** Returns their inverses. */
  DeviceSlice inverse(int logSize) {
    return DeviceSlice.of(table(1, logSize));
  }

  private DeviceBuffer table(int which, int logSize) {
    long words = 1L << (logSize - 1);
    DeviceBuffer known = tables[which];
    if (known != null && known.words() >= words) {
      return known;
    }
    DeviceBuffer made = device.allocate(words);
    try {
      fill(which, logSize, made);
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
    if (known != null) {
      known.close();
    }
    tables[which] = made;
    return made;
  }

  private static void fill(int which, int logSize, DeviceBuffer made) {
    Twiddles twiddles = Twiddles.of(logSize);
    int[][] source = which == 0 ? twiddles.forward() : twiddles.inverse();
    for (int k = 2; k <= logSize; k++) {
      // Without the padding.
      made.write(1L << (k - 2), Arrays.copyOf(source[k], 1 << (k - 2)));
    }
  }

  /** Returns how much memory the tables hold. */
  long bytes() {
    long words = 0;
    for (DeviceBuffer table : tables) {
      words += table == null ? 0 : table.words();
    }
    return words * Integer.BYTES;
  }

  @Override
  public void close() {
    for (int which = 0; which < tables.length; which++) {
      DeviceBuffer table = tables[which];
      if (table != null) {
        table.close();
        tables[which] = null;
      }
    }
  }
}
