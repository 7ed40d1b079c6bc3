package lucerna.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import lucerna.field.spi.DeviceProbe;

/** Which devices besides the processor could be used, or why there are none. */
final class DeviceReport {
  private final List<String> lines = new ArrayList<>();
  private final ArrayNode json = Json.object().putArray("devices");

  DeviceReport() {
    for (DeviceProbe probe : ServiceLoader.load(DeviceProbe.class)) {
      List<String> devices = probe.devices();
      String absence = probe.absence().orElse("");
      var node = json.addObject().put("kind", probe.kind());
      node.set("names", Json.node(devices));
      if (!absence.isEmpty()) {
        node.put("absence", absence);
      }
      lines.add(
          absence.isEmpty()
              ? probe.kind() + ": " + String.join(", ", devices)
              : "no " + probe.kind() + ": " + absence);
    }
    if (lines.isEmpty()) {
      lines.add("none: the module lucerna.gpu is not part of this build");
    }
  }

  /** Returns what people read. */
  List<String> lines() {
    return lines;
  }

  /** Returns the same for programs. */
  ArrayNode json() {
    return json;
  }
}
