package lucerna.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * What surrounds one run of the command.
 *
 * @param out standard output
 * @param err standard error
 * @param environment the environment's variables
 * @param terminal whether standard error is a terminal
 */
record Host(PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {
  /** Returns a variable of the environment; empty if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
