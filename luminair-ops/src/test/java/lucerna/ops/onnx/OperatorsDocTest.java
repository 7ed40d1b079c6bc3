package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The operators that the documentation lists are those that the importer knows. */
final class OperatorsDocTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "operators.md");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @Test
  void defaultDomain() throws IOException {
    assertEquals(new TreeSet<>(Operator.table().keySet()), listed("### Default domain"));
  }

  @Test
  void classicalModels() throws IOException {
    assertEquals(new TreeSet<>(Operator.learned().keySet()), listed("### Domain ai.onnx.ml"));
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
