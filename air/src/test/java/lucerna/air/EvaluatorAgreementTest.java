package lucerna.air;

import static lucerna.air.ToyTrace.randomElement;
import static lucerna.air.ToyTrace.randomSecure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorAgreementTest {
  /* Not a multiple of the block: the last one is cut short. */
  private static final int POSITIONS = 2 * BlockEvaluator.BLOCK + 37;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomProgramsAgree(long seed) {
    Random random = new Random(seed);
    assertAgreement(AirProgram.of(air -> defineAtRandom(air, new Random(seed))), random);
  }

  @Test
  void toyProgramAgrees() {
    assertAgreement(AirProgram.of(new ToyAir()), new Random(100));
  }

  /** A selector before many constraints is multiplied once, and what it selects is shared. */
  @Test
  void commonFactorsAreTakenOut() {
    AirProgram program =
        AirProgram.of(
            air -> {
              Expr selector = air.column("selector");
              Expr other = air.column("other");
              Expr x = air.column("x0");
              for (int i = 1; i < 12; i++) {
                Expr y = air.column("x" + i);
                air.label("square " + i).when(selector).zero(y.minus(x.times(x)));
                if (i % 2 == 0) {
                  air.label("product " + i).when(other).zero(selector.times(y.minus(x)));
                }
                x = y;
              }
            });
    assertAgreement(program, new Random(7));
    QM31[] scalars = NodeValues.ofScalars(program, new Scalars(List.of(), List.of()));
    QM31[] powers = program.combinationCoefficients(new QM31(3, 1, 4, 1));
    BlockProgram plan =
        StepPlanner.combination(program.graph(), scalars, program.constraintNodes(), powers);
    // Eleven squares are left; the products by two selectors are one each, of the whole sum.
    long products = plan.steps().stream().filter(step -> step.kind() == Step.Kind.MULTIPLY).count();
    assertEquals(11, products);
  }

  @Test
  void aWorkersBlocksDoNotLeakIntoEachOther() {
    // Enough blocks that each worker gets several.
    int positions = 1024 * BlockEvaluator.BLOCK;
    AirProgram program = AirProgram.of(air -> air.label("x = 0").zero(air.column("x")));
    int[] x = IntStream.range(0, positions).toArray();
    SecureColumn out = SecureColumn.zeros(positions);
    Scalars none = new Scalars(List.of(), List.of());
    new BlockEvaluator(program)
        .accumulate(
            Assignment.inRowOrder(id -> new int[][] {x}, positions, none),
            new QM31[] {new QM31(1, 0, 0, 2)},
            out);
    for (int i = 0; i < positions; i++) {
      assertEquals(new QM31(i, 0, 0, 2 * i), out.get(i));
    }
  }

  @Test
  void extremeValuesAgree() {
    AirProgram program = AirProgram.of(new ToyAir());
    List<int[][]> columns = new ArrayList<>();
    for (ColumnInfo column : program.columns()) {
      int[][] coordinates = new int[column.secure() ? 4 : 1][POSITIONS];
      for (int k = 0; k < coordinates.length; k++) {
        for (int i = 0; i < POSITIONS; i++) {
          coordinates[k][i] = ((i >> (column.id() + k) % 9) & 1) == 0 ? M31.P - 1 : 0;
        }
      }
      columns.add(coordinates);
    }
    QM31 most = new QM31(M31.P - 1, M31.P - 1, M31.P - 1, M31.P - 1);
    Scalars scalars = new Scalars(List.of(most, most, most), List.of(most));
    assertAgreement(program, Assignment.inRowOrder(columns::get, POSITIONS, scalars), most, most);
  }

  @Test
  void wrongNumbersOfScalarsAndCoefficientsAreRefused() {
    AirProgram program = AirProgram.of(new ToyAir());
    Assignment bare =
        new Assignment(id -> new int[4][1], new int[1], new Scalars(List.of(), List.of()));
    BlockEvaluator evaluator = new BlockEvaluator(program);
    SecureColumn out = SecureColumn.zeros(1);
    QM31[] coefficients = program.combinationCoefficients(QM31.ONE);
    assertThrows(
        IllegalArgumentException.class, () -> evaluator.accumulate(bare, coefficients, out));
    assertThrows(
        IllegalArgumentException.class, () -> evaluator.accumulate(bare, new QM31[1], out));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PointEvaluator(program).evaluate((id, o) -> QM31.ZERO, bare.scalars()));
  }

  private static void assertAgreement(AirProgram program, Random random) {
    List<int[][]> columns = new ArrayList<>();
    for (ColumnInfo column : program.columns()) {
      int[][] coordinates = new int[column.secure() ? 4 : 1][];
      for (int k = 0; k < coordinates.length; k++) {
        coordinates[k] = IntStream.range(0, POSITIONS).map(i -> randomElement(random)).toArray();
      }
      columns.add(coordinates);
    }
    int[] next = IntStream.range(0, POSITIONS).map(i -> random.nextInt(POSITIONS)).toArray();
    Scalars scalars =
        new Scalars(
            program.challenges().stream().map(name -> randomSecure(random)).toList(),
            program.publicScalars().stream().map(name -> randomSecure(random)).toList());
    assertAgreement(
        program,
        new Assignment(columns::get, next, scalars),
        randomSecure(random),
        randomSecure(random));
  }

  private static void assertAgreement(
      AirProgram program, Assignment assignment, QM31 alpha, QM31 start) {
    PointEvaluator point = new PointEvaluator(program);
    int constraints = program.constraints().size();
    QM31[][] block = new QM31[POSITIONS][constraints];
    new BlockEvaluator(program)
        .evaluate(
            assignment,
            0,
            POSITIONS,
            (root, from, count, coordinates) -> {
              assertEquals(program.constraints().get(root).secure() ? 4 : 1, coordinates.length);
              for (int i = 0; i < count; i++) {
                block[from + i][root] = at(coordinates, i);
              }
            });
    SecureColumn combined = SecureColumn.zeros(POSITIONS);
    for (int i = 0; i < POSITIONS; i++) {
      combined.set(i, start);
    }
    new BlockEvaluator(program)
        .accumulate(assignment, program.combinationCoefficients(alpha), combined);
    for (int i = 0; i < POSITIONS; i++) {
      int position = i;
      PointEvaluator.Mask mask =
          (id, offset) ->
              at(
                  assignment.columns().coordinatesOfColumn(id),
                  offset == 0 ? position : assignment.nextPosition()[position]);
      QM31[] naive = new QM31[constraints];
      for (int k = 0; k < constraints; k++) {
        int node = program.constraints().get(k).node();
        naive[k] = naive(program.graph(), node, mask, assignment.scalars());
      }
      assertArrayEquals(naive, block[i]);
      assertArrayEquals(naive, point.evaluate(mask, assignment.scalars()));
      QM31 expected = QM31.ZERO;
      for (int k = 0; k < constraints; k++) {
        expected = expected.add(alpha.pow(constraints - 1 - k).mul(naive[k]));
      }
      assertEquals(expected, point.combine(mask, assignment.scalars(), alpha));
      assertEquals(start.add(expected), combined.get(i));
    }
  }

  private static QM31 naive(ExprGraph graph, int id, PointEvaluator.Mask mask, Scalars scalars) {
    ExprNode node = graph.node(id);
    return switch (node.op()) {
      case CONSTANT -> QM31.of(node.left());
      case COLUMN -> mask.at(node.left(), node.right());
      case CHALLENGE -> scalars.challenges().get(node.left());
      case PUBLIC_SCALAR -> scalars.publicScalars().get(node.left());
      case NEGATE -> naive(graph, node.left(), mask, scalars).neg();
      case ADD ->
          naive(graph, node.left(), mask, scalars).add(naive(graph, node.right(), mask, scalars));
      case SUBTRACT ->
          naive(graph, node.left(), mask, scalars).sub(naive(graph, node.right(), mask, scalars));
      case MULTIPLY ->
          naive(graph, node.left(), mask, scalars).mul(naive(graph, node.right(), mask, scalars));
    };
  }

  private static QM31 at(int[][] coordinates, int i) {
    return coordinates.length == 1
        ? QM31.of(coordinates[0][i])
        : new QM31(coordinates[0][i], coordinates[1][i], coordinates[2][i], coordinates[3][i]);
  }

  private static Expr challenge(AirBuilder air, int i) {
    return i == 1 ? air.lateChallenge("c1") : air.challenge("c" + i);
  }

  /** Operands of all kinds, combined in all ways; some constraints are scalars. */
  private static void defineAtRandom(AirBuilder air, Random random) {
    List<Expr> pool = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Expr base = air.column("base" + i);
      Expr secure = i == 1 ? air.factor("secure1") : air.publicColumn("secure" + i);
      pool.addAll(List.of(base, base.next(), secure, secure.next()));
      pool.addAll(List.of(challenge(air, i), air.publicScalar("s" + i)));
      pool.add(air.constant(random.nextInt()));
    }
    for (int i = 0; i < 40; i++) {
      Expr left = pool.get(random.nextInt(pool.size()));
      Expr right = pool.get(random.nextInt(pool.size()));
      Expr made =
          switch (random.nextInt(7)) {
            case 0 -> left.plus(right);
            case 1 -> left.minus(right);
            case 2 -> left.negate();
            case 3 -> left.plus(random.nextInt());
            case 4 -> left.times(random.nextInt());
            default -> left.times(right);
          };
      pool.add(made);
      air.label("constraint " + i).zero(made);
    }
  }
}
