package lucerna.air;

/** A constraint system, written once. */
@FunctionalInterface
public interface Air {
  /**
   * Declares columns, constraints and uses of relations.
   *
   * <p>Must do the same each time it is called: prover and verifier both run it.
   *
   * @param air where to declare them
   */
  void define(AirBuilder air);
}
