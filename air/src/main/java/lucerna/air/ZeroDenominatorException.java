package lucerna.air;

/**
 * A fraction's denominator is zero on some row: the challenges hit a tuple. Draw others, after
 * committing anew.
 */
public final class ZeroDenominatorException extends Exception {
  private static final long serialVersionUID = 1L;

  ZeroDenominatorException(String labels, int row) {
    super("a denominator is zero in row %d: %s".formatted(row, labels));
  }
}
