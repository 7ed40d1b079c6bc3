package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import org.jspecify.annotations.Nullable;

/** Writes forms as affines, and their secret factors as weights. */
final class AffineEmitter {
  private final Plan plan;
  private final Settler settler;
  private final List<Affine> affines = new ArrayList<>();
  private final List<int[]> weights = new ArrayList<>();

  AffineEmitter(Plan plan, Settler settler) {
    this.plan = plan;
    this.settler = settler;
  }

  List<Affine> affines() {
    return affines;
  }

  List<int[]> weights() {
    return weights;
  }

  /** Returns the number of the affine of a form and further terms. */
  int emit(Form form, List<Term> extra) {
    FormScales scales = settler.of(form);
    List<Product> products = new ArrayList<>();
    for (int p = 0; p < form.weights.size(); p++) {
      products.add(weighted(form, form.weights.get(p), scales, scales.sumBounds[p]));
    }
    for (Form.PairPart pair : form.pairs) {
      products.add(
          new Product(
              pair.groups(),
              pair.batch(),
              pair.inner(),
              form.outer,
              operand(pair.left()),
              operand(pair.right()),
              0,
              false));
    }
    double[] bias = form.bias;
    if (bias != null) {
      products.add(bias(form, bias, scales));
    }
    List<Term> terms = new ArrayList<>();
    form.terms.forEach(term -> terms.add(term(scales, term, 1)));
    terms.addAll(extra);
    affines.add(new Affine(form.name, form.rows, form.outer, products, terms));
    return affines.size() - 1;
  }

  /** Returns the number of the affine of a sum of terms of equal length. */
  int sum(String name, Term... terms) {
    int length = terms[0].view().length() / terms[0].fan();
    affines.add(new Affine(name, 1, length, List.of(), List.of(terms)));
    return affines.size() - 1;
  }

  /** Returns the number of the affine {@code factor form + otherFactor other}, both sums. */
  int emit(Form form, int factor, @Nullable Form other, int otherFactor) {
    List<Term> terms = new ArrayList<>();
    form.terms.forEach(term -> terms.add(term(settler.of(form), term, factor)));
    if (other != null) {
      other.terms.forEach(term -> terms.add(term(settler.of(other), term, otherFactor)));
    }
    affines.add(new Affine(form.name, form.rows, form.outer, List.of(), terms));
    return affines.size() - 1;
  }

  private Product weighted(Form form, Form.WeightPart part, FormScales scales, long sumBound) {
    int exponent = exponent(part.left());
    int[] integers = new int[part.weights().length];
    int rowsPerGroup = form.rows / part.groups();
    for (int i = 0; i < integers.length; i++) {
      int group = i / (part.inner() * form.outer);
      int index = group * rowsPerGroup * form.outer + i % form.outer;
      int own = scales.exponentOf(index) - exponent;
      integers[i] = (int) Math.round(Math.scalb(part.weights()[i], own));
    }
    weights.add(integers);
    return new Product(
        part.groups(),
        part.batch(),
        part.inner(),
        form.outer,
        operand(part.left()),
        null,
        sumBound,
        !plan.isNonnegative(part.left()));
  }

  private Product bias(Form form, double[] bias, FormScales scales) {
    int groups = form.biasGroups;
    int batch = form.rows / groups;
    int[] limbs = new int[groups * 2 * form.outer];
    for (int g = 0; g < groups; g++) {
      for (int n = 0; n < form.outer; n++) {
        double value =
            Math.scalb(bias[g * form.outer + n], scales.exponentOf(g * batch * form.outer + n));
        int integer = (int) Math.round(value);
        // Both limbs have the sign of the bias, so neither reaches 2^13.
        limbs[(2 * g) * form.outer + n] = integer / (1 << Product.WEIGHT_BITS);
        limbs[(2 * g + 1) * form.outer + n] = integer % (1 << Product.WEIGHT_BITS);
      }
    }
    weights.add(limbs);
    long[] wires = new long[form.rows * 2];
    Arrays.setAll(wires, i -> Wire.constant(i % 2 == 0 ? 1 << Product.WEIGHT_BITS : 1));
    return new Product(groups, batch, 2, form.outer, new View(wires), null, 0, false);
  }

  private int exponent(Ref ref) {
    for (int source : ref.source()) {
      if (source >= 0) {
        return plan.base(source).exponent;
      }
    }
    return 0;
  }

  private View operand(Ref ref) {
    int exponent = exponent(ref);
    long[] wires = new long[ref.length()];
    Arrays.setAll(
        wires,
        i ->
            ref.source()[i] >= 0
                ? wire(ref, i)
                : Wire.constant(
                    (int) Math.round(Math.scalb(ref.constant(i) * ref.scale(), exponent))));
    return new View(wires);
  }

  /** Returns an element of a settled tensor that is no constant. */
  long wire(Ref ref, int index) {
    Base base = plan.base(ref.source()[index]);
    if (base.block < 0) {
      throw new IllegalStateException(base.name + " is read before it is made");
    }
    return Wire.of(base.block, base.output + ref.form()[index], ref.element()[index]);
  }

  private Term term(FormScales scales, Form.TermPart term, int factor) {
    Ref view = term.view();
    long[] wires = new long[view.length()];
    int[] coefficients = new int[view.length()];
    boolean uniform = true;
    for (int i = 0; i < wires.length; i++) {
      double coefficient = scales.coefficient(term, i) * factor;
      if (view.source()[i] >= 0) {
        wires[i] = wire(view, i);
        coefficients[i] = (int) Math.round(coefficient);
      } else {
        wires[i] = Wire.constant((int) Math.round(coefficient * view.constant(i)));
        coefficients[i] = 1;
      }
      uniform &= coefficients[i] == coefficients[0];
    }
    return new Term(
        new View(wires), term.fan(), uniform ? new int[] {coefficients[0]} : coefficients);
  }
}
