package lucerna.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command {@code lucerna}: proves that a neural network ran. */
@Command(
    name = "lucerna",
    synopsisSubcommandLabel = "VERB",
    description = "Proves that a committed neural network produced an output, and checks proofs.",
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Exit codes: 0 done or accepted, 1 rejected, 2 a mistake in what was given, 3 a fault of"
          + " Lucerna.",
      "Every verb explains itself: lucerna prove --help"
    })
public final class Main {
  private static final List<String> VERBS =
      List.of(
          "prove",
          "verify",
          "inspect",
          "commit",
          "mock",
          "calibrate",
          "cairo",
          "calldata",
          "bench",
          "bundle",
          "doctor");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param arguments the verb and its options
   */
  public static void main(String[] arguments) {
    Vectors.load();
    // What is printed is one block of text: written as it is finished, in the encoding of JSON.
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    StandardError error = StandardError.find();
    System.setErr(error.stream());
    var host = new Host(out, error.stream(), System.getenv(), error.isTerminal());
    int exit = run(host, arguments);
    out.flush();
    System.exit(exit);
  }

  static int run(Host host, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    // Looking through all verbs takes a tenth of a second: one that is named is enough.
    boolean named = arguments.length > 0 && VERBS.contains(arguments[0]);
    for (String verb : named ? List.of(arguments[0]) : VERBS) {
      line.addSubcommand(verb(verb));
    }
    line.setOut(new PrintWriter(host.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(host.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    try {
      ParseResult parsed = line.parseArgs(arguments);
      Integer helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return helped;
      }
      ParseResult leaf = parsed;
      while (leaf.hasSubcommand()) {
        leaf = leaf.subcommand();
      }
      if (leaf.commandSpec().userObject() instanceof Verb verb) {
        return verb.runOn(host);
      }
      throw new ParameterException(line, "Say what to do: one of " + String.join(", ", VERBS));
    } catch (ParameterException e) {
      String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return end(host, arguments, new Failure(Exit.MISTAKE, message + "; see: " + help), e);
    } catch (Throwable e) {
      return end(host, arguments, Failure.of(e), e);
    }
  }

  private static int end(Host host, String[] arguments, Failure failure, Throwable cause) {
    host.err().println("lucerna: " + Verb.printable(failure.message()));
    if (host.variable("LUCERNA_TRACE").equals("1")) {
      cause.printStackTrace(host.err());
    }
    if (Arrays.asList(arguments).contains("--json")) {
      var result = Json.object();
      result.putObject("error").put("exit", failure.exit()).put("message", failure.message());
      if (cause instanceof ScaleSearch.NothingFound found) {
        result.set("tried", found.json());
      }
      host.out().println(Json.line(result));
    }
    return failure.exit();
  }

  private static Verb verb(String name) {
    return switch (name) {
      case "prove" -> new Prove();
      case "verify" -> new Verify();
      case "inspect" -> new Inspect();
      case "commit" -> new Commit();
      case "mock" -> new Mock();
      case "calibrate" -> new Calibrate();
      case "cairo" -> new Cairo();
      case "calldata" -> new CalldataVerb();
      case "bench" -> new Bench();
      case "bundle" -> new Bundle();
      case "doctor" -> new Doctor();
      default -> throw new IllegalArgumentException(name);
    };
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lucerna " + number()};
    }

    static String number() {
      var descriptor = Main.class.getModule().getDescriptor();
      return descriptor == null ? "development" : descriptor.rawVersion().orElse("development");
    }
  }
}
