package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import lucerna.field.M31;
import lucerna.field.QM31;
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

  /* What PublicRunsTest compares with summands has all of this. */
  @Test
  void randomCircuitsHaveSheetsOfAllKinds() {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Circuit circuit = RandomCircuits.of(seed).circuit();
      boolean weighted = new CircuitSizes(circuit).hasWeights();
      int columns = weighted ? 1 << random.nextInt(4) : 0;
      Layout layout = TinyCircuit.lower(circuit, 14, 1, columns, 4, InputPrivacy.PUBLIC).layout();
      var runs = new PublicRuns(layout);
      var sheets = new RunSheets(runs.grids(), runs.cells());
      for (int g = 0; g < runs.grids().size(); g++) {
        RunGrid grid = runs.grids().get(g);
        for (Piece piece : sheets.ofGrid(g)) {
          for (int at = grid.start(piece.from());
              at < grid.start(piece.to());
              at += RunGrid.WORDS) {
            seen.add((piece.alike() ? "alike " : "plain ") + kind(runs, grid.words(), at));
          }
        }
      }
    }
    for (String kind : List.of("constant", "repeated", "single", "run", "run of many slots")) {
      assertTrue(seen.contains("alike " + kind), kind + " is not among " + seen);
      assertTrue(seen.contains("plain " + kind), kind + " is not among " + seen);
    }
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
    return new RunSheets(List.of(grid.trim()), cells).ofGrid(0);
  }
}
