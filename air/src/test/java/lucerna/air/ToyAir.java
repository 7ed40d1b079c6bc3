package lucerna.air;

/** A chain of numbers, each split into two digits of base 16 that are looked up in a table. */
final class ToyAir implements Air {
  static final Relation RANGE = new Relation("range", 1, 1);
  static final Relation CARRY = new Relation("carry", 3, 2);

  @Override
  public void define(AirBuilder air) {
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr first = air.column(Tree.PREPROCESSED, "first");
    Expr last = air.column(Tree.PREPROCESSED, "last");
    Expr step = air.column(Tree.PREPROCESSED, "step");
    Expr table = air.column(Tree.PREPROCESSED, "table");
    Expr index = air.column(Tree.PREPROCESSED, "index");
    Expr weight = air.column(Tree.WEIGHTS, "weight");
    Expr input = air.column(Tree.INPUT, "input");
    Expr x = air.column("x");
    Expr lo = air.column("lo");
    Expr hi = air.column("hi");
    Expr uses = air.column("uses");
    Expr u = air.publicColumn("u");
    Expr r = air.challenge("r");
    air.runningSum(active, first, last, air.publicScalar("total"));

    air.label("x = lo + 16 hi").when(active).zero(x.minus(lo).minus(hi.times(16)));
    air.label("x' = x + input").when(step).zero(x.next().minus(x).minus(input));
    air.label("uses = 0 off the table").when(active).when(table.minus(1)).zero(uses);
    air.consume(RANGE, active, lo);
    air.consume(RANGE, active, hi);
    air.produce(RANGE, uses.times(table), index);
    air.produce(CARRY, step, air.constant(7), index.plus(1), x.plus(input));
    air.consume(CARRY, active.minus(first), air.constant(7), index, x);
    air.addToSum("u weight x", u.times(weight).times(x));
    air.addToSum("r u input", u.times(input).times(r));
  }
}
