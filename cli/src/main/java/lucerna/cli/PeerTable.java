package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;

/** How comparisons with other provers are written for people. */
final class PeerTable {
  private static final String FORMAT = "%-34s %3s %10s %10s %22s %7s %15s %17s %15s %7s %9s %15s";

  private PeerTable() {}

  /**
   * Adds the ratio of speeds: theirs over ours, the median of pairs, and from which to which; and
   * of processor time.
   */
  static void ratios(ObjectNode row, List<Double> pairs) {
    if (!pairs.isEmpty()) {
      row.put("speedRatio", PeerSeries.median(pairs));
      row.put("speedRatioMin", Collections.min(pairs));
      row.put("speedRatioMax", Collections.max(pairs));
    }
    double ours = row.at("/ours/cpuMillis").doubleValue();
    double theirs = row.at("/theirs/cpuMillis").doubleValue();
    if (ours > 0 && theirs > 0) {
      row.put("cpuRatio", theirs / ours);
    }
  }

  /** Returns the line above all others. */
  static String head() {
    return Verb.format(
        FORMAT,
        "work (ours / theirs)",
        "thr",
        "ours ms",
        "theirs ms",
        "times as fast",
        "by cpu",
        "memory MB",
        "proof kB",
        "key MB",
        "bits",
        "zk",
        "off float %");
  }

  /** Returns the line of one comparison. */
  static String line(JsonNode row) {
    JsonNode ours = row.path("ours");
    JsonNode theirs = row.path("theirs");
    String work = row.path("work").asText();
    if (row.has("failed")) {
      return Verb.format("%-34s %s", work, row.path("failed").asText());
    }
    JsonNode ratio = row.path("speedRatio");
    return Verb.format(
        FORMAT,
        work,
        row.path("threads").asText("-"),
        number(ours.path("millis"), 1),
        number(theirs.path("millis"), 1),
        ratio.isNumber()
            ? Verb.format(
                "%.2f (%.2f to %.2f)",
                ratio.doubleValue(),
                row.path("speedRatioMin").doubleValue(),
                row.path("speedRatioMax").doubleValue())
            : "-",
        number(row.path("cpuRatio"), 1),
        both(ours, theirs, "peakMemoryBytes", 1e6),
        both(ours, theirs, "proofBytes", 1e3),
        both(ours, theirs, "keyBytes", 1e6),
        both(ours, theirs, "securityBits", 1),
        (ours.path("zeroKnowledge").booleanValue() ? "yes" : "no")
            + " / "
            + (theirs.path("zeroKnowledge").booleanValue() ? "yes" : "no"),
        both(ours, theirs, "errorPercent", 0));
  }

  private static String both(JsonNode ours, JsonNode theirs, String figure, double unit) {
    String here = figure(ours.path(figure), unit);
    String there = figure(theirs.path(figure), unit);
    return here.equals("-") && there.equals("-") ? "-" : here + " / " + there;
  }

  /* A unit of 0 is for small numbers, written with their first digits. */
  private static String figure(JsonNode value, double unit) {
    if (!value.isNumber()) {
      return "-";
    }
    if (unit == 0) {
      return Verb.format("%.2g", value.doubleValue());
    }
    double scaled = value.doubleValue() / unit;
    return Verb.format(scaled < 10 ? "%.1f" : "%.0f", scaled);
  }

  private static String number(JsonNode value, int unit) {
    if (!value.isNumber()) {
      return "-";
    }
    double scaled = value.doubleValue() / unit;
    return Verb.format(
        scaled < 10 ? (unit == 0 ? "%.2f" : "%.3f") : scaled < 1000 ? "%.1f" : "%.0f", scaled);
  }
}
