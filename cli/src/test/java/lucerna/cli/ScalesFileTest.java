package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.quantise.Calibration;
import lucerna.ops.quantise.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScalesFileTest {
  private static final Calibration CALIBRATION =
      new Calibration(
          3, Map.of("x", new double[] {-1, 2}), List.of(new Calibration.Vector("x", -1, 2, 0.5)));

  @TempDir Path folder;

  private Path write(Options options) {
    Path file = folder.resolve("scales.json");
    ScalesFile.write(file, Digest.ZERO, CALIBRATION, options);
    return file;
  }

  @Test
  void optionsComeBackWithTheLengthOfSums() throws Exception {
    for (Options options : List.of(Options.SPEED, Options.DEFAULT, Options.DEFAULT.cutting(100))) {
      Path file = write(options);
      assertEquals(options, ScalesFile.read(file, Digest.ZERO).options());
      // Files of whole sums are as they were before there were others.
      boolean cut = options.sumLength() != Options.WHOLE;
      assertEquals(cut, Files.readString(file).contains("sumLength"));
    }
  }

  @Test
  void anImpossibleLengthIsRefused() throws Exception {
    Path file = write(Options.DEFAULT.cutting(100));
    String text = Files.readString(file);
    for (String length : List.of("7", "0", "-100", "\"many\"")) {
      String changed = text.replaceFirst("(\"sumLength\"\\s*:\\s*)100", "$1" + length);
      assertFalse(changed.equals(text));
      Files.writeString(file, changed);
      var refused = assertThrows(UserException.class, () -> ScalesFile.read(file, Digest.ZERO));
      assertTrue(
          String.valueOf(refused.getMessage())
              .contains("impossible options, sums of " + length.replace("\"many\"", "-1")),
          refused.getMessage());
    }
  }
}
