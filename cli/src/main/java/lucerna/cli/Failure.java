package lucerna.cli;

import java.util.Locale;
import lucerna.ops.UserException;
import lucerna.stark.prover.BackendException;

/**
 * Why a run ended early, in one sentence.
 *
 * @param exit the exit code
 * @param message the sentence
 */
record Failure(int exit, String message) {
  /** Returns what to say about something that was thrown. */
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case UserException mistake -> new Failure(Exit.MISTAKE, oneLine(mistake));
      case ScaleSearch.NothingFound nothing -> new Failure(Exit.MISTAKE, oneLine(nothing));
      case BackendException device ->
          new Failure(device.refused() ? Exit.MISTAKE : Exit.FAULT, oneLine(device));
      case OutOfMemoryError full -> new Failure(Exit.FAULT, outOfMemory());
      default ->
          new Failure(
              Exit.FAULT,
              "internal error, please report it (LUCERNA_TRACE=1 shows where): %s: %s"
                  .formatted(thrown.getClass().getSimpleName(), oneLine(thrown)));
    };
  }

  private static String outOfMemory() {
    Runtime runtime = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "out of memory: the heap of at most %d MiB is full (%d MiB free), the machine has %d MiB;"
            + " set LUCERNA_JAVA_OPTS=-Xmx... to allow more",
        runtime.maxMemory() >> 20,
        runtime.freeMemory() >> 20,
        Machine.memoryBytes() >> 20);
  }

  private static String oneLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "no details" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
