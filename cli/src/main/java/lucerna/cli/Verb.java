package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One verb of the command: its options are its fields, and it is run once. */
abstract class Verb {
  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no summary and no progress.")
  boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private @Nullable Host host;

  /** Does it: prints through the methods below, and returns the exit code. */
  abstract int run();

  final int runOn(Host host) {
    this.host = host;
    return run();
  }

  final Host host() {
    if (host == null) {
      throw new IllegalStateException("the verb is not running");
    }
    return host;
  }

  /** Prints a line for people, unless they want JSON or quiet. */
  final void say(String format, Object... arguments) {
    if (!json && !quiet) {
      host().out().println(printable(arguments.length == 0 ? format : format(format, arguments)));
    }
  }

  /** Prints a remark to standard error. */
  final void warn(String format, Object... arguments) {
    host().err().println("lucerna: " + printable(format(format, arguments)));
  }

  /** Prints the result, if it is to be JSON. */
  final void print(ObjectNode result) {
    if (json) {
      host().out().println(Json.line(result));
    }
  }

  final ProgressDisplay progress() {
    return new ProgressDisplay(host(), quiet);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** Returns a line without characters by which a stranger's text could steer a terminal. */
  static String printable(String line) {
    return line.replaceAll("\\p{Cntrl}", "?");
  }

  static UserException mistake(String format, Object... arguments) {
    return new UserException(format(format, arguments));
  }
}
