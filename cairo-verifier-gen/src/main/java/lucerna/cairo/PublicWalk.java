package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import lucerna.field.QM31;

/** Walks a table of public columns as {@code runs.cairo} does. */
final class PublicWalk {
  private final PublicTable table;
  private final List<Integer> shorts = new ArrayList<>();
  private int at;

  /** Reads a table. */
  PublicWalk(PublicTable table) {
    this.table = table;
    for (String felt : table.felts()) {
      BigInteger value = new BigInteger(felt.substring(2), 16);
      for (int i = 0; i < PublicTable.PER_FELT; i++) {
        shorts.add(value.shiftRight(16 * i).intValue() & (PublicTable.LIMIT - 1));
      }
    }
  }

  private int next() {
    return shorts.get(at++);
  }

  /**
   * Adds what the table sums.
   *
   * @param rows the rows' weights, 1, the public integers
   * @param challenges the values of all of {@code PublicTerms.CHALLENGES}
   * @param columns the columns' sums, then the total's; added to
   * @return how many numbers are left, fewer than a felt has
   */
  int addTo(List<QM31> rows, QM31[] challenges, QM31... columns) {
    List<Integer> factors = table.factors().stream().map(Integer::valueOf).toList();
    var monomials = new ArrayList<QM31>(List.of(QM31.ONE));
    monomials.addAll(List.of(challenges));
    for (int left = next(); left > 0; left--) {
      monomials.add(monomials.get(next()).mul(monomials.get(next())));
    }
    var steps = new ArrayList<QM31>();
    for (int left = next(); left > 0; left--) {
      steps.add(monomials.get(next()));
      next();
    }
    var coefficients = new ArrayList<QM31>();
    for (int left = next(); left > 0; left--) {
      coefficients.add(monomials.get(next()).mul(factors.get(next())));
    }
    List<QM31> values = values(rows, monomials, steps);
    var slots = new ArrayList<QM31>();
    for (int groups = next(); groups > 0; groups--) {
      int count = next();
      int ratio = next();
      QM31 sum = QM31.ZERO;
      for (; count > 0; count--) {
        sum = ratio == PublicTable.ALONE ? QM31.ZERO : sum.mul(monomials.get(ratio));
        for (int items = next(); items > 0; items--) {
          sum = sum.add(values.get(next()).mul(coefficients.get(next())));
        }
        slots.add(sum);
      }
    }
    for (int i = 0; i < columns.length; i++) {
      for (int left = next(); left > 0; left--) {
        columns[i] = columns[i].add(slots.get(next()).mul(factors.get(next())));
      }
    }
    return shorts.size() - at;
  }

  private List<QM31> values(List<QM31> rows, List<QM31> monomials, List<QM31> steps) {
    var values = new ArrayList<QM31>();
    for (int left = next(); left > 0; left--) {
      int first = next();
      int apart = next();
      int count = next();
      int length = next();
      int stride = next();
      int list = next();
      QM31 monomial = monomials.get(next());
      for (int i = 0; i < count; i++) {
        QM31 sum = QM31.ZERO;
        QM31 power = QM31.ONE;
        for (int j = 0; j < length; j++) {
          sum = sum.add(power.mul(rows.get(first + i * apart + j * stride)));
          power = length == 1 ? power : power.mul(steps.get(list));
        }
        values.add(sum.mul(monomial));
      }
    }
    for (int left = next(); left > 0; left--) {
      int first = next();
      int count = next();
      QM31 step = monomials.get(next());
      QM31 sum = QM31.ZERO;
      for (int i = count - 1; i >= 0; i--) {
        sum = sum.mul(step).add(values.get(first + i));
      }
      values.add(sum.mul(monomials.get(next())));
    }
    for (int left = next(); left > 0; left--) {
      QM31 product = values.get(next()).mul(values.get(next()));
      values.add(product.mul(monomials.get(next())));
    }
    return values;
  }
}
