package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.Samples;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the cheapest scales that keep the error on samples within a bound.
 *
 * <p>The search is bounded: it quantises a graph by each of {@link #CANDIDATES}, sorts what came
 * out by cost, and measures from the cheapest on until one is good enough. Good enough is a mean
 * absolute error, in percent of the range of the output in float, that is at most the bound for
 * each output of real numbers; that all outputs that are integers or booleans are exact; and that
 * no sample is refused.
 */
public final class ErrorSearch {
  /** All that is ever tried, from narrow values and short tables to wide values and long tables. */
  public static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("speed", Options.SPEED),
          new Candidate("10/13/11", new Options(10, 13, 11, 1, Options.BY_SAMPLES)),
          new Candidate("12/14/12", new Options(12, 14, 12, 1, Options.BY_SAMPLES)),
          new Candidate("13/15/13", new Options(13, 15, 13, 1, Options.BY_SAMPLES)),
          new Candidate("default", Options.DEFAULT),
          new Candidate("14/16/15", new Options(14, 16, 15, 1, Options.BY_SAMPLES)),
          new Candidate(
              "14/16/15 in sums of 64", new Options(14, 16, 15, 1, Options.BY_SAMPLES).cutting(64)),
          new Candidate("14/15/14 tight", new Options(14, 15, 14, 0, 0)),
          new Candidate(
              "14/15/14 tight in sums of 128", new Options(14, 15, 14, 0, 0).cutting(128)),
          new Candidate("accuracy", Options.ACCURACY));

  private ErrorSearch() {}

  /**
   * Options with a name.
   *
   * @param name what they are called: bits of operands / of other tensors / of tables, or a target
   * @param options the options
   */
  public record Candidate(String name, Options options) {}

  /**
   * What came of one candidate.
   *
   * @param candidate what was tried
   * @param cost what the caller's measure said; -1 if that was not reached
   * @param percent the error in percent of the output's range; NaN if it was not measured
   * @param refusal why it was not chosen; empty for the one that was
   */
  public record Attempt(Candidate candidate, long cost, double percent, String refusal) {}

  /**
   * What a search found.
   *
   * @param attempts one per candidate, by cost; those without a cost last
   * @param options the options of the cheapest that is good enough, or null if none is
   * @param quantised the model quantised by them, or null
   */
  public record Outcome(
      List<Attempt> attempts, @Nullable Options options, @Nullable Quantised quantised) {
    /** Copies the list. */
    public Outcome {
      attempts = List.copyOf(attempts);
    }

    /**
     * Returns the attempt of least error.
     *
     * @return the attempt, or null if no error was measured
     */
    public @Nullable Attempt best() {
      return attempts.stream()
          .filter(attempt -> !Double.isNaN(attempt.percent()))
          .min(Comparator.comparingDouble(Attempt::percent))
          .orElse(null);
    }
  }

  private record Priced(Candidate candidate, Quantised quantised, long cost) {}

  /**
   * Searches.
   *
   * @param graph the graph
   * @param samples what errors are measured on, and ranges
   * @param most the error allowed, in percent
   * @param saturate whether values outside the ranges are to be clamped
   * @param cost what a circuit costs; it throws a {@link UserException} for one that is too large
   * @param progress receives the candidates
   * @return all that was tried
   * @throws UserException if the samples are empty or a tensor becomes infinite or not a number
   */
  public static Outcome search(
      Graph graph,
      Samples samples,
      double most,
      boolean saturate,
      ToLongFunction<Circuit> cost,
      Progress progress) {
    Calibration calibration = Calibration.measure(graph, samples.samples());
    List<Priced> priced = new ArrayList<>();
    List<Attempt> refused = new ArrayList<>();
    for (int i = 0; i < CANDIDATES.size(); i++) {
      Candidate each = CANDIDATES.get(i);
      Candidate candidate = new Candidate(each.name(), each.options().saturating(saturate));
      progress.stage("choosing scales " + candidate.name(), i, CANDIDATES.size());
      try {
        Quantised quantised = Quantiser.quantise(graph, calibration, candidate.options());
        priced.add(new Priced(candidate, quantised, cost.applyAsLong(quantised.circuit())));
      } catch (UserException e) {
        refused.add(new Attempt(candidate, -1, Double.NaN, reason(e)));
      }
    }
    priced.sort(Comparator.comparingLong(Priced::cost));
    Priced chosen = null;
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < priced.size(); i++) {
      Priced next = priced.get(i);
      if (chosen != null) {
        attempts.add(new Attempt(next.candidate, next.cost, Double.NaN, "costs more"));
        continue;
      }
      progress.stage("measuring the error of " + next.candidate.name(), i, priced.size());
      Attempt attempt = measure(graph, samples, most, next);
      attempts.add(attempt);
      chosen = attempt.refusal().isEmpty() ? next : null;
    }
    attempts.addAll(refused);
    return chosen == null
        ? new Outcome(attempts, null, null)
        : new Outcome(attempts, chosen.candidate.options(), chosen.quantised);
  }

  private static Attempt measure(Graph graph, Samples samples, double most, Priced priced) {
    double percent = Double.NaN;
    String refusal;
    try {
      AccuracyReport report =
          AccuracyReport.compare(
              graph,
              priced.quantised.circuit(),
              priced.quantised.weights(),
              samples.samples(),
              samples.labels());
      percent = report.percentOfRange();
      refusal = refusal(report, most);
    } catch (UserException e) {
      refusal = reason(e);
    }
    return new Attempt(priced.candidate, priced.cost, percent, refusal);
  }

  private static String refusal(AccuracyReport report, double most) {
    if (report.refused() > 0) {
      return report.refused() + " samples leave the ranges";
    }
    if (report.wrongIntegers() > 0) {
      return report.wrongIntegers() + " integers of outputs are wrong";
    }
    return report.percentOfRange() <= most ? "" : "error too large";
  }

  private static String reason(UserException refusal) {
    return String.valueOf(refusal.getMessage());
  }
}
