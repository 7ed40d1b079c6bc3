package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for the cheapest scales within an error. */
final class MaxErrorTest {
  private static final String SAMPLES = Cli.DIGITS.resolve("calibration.json").toString();
  private static final int CANDIDATES = 10;

  @TempDir Path home;

  private JsonNode calibrate(Object most, Object... more) {
    Object[] line = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {"calibrate", Cli.MODEL, SAMPLES, "--max-error", most, "--json"},
        0,
        line,
        0,
        6);
    System.arraycopy(more, 0, line, 6, more.length);
    return Cli.run(home, line).exits(0).json();
  }

  @Test
  void theCheapestThatIsGoodEnoughIsTaken() {
    JsonNode found = calibrate(0.1);
    JsonNode tried = found.path("tried");
    assertEquals(CANDIDATES, tried.size());
    assertTrue(found.at("/error/percentOfRange").doubleValue() <= 0.1, found.toString());
    int taken = -1;
    for (int i = 0; i < CANDIDATES; i++) {
      JsonNode each = tried.get(i);
      if (i > 0) {
        long before = tried.get(i - 1).path("cells").longValue();
        assertTrue(each.path("cells").longValue() >= before, tried.toString());
      }
      if (each.path("taken").booleanValue()) {
        assertEquals(-1, taken);
        taken = i;
        assertEquals(
            each.path("errorPercent").doubleValue(),
            found.at("/error/percentOfRange").doubleValue());
      } else if (taken < 0) {
        assertTrue(each.path("errorPercent").doubleValue() > 0.1, each.toString());
        assertEquals("error too large", each.path("refused").textValue());
      } else {
        assertEquals("costs more", each.path("refused").textValue());
        assertTrue(each.path("errorPercent").isMissingNode());
      }
    }
    assertTrue(taken > 0, "speed alone was good enough: " + tried);
  }

  @Test
  void aLooseBoundTakesTheFirst() {
    JsonNode tried = calibrate(100).path("tried");
    assertTrue(tried.get(0).path("taken").booleanValue());
    assertEquals("speed", tried.get(0).path("name").textValue());
  }

  @Test
  void whatWasFoundIsKeptInTheFileOfRanges() {
    Path ranges = home.resolve("ranges.json");
    calibrate(0.1, "-o", ranges);
    String[] sources = {"--scales=" + ranges, "--calibration=" + SAMPLES};
    JsonNode[] blocks = new JsonNode[2];
    for (int i = 0; i < 2; i++) {
      Path keys = home.resolve("keys" + i);
      Object more = i == 0 ? "--quiet" : "--max-error=0.1";
      Cli.run(home, "commit", Cli.MODEL, "-o", keys, "--proofs", 1, sources[i], more).exits(0);
      var key = Cli.run(home, "inspect", keys.resolve("model.key"), "--json").exits(0).json();
      blocks[i] = key.path("blocks");
    }
    assertEquals(blocks[0], blocks[1]);
    Path keys = home.resolve("others");
    Cli.run(home, "commit", Cli.MODEL, "-o", keys, "--proofs", 1, sources[0], "--target", "default")
        .exits(0);
    var key = Cli.run(home, "inspect", keys.resolve("model.key"), "--json").exits(0).json();
    assertFalse(blocks[0].equals(key.path("blocks")), "--target is not heard");
  }

  @Test
  void anErrorOutOfReachIsRefusedWithTheBest() {
    Path out = home.resolve("out");
    Object[] line = {
      "prove", Cli.MODEL, Cli.INPUT, "-o", out, "--max-error", "0.00001", "--proofs", 1, "--quiet"
    };
    String sentence = Cli.run(home, line).exits(2).sentence();
    assertTrue(
        sentence.matches(
            "lucerna: no scales reach --max-error 0.00001: the best of 10 tried, .*, has .* %"),
        sentence);
    assertFalse(Files.exists(out));
    line[line.length - 1] = "--json";
    JsonNode refused = Cli.run(home, line).exits(2).json();
    assertEquals(CANDIDATES, refused.path("tried").size());
    for (JsonNode each : refused.path("tried")) {
      assertFalse(each.path("taken").booleanValue());
      assertEquals("error too large", each.path("refused").textValue());
    }
    line[line.length - 1] = "--input=hidden";
    var shown = Cli.run(home, line).exits(2);
    assertEquals(CANDIDATES, shown.out().lines().filter(l -> l.startsWith("tried ")).count());
    assertTrue(shown.err().contains("lucerna: choosing scales accuracy"), shown.err());
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    Path out = home.resolve("out");
    for (String[] options :
        new String[][] {
          {"--target=speed", "only one"},
          {"--scales=" + SAMPLES, "give --calibration"},
          {"--max-error=-1", "0 to 100"},
          {"--max-error=NaN", "0 to 100"}
        }) {
      String own = options[0].startsWith("--max") ? options[0] : "--max-error=1";
      String other = options[0].startsWith("--max") ? "--quiet" : options[0];
      String sentence =
          Cli.run(home, "commit", Cli.MODEL, "-o", out, own, other).exits(2).sentence();
      assertTrue(sentence.contains(options[1]), sentence);
    }
    assertFalse(Files.exists(out));
  }
}
