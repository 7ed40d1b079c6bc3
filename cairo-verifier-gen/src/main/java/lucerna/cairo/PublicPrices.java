package lucerna.cairo;

/** Gas of what {@code runs.cairo} does, by what {@link PublicTable} asks of it; measured. */
final class PublicPrices {
  /** A product of two monomials. */
  static final double MONOMIAL = 13_200;

  /** A list of powers. */
  static final double LIST = 3_000;

  /** A power in it. */
  static final double POWER = 11_500;

  /** A coefficient. */
  static final double COEFFICIENT = 10_000;

  /** A line of the table: sums over rows that are alike. */
  static final double LINE = 8_000;

  /** A row that is no sum. */
  static final double SINGLE = 3_000;

  /** A sum over rows. */
  static final double SUM = 20_000;

  /** A row in it, where rows follow one another. */
  static final double ROW = 3_200;

  /** A row in it, where they do not. */
  static final double FAR_ROW = 4_400;

  /** A monomial that a sum is multiplied by. */
  static final double TIMES = 10_500;

  /** A sum of sums. */
  static final double NEST = 18_000;

  /** A sum in it. */
  static final double NESTED = 12_000;

  /** A product of two sums. */
  static final double PRODUCT = 24_000;

  /** A slot. */
  static final double SLOT = 27_000;

  /** A value times a coefficient in it. */
  static final double ITEM = 6_200;

  /** A slot's sum in a column. */
  static final double COLUMN_PART = 10_000;

  /** A short of the table. */
  static final double SHORT = 1_270;

  /** A row or public integer, made ready once for all parts. */
  static final double SOURCE = 5_300;

  /** A part, whatever is in it. */
  static final double PART = 100_000;

  private PublicPrices() {}
}
