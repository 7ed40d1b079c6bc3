package lucerna.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AirBuilderTest {
  private final AirBuilder air = new AirBuilder();
  private final Expr x = air.column("x");
  private final Expr y = air.column("y");

  @Test
  void equalExpressionsAreOneNode() {
    assertEquals(x.plus(y).id(), y.plus(x).id());
    assertEquals(x.times(y).id(), y.times(x).id());
    assertEquals(x.next().id(), x.next().id());
    assertEquals(x.times(3).plus(1).id(), x.times(3).plus(air.constant(1)).id());
    assertNotEquals(x.minus(y).id(), y.minus(x).id());
    assertNotEquals(x.id(), x.next().id());
    assertNotEquals(air.challenge("c").id(), air.publicScalar("s").id());
  }

  @Test
  void constantsFold() {
    assertEquals(x.id(), x.plus(0).id());
    assertEquals(x.id(), x.minus(0).id());
    assertEquals(x.id(), x.times(1).id());
    assertEquals(x.id(), air.constant(1).times(x).id());
    assertEquals(x.id(), x.negate().negate().id());
    assertEquals(x.negate().id(), air.constant(0).minus(x).id());
    assertEquals(air.constant(0).id(), x.times(0).id());
    assertEquals(air.constant(0).id(), air.constant(0).times(x).id());
    assertEquals(air.constant(-6).id(), air.constant(2).times(-3).id());
    assertEquals(air.constant(-1).id(), air.constant(2).plus(-3).id());
    assertEquals(air.constant(5).id(), air.constant(2).minus(-3).id());
    assertEquals(air.constant(-2).id(), air.constant(2).negate().id());
  }

  @Test
  void degreesAndFieldsAreDerived() {
    Expr u = air.publicColumn("u");
    Expr c = air.challenge("c");
    assertEquals(3, x.times(y).times(u).degree());
    assertEquals(2, x.times(y).plus(c).degree());
    assertEquals(2, x.times(y).negate().degree());
    assertEquals(1, c.times(x.next()).degree());
    assertEquals(0, c.times(c).plus(1).degree());
    assertTrue(u.isSecure());
    assertTrue(c.times(x).isSecure());
    assertTrue(x.minus(air.publicScalar("s")).isSecure());
    assertFalse(x.times(y).isSecure());
  }

  @Test
  void nextIsOnlyForColumnsOnTheCurrentRow() {
    assertThrows(IllegalArgumentException.class, () -> x.plus(y).next());
    assertThrows(IllegalArgumentException.class, () -> x.next().next());
    assertThrows(IllegalArgumentException.class, () -> air.constant(1).next());
    assertThrows(IllegalArgumentException.class, () -> air.challenge("c").next());
  }

  @Test
  void columnIdIsOnlyForColumns() {
    assertEquals(1, y.columnId());
    assertEquals(1, y.next().columnId());
    assertThrows(IllegalArgumentException.class, () -> x.plus(y).columnId());
  }

  @Test
  void namesAreUniqueByKind() {
    assertThrows(IllegalArgumentException.class, () -> air.column("x"));
    assertThrows(IllegalArgumentException.class, () -> air.publicColumn("x"));
    assertThrows(IllegalArgumentException.class, () -> air.column(" "));
    air.challenge("x");
    assertThrows(IllegalArgumentException.class, () -> air.challenge("x"));
    assertThrows(IllegalArgumentException.class, () -> air.publicScalar("x"));
    air.label("x").zero(x);
    assertThrows(IllegalArgumentException.class, () -> air.label("x"));
    assertThrows(IllegalArgumentException.class, () -> air.addToSum("x", x));
  }

  @ParameterizedTest
  @EnumSource(
      value = Tree.class,
      names = {"FACTORS", "INTERACTION", "PUBLIC"})
  void secureTreesCannotBeDeclaredByHand(Tree tree) {
    assertThrows(IllegalArgumentException.class, () -> air.column(tree, "z"));
  }

  @Test
  void lateChallengesAndFactorColumnsNeedEachOther() {
    air.lateChallenge("theta");
    assertEquals(
        "a late challenge, but no factor column to draw it after",
        assertThrows(IllegalArgumentException.class, air::build).getMessage());
    air.factor("phi");
    assertTrue(air.build().hasFactors());

    AirBuilder bare = new AirBuilder();
    Expr one = bare.column("one");
    bare.factor("phi");
    bare.consume(new Relation("r", 1, 1), one, one);
    bare.runningSum(one, one, one, bare.constant(0));
    assertEquals(
        "factor columns, but no late challenge to check them by",
        assertThrows(IllegalArgumentException.class, bare::build).getMessage());
  }

  @Test
  void factorColumnsAreSecureAndNotLookedUp() {
    Expr phi = air.factor("phi");
    assertTrue(phi.isSecure());
    assertEquals(1, phi.next().degree());
    assertThrows(IllegalArgumentException.class, () -> air.factor("x"));
    Relation r = air.relation("r", 1, 1);
    assertThrows(IllegalArgumentException.class, () -> air.consume(r, x, phi));
    air.challenge("c");
    assertThrows(IllegalArgumentException.class, () -> air.lateChallenge("c"));
  }

  @Test
  void aLabelHasExactlyOneConstraint() {
    LabelledConstraint constraint = air.label("x = 0");
    assertThrows(IllegalArgumentException.class, air::build);
    constraint.zero(x);
    assertThrows(IllegalArgumentException.class, () -> constraint.zero(y));
    assertEquals(1, air.build().constraints().size());
  }

  @Test
  void foreignExpressionsAreRefused() {
    Expr foreign = new AirBuilder().column("x");
    assertThrows(IllegalArgumentException.class, () -> x.plus(foreign));
    assertThrows(IllegalArgumentException.class, () -> x.minus(foreign));
    assertThrows(IllegalArgumentException.class, () -> x.times(foreign));
    assertThrows(IllegalArgumentException.class, () -> air.addToSum("term", foreign));
    assertThrows(IllegalArgumentException.class, () -> air.label("l").zero(foreign));
  }

  @Test
  void relationsCheckArityFieldAndIdentity() {
    Relation pair = air.relation("pair", 2, 1);
    assertEquals(pair, air.relation("pair", 2, 1));
    assertThrows(IllegalArgumentException.class, () -> air.consume(pair, x, y));
    assertThrows(IllegalArgumentException.class, () -> air.produce(pair, x, y, y, y));
    assertThrows(
        IllegalArgumentException.class, () -> air.consume(pair, x, y, air.publicColumn("u")));
    assertThrows(
        IllegalArgumentException.class, () -> air.consume(pair, air.publicColumn("v"), y, y));
    assertThrows(IllegalArgumentException.class, () -> air.relation("pair", 3, 1));
    assertThrows(IllegalArgumentException.class, () -> air.relation("other", 2, 1));
    assertThrows(IllegalArgumentException.class, () -> air.relation("pair", 2, 2));
    Relation same = new Relation("same bus", 1, 1);
    assertThrows(IllegalArgumentException.class, () -> air.consume(same, x, y));
    assertThrows(IllegalArgumentException.class, () -> new Relation("r", 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Relation("r", 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new Relation("", 1, 1));
  }

  @Test
  void sumTermsHaveDegreeAtMostThree() {
    air.addToSum("cube", x.times(x).times(x));
    Expr fourth = x.times(x).times(x).times(x);
    assertThrows(IllegalArgumentException.class, () -> air.addToSum("fourth power", fourth));
  }

  @Test
  void runningSumIsDeclaredOnceWithASensibleTotal() {
    Expr zero = air.constant(0);
    Expr u = air.publicColumn("u");
    assertThrows(IllegalArgumentException.class, () -> air.runningSum(x, x, x, y));
    assertThrows(IllegalArgumentException.class, () -> air.runningSum(u, x, x, zero));
    assertThrows(IllegalArgumentException.class, () -> air.runningSum(x, u, x, zero));
    assertThrows(IllegalArgumentException.class, () -> air.runningSum(x, x, u, zero));
    air.runningSum(x, x, x, zero);
    assertThrows(IllegalArgumentException.class, () -> air.runningSum(x, x, x, zero));
  }

  @Test
  void aSumWithoutRunningSumIsRefused() {
    air.addToSum("x", x);
    assertThrows(IllegalArgumentException.class, air::build);
  }

  @Test
  void fractionsThatLookAlikeAreNumbered() {
    Relation range = air.relation("range", 1, 1);
    air.consume(range, x, y);
    air.consume(range, x, y);
    air.consume(range, x, x.next());
    air.consume(range, x, y.plus(x));
    air.consume(range, x, air.constant(7));
    air.runningSum(x, x, x, air.constant(0));
    assertEquals(
        List.of("range.y", "range.y #2", "range.x'", "range.f(x,y)", "range.7"),
        air.build().fractions().stream().map(Fraction::label).toList());
  }
}
