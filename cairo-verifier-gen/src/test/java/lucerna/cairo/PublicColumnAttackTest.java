package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import lucerna.cairo.Forger.Forged;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.PublicBoxes;
import lucerna.ops.layout.PublicTerms;
import lucerna.ops.verifier.ModelVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables of public columns are what ties a proof to the model: a prover whose public columns
 * leave out the equations of one affine, or all ties of factors, proves what those forbid. The
 * emitted verifier refuses each such proof by its constraints, and one whose tables lack just the
 * sums of these equations accepts it. Together the equations are all of the tables.
 */
final class PublicColumnAttackTest {
  private static final int KAPPA = PublicTerms.CHALLENGES.indexOf("kappa");
  private static final String FILE = "src/public_columns.cairo";

  @TempDir Path folder;

  /** What the tables are made of. */
  private enum Sum {
    ROW,
    ROWS,
    NEST,
    PRODUCT,
    SLOTS,
    MONOMIAL
  }

  @Test
  void noSumIsDecoration() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.cnn();
    ModelKey key = model.key();
    Layout layout = key.layout();
    var forger = new Forger(model);
    Map<String, String> files = CairoPackage.of(key).files();
    for (var file : files.entrySet()) {
      Path path = folder.resolve("package").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    int[] challenges =
        PublicColumnSource.challengeNumbers(key.lowering().mainProgram().challenges());
    assertEquals(files.get(FILE), header(files) + source(layout, e -> true).text(challenges));

    Map<Integer, Forged> forged = forge(model, forger);
    var attacks = new ArrayList<>(forged.values());
    var jobs = new ArrayList<String>();
    List<BigInteger> first = felts(attacks.getFirst());
    jobs.add(job(first, attacks, Map.of()));
    Set<Sum> kinds = EnumSet.noneOf(Sum.class);
    for (var attack : forged.entrySet()) {
      Predicate<List<Integer>> others = without(attack.getKey());
      kinds.addAll(kinds(layout, others.negate()));
      String text = header(files) + source(layout, others).text(challenges);
      jobs.add(job(first, List.of(attack.getValue()), Map.of(FILE, text)));
    }
    assertEquals(EnumSet.allOf(Sum.class), kinds);

    Iterator<JsonNode> done = CairoCheck.jobs(folder, first, jobs).iterator();
    JsonNode whole = done.next();
    int number = 0;
    for (var attack : forged.entrySet()) {
      String name = "equations of kappa^" + attack.getKey();
      assertEquals("CONSTRAINTS", reason(whole, number++), name);
      var verifier = new ModelVerifier(key);
      assertThrows(Exception.class, () -> verifier.verify(attack.getValue().like()), name);
      assertEquals("", reason(done.next(), 0), "without " + name);
    }
    System.out.printf("%d sets of public column sums: each refuses a proof%n", forged.size());
  }

  /* By the exponent of kappa that equations have; 0 for ties. */
  private static Map<Integer, Forged> forge(SmallModel model, Forger forger) throws Exception {
    Layout layout = model.key().layout();
    List<double[]> halves =
        model.input().stream().map(v -> Arrays.stream(v).map(x -> x / 2).toArray()).toList();
    int[][][] other = forger.cells(halves);
    PublicPart honest = forger.publicPart();
    var otherPart =
        new PublicPart(
            honest.instance(),
            model.aboutHalves().publicPart().values(),
            honest.inputRoot(),
            honest.context());
    int[] published =
        PublicTerms.integers(layout).stream().mapToInt(s -> s.exponents().get(KAPPA)).toArray();
    var forged = new LinkedHashMap<Integer, Forged>();
    for (int set : sets(layout)) {
      PublicPart part = honest;
      int[][][] cells = forger.cells();
      if (Arrays.stream(published).anyMatch(e -> e == set)) {
        // The equation that says what the outputs are: they can be anything.
        part = forger.withOutput(part.values().outputs()[0][0] + 1);
      } else {
        // From the block on that this affine defines, another execution; ties define none.
        int block = block(layout, set - 1);
        System.arraycopy(other, block, cells, block, cells.length - block);
        part = block < cells.length ? otherPart : honest;
      }
      PublicPart said = part;
      forged.put(
          set,
          forger.prove(whole -> new LessEquations(whole, layout, said, without(set)), cells, said));
    }
    return forged;
  }

  /* Where what its equations define begins, with maxima; the number of blocks if there is none. */
  private static int block(Layout layout, int affine) {
    var blocks = layout.circuit().blocks();
    int b = 0;
    while (b < blocks.size()
        && Arrays.stream(blocks.get(b).equations()).noneMatch(l -> l == affine)) {
      b++;
    }
    if (b < blocks.size()) {
      while (b > layout.circuit().inputs().size() && blocks.get(b - 1).equations().length == 0) {
        b--;
      }
    }
    return b;
  }

  private static List<Integer> sets(Layout layout) {
    return PublicBoxes.of(layout).boxes().stream()
        .map(box -> box.exponents().get(KAPPA))
        .distinct()
        .sorted()
        .toList();
  }

  private static Predicate<List<Integer>> without(int set) {
    return exponents -> exponents.get(KAPPA) != set;
  }

  private static PublicColumnSource source(Layout layout, Predicate<List<Integer>> wanted) {
    return PublicColumnSource.of(layout, PublicColumnSource.PART_GAS, wanted);
  }

  private static Set<Sum> kinds(Layout layout, Predicate<List<Integer>> wanted) {
    PublicBoxes boxes = PublicBoxes.of(layout);
    var plan = new PublicPlan(boxes.cells(), layout.activeRows(), false);
    boxes.boxes().stream().filter(box -> wanted.test(box.exponents())).forEach(plan::add);
    Set<Sum> kinds = EnumSet.noneOf(Sum.class);
    for (PublicPlan.Value value : plan.values()) {
      kinds.add(List.of(Sum.ROW, Sum.ROWS, Sum.NEST).get(value.axes().size()));
      if (!value.times().isEmpty()) {
        kinds.add(Sum.PRODUCT);
      }
    }
    if (plan.groups().keySet().stream().anyMatch(group -> group.ratio() != null)) {
      kinds.add(Sum.SLOTS);
    }
    if (plan.coefficients().stream().anyMatch(c -> positive(c.monomial()) > 1)) {
      kinds.add(Sum.MONOMIAL);
    }
    return kinds;
  }

  private static long positive(List<Integer> exponents) {
    return exponents.stream().filter(e -> e > 0).count();
  }

  private static String header(Map<String, String> files) {
    String file = files.getOrDefault(FILE, "");
    int end = file.indexOf("//! ");
    assertTrue(end > 0, file);
    return file.substring(0, end);
  }

  private static List<BigInteger> felts(Forged forged) {
    return forged.felts().stream().map(CheckAttacks::felt).toList();
  }

  /* Runs of verify, each with calldata of its own, as changes of the first. */
  private static String job(List<BigInteger> first, List<Forged> runs, Map<String, String> files) {
    var job = new ObjectMapper().createObjectNode();
    job.put("fn", "verifier::verify");
    var replaced = job.putObject("files");
    files.forEach(replaced::put);
    var edits = job.putArray("edits");
    for (Forged run : runs) {
      var edit = edits.addArray();
      List<BigInteger> felts = felts(run);
      for (int i = 0; i < felts.size(); i++) {
        if (i >= first.size() || !felts.get(i).equals(first.get(i))) {
          edit.addArray().add(i).add("0x" + felts.get(i).toString(16));
        }
      }
      if (felts.size() < first.size()) {
        edit.addArray().add(felts.size()).addNull();
      }
    }
    return job.toString();
  }

  /* Empty if there is none. */
  private static String reason(JsonNode done, int run) {
    return done.path("ok").asBoolean()
        ? done.path("verdicts").path(run).asText().replaceAll("(?s).*'(.*)'.*", "$1")
        : done.toString();
  }
}
