package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of accumulators, in real numbers divided by {@code scale}: element {@code row N + n}.
 * Exponents are chosen later, one per channel (g, n).
 */
final class Form {
  final String name;
  final int rows;
  final int outer;
  final double scale;
  final List<WeightPart> weights = new ArrayList<>();
  final List<PairPart> pairs = new ArrayList<>();
  final List<TermPart> terms = new ArrayList<>();

  /** Secret summands, one per channel (g, n) of {@code biasGroups} groups; null if none. */
  double @Nullable [] bias;

  int biasGroups = 1;

  /** A product with secret weights, {@code w[(g K + k) N + n]}. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record WeightPart(int groups, int batch, int inner, Ref left, double[] weights) {}

  /** A product of two tensors. */
  record PairPart(int groups, int batch, int inner, Ref left, Ref right) {}

  /** A sparse form with public factors: one, or {@code fan}, or one per element of the view. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record TermPart(Ref view, int fan, double[] factors) {
    double factor(int index) {
      return factors.length == 1
          ? factors[0]
          : factors.length == fan ? factors[index % fan] : factors[index];
    }
  }

  Form(String name, int rows, int outer, double scale) {
    this.name = name;
    this.rows = rows;
    this.outer = outer;
    this.scale = scale;
  }

  static Form of(String name, Ref view) {
    return of(name, view, 1, 1.0);
  }

  static Form of(String name, Ref view, int fan, double... factors) {
    Form form = new Form(name, 1, view.length() / fan, 1);
    form.terms.add(new TermPart(view, fan, factors));
    return form;
  }

  int length() {
    return rows * outer;
  }

  /** Returns whether it is a sum of terms and secret constants only. */
  boolean isSum() {
    return weights.isEmpty() && pairs.isEmpty();
  }

  /** Adds another form's parts times a factor; the other must have the same rows and columns. */
  void add(Form other, double factor) {
    double ratio = factor * other.scale / scale;
    for (WeightPart part : other.weights) {
      double[] scaled = part.weights.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= ratio;
      }
      weights.add(new WeightPart(part.groups, part.batch, part.inner, part.left, scaled));
    }
    if (!other.pairs.isEmpty() && ratio != 1) {
      throw new IllegalStateException("a product of tensors cannot be scaled");
    }
    pairs.addAll(other.pairs);
    for (TermPart term : other.terms) {
      terms.add(new TermPart(term.view.times(ratio), term.fan, term.factors));
    }
    double[] extra = other.bias;
    if (extra != null) {
      addBias(extra, other.biasGroups, ratio);
    }
  }

  /** Adds secret constants, one per channel of some groups. */
  void addBias(double[] values, int groups, double factor) {
    double[] present = bias;
    if (present == null) {
      present = new double[values.length];
      biasGroups = groups;
    } else if (biasGroups < groups) {
      present = spread(present, biasGroups, groups);
      biasGroups = groups;
    }
    double[] added = biasGroups > groups ? spread(values, groups, biasGroups) : values;
    for (int i = 0; i < present.length; i++) {
      present[i] += factor * added[i];
    }
    bias = present;
  }

  private double[] spread(double[] values, int from, int to) {
    double[] result = new double[to * outer];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[(int) ((long) (i / outer) * from / to) * outer + i % outer];
    }
    return result;
  }

  /** Returns the number of groups of rows that have exponents of their own. */
  int channelGroups() {
    int groups = bias == null ? 1 : biasGroups;
    for (WeightPart part : weights) {
      groups = Math.max(groups, part.groups);
    }
    return groups;
  }
}
