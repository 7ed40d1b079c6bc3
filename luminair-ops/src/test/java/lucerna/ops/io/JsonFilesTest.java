package lucerna.ops.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.ElementKind;
import lucerna.ops.graph.Graph;
import lucerna.ops.graph.GraphFacts;
import lucerna.ops.graph.GraphInput;
import lucerna.ops.graph.GraphOutput;
import lucerna.ops.graph.Node;
import lucerna.ops.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFilesTest {
  private static final Graph ONE =
      graph(Map.of("x", Shape.of(2, 2)), List.of(new GraphInput("x", Shape.of(2, 2))));
  private static final Graph TWO =
      graph(
          Map.of("a", Shape.of(2), "b", Shape.of()),
          List.of(new GraphInput("a", Shape.of(2)), new GraphInput("b", Shape.of())));
  private static final String FOUR = "{\"input_data\": [[1, 2, 3, 4]]}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1, -2.5, 3e2, 4]]",
        "[1, -2.5, 3e2, 4]",
        "[[1, -2.5], [3e2, 4]]",
        "[[[1, -2.5], [3e2, 4]]]",
        "[[\"1\", \"-2.5\", \" 3e2 \", 4]]"
      })
  void oneInputFlatOrNested(String data) throws IOException {
    List<double[]> inputs =
        InputFile.read(json("{\"other\": {\"a\": [1]}, \"input_data\": " + data + "}"), ONE);
    assertEquals(1, inputs.size());
    assertArrayEquals(new double[] {1, -2.5, 300, 4}, inputs.getFirst());
  }

  @Test
  void severalInputs() throws IOException {
    for (String scalar : List.of("3", "[3]", "[[3]]")) {
      List<double[]> inputs =
          InputFile.read(json("{\"input_data\": [[1, 2], " + scalar + "]}"), TWO);
      assertArrayEquals(new double[] {1, 2}, inputs.get(0));
      assertArrayEquals(new double[] {3}, inputs.get(1));
    }
  }

  @Test
  void surplusListsAreIgnored() throws IOException {
    List<double[]> two =
        InputFile.read(json("{\"input_data\": [[1, 2], 3, [[4], true], {\"a\": [0]}]}"), TWO);
    assertEquals(2, two.size());
    assertArrayEquals(new double[] {1, 2}, two.get(0));
    assertArrayEquals(new double[] {3}, two.get(1));
    List<double[]> one = InputFile.read(json("{\"input_data\": [[1, 2, 3, 4], [5, 6]]}"), ONE);
    assertEquals(1, one.size());
    assertArrayEquals(new double[] {1, 2, 3, 4}, one.getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[]]", "[]", "[[], [1, true]]"})
  void modelsWithoutInputs(String data) throws IOException {
    Graph none =
        new Graph(
            "g",
            List.of(),
            List.of(new GraphOutput("y", "y", Shape.of(1))),
            List.of(new Node.Constant("c", "y", new double[] {7})),
            Map.of("y", Shape.of(1)),
            GraphFacts.NONE);
    String text = "{\"input_data\": " + data + "}";
    assertEquals(List.of(), InputFile.read(json(text), none));
    assertEquals(List.of(List.of()), SamplesFile.read(json(text), none).samples());
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementKind.class,
      names = {"INTEGER", "BOOLEAN"})
  void booleansWhereTheModelTakesNoRealNumbers(ElementKind kind) throws IOException {
    Graph flags =
        new Graph(
            "g",
            ONE.inputs(),
            ONE.outputs(),
            List.of(),
            ONE.shapes(),
            Map.of("x", kind),
            GraphFacts.NONE);
    Path file = json("{\"input_data\": [[true, false], [1, 0]]}");
    assertArrayEquals(new double[] {1, 0, 1, 0}, InputFile.read(file, flags).getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"input_data\": [[1, 2, 3]]} | input 'x' of shape [2, 2] takes 4 numbers, but got 3",
        "{\"input_data\": [[1, 2, 3], [4, 5]]} | takes 4 numbers, but got 5",
        "{\"input_data\": [[1, 2, NaN, 4]]} | element 2 of input 'x' is NaN",
        "{\"input_data\": [[1, 2, -Infinity, 4]]} | element 2 of input 'x' is -Infinity",
        "{\"input_data\": [[1, 2, 1e999, 4]]} | element 2 of input 'x' is 1e999",
        "{\"input_data\": [[1, \"0x1p3\", 3, 4]]} | element 1 of input 'x' is 0x1p3 instead",
        "{\"input_data\": [[1, \"NaN\", 3, 4]]} | element 1 of input 'x' is NaN instead",
        "{\"input_data\": [[1, null, 3, 4]]} | element 1 of input 'x' is null instead",
        "{\"input_data\": [[1, true, 3, 4]]} | element 1 of input 'x' is true instead",
        "{\"input_data\": [[1, {}, 3, 4]]} | element 1 of input 'x' is { instead",
        "{\"input_data\": 5} | \"input_data\" must be an array",
        "{\"inputs\": [[1, 2, 3, 4]]} | has no key \"input_data\"",
        "[1, 2, 3, 4] | expected an object",
        "`` | is empty",
        "{\"input_data\": [[1, 2, 3, 4]]} {} | goes on after its object",
      })
  void refusesInputs(String text, String part) throws IOException {
    refused(() -> InputFile.read(json(text), ONE), part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input_data\": [[1, 2]]} | holds 1 of the 2 inputs of the model; input 'b' is missing",
        "{\"input_data\": [1, 2, 3]} | input 'a' must be an array",
        "{\"input_data\": [[1, 2], [3, 4]]} | input 'b' of shape [] takes 1 numbers, but got 2",
      })
  void refusesSeveralInputs(String text, String part) throws IOException {
    refused(() -> InputFile.read(json(text), TWO), part);
  }

  @Test
  void faultsHaveLineAndColumn() throws IOException {
    refused(
        () -> InputFile.read(json("{\n  \"input_data\": [[1, 2,, 4]]\n}"), ONE),
        "not valid JSON at line 2, column 24");
    refused(
        () -> InputFile.read(json("{\"input_data\": [[1, 2"), ONE),
        "not valid JSON at line 1",
        "expected close marker for Array.");
    refused(
        () -> InputFile.read(json(FOUR.replace("}", ", \"input_data\": []}")), ONE),
        "not valid JSON at line 1",
        "Duplicate");
    refused(
        () -> InputFile.read(json("{\n\"input_data\": [[1, 2, null, 4]]}"), ONE),
        "line 2, column 23");
  }

  @Test
  void refusesFilesThatCannotBeRead() {
    refused(() -> InputFile.read(folder.resolve("none.json"), ONE), "none.json does not exist");
    refused(() -> InputFile.read(folder, ONE), "is a folder");
    Path file = Path.of("big.json");
    refused(() -> JsonFile.requireSize(file, JsonFile.MAX_BYTES + 1), "big.json", "1 GiB");
    JsonFile.requireSize(file, JsonFile.MAX_BYTES);
  }

  @Test
  void samplesInAnyForm() throws IOException {
    String other = FOUR.replace("1", "9");
    for (String text :
        List.of(
            "{\"samples\": [" + FOUR + ", " + other + "]}",
            "[" + FOUR + ", " + other + "]",
            FOUR + "\n" + other + "\n")) {
      Samples samples = SamplesFile.read(json(text), ONE);
      assertEquals(2, samples.samples().size(), text);
      assertArrayEquals(new double[] {9, 2, 3, 4}, samples.samples().get(1).getFirst(), text);
      assertEquals(List.of(), samples.labels());
    }
    assertEquals(1, SamplesFile.read(json(FOUR), ONE).samples().size());
  }

  @Test
  void samplesWithLabels() throws IOException {
    Samples samples =
        SamplesFile.read(
            json("{\"labels\": [3, 0], \"samples\": [" + FOUR + "," + FOUR + "]}"), ONE);
    assertEquals(List.of(3, 0), samples.labels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"samples\": [{\"input_data\": [1,2,3,4]}], \"labels\": [1, 2]} | 2 labels for 1 samples",
        "{\"samples\": [{\"input_data\": [1,2,3,4]}], \"labels\": []} | 0 labels for 1 samples",
        "{\"samples\": [{\"input_data\": [1,2,3,4]}], \"labels\": [1.5]} | label 0 is 1.5 instead",
        "{\"samples\": [{\"input_data\": [1,2,3,4]}, {\"data\": 1}]} | sample 1 has no key",
        "{\"samples\": []} | holds no sample",
        "{\"samples\": 1} | \"samples\" must be an array",
        "[1] | expected an object",
        "`` | holds no sample",
      })
  void refusesSamples(String text, String part) throws IOException {
    refused(() -> SamplesFile.read(json(text), ONE), part);
  }

  private Path json(String text) throws IOException {
    return Files.writeString(folder.resolve("in.json"), text);
  }

  private static Graph graph(Map<String, Shape> shapes, List<GraphInput> inputs) {
    GraphInput first = inputs.getFirst();
    return new Graph(
        "g",
        inputs,
        List.of(new GraphOutput("y", first.name(), first.shape())),
        List.of(),
        shapes,
        GraphFacts.NONE);
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void refused(Reading reading, String... parts) {
    var refusal = assertThrows(UserException.class, reading::run);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.endsWith("."), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
