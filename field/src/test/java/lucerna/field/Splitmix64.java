package lucerna.field;

/** The generator of the seeded values in the known answers. */
public final class Splitmix64 {
  private long state;

  /**
   * Starts at a seed.
   *
   * @param seed the state to start from
   */
  public Splitmix64(long seed) {
    state = seed;
  }

  /**
   * Returns the next 64 bits.
   *
   * @return any long
   */
  public long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Returns an element of M31.
   *
   * @return the element
   */
  public int m31() {
    return (int) Long.remainderUnsigned(next(), M31.P);
  }

  /**
   * Returns an element of CM31.
   *
   * @return the element
   */
  public CM31 cm31() {
    int re = m31();
    return new CM31(re, m31());
  }

  /**
   * Returns an element of QM31.
   *
   * @return the element
   */
  public QM31 qm31() {
    CM31 c0 = cm31();
    return QM31.of(c0, cm31());
  }

  /**
   * Returns a column of elements of M31.
   *
   * @param length number of rows
   * @return the column
   */
  public int[] column(int length) {
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = m31();
    }
    return values;
  }

  /**
   * Returns a column of elements of QM31.
   *
   * @param length number of rows
   * @return the column
   */
  public SecureColumn secureColumn(int length) {
    SecureColumn values = SecureColumn.zeros(length);
    for (int i = 0; i < length; i++) {
      values.set(i, qm31());
    }
    return values;
  }
}
