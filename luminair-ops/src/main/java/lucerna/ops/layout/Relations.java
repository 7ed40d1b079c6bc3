package lucerna.ops.layout;

import lucerna.air.AirBuilder;
import lucerna.air.Relation;

/**
 * The three relations of the main AIR.
 *
 * @param range (j, v): v is below {@code 2^j}
 * @param function (table, x, y): y is entry x of a function's table
 * @param memory (memory, index, v): v is an entry of a memory
 */
record Relations(Relation range, Relation function, Relation memory) {
  static Relations of(AirBuilder air) {
    return new Relations(range(air), air.relation("FUNCTION", 3, 2), air.relation("MEMORY", 3, 3));
  }

  static Relation range(AirBuilder air) {
    return air.relation("RANGE", 2, 1);
  }
}
