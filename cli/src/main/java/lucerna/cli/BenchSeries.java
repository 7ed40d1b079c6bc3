package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Times of the same things measured several times. */
final class BenchSeries {
  /** The stages of a proof, in order. */
  static final List<String> STAGES =
      List.of("witness", "commit", "interaction", "constraints", "fri");

  private final Map<String, List<Double>> millis = new HashMap<>();

  /** Takes down one time. */
  void add(String name, double time) {
    millis.computeIfAbsent(name, key -> new ArrayList<>()).add(time);
  }

  /** Returns the median of the times of a name; 0 if there is none. */
  double median(String name) {
    List<Double> times = new ArrayList<>(millis.getOrDefault(name, List.of()));
    if (times.isEmpty()) {
      return 0;
    }
    Collections.sort(times);
    int middle = times.size() / 2;
    double upper = times.get(middle);
    return times.size() % 2 == 1 ? upper : (times.get(middle - 1) + upper) / 2;
  }

  /** Returns the medians of the proofs' times and of each stage. */
  ObjectNode json(int repetitions) {
    ObjectNode result = Json.object();
    List<Double> proofs = millis.getOrDefault("prove", List.of(0.0));
    result.put("repetitions", repetitions).put("proveMillis", median("prove"));
    result.put("minMillis", Collections.min(proofs)).put("maxMillis", Collections.max(proofs));
    ObjectNode stages = result.putObject("stageMillis");
    STAGES.forEach(stage -> stages.put(stage, median(stage)));
    return result;
  }
}
