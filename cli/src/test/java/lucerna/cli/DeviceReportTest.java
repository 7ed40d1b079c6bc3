package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceReportTest {
  @TempDir Path home;

  /** One line for each kind of device, which names the devices or says why there are none. */
  @Test
  void doctorSaysWhyThereIsNoDevice() {
    var devices = Cli.run(home, "doctor", "--json").exits(0).json().path("devices");
    String text = Cli.run(home, "doctor").exits(0).out();
    assertEquals(2, devices.size());
    for (var device : devices) {
      String kind = device.path("kind").textValue();
      boolean absent = device.path("names").isEmpty();
      assertEquals(absent, device.has("absence"), kind);
      String line = absent ? "devices   no " + kind + ": " : "devices   " + kind + ": ";
      assertTrue(text.contains(line), text);
    }
  }
}
