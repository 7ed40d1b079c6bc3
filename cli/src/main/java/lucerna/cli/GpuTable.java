package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells people what was measured on a device. */
final class GpuTable {
  private final Verb verb;
  private boolean toldContract;
  private boolean toldHead;

  GpuTable(Verb verb) {
    this.verb = verb;
  }

  void device(JsonNode device) {
    verb.say("device    %s", DeviceReport.line(device));
    JsonNode floor = device.path("floor");
    verb.say(
        "floor     %s",
        floor.isObject()
            ? Verb.format(
                "of %.2f T operations and %.2f TB a second",
                floor.path("operationsPerSecond").doubleValue() / 1e12,
                floor.path("bytesPerSecond").doubleValue() / 1e12)
            : "not known of this device");
    verb.say("columns   of at most 2^%d rows", device.path("maxLogRows").intValue());
  }

  /** Tells once which operations kept the contract. */
  void endOfContract(JsonNode cases) {
    if (cases.isEmpty() || toldContract) {
      return;
    }
    toldContract = true;
    Map<String, int[]> counts = new LinkedHashMap<>();
    Map<String, String> faults = new LinkedHashMap<>();
    for (JsonNode one : cases) {
      String operation = one.path("operation").asText();
      int[] count = counts.computeIfAbsent(operation, name -> new int[2]);
      boolean passed = one.path("passed").booleanValue();
      count[passed ? 0 : 1]++;
      if (!passed) {
        faults.putIfAbsent(
            operation, one.path("size").asText() + ": " + one.path("reason").asText());
      }
    }
    verb.say("");
    verb.say("%-34s %6s %6s", "contract", "passed", "failed");
    counts.forEach(
        (operation, count) ->
            verb.say(
                "%-34s %6d %6d  %s",
                operation, count[0], count[1], faults.getOrDefault(operation, "")));
  }

  void row(JsonNode row) {
    head();
    if (row.has("skipped")) {
      verb.say("%-30s %s", row.path("name").asText(), row.path("skipped").asText());
      return;
    }
    verb.say(
        "%-30s %10.3f %10s %9s %9s %7s %11.2f %8.2f %9s  %s",
        row.path("name").asText(),
        row.path("deviceMillis").doubleValue(),
        rate(row.path("perSecond").doubleValue()),
        row.has("deviceBytesPerSecond")
            ? Verb.format("%.1f", row.path("deviceBytesPerSecond").doubleValue() / 1e9)
            : "-",
        row.has("floorMillis") ? Verb.format("%.3f", row.path("floorMillis").doubleValue()) : "-",
        row.has("timesFloor") ? Verb.format("%.1f", row.path("timesFloor").doubleValue()) : "-",
        row.path("processorMillis").doubleValue(),
        row.path("speedRatio").doubleValue(),
        Verb.format("%.1f %%", 100 * row.at("/transfers/share").doubleValue()),
        remark(row));
  }

  private static String remark(JsonNode row) {
    String unit = row.path("unit").asText() + "/s";
    String scaled = row.path("scaled").asText();
    String remark = scaled.isEmpty() ? unit : unit + "; " + scaled;
    return row.path("agrees").booleanValue() ? remark : remark + "; THE RESULTS DIFFER";
  }

  private void head() {
    if (toldHead) {
      return;
    }
    toldHead = true;
    verb.say("");
    verb.say(
        "%-30s %10s %10s %9s %9s %7s %11s %8s %9s  %s",
        "work",
        "device ms",
        "a second",
        "GB/s",
        "floor ms",
        "times",
        "processor",
        "ratio",
        "transfers",
        "unit");
  }

  void leak(JsonNode leak) {
    verb.say(
        "leak      %d times: %s bytes held before, %s after: %s",
        leak.path("repetitions").intValue(),
        leak.path("heldBytesBefore").asText(),
        leak.path("heldBytesAfter").asText(),
        leak.path("passed").booleanValue() ? "none" : "MEMORY IS LOST");
    if (leak.has("freeDeviceBytesBefore")) {
      verb.say(
          "          %s bytes of the device free before, %s after",
          leak.path("freeDeviceBytesBefore").asText(), leak.path("freeDeviceBytesAfter").asText());
    }
  }

  /** Tells of a whole proof, or why there is none. */
  void proof(JsonNode proof) {
    if (proof.has("skipped")) {
      verb.say("%s: %s", proof.path("name").asText(), proof.path("skipped").asText());
      return;
    }
    verb.say(
        "%-30s %10.1f ms on the device%s, %10.1f ms on the processor: %.2f times as fast",
        proof.path("name").asText(),
        proof.path("deviceMillis").doubleValue(),
        proof.has("floorMillis")
            ? Verb.format(
                " (floor %.3f ms, %.1f times)",
                proof.path("floorMillis").doubleValue(), proof.path("timesFloor").doubleValue())
            : "",
        proof.path("processorMillis").doubleValue(),
        proof.path("speedRatio").doubleValue());
  }

  private static String rate(double perSecond) {
    return perSecond >= 1e9
        ? Verb.format("%.2f G", perSecond / 1e9)
        : perSecond >= 1e6
            ? Verb.format("%.1f M", perSecond / 1e6)
            : Verb.format("%.0f k", perSecond / 1e3);
  }
}
