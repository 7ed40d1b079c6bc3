package lucerna.air;

import lucerna.field.M31;

/**
 * A set of tuples that some rows produce and other rows consume, compared as multisets.
 *
 * @param name what messages call it
 * @param arity the length of its tuples, at least 1
 * @param busId in {@code [0, P)}; tells its tuples from those of every other relation
 */
public record Relation(String name, int arity, int busId) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the name is blank, or the arity or the bus id out of range
   */
  public Relation {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a relation needs a name");
    }
    if (arity < 1) {
      throw new IllegalArgumentException("relation " + name + " has arity " + arity);
    }
    if (!M31.isCanonical(busId)) {
      throw new IllegalArgumentException("relation " + name + " has bus id " + busId);
    }
  }
}
