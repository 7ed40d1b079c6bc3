package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Product;
import lucerna.ops.quantise.Form.TermPart;
import lucerna.ops.quantise.Form.WeightPart;
import org.jspecify.annotations.Nullable;

/** The exponents of one form's accumulators, given those of the bases that it reads. */
final class FormScales {
  /** The largest exponent considered, for channels that are all but zero. */
  static final int MAX_EXPONENT = 400;

  /** The most bits that a rounding drops. */
  static final int MAX_SHIFT = 15;

  /** The largest absolute value of a bias, {@code hi 2^13 + lo}. */
  static final long BIAS_BOUND = (1L << 26) - 1;

  private static final double SNAP = 1e-12;
  private static final int FACTOR_BITS = 14;
  private static final int LEAST_FACTOR_BITS = 9;
  private static final long WEIGHT_LIMIT = (1 << Product.WEIGHT_BITS) - 1;
  static final double BUDGET = Circuit.BOUND - 1.0 - (1 << (MAX_SHIFT - 1));

  private final Plan plan;
  final Form form;
  final int groups;

  /** Per channel (g, n): real value / scale is {@code accumulator 2^-exponent}. */
  int[] exponents;

  /** Per product with weights the bound that a key proves. */
  long[] sumBounds;

  /** A base that must become coarser before the form fits, or null. */
  @Nullable Base tooFine;

  /** A bound on the accumulators. */
  double bound;

  FormScales(Plan plan, Form form) {
    this.plan = plan;
    this.form = form;
    this.groups = form.channelGroups();
    exponents = new int[groups * form.outer];
    sumBounds = new long[form.weights.size()];
  }

  int channel(int index) {
    int row = index / form.outer;
    return (int) ((long) row * groups / form.rows) * form.outer + index % form.outer;
  }

  int exponentOf(int index) {
    return exponents[channel(index)];
  }

  int least() {
    return Arrays.stream(exponents).min().orElse(0);
  }

  int greatest() {
    return Arrays.stream(exponents).max().orElse(0);
  }

  /** The base that is read with the widest integers. */
  Base widest() {
    Base widest = null;
    for (Base base : Settler.read(plan, form)) {
      if (!base.exact() && (widest == null || base.limit() > widest.limit())) {
        widest = base;
      }
    }
    if (widest == null) {
      throw new UserException(
          "Node " + form.name + ": its integers are too large for exact arithmetic below 2^30.");
    }
    return widest;
  }

  /**
   * Chooses exponents.
   *
   * @param cap no exponent is above this
   * @param extra what else is part of the accumulators, in their integers
   */
  void choose(int cap, double extra) {
    tooFine = null;
    if (!form.pairs.isEmpty()) {
      pairs(cap, extra);
    } else if (!form.weights.isEmpty()) {
      weights(cap, extra);
    } else {
      sums(cap, extra);
    }
  }

  private void pairs(int cap, double extra) {
    int exponent = 0;
    double total = extra + (form.bias == null ? 0 : BIAS_BOUND);
    Base widest = null;
    for (int i = 0; i < form.pairs.size(); i++) {
      Form.PairPart pair = form.pairs.get(i);
      Base left = same(pair.left());
      Base right = same(pair.right());
      if (tooFine != null) {
        return;
      }
      int own = left.exponent + right.exponent;
      widest = finer(left, right);
      if (i > 0 && own != exponent) {
        tooFine = widest;
        return;
      }
      exponent = own;
      total += pair.inner() * limit(pair.left()) * limit(pair.right());
    }
    Arrays.fill(exponents, exponent);
    if (exponent > cap) {
      tooFine = widest;
      return;
    }
    if (!termsFit(total, widest)) {
      return;
    }
    biasFits(widest);
  }

  private void biasFits(@Nullable Base reader) {
    double[] bias = form.bias;
    if (bias == null) {
      return;
    }
    for (int row = 0; row < form.biasGroups; row++) {
      for (int n = 0; n < form.outer; n++) {
        int index = row * (form.rows / form.biasGroups) * form.outer + n;
        double value = Math.scalb(Math.abs(bias[row * form.outer + n]), exponentOf(index));
        if (value + 1 > BIAS_BOUND) {
          tooFine = reader;
        }
      }
    }
  }

  /* Whether terms are whole multiples at the exponents chosen, and within the budget. */
  private boolean termsFit(double others, @Nullable Base reader) {
    double total = others;
    for (TermPart term : form.terms) {
      double most = 0;
      double sum = 0;
      double greatest = 0;
      for (int i = 0; i < term.view().length(); i++) {
        if (term.view().source()[i] >= 0) {
          greatest = Math.max(greatest, Math.abs(coefficient(term, i)));
        }
      }
      for (int i = 0; i < term.view().length(); i++) {
        double factor = coefficient(term, i);
        int source = term.view().source()[i];
        if (source >= 0 && factor != 0 && !isWhole(factor, ratio(term, i), greatest)) {
          tooFine = plan.base(source);
          return false;
        }
        sum +=
            Math.abs(
                source < 0 ? factor * term.view().constant(i) : factor * limit(term.view(), i));
        if (i % term.fan() == term.fan() - 1) {
          most = Math.max(most, sum);
          sum = 0;
        }
      }
      total += most + term.fan();
    }
    bound = total;
    if (total > BUDGET) {
      tooFine = reader == null ? finest() : reader;
      return false;
    }
    return true;
  }

  private static boolean isWhole(double factor, double ratio, double greatest) {
    return isExact(ratio) ? factor == Math.rint(factor) : greatest >= 1 << (LEAST_FACTOR_BITS - 1);
  }

  private static boolean isExact(double ratio) {
    return Arithmetic.isPowerOfTwo(Math.abs(ratio)) || isInteger(ratio);
  }

  private static boolean isInteger(double value) {
    return value == Math.rint(value);
  }

  /** The factor of an element of scale 1 in units of the form. */
  double ratio(TermPart term, int index) {
    return snap(term.factor(index) * plan.unit(term.view(), index));
  }

  /* Units are divided by each other: what was meant as 1 or 3 should not miss it by a rounding. */
  private static double snap(double ratio) {
    double whole = Math.rint(ratio);
    if (whole != 0 && Math.abs(ratio - whole) < SNAP * Math.abs(whole)) {
      return whole;
    }
    double power = Math.scalb(1.0, Math.getExponent(Math.abs(ratio) * (1 + SNAP)));
    return Math.abs(Math.abs(ratio) - power) < SNAP * power ? Math.copySign(power, ratio) : ratio;
  }

  /** What an element's integer, or a constant's real value, is multiplied with. */
  double coefficient(TermPart term, int index) {
    int exponent = exponentOf(index / term.fan());
    int source = term.view().source()[index];
    if (source >= 0) {
      int own = plan.base(source).exponent;
      exponent -= term.view().form()[index] == Ref.SQUARE ? 2 * own : own;
    }
    return Math.scalb(ratio(term, index), exponent);
  }

  /** Largest absolute value of the integers of a view. */
  double limit(Ref view) {
    double most = 0;
    int exponent = 0;
    for (int i = 0; i < view.length(); i++) {
      if (view.source()[i] >= 0) {
        exponent = plan.base(view.source()[i]).exponent;
        most = Math.max(most, limit(view, i));
      }
    }
    for (int i = 0; i < view.length(); i++) {
      if (view.source()[i] < 0) {
        double value = Math.abs(view.constant(i) * view.scale());
        most = Math.max(most, Math.scalb(value, exponent) + 1);
      }
    }
    return most;
  }

  private double limit(Ref view, int index) {
    int source = view.source()[index];
    if (source < 0) {
      return Math.abs(view.constant(index));
    }
    double limit = plan.base(source).limit();
    return view.form()[index] == Ref.SQUARE ? limit * limit : limit;
  }

  /* The base of a product's operand, all of whose sources must have one exponent. */
  private Base same(Ref view) {
    Base first = null;
    for (int source : view.source()) {
      if (source >= 0) {
        Base base = plan.base(source);
        if (first == null) {
          first = base;
        } else if (base.exponent != first.exponent) {
          tooFine = base.exponent > first.exponent ? base : first;
          return first;
        }
      }
    }
    if (first == null) {
      throw new UserException(
          "Node " + form.name + " multiplies a constant; it should have been folded.");
    }
    return first;
  }

  private static Base finer(Base a, Base b) {
    return a.derived || (!b.derived && !b.exact() && b.limit() >= a.limit()) ? b : a;
  }

  private @Nullable Base finest() {
    Base finest = null;
    for (TermPart term : form.terms) {
      for (int source : term.view().source()) {
        if (source >= 0) {
          Base base = plan.base(source);
          if (finest == null || base.exponent > finest.exponent) {
            finest = base;
          }
        }
      }
    }
    return finest;
  }

  private void sums(int cap, double extra) {
    for (int bits = FACTOR_BITS; bits >= LEAST_FACTOR_BITS; bits--) {
      int exponent = Integer.MIN_VALUE;
      for (TermPart term : form.terms) {
        double greatest = 0;
        for (int i = 0; i < term.view().length(); i++) {
          greatest = Math.max(greatest, Math.abs(ratio(term, i)));
        }
        for (int i = 0; i < term.view().length(); i++) {
          int source = term.view().source()[i];
          double ratio = ratio(term, i);
          if (source < 0 || ratio == 0) {
            continue;
          }
          // A small factor among great ones need not be as precise.
          int lift =
              isExact(ratio) ? lift(ratio) : Math.max(0, bits - 1 - Math.getExponent(greatest));
          int own = plan.base(source).exponent;
          own = term.view().form()[i] == Ref.SQUARE ? 2 * own : own;
          exponent = Math.max(exponent, own + lift);
        }
      }
      if (exponent == Integer.MIN_VALUE) {
        exponent = constantExponent(cap);
      }
      Arrays.fill(exponents, exponent);
      tooFine = null;
      boolean fits = termsFit(extra + (form.bias == null ? 0 : BIAS_BOUND), null);
      if (fits) {
        biasFits(finest());
      }
      if (exponent > cap) {
        tooFine = finest();
      }
      if (tooFine == null) {
        return;
      }
    }
  }

  /* By how much an exponent must exceed that of the base, for a factor that is a power of two. */
  private static int lift(double ratio) {
    return isInteger(ratio) ? 0 : -Math.getExponent(Math.abs(ratio));
  }

  private int constantExponent(int cap) {
    double most = 0;
    double[] bias = form.bias;
    for (int i = 0; bias != null && i < bias.length; i++) {
      most = Math.max(most, Math.abs(bias[i]));
    }
    for (TermPart term : form.terms) {
      for (int i = 0; i < term.view().length(); i++) {
        if (term.view().source()[i] < 0) {
          most = Math.max(most, Math.abs(ratio(term, i) * term.view().constant(i)));
        }
      }
    }
    boolean whole = bias == null || Arrays.stream(bias).allMatch(FormScales::isInteger);
    int exponent = most == 0 ? 0 : Base.exponentFor(most, 20);
    return Math.min(cap, whole && exponent >= 0 ? 0 : exponent);
  }

  private void weights(int cap, double extra) {
    double reserved = extra;
    if (!form.terms.isEmpty()) {
      reserved += BUDGET / 2;
    }
    if (form.bias != null) {
      reserved += BIAS_BOUND;
    }
    List<Base> lefts = new ArrayList<>();
    for (WeightPart part : form.weights) {
      lefts.add(same(part.left()));
      if (tooFine != null) {
        return;
      }
    }
    for (int p = 0; p < sumBounds.length; p++) {
      double share = (BUDGET - reserved) / sumBounds.length;
      sumBounds[p] = (long) Math.floor(share / limit(form.weights.get(p).left()));
    }
    Arrays.fill(exponents, cap);
    for (int p = 0; p < sumBounds.length; p++) {
      new WeightScales(plan, form, form.weights.get(p), groups)
          .cap(exponents, lefts.get(p).exponent, sumBounds[p], WEIGHT_LIMIT);
    }
    double[] bias = form.bias;
    for (int c = 0; bias != null && c < exponents.length; c++) {
      int perGroup = groups / form.biasGroups;
      double value = Math.abs(bias[c / form.outer / perGroup * form.outer + c % form.outer]);
      while (value != 0 && Math.scalb(value, exponents[c]) + 1 > BIAS_BOUND) {
        exponents[c]--;
      }
    }
    // Channels of zeros go with the others.
    int least = cap;
    for (int exponent : exponents) {
      least = Math.min(least, exponent);
    }
    for (int c = 0; c < exponents.length; c++) {
      exponents[c] = Math.min(exponents[c], least + MAX_SHIFT - 2);
    }
    if (!form.terms.isEmpty()) {
      termsUnderWeights();
    } else {
      bound = BUDGET;
    }
  }

  private void termsUnderWeights() {
    // Terms must be whole and fit their half of the budget: make channels coarser until they do.
    while (true) {
      tooFine = null;
      if (termsFit(BUDGET / 2, null)) {
        return;
      }
      Base fine = tooFine;
      if (bound <= BUDGET || fine == null) {
        return;
      }
      for (int c = 0; c < exponents.length; c++) {
        exponents[c]--;
      }
    }
  }
}
