package lucerna.cli;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far long work has come: a bar that is redrawn in place on a terminal, a line per stage
 * elsewhere.
 *
 * <p>Written here because the usual library brings two automatic modules and native code for one
 * line of output, takes a second and a half to start, and makes the JVM warn of restricted methods.
 */
final class ProgressDisplay implements AutoCloseable {
  private static final int WIDTH = 24;
  private static final long REDRAW_NANOS = 50_000_000;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream err;
  private final boolean terminal;
  private final boolean quiet;
  private String stage = "";
  private long drawnAt;
  private boolean drawn;

  ProgressDisplay(Host host, boolean quiet) {
    this.err = host.err();
    this.terminal = host.terminal() && !host.variable("TERM").equals("dumb");
    this.quiet = quiet;
  }

  /** Shows that {@code done} of {@code total} parts of a stage are done. */
  synchronized void show(String name, int done, int total) {
    if (quiet) {
      return;
    }
    boolean fresh = !name.equals(stage);
    stage = name;
    if (terminal) {
      long now = System.nanoTime();
      if (fresh || done >= total || now - drawnAt >= REDRAW_NANOS) {
        drawnAt = now;
        drawn = true;
        err.print(ERASE_LINE + bar(name, done, total));
        err.flush();
      }
    } else if (fresh) {
      err.println("lucerna: " + name);
    }
  }

  static String bar(String name, int done, int total) {
    int filled = total <= 0 ? 0 : (int) (WIDTH * Math.clamp((double) done / total, 0, 1));
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    return String.format(Locale.ROOT, "[%s] %s", bar, name);
  }

  /** Erases the bar. */
  @Override
  public synchronized void close() {
    if (drawn) {
      err.print(ERASE_LINE);
      err.flush();
      drawn = false;
    }
  }
}
