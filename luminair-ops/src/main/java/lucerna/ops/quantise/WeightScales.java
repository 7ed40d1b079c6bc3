package lucerna.ops.quantise;

/** The exponents that one product's secret weights allow, per channel. */
final class WeightScales {
  private final Form form;
  private final Form.WeightPart part;
  private final int groups;
  private final boolean signed;
  private final double[] most;

  WeightScales(Plan plan, Form form, Form.WeightPart part, int groups) {
    this.form = form;
    this.part = part;
    this.groups = groups;
    this.signed = !plan.isNonnegative(part.left());
    most = new double[part.groups() * form.outer];
    for (int i = 0; i < part.weights().length; i++) {
      int c = i / (part.inner() * form.outer) * form.outer + i % form.outer;
      most[c] = Math.max(most[c], Math.abs(part.weights()[i]));
    }
  }

  /** Lowers the exponents of accumulators to what weights in range and within a bound allow. */
  void cap(int[] exponents, int left, long sumBound, long limit) {
    for (int c = 0; c < most.length; c++) {
      if (most[c] == 0) {
        continue;
      }
      int exponent = 13 - Math.getExponent(most[c]);
      while (!fits(c, exponent, sumBound, limit)) {
        exponent--;
      }
      int spread = groups / part.groups();
      for (int g = 0; g < spread; g++) {
        int at = (c / form.outer * spread + g) * form.outer + c % form.outer;
        exponents[at] = Math.min(exponents[at], left + exponent);
      }
    }
  }

  private boolean fits(int channel, int exponent, long sumBound, long limit) {
    int group = channel / form.outer;
    int n = channel % form.outer;
    long positive = 0;
    long negative = 0;
    for (int k = 0; k < part.inner(); k++) {
      double weight = part.weights()[(group * part.inner() + k) * form.outer + n];
      long value = Math.round(Math.scalb(weight, exponent));
      if (Math.abs(value) > limit) {
        return false;
      }
      positive += Math.max(0, value);
      negative += Math.max(0, -value);
    }
    return (signed ? positive + negative : Math.max(positive, negative)) <= sumBound;
  }
}
