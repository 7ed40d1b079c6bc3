package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one prover measured again and again on one work. */
final class PeerSeries {
  private static final List<String> LARGEST = List.of("peakMemoryBytes", "proofBytes");

  private final List<ObjectNode> all = new ArrayList<>();

  void add(ObjectNode measured) {
    all.add(measured);
  }

  /** Returns the median of a figure over those that have it; 0 if none has. */
  double median(String figure) {
    return median(
        all.stream()
            .map(one -> one.path(figure))
            .filter(JsonNode::isNumber)
            .map(JsonNode::doubleValue)
            .toList());
  }

  /** Returns the median; 0 of nothing. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    if (size == 0) {
      return 0;
    }
    double upper = sorted.get(size / 2);
    return size % 2 == 1 ? upper : (sorted.get(size / 2 - 1) + upper) / 2;
  }

  /** Returns the ratios of the times of two provers, pair by pair. */
  static List<Double> ratios(PeerSeries slower, PeerSeries faster) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(slower.all.size(), faster.all.size()); i++) {
      double below = faster.all.get(i).path("millis").doubleValue();
      if (below > 0) {
        ratios.add(slower.all.get(i).path("millis").doubleValue() / below);
      }
    }
    return ratios;
  }

  /** Returns medians of times, the largest of sizes, and all times. */
  ObjectNode json() {
    Map<String, List<Double>> figures = new TreeMap<>();
    for (ObjectNode one : all) {
      one.properties()
          .forEach(
              field -> {
                if (field.getValue().isNumber()) {
                  figures
                      .computeIfAbsent(field.getKey(), key -> new ArrayList<>())
                      .add(field.getValue().doubleValue());
                }
              });
    }
    ObjectNode result = Json.object();
    figures.forEach(
        (name, values) -> {
          if (LARGEST.contains(name)) {
            result.put(name, values.stream().mapToLong(Double::longValue).max().orElse(0));
          } else {
            result.put(name, median(values));
          }
        });
    int refused = (int) all.stream().filter(one -> one.path("refused").booleanValue()).count();
    if (refused > 0) {
      result.put("honestProofsRefused", refused);
    }
    result.set("allMillis", Json.node(figures.getOrDefault("millis", List.of())));
    return result;
  }
}
