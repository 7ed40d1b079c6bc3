package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.primitive.PrimitiveCases;
import lucerna.ops.primitive.PrimitiveCases.Case;
import org.junit.jupiter.api.Test;

/** The figures of the tables of gadgets and of primitives are those of their constraint systems. */
final class CellsDocTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "operators.md");

  /** So wide that every range check takes one limb. */
  private static final int TABLE_BITS = 16;

  private static final Slot.Use EVERYTHING =
      new Slot.Use() {
        @Override
        public int least(int parameter) {
          return 1;
        }

        @Override
        public int greatest(int parameter) {
          return 1;
        }

        @Override
        public boolean reads(String port) {
          return true;
        }
      };

  private static AirProgram program(SlotKind kind) {
    return Slot.program(kind, EVERYTHING, TABLE_BITS);
  }

  private static int columns(SlotKind kind) {
    return program(kind).columnsOf(Tree.WITNESS).size();
  }

  private static int lookups(SlotKind kind) {
    return program(kind).fractions().size();
  }

  private static int cells(SlotKind kind) {
    return columns(kind) + 2 * lookups(kind);
  }

  /** The rows of the table under a heading, without its head, cut at the bars. */
  private static List<List<String>> table(String heading) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("#")) {
        inside = line.equals(heading);
      } else if (inside && line.startsWith("| ") && !line.startsWith("| ---")) {
        rows.add(Arrays.stream(line.split("\\|", -1)).map(String::strip).skip(1).toList());
      }
    }
    assertTrue(rows.size() > 1, heading);
    return rows.subList(1, rows.size());
  }

  @Test
  void gadgets() throws IOException {
    Map<String, List<SlotKind>> kinds = new LinkedHashMap<>();
    SlotKind value = new RoundKind(false, false);
    kinds.put("Round", List.of(new RoundKind(true, false), value));
    kinds.put("Round, given as an input", List.of(value));
    kinds.put("Round, given as a maximum", List.of(value));
    kinds.put("Lookup", List.of(new LookupKind(true, false), new LookupKind(false, false)));
    kinds.put(
        "Lookup with marks", List.of(new LookupKind(true, true), new LookupKind(false, true)));
    kinds.put("Multiply", List.of(new MultiplyKind()));
    kinds.put("Nonnegative", List.of(new NonnegativeKind(Mark.NONE)));
    kinds.put("Nonnegative with marks", List.of(new NonnegativeKind(Mark.ZERO)));
    kinds.put("Negative", List.of(new NegativeKind()));
    kinds.put("Zero", List.of(new ZeroKind()));
    kinds.put("Divide", List.of(new DivideKind()));
    kinds.put("Invert", List.of(new InvertKind()));
    kinds.put("Root", List.of(new RootKind()));
    kinds.put("Entry", List.of(new EntryKind()));
    kinds.put("Read", List.of(new ReadKind()));
    Map<String, String> written = new LinkedHashMap<>();
    for (List<String> row : table("## Gadgets")) {
      written.put(row.getFirst(), row.get(2).replaceAll("[^0-9;]", ""));
    }
    Map<String, String> counted = new LinkedHashMap<>();
    kinds.forEach((name, of) -> counted.put(name, join(of, ";", CellsDocTest::cells)));
    assertEquals(counted, written);
    assertEquals(cells(new NonnegativeKind(Mark.ZERO)), cells(new NonnegativeKind(Mark.FIRST)));
  }

  @Test
  void primitives() throws IOException {
    Map<String, String> counted = new TreeMap<>();
    for (Case example : PrimitiveCases.exhaustive()) {
      Circuit circuit = example.circuit().circuit();
      List<SlotKind> kinds =
          circuit.blocks().stream()
              .filter(
                  block ->
                      !(block.gadget() instanceof Gadget.Round round
                          && round.given() == Gadget.Round.Given.INPUT))
              .map(SlotKinds::of)
              .toList();
      int degree = kinds.stream().mapToInt(kind -> program(kind).maxDegree()).max().orElse(0);
      boolean lastRounds = kinds.size() > 1 && kinds.getLast().equals(new RoundKind(false, false));
      if (!lastRounds) { // a product that is rounded by nothing is no usual one
        counted.put(
            name(example, kinds.size()),
            "%s | %s | %s | %d"
                .formatted(
                    join(kinds, " + ", CellsDocTest::columns),
                    join(kinds, " + ", CellsDocTest::lookups),
                    join(kinds, " + ", CellsDocTest::cells),
                    degree));
      }
    }
    Map<String, String> written = new TreeMap<>();
    for (List<String> row : table("## Primitives")) {
      written.put(row.getFirst(), String.join(" | ", row.subList(2, 6)));
    }
    assertEquals(counted, written);
  }

  private static String name(Case example, int blocks) {
    String title = example.primitive().title();
    return title.equals("Mul") && blocks == 1 ? "Mul, exact" : title;
  }

  private static String join(List<SlotKind> kinds, String by, ToIntFunction<SlotKind> of) {
    return kinds.stream()
        .map(kind -> String.valueOf(of.applyAsInt(kind)))
        .collect(Collectors.joining(by));
  }
}
