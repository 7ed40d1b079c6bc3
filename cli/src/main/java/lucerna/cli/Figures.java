package lucerna.cli;

import java.util.Locale;

/** How numbers are written for people. */
final class Figures {
  private Figures() {}

  /** Returns a number of bytes in a unit that fits; decimal up to megabytes, as disks count. */
  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    if (bytes < 10_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    if (bytes < 10_000_000_000L) {
      return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /** Returns a time. */
  static String time(double millis) {
    return millis < 10_000
        ? String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }

  /** Returns milliseconds of nanoseconds, to a thousandth. */
  static double millis(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }

  /** Returns the numbers of an array, cut short where it is long. */
  static String list(double[] values) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < values.length && i < 16; i++) {
      text.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.5g", values[i]));
    }
    return text.append(values.length > 16 ? ", ... (" + values.length + ")]" : "]").toString();
  }

  /** Returns the place of the largest element. */
  static int argmax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
