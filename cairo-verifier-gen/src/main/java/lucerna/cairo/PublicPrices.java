package lucerna.cairo;

/** Gas of what {@code runs.cairo} does, by what {@link PublicTable} asks of it; measured. */
final class PublicPrices {
  /** A product of two monomials. */
  static final double MONOMIAL = 14_500;

  /** A list of powers. */
  static final double LIST = 8_000;

  /** A power in it. */
  static final double POWER = 12_500;

  /** A coefficient. */
  static final double COEFFICIENT = 9_000;

  /** A line of the table: sums over rows that are alike. */
  static final double LINE = 10_000;

  /** A row that is no sum. */
  static final double SINGLE = 2_000;

  /** A sum over rows. */
  static final double SUM = 10_000;

  /** A row in it. */
  static final double ROW = 4_500;

  /** A monomial that a sum is multiplied by. */
  static final double TIMES = 12_500;

  /** A sum of sums. */
  static final double NEST = 20_000;

  /** A sum in it. */
  static final double NESTED = 13_000;

  /** A product of two sums. */
  static final double PRODUCT = 28_000;

  /** A slot. */
  static final double SLOT = 28_000;

  /** A value times a coefficient in it. */
  static final double ITEM = 9_500;

  /** A slot's sum in a column. */
  static final double COLUMN_PART = 9_000;

  /** A part, whatever is in it. */
  static final double PART = 100_000;

  private PublicPrices() {}
}
