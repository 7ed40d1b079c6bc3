package lucerna.fri;

/**
 * How far from a polynomial an opened word may be for the proof to stand for it.
 *
 * <p>Within the unique-decoding radius a root binds to one polynomial. Beyond it, below the Johnson
 * bound, it binds to a short list of them; proofs are shorter, since each query finds more, but
 * every challenge must serve the whole list, and what two proofs are to have in common must be
 * pinned by a value at a random point.
 *
 * @param multiplicity m of the Johnson regime, 3 to 64: {@code delta = 1 - sqrt(rho) (1 + 1/(2m))};
 *     0 for unique decoding
 */
public record Regime(int multiplicity) {
  /** Proximity up to {@code delta = (1 - rho) / 2}. */
  public static final Regime UNIQUE_DECODING = new Regime(0);

  /**
   * Makes a regime.
   *
   * @throws IllegalArgumentException if the multiplicity is out of range
   */
  public Regime {
    if (multiplicity != 0) {
      FriConfig.requireRange("multiplicity", multiplicity, 3, 64);
    }
  }

  /**
   * Says whether a root binds to one polynomial per column.
   *
   * @return whether this is unique decoding
   */
  public boolean isUnique() {
    return multiplicity == 0;
  }

  /**
   * Returns the regime's name, for people.
   *
   * @return {@code unique decoding}, or {@code Johnson, m = 3}
   */
  public String label() {
    return isUnique() ? "unique decoding" : "Johnson, m = " + multiplicity;
  }
}
