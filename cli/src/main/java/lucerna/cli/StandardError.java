package lucerna.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InaccessibleObjectException;

/**
 * Where standard error really goes.
 *
 * <p>The launcher puts a pipe in its place, to take out a line that the JVM prints when it starts,
 * and tells in a system property which descriptor is the real one. What this command says goes
 * there directly, so that it is complete when the process ends. Java has no public way to write to
 * a descriptor that was inherited; where the way taken here is barred the pipe serves as well.
 *
 * @param descriptor its number
 * @param stream writes to it
 */
record StandardError(int descriptor, PrintStream stream) {
  private static final String PROPERTY = "lucerna.stderr";
  private static final int USUAL = 2;

  /** Finds it. */
  static StandardError find() {
    Integer number = Integer.getInteger(PROPERTY);
    if (number != null && number > USUAL) {
      try {
        var descriptor = new FileDescriptor();
        var field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(descriptor, number);
        var file = new FileOutputStream(descriptor);
        return new StandardError(number, new PrintStream(file, true, System.err.charset()));
      } catch (ReflectiveOperationException | InaccessibleObjectException e) {
        return new StandardError(number, System.err);
      }
    }
    return new StandardError(USUAL, System.err);
  }

  /** Returns whether it is a terminal. */
  boolean isTerminal() {
    return Machine.isTerminal(descriptor);
  }
}
