package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Output;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFileTest {
  private static final Circuit CIRCUIT =
      new Circuit(
          "two outputs",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          new int[0],
          List.of(
              new Output("a", new int[] {1, 2}, 0, new int[] {0, 1}, null, new int[] {1, 2}),
              new Output("b", new int[] {1}, 0, new int[] {2}, null, new int[] {0})));
  private static final long[][] INTEGERS = {{3, -5}, {7}};

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void choose() {
    file = folder.resolve("expected.json");
  }

  private OutputFile.Expected expected(String json) throws IOException {
    Files.writeString(file, json);
    return OutputFile.read(file);
  }

  @Test
  void whatIsWrittenIsAccepted() throws IOException {
    Files.write(file, Json.file(OutputFile.json(CIRCUIT, INTEGERS)));
    assertNull(OutputFile.read(file).difference(CIRCUIT, INTEGERS));
    assertTrue(Files.readString(file).contains("\"output_data\": [[1.5,-1.25],[7.0]]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"output_data\": [[1.5, -1.25], [7]]}",
        "{\"output_data\": [[[1.5], [-1.25]], 7]}",
        "{\"output_integers\": [[3, -5], [7]], \"output_data\": [[0, 0], [0]]}"
      })
  void realsAndIntegersMayBeNested(String json) throws IOException {
    assertNull(expected(json).difference(CIRCUIT, INTEGERS));
  }

  @Test
  void theFirstDifferenceIsNamed() throws IOException {
    var reals = expected("{\"output_data\": [[1.5, -1.2500001], [8]]}");
    var difference = reals.difference(CIRCUIT, INTEGERS);
    assertNotNull(difference);
    assertEquals("output a, element 1", difference.where());
    assertEquals("expected -1.2500001, got -1.25", difference.detail());
    var integers = expected("{\"output_integers\": [[3, -5], [18446744073709551623]]}");
    difference = integers.difference(CIRCUIT, INTEGERS);
    assertNotNull(difference);
    assertEquals("output b, element 0", difference.where());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"output_data\": [[1.5, -1.25]]}",
        "{\"output_data\": [[1.5], [7]]}",
        "{\"output_data\": [[1.5, -1.25, 0], [7]]}",
        "{\"output_data\": []}",
        "{\"output_data\": [1.5, -1.25]}"
      })
  void otherLengthsDiffer(String json) throws IOException {
    assertNotNull(expected(json).difference(CIRCUIT, INTEGERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "",
        "{\"output_data\": 3}",
        "{\"output_data\": [[\"3\"]]}",
        "{\"output_integers\": [[3.5]]}",
        "{\"output_data\": [[1]]} {}"
      })
  void whatIsNoOutputIsAMistake(String json) {
    assertThrows(UserException.class, () -> expected(json));
  }

  @Test
  void faultsOfJsonHaveLineAndColumn() {
    var refusal =
        assertThrows(UserException.class, () -> expected("{\n  \"output_data\": [[1, }\n}"));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("line 2, column 23"), refusal.getMessage());
  }
}
