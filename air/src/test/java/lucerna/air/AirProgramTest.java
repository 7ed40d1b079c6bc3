package lucerna.air;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;
import org.junit.jupiter.api.Test;

class AirProgramTest {
  private final AirProgram program = AirProgram.of(new ToyAir());

  @Test
  void derivedConstraintsAreLabelled() {
    assertEquals(
        List.of(
            "x = lo + 16 hi",
            "x' = x + input",
            "uses = 0 off the table",
            "logup pair 0: range.lo, range.hi",
            "logup pair 1: range.index, carry.7,f(index),f(input,x)",
            "logup single 2: carry.7,index,x",
            "running sum starts at 0",
            "running sum adds every fraction and term",
            "running sum ends at the total"),
        program.constraints().stream().map(Constraint::label).toList());
    assertEquals(3, program.authoredConstraints());
  }

  @Test
  void degreesAreDerived() {
    assertEquals(
        List.of(2, 2, 3, 4, 4, 3, 2, 4, 2),
        program.constraints().stream().map(Constraint::degree).toList());
    assertEquals(4, program.maxDegree());
    assertEquals(0, AirProgram.of(air -> {}).maxDegree());
  }

  @Test
  void columnsKeepDeclarationOrderAndTheOffsetsThatConstraintsUse() {
    assertEquals(
        List.of("logup.h0", "logup.h1", "logup.h2", "logup.sum"),
        program.columnsOf(Tree.INTERACTION).stream().map(ColumnInfo::name).toList());
    assertEquals(List.of(0, 1), program.column("x").offsets());
    assertEquals(List.of(0), program.column("lo").offsets());
    assertEquals(List.of(0, 1), program.column("logup.sum").offsets());
    for (int id = 0; id < program.columns().size(); id++) {
      ColumnInfo column = program.columns().get(id);
      assertEquals(id, column.id());
      assertEquals(column, program.columnsOf(column.tree()).get(column.indexInTree()));
      assertEquals(column.tree().isSecure(), column.secure());
    }
    assertThrows(IllegalArgumentException.class, () -> program.column("none"));
  }

  @Test
  void offsetsOfUnusedExpressionsDoNotCount() {
    AirProgram unused = AirProgram.of(air -> air.label("x = 0").zero(unusedNext(air)));
    assertEquals(List.of(0), unused.column("x").offsets());
    assertEquals(List.of(), unused.column("idle").offsets());
  }

  private static Expr unusedNext(AirBuilder air) {
    Expr x = air.column("x");
    assertEquals(1, x.next().degree());
    assertFalse(air.column("idle").isSecure());
    return x;
  }

  @Test
  void challengesComeInOrderOfDeclaration() {
    assertEquals(List.of("r", "logup.z", "logup.alpha"), program.challenges());
    assertEquals(List.of("total"), program.publicScalars());
    assertEquals(3, program.firstRoundChallenges());
    assertFalse(program.hasFactors());
  }

  /** Wherever they are declared: the relation's before there is any factor column. */
  @Test
  void lateChallengesComeLastAndExpressionsFollow() {
    AirProgram late = AirProgram.of(air -> late(air, true));
    assertEquals(List.of("r", "s", "logup.z", "logup.alpha", "theta"), late.challenges());
    assertEquals(2, late.firstRoundChallenges());
    List<QM31> challenges = IntStream.range(1, 6).mapToObj(i -> new QM31(i, 0, i * i, 1)).toList();
    QM31[] values =
        new PointEvaluator(late)
            .evaluate((column, offset) -> QM31.ONE, new Scalars(challenges, List.of()));
    // r + 10 s + 100 theta + phi
    assertEquals(
        challenges
            .get(0)
            .add(challenges.get(1).mul(10))
            .add(challenges.get(4).mul(100))
            .add(QM31.ONE),
        values[0]);
    // The denominator's first summand is z.
    ExprNode denominator = late.graph().node(late.fractions().getFirst().denominator());
    ExprNode scalars = late.graph().node(denominator.left());
    ExprNode z = late.graph().node(scalars.left());
    assertEquals(new ExprNode(NodeOp.CHALLENGE, 2, 0, true, 0), z);
  }

  private static void late(AirBuilder air, boolean sIsFirst) {
    Expr one = air.column(Tree.PREPROCESSED, "one");
    Expr r = air.challenge("r");
    air.consume(new Relation("range", 1, 1), one, one);
    Expr theta = air.lateChallenge("theta");
    Expr s = sIsFirst ? air.challenge("s") : air.lateChallenge("s");
    Expr phi = air.factor("phi");
    air.label("l").zero(r.plus(s.times(10)).plus(theta.times(100)).plus(phi));
    air.runningSum(one, one, one, air.constant(0));
  }

  @Test
  void reportCounts() {
    AirReport report = program.report();
    assertEquals(
        Map.of(
            Tree.PREPROCESSED, 6,
            Tree.WEIGHTS, 1,
            Tree.INPUT, 1,
            Tree.WITNESS, 4,
            Tree.FACTORS, 0,
            Tree.INTERACTION, 4,
            Tree.PUBLIC, 1),
        report.columns());
    assertEquals(9, report.constraints());
    assertEquals(4, report.maxDegree());
    assertEquals(5, report.fractions());
    assertEquals(2, report.sumTerms());
    // 16 hi, active(..), step(..), active(table - 1), (..) uses, uses table
    assertEquals(6, report.baseMultiplications());
  }

  @Test
  void useCountsBelowTheFieldsOrderPass() {
    // "range" is used three times on a row, and 3 * 715827882 = P - 1.
    program.checkUseCounts(715_827_882);
    assertThrows(IllegalArgumentException.class, () -> program.checkUseCounts(715_827_883));
    AirProgram single =
        AirProgram.of(air -> small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 1, false));
    single.checkUseCounts(M31.P - 1);
    assertThrows(IllegalArgumentException.class, () -> single.checkUseCounts(M31.P));
  }

  @Test
  void coefficientsAreFallingPowers() {
    QM31 alpha = new QM31(1, 2, 3, 4);
    QM31[] coefficients = program.combinationCoefficients(alpha);
    assertEquals(9, coefficients.length);
    assertEquals(QM31.ONE, coefficients[8]);
    assertEquals(alpha.pow(8), coefficients[0]);
  }

  @Test
  void bytesAreTheSameEachTime() {
    assertArrayEquals(program.canonicalBytes(), AirProgram.of(new ToyAir()).canonicalBytes());
  }

  @Test
  void bytesChangeWithAnyPart() {
    List<Air> airs =
        List.of(
            air -> small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 1, false),
            air -> small(air, Tree.INPUT, "x", "x = 1", 1, "r", 1, false),
            air -> small(air, Tree.WITNESS, "y", "x = 1", 1, "r", 1, false),
            air -> small(air, Tree.WITNESS, "x", "x = one", 1, "r", 1, false),
            air -> small(air, Tree.WITNESS, "x", "x = 1", 2, "r", 1, false),
            air -> small(air, Tree.WITNESS, "x", "x = 1", 3, "r", 1, false),
            air -> small(air, Tree.WITNESS, "x", "x = 1", 1, "s", 1, false),
            air -> small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 2, false),
            air -> small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 1, true),
            air -> {
              small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 1, false);
              air.challenge("more");
            },
            air -> {
              small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 1, false);
              air.publicScalar("more");
            },
            air -> {
              small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 1, false);
              air.addToSum("more", air.constant(0));
            },
            air -> {
              small(air, Tree.WITNESS, "x", "x = 1", 1, "r", 1, false);
              air.addToSum("other", air.constant(0));
            },
            air -> air.column("one"),
            air -> air.column("two"),
            air -> late(air, true),
            air -> late(air, false),
            air -> round(air, true),
            air -> round(air, false),
            air -> air.challenge("one"),
            air -> air.challenge("two"));
    for (int i = 0; i < airs.size(); i++) {
      byte[] one = AirProgram.of(airs.get(i)).canonicalBytes();
      for (int j = 0; j < i; j++) {
        assertFalse(
            Arrays.equals(one, AirProgram.of(airs.get(j)).canonicalBytes()), i + " and " + j);
      }
    }
  }

  /** Two programs that differ in the round of one challenge alone. */
  private static void round(AirBuilder air, boolean first) {
    air.factor("phi");
    air.challenge("r");
    Expr s = first ? air.challenge("s") : air.lateChallenge("s");
    air.lateChallenge("theta");
    air.label("s = 0").zero(s);
  }

  private static void small(
      AirBuilder air,
      Tree tree,
      String column,
      String label,
      int constant,
      String relation,
      int busId,
      boolean produced) {
    Expr x = air.column(tree, column);
    Expr active = air.column(Tree.PREPROCESSED, "active");
    air.label(label).when(active).zero(x.minus(constant));
    air.runningSum(active, active, active, air.constant(0));
    if (produced) {
      air.produce(new Relation(relation, 1, busId), active, x);
    } else {
      air.consume(new Relation(relation, 1, busId), active, x);
    }
  }
}
