package lucerna.fri;

/** The named levels that proofs are made at; all have at least 100 provable bits. */
public enum Profile {
  /** Unique decoding at rate 1/4: fast to make. */
  P100("P100"),

  /**
   * The Johnson regime at low rates, with parameters chosen for each key: short proofs that take
   * longer to make.
   */
  P100_COMPACT("P100-compact");

  private final String label;

  Profile(String label) {
    this.label = label;
  }

  /**
   * Returns the name.
   *
   * @return as it stands in keys
   */
  public String label() {
    return label;
  }
}
