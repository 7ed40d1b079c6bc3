package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.RandomCircuits;
import lucerna.ops.layout.RunGrid.Axis;
import lucerna.ops.layout.RunSheets.Piece;
import org.junit.jupiter.api.Test;

/** Which rows are alike; that their sums are right, {@link PublicRunsTest} shows. */
final class RunSheetsTest {
  private static final int SLOTS = 2;

  private final List<FormCells> cells =
      List.of(FormCells.plain(0, SLOTS, 1, 0, 1000), FormCells.plain(1, SLOTS, 1, 0, 1000));
  private final RunGrid.Scale scale = RunGrid.Scale.of(Monomials.Base.KAPPA, 1);

  @Test
  void rowsThatDifferByTheirFirstGadgetAreAlike() {
    RunGrid grid = grid(1, 8);
    for (int row = 0; row < 8; row++) {
      if (row == 3) {
        grid.endRow();
        continue;
      }
      int gadget = 100 * row + row * row;
      grid.add(0, 3, gadget, 0, 5);
      grid.add(3, -2, 0, RunGrid.CONSTANT, 7);
      grid.add(5, 1, gadget + 9, 0, 5);
      grid.endRow();
    }
    assertEquals(List.of(new Piece(0, 8, true)), pieces(grid));
  }

  /* One word of row 4 is another: each kind of word must tell rows apart. */
  @Test
  void anythingElseTellsThemApart() {
    int[][] others = {
      {1, 3, 0, 5, 9}, {0, 4, 0, 5, 9}, {0, 3, 1, 5, 9}, {0, 3, 0, 6, 9}, {0, 3, 0, 5, 10}
    };
    for (int[] other : others) {
      RunGrid grid = grid(1, 9);
      for (int row = 0; row < 9; row++) {
        int[] of = row == 4 ? other : new int[] {0, 3, 0, 5, 9};
        grid.add(of[0], of[1], 100 * row, of[2], of[3]);
        grid.add(5, 1, 100 * row + of[4], 0, 5);
        grid.endRow();
      }
      List<Piece> expected =
          List.of(new Piece(0, 4, true), new Piece(4, 5, false), new Piece(5, 9, true));
      assertEquals(expected, pieces(grid), Arrays.toString(other));
    }
  }

  @Test
  void aSheetEndsWhereItsAxisDoes() {
    RunGrid grid = grid(2, 5);
    for (int row = 0; row < 10; row++) {
      grid.add(0, 3, 10 * row, 0, 1);
      grid.endRow();
    }
    assertEquals(List.of(new Piece(0, 5, true), new Piece(5, 10, true)), pieces(grid));
  }

  @Test
  void fewRowsAreNotWorthIt() {
    RunGrid grid = grid(1, 2 * SLOTS - 1);
    for (int row = 0; row < 2 * SLOTS - 1; row++) {
      grid.add(0, 3, 10 * row, 0, 1);
      grid.endRow();
    }
    assertEquals(List.of(new Piece(0, 2 * SLOTS - 1, false)), pieces(grid));
  }

  /* However few rows are taken for a sheet, and whatever is in them, the sums are the same. */
  @Test
  void sheetsGiveWhatRowsGive() {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Circuit circuit = RandomCircuits.of(seed).circuit();
      boolean weighted = new CircuitSizes(circuit).hasWeights();
      int columns = weighted ? 1 << random.nextInt(4) : 0;
      int slots = 1 + random.nextInt(200);
      Layout layout =
          TinyCircuit.lower(circuit, 14, slots, columns, 4, InputPrivacy.PUBLIC).layout();
      var runs = new PublicRuns(layout);
      QM31[] challenges = new QM31[Monomials.CHALLENGES.size()];
      Arrays.setAll(challenges, i -> SummandReference.element(random));
      if (seed < 12) {
        challenges[seed / 2] = seed % 2 == 0 ? QM31.ZERO : QM31.ONE;
      }
      var monomials = new Monomials(layout, challenges);
      SecureColumn weights =
          Monomials.column(layout.activeRows(), row -> SummandReference.element(random));
      QM31[] byRows = sums(runs, Integer.MAX_VALUE, monomials, weights);
      for (int rowsPerSlot = 0; rowsPerSlot <= RunSheets.ROWS_PER_SLOT; rowsPerSlot++) {
        QM31[] bySheets = sums(runs, rowsPerSlot, monomials, weights);
        assertArrayEquals(byRows, bySheets, "seed " + seed + ", rows " + rowsPerSlot);
      }
      for (RunGrid grid : runs.grids()) {
        for (int at = 0; at < grid.words().length; at += RunGrid.WORDS) {
          seen.add(kind(runs, grid.words(), at));
        }
      }
    }
    assertEquals(Set.of("constant", "repeated", "single", "run", "run of many slots"), seen);
  }

  private static QM31[] sums(
      PublicRuns runs, int rowsPerSlot, Monomials monomials, SecureColumn weights) {
    var sheets = new RunSheets(runs.grids(), runs.cells(), rowsPerSlot);
    return RunSums.of(runs, new RunGroups(runs), sheets, monomials, weights);
  }

  private static String kind(PublicRuns runs, int[] words, int at) {
    int number = words[at + RunGrid.CELLS];
    int count = words[at + RunGrid.COUNT];
    if (number == RunGrid.CONSTANT) {
      return "constant";
    }
    if (count > 1) {
      return runs.cells().get(number).slots() > 1 ? "run of many slots" : "run";
    }
    return count < 0 ? "repeated" : "single";
  }

  /* Products are carried on without being reduced fully: the greatest words must not overflow. */
  @Test
  void suffixSumsAreHorners() {
    Random random = new Random(6);
    QM31 most = QM31.of(M31.P - 1).add(new QM31(0, M31.P - 1, M31.P - 1, M31.P - 1));
    List<QM31> special = List.of(QM31.ZERO, QM31.ONE, QM31.ONE.neg(), most, most.neg());
    for (int round = 0; round < 200; round++) {
      QM31 factor = round < 100 ? special.get(round % 5) : SummandReference.element(random);
      int count = random.nextInt(40);
      int[] summands = new int[(count + 1) * QM31.DEGREE];
      boolean extreme = round % 3 == 0;
      Arrays.setAll(summands, i -> extreme ? M31.P - 1 : random.nextInt(M31.P));
      QM31 sum = QM31.ZERO;
      int[] expected = new int[(count + 2) * QM31.DEGREE];
      for (int i = count - 1; i >= 0; i--) {
        int at = i * QM31.DEGREE;
        QM31 summand = new QM31(summands[at], summands[at + 1], summands[at + 2], summands[at + 3]);
        sum = sum.mul(factor).add(summand);
        for (int k = 0; k < QM31.DEGREE; k++) {
          expected[at + k] = sum.coordinate(k);
        }
      }
      assertArrayEquals(expected, SecureProduct.suffixSums(summands, count, factor), "" + factor);
    }
  }

  private RunGrid grid(int first, int second) {
    return new RunGrid(
        scale,
        new Axis(first, Monomials.Base.THETA, 3),
        new Axis(second, Monomials.Base.S, 1),
        new Axis(8, Monomials.Base.R, 1));
  }

  private List<Piece> pieces(RunGrid grid) {
    return new RunSheets(List.of(grid.trim()), cells, RunSheets.ROWS_PER_SLOT).ofGrid(0);
  }
}
