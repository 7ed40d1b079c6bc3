package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressDisplayTest {
  private static String shown(boolean terminal, boolean quiet, Map<String, String> environment) {
    var err = new ByteArrayOutputStream();
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    var host = new Host(stream, stream, environment, terminal);
    try (var progress = new ProgressDisplay(host, quiet)) {
      progress.show("first", 0, 2);
      progress.show("first", 1, 2);
      progress.show("first", 2, 2);
      progress.show("second", 0, 1);
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void elsewhereALinePerStage() {
    assertEquals("lucerna: first\nlucerna: second\n", shown(false, false, Map.of()));
    assertEquals("lucerna: first\nlucerna: second\n", shown(true, false, Map.of("TERM", "dumb")));
  }

  @Test
  void onATerminalABarThatIsErased() {
    String text = shown(true, false, Map.of());
    assertTrue(text.contains("[########################] first"), text);
    assertTrue(text.endsWith("second\r\033[K"), text);
    assertEquals(0, text.lines().filter(line -> line.contains("lucerna:")).count());
  }

  @Test
  void quietIsQuiet() {
    assertEquals("", shown(true, true, Map.of()));
    assertEquals("", shown(false, true, Map.of()));
  }

  @Test
  void barsAreOfOneWidth() {
    assertEquals("[........................] x", ProgressDisplay.bar("x", 0, 0));
    assertEquals("[############............] x", ProgressDisplay.bar("x", 1, 2));
    assertEquals("[########################] x", ProgressDisplay.bar("x", 3, 2));
  }
}
