package lucerna.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.Samples;
import lucerna.ops.prover.Estimate;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.quantise.ErrorSearch;
import lucerna.ops.quantise.Quantised;

/**
 * The search that {@code --max-error} asks for, and what there is to say about it.
 *
 * @param most the error allowed, in percent
 * @param outcome what was found
 */
record ScaleSearch(double most, ErrorSearch.Outcome outcome) {
  /** Says that no candidate is good enough. */
  static final class NothingFound extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ScaleSearch search;

    NothingFound(ScaleSearch search) {
      super(search.failure());
      this.search = search;
    }

    ArrayNode json() {
      return search.json();
    }
  }

  /**
   * Searches, and shows a table of what was tried.
   *
   * @throws NothingFound if no candidate is good enough
   */
  static ScaleSearch run(
      Verb verb, Graph graph, Samples samples, double most, boolean saturate, KeyOptions options) {
    long available = Runtime.getRuntime().maxMemory();
    ErrorSearch.Outcome outcome;
    try (ProgressDisplay progress = verb.progress()) {
      outcome =
          ErrorSearch.search(
              graph,
              samples,
              most,
              saturate,
              circuit -> {
                Estimate estimate = Estimate.of(circuit, options);
                estimate.require(circuit.name(), available);
                return estimate.cells();
              },
              progress::show);
    }
    var search = new ScaleSearch(most, outcome);
    search.lines().forEach(line -> verb.say("%s", line));
    if (outcome.quantised() == null) {
      throw new NothingFound(search);
    }
    return search;
  }

  Quantised quantised() {
    Quantised found = outcome.quantised();
    if (found == null) {
      throw new NothingFound(this);
    }
    return found;
  }

  private String failure() {
    ErrorSearch.Attempt best = outcome.best();
    if (best == null) {
      String reason = outcome.attempts().getLast().refusal();
      return Verb.format("no scales reach --max-error %s: %s", bound(), reason);
    }
    String others =
        best.refusal().equals("error too large") ? "" : ", refused since " + best.refusal();
    return Verb.format(
        "no scales reach --max-error %s: the best of %d tried, %s, has %.4g %%%s",
        bound(), outcome.attempts().size(), best.candidate().name(), best.percent(), others);
  }

  private String bound() {
    return BigDecimal.valueOf(most).stripTrailingZeros().toPlainString();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ErrorSearch.Attempt attempt : outcome.attempts()) {
      lines.add(
          Verb.format(
              "tried     %-14s %14s  %12s  %s",
              attempt.candidate().name(),
              attempt.cost() < 0 ? "" : attempt.cost() + " cells",
              Double.isNaN(attempt.percent()) ? "" : Verb.format("%.4g %%", attempt.percent()),
              attempt.refusal().isEmpty() ? "taken" : attempt.refusal()));
    }
    return lines;
  }

  /** Returns all that was tried, in order. */
  ArrayNode json() {
    ArrayNode list = Json.object().putArray("tried");
    for (ErrorSearch.Attempt attempt : outcome.attempts()) {
      var options = attempt.candidate().options();
      var entry = list.addObject().put("name", attempt.candidate().name());
      entry.put("operandBits", options.operandBits()).put("wideBits", options.wideBits());
      entry.put("tableBits", options.tableBits()).put("headroom", options.headroom());
      if (attempt.cost() >= 0) {
        entry.put("cells", attempt.cost());
      }
      if (Double.isFinite(attempt.percent())) {
        entry.put("errorPercent", attempt.percent());
      }
      entry.put("taken", attempt.refusal().isEmpty());
      if (!attempt.refusal().isEmpty()) {
        entry.put("refused", attempt.refusal());
      }
    }
    return list;
  }
}
