package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How measurements of a model are written for people. */
final class BenchView {
  private BenchView() {}

  /** Returns a few lines on one model. */
  static List<String> lines(JsonNode result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Verb.format(
            "%s  key %s, proof %s, keys made in %s",
            result.path("model").asText(),
            Figures.bytes(result.at("/bytes/key").longValue()),
            Figures.bytes(result.at("/bytes/proof").longValue()),
            Figures.time(result.path("keyMillis").doubleValue())));
    for (String phase : List.of("cold", "warm")) {
      JsonNode times = result.path(phase);
      if (times.isMissingNode()) {
        continue;
      }
      StringBuilder stages = new StringBuilder();
      for (String stage : BenchSeries.STAGES) {
        double millis = times.path("stageMillis").path(stage).doubleValue();
        stages.append(stages.isEmpty() ? "" : ", ").append(stage).append(' ');
        stages.append(Figures.time(millis));
      }
      lines.add(
          Verb.format(
              "  %s  proof %s (%s to %s; %s)%s, peak %s",
              phase,
              Figures.time(times.path("proveMillis").doubleValue()),
              Figures.time(times.path("minMillis").doubleValue()),
              Figures.time(times.path("maxMillis").doubleValue()),
              stages,
              times.has("commandMillis")
                  ? ", whole command " + Figures.time(times.path("commandMillis").doubleValue())
                  : ", check " + Figures.time(times.path("verifyMillis").doubleValue()),
              Figures.bytes(times.path("peakMemoryBytes").longValue())));
    }
    return lines;
  }
}
