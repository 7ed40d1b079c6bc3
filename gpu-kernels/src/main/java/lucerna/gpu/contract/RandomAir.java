package lucerna.gpu.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lucerna.air.AirBuilder;
import lucerna.air.ColumnInfo;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.QM31;

/** Constraints over operands of all kinds, combined in all ways; some of them are scalars. */
final class RandomAir {
  /** The first relation's bus. */
  static final int BUS = 17;

  private RandomAir() {}

  static void define(AirBuilder air, long seed) {
    var random = new SplittableRandom(seed);
    List<Expr> pool = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Expr base = air.column("base" + i);
      Expr secure = i == 1 ? air.factor("secure1") : air.publicColumn("secure" + i);
      pool.addAll(List.of(base, base.next(), secure, secure.next()));
      pool.add(i == 1 ? air.lateChallenge("c1") : air.challenge("c" + i));
      pool.add(air.publicScalar("s" + i));
      pool.add(air.constant(random.nextInt()));
    }
    for (int i = 0; i < 24; i++) {
      Expr left = pool.get(random.nextInt(pool.size()));
      Expr right = pool.get(random.nextInt(pool.size()));
      Expr made =
          switch (random.nextInt(6)) {
            case 0 -> left.plus(right);
            case 1 -> left.minus(right);
            case 2 -> left.negate();
            case 3 -> left.times(random.nextInt());
            default -> left.times(right);
          };
      pool.add(made);
      air.label("constraint " + i).zero(made);
    }
  }

  /**
   * Relations and terms over operands of all kinds; which rows are active is the caller's.
   *
   * @param kind what is added up
   */
  static void defineInteraction(AirBuilder air, InteractionCases.Kind kind) {
    Expr looked = air.column("looked up");
    Expr fixed = air.column(Tree.PREPROCESSED, "fixed");
    Expr other = air.column("other");
    Expr factor = air.factor("factor");
    Expr open = air.publicColumn("open");
    Expr scalar = air.publicScalar("scalar");
    Expr late = air.lateChallenge("late");
    air.runningSum(fixed, other, looked, scalar);
    if (kind == InteractionCases.Kind.ONE_BY_ONE || kind == InteractionCases.Kind.CLOSING) {
      air.fractionsOneByOne();
      air.addToSum("low", open.times(scalar).minus(factor.next().times(late)).plus(looked));
      air.produce(air.relation("one", 1, BUS), fixed.times(other), looked);
      for (int i = 0; i < 2 && kind == InteractionCases.Kind.ONE_BY_ONE; i++) {
        Expr sum = other.next().times(i).plus(fixed);
        air.consume(air.relation("two", 2, BUS + 1), looked.next(), air.constant(5), sum);
      }
      return;
    }
    if (kind != InteractionCases.Kind.TERMS) {
      var one = air.relation("one", 1, BUS);
      var three = air.relation("three", 3, BUS + 1);
      air.consume(one, fixed, looked);
      air.produce(one, other, fixed.plus(other.next()).minus(7));
      air.produce(three, air.constant(1), looked, air.constant(5), fixed.next());
      air.consume(three, fixed, other, fixed.times(other), looked.next().times(3).plus(fixed));
    }
    if (kind == InteractionCases.Kind.BOTH) {
      air.consume(air.relation("two", 2, BUS + 2), looked, air.constant(3), other);
    }
    if (kind != InteractionCases.Kind.FRACTIONS) {
      air.addToSum("secure", factor.times(open.next()).times(looked));
      air.addToSum("base", fixed.times(other).minus(4));
      air.addToSum("scaled", open.times(scalar).minus(factor.next().times(late)));
      air.addToSum("constant", scalar.plus(3));
    }
  }

  /** The value of a column that lies among the words of its tree. */
  static QM31 at(int[][] tree, ColumnInfo column, int row) {
    int first = column.indexInTree();
    return column.secure()
        ? new QM31(
            tree[4 * first][row],
            tree[4 * first + 1][row],
            tree[4 * first + 2][row],
            tree[4 * first + 3][row])
        : QM31.of(tree[first][row]);
  }
}
