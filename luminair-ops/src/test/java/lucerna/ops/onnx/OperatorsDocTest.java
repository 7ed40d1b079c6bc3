package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import lucerna.ops.layout.GadgetCosts;
import org.junit.jupiter.api.Test;

/**
 * The operators that the documentation lists are those that the importer knows, and its gadgets
 * cost what their constraint systems do.
 */
final class OperatorsDocTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "operators.md");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** Per row of the table of gadgets, per number in it the kinds of slots that it is true of. */
  private static final Map<String, List<List<String>>> GADGETS =
      Map.ofEntries(
          Map.entry("Round", List.of(List.of("round", "narrow-round"), List.of("value"))),
          Map.entry("Round, given as an input", List.of(List.of("value"))),
          Map.entry("Round, given as a maximum", List.of(List.of("value"))),
          Map.entry("Lookup", List.of(List.of("lookup-round"), List.of("lookup"))),
          Map.entry(
              "Lookup with marks", List.of(List.of("lookup-round-mark"), List.of("lookup-mark"))),
          Map.entry("Multiply", List.of(List.of("multiply"))),
          Map.entry("Nonnegative", List.of(List.of("nonnegative"))),
          Map.entry(
              "Nonnegative with marks", List.of(List.of("nonnegative-mark", "nonnegative-first"))),
          Map.entry("Negative", List.of(List.of("negative"))),
          Map.entry("Zero", List.of(List.of("zero"))),
          Map.entry("Divide", List.of(List.of("divide"))),
          Map.entry("Invert", List.of(List.of("invert"))),
          Map.entry("Root", List.of(List.of("root"))),
          Map.entry("Entry", List.of(List.of("entry"))),
          Map.entry("Read", List.of(List.of("read"))));

  @Test
  void defaultDomain() throws IOException {
    assertEquals(new TreeSet<>(Operator.table().keySet()), listed("### Default domain"));
  }

  @Test
  void classicalModels() throws IOException {
    assertEquals(new TreeSet<>(Operator.learned().keySet()), listed("### Domain ai.onnx.ml"));
  }

  @Test
  void cellsOfGadgets() throws IOException {
    Map<String, Integer> cells = GadgetCosts.cells(1);
    Map<String, String> listed = gadgets();
    assertEquals(GADGETS.keySet(), listed.keySet());
    Set<String> kinds = new TreeSet<>();
    for (Map.Entry<String, List<List<String>>> row : GADGETS.entrySet()) {
      List<Integer> counted = new ArrayList<>();
      for (List<String> alike : row.getValue()) {
        Set<Integer> numbers = new TreeSet<>();
        alike.forEach(kind -> numbers.add(Objects.requireNonNull(cells.get(kind), kind)));
        counted.addAll(numbers);
        kinds.addAll(alike);
      }
      assertEquals(counted, numbers(Objects.requireNonNull(listed.get(row.getKey()))), row::getKey);
    }
    assertEquals(cells.keySet(), kinds);
  }

  /** "A check that needs L limbs costs 3 (L - 1) cells more." */
  @Test
  void cellsOfLimbs() {
    Map<String, Integer> one = GadgetCosts.cells(1);
    GadgetCosts.checks()
        .forEach(
            (kind, checks) -> {
              for (int limbs = 2; limbs <= 4; limbs++) {
                int more =
                    GadgetCosts.cells(limbs).getOrDefault(kind, 0) - one.getOrDefault(kind, 0);
                assertEquals(3 * (limbs - 1) * checks, more, kind);
              }
            });
  }

  private static List<Integer> numbers(String text) {
    return NUMBER.matcher(text).results().map(found -> Integer.valueOf(found.group())).toList();
  }

  /** Per gadget what the column of cells says. */
  private static Map<String, String> gadgets() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("|") && !line.startsWith("| ---")) {
        String[] columns = line.split("\\|", -1);
        if (inside) {
          rows.put(columns[1].strip(), columns[3]);
        }
        inside |= columns[1].strip().equals("gadget");
      } else if (!line.startsWith("|")) {
        inside = false;
      }
    }
    return rows;
  }

  /** The names in the first column of the table under a heading. */
  private static Set<String> listed(String heading) throws IOException {
    Set<String> names = new TreeSet<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("#")) {
        inside = line.equals(heading);
      } else if (inside && line.startsWith("| `")) {
        String first = line.substring(1, line.indexOf('|', 1));
        NAME.matcher(first).results().map(OperatorsDocTest::name).forEach(names::add);
      }
    }
    return names;
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
