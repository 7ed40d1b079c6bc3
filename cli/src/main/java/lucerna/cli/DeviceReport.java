package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import lucerna.field.spi.DeviceInfo;
import lucerna.field.spi.DeviceProbe;

/** Which devices besides the processor could be used, or why there are none. */
final class DeviceReport {
  private final List<String> lines = new ArrayList<>();
  private final ArrayNode json = Json.object().putArray("devices");

  DeviceReport() {
    for (DeviceProbe probe : ServiceLoader.load(DeviceProbe.class)) {
      List<DeviceInfo> devices = probe.details();
      String absence = probe.absence().orElse("");
      var node = json.addObject().put("kind", probe.kind());
      node.set("names", Json.node(devices.stream().map(DeviceInfo::name).toList()));
      if (!absence.isEmpty()) {
        node.put("absence", absence);
        lines.add("no " + probe.kind() + ": " + absence);
      }
      var details = node.putArray("details");
      for (DeviceInfo device : devices) {
        ObjectNode told = details.addObject().put("kind", probe.kind()).put("name", device.name());
        told.put("memoryBytes", device.memoryBytes()).put("driver", device.driver());
        told.put("capability", device.capability()).put("isProcessor", device.isProcessor());
        told.put("units", device.units()).put("megahertz", device.megahertz());
        told.put("bytesPerSecond", device.bytesPerSecond());
        lines.add(line(told));
      }
    }
    if (lines.isEmpty()) {
      lines.add("none: the module lucerna.gpu is not part of this build");
    }
  }

  /** Returns one device as people read it. */
  static String line(JsonNode device) {
    String kind = device.path("kind").asText();
    var line =
        new StringBuilder(kind.equals("cuda") ? "CUDA" : kind.equals("opencl") ? "OpenCL" : kind);
    line.append(": ").append(device.path("name").asText());
    long memory = device.path("memoryBytes").longValue();
    if (memory > 0) {
      line.append(", ").append(Figures.bytes(memory));
    }
    for (String text : List.of("driver", "capability")) {
      if (!device.path(text).asText().isBlank()) {
        line.append(", ").append(text.equals("driver") ? "driver " : "");
        line.append(device.path(text).asText().strip());
      }
    }
    if (device.path("units").intValue() > 0) {
      line.append(
          Verb.format(
              ", %d units at %d MHz",
              device.path("units").intValue(), device.path("megahertz").intValue()));
    }
    return line.append(device.path("isProcessor").booleanValue() ? " (a processor)" : "")
        .toString();
  }

  /** Returns the libraries of ours that reach devices; empty where the launcher named none. */
  List<String> natives() {
    String place = System.getProperty(BenchGpu.NATIVES);
    if (place == null) {
      return List.of();
    }
    String[] names = Path.of(place).toFile().list();
    if (names == null || names.length == 0) {
      return List.of("none in " + place + ": CUDA cannot be used");
    }
    return Arrays.stream(names).sorted().map(name -> Path.of(place, name).toString()).toList();
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
