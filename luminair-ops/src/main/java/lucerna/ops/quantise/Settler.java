package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import lucerna.ops.graph.ElementKind;

/**
 * Chooses the exponents of all bases and forms.
 *
 * <p>A base's exponent starts as large as its width allows and is only ever lowered, until every
 * form is bounded and every rounding drops bits: so the search ends.
 */
final class Settler {
  /** The widest magnitude that is compared. */
  private static final int COMPARED_BITS = 22;

  private static final int MAX_ROUNDS = 20_000;
  private static final int DIVISION_BITS = 28;

  /** An inverse is {@code floor(2^f / b)} with f at most this. */
  static final int INVERSE_BITS = 29;

  private static final int LEAST_INVERSE_BITS = 9;

  private final Plan plan;
  private final Options options;
  private final Map<Form, FormScales> scales = new HashMap<>();
  private final Map<PlanBlock, Integer> inverseBits = new HashMap<>();
  private boolean changed;

  Settler(Plan plan, Options options) {
    this.plan = plan;
    this.options = options;
    plan.blocks.forEach(
        block -> block.forms().forEach(form -> scales.put(form, new FormScales(plan, form))));
    plan.zeros.forEach(form -> scales.put(form, new FormScales(plan, form)));
    for (Plan.OutputPlan output : plan.outputs) {
      if (output.form() != null) {
        scales.put(output.form(), new FormScales(plan, output.form()));
      }
    }
  }

  FormScales of(Form form) {
    FormScales found = scales.get(form);
    if (found == null) {
      throw new IllegalStateException("no scales of " + form.name);
    }
    return found;
  }

  /** Returns f of an inverse, {@code floor(2^f / b)}. */
  int inverseBits(PlanBlock.Inverse block) {
    return inverseBits.getOrDefault(block, INVERSE_BITS);
  }

  void settle() {
    new Caps(plan, options, COMPARED_BITS).set();
    for (Base base : plan.bases) {
      base.exponent =
          base.exact() ? 0 : Base.exponentFor(Math.max(base.magnitude(), 1e-60), base.cap);
    }
    for (PlanBlock block : plan.blocks) {
      if (block instanceof PlanBlock.Function function) {
        FunctionDomain.choose(function, options);
      }
    }
    SharedTables.widen(plan.blocks, options.tableBits());
    int rounds = 0;
    do {
      changed = false;
      for (int b = 0; b < plan.blocks.size() && !changed; b++) {
        block(b, plan.blocks.get(b));
      }
      for (Plan.OutputPlan output : plan.outputs) {
        Form form = output.form();
        if (form != null && !changed) {
          choose(form, FormScales.MAX_EXPONENT, 0);
        }
      }
      if (rounds++ > MAX_ROUNDS) {
        throw new UserException("No scales were found in " + MAX_ROUNDS + " rounds.");
      }
    } while (changed);
    for (Form zero : plan.zeros) {
      of(zero).choose(FormScales.MAX_EXPONENT, 0);
    }
  }

  private boolean choose(Form form, int cap, double extra) {
    FormScales chosen = of(form);
    chosen.choose(cap, extra);
    Base fine = chosen.tooFine;
    if (fine != null) {
      lower(form.name, fine);
      return false;
    }
    return true;
  }

  /* Makes a base coarser, or what it follows from. */
  private void lower(String node, Base base) {
    changed = true;
    PlanBlock maker = base.derived ? plan.maker(base) : null;
    if (maker != null) {
      lowerSource(node, maker);
      return;
    }
    if (base.exact()) {
      throw new UserException(
          "Node %s: the integers of %s reach %.0f, too large for exact arithmetic below 2^30."
              .formatted(node, base.name, base.limit()));
    }
    if (base.bits() <= 2) {
      throw new UserException(
          "Node %s: %s would keep no precision; its sums are too large to be bounded below 2^30."
              .formatted(node, base.name));
    }
    base.exponent--;
  }

  private void lowerSource(String node, PlanBlock block) {
    if (block instanceof PlanBlock.Inverse inverse) {
      inverseBits.put(inverse, inverseBits(inverse) - 1);
      return;
    }
    Base widest = null;
    for (Form form : block.forms()) {
      for (Base candidate : read(form)) {
        if (!candidate.exact() && (widest == null || candidate.limit() > widest.limit())) {
          widest = candidate;
        }
      }
    }
    if (widest == null) {
      throw new UserException(
          "Node %s: its integers are too large for exact arithmetic below 2^30.".formatted(node));
    }
    lower(node, widest);
  }

  static List<Base> read(Plan plan, Form form) {
    List<Base> bases = new ArrayList<>();
    List<Ref> refs = new ArrayList<>();
    form.weights.forEach(part -> refs.add(part.left()));
    form.pairs.forEach(
        part -> {
          refs.add(part.left());
          refs.add(part.right());
        });
    form.terms.forEach(term -> refs.add(term.view()));
    refs.forEach(ref -> read(plan, ref, bases));
    return bases;
  }

  /** Adds the bases that a settled tensor lies in, each once. */
  static void read(Plan plan, Ref ref, List<Base> bases) {
    int last = -1;
    for (int source : ref.source()) {
      if (source >= 0 && source != last) {
        last = source;
        if (!bases.contains(plan.base(source))) {
          bases.add(plan.base(source));
        }
      }
    }
  }

  private List<Base> read(Form form) {
    return read(plan, form);
  }

  private static int maxShift(int bits, int span) {
    return Math.clamp((long) span - bits, 0, FormScales.MAX_SHIFT);
  }

  private void block(int index, PlanBlock block) {
    Base base = block.base();
    switch (block) {
      case PlanBlock.Input _ -> {}
      case PlanBlock.Maximum _ -> maximum(base, plan.blocks.get(index + 1));
      case PlanBlock.Rounding rounding -> {
        int most = base.exponent + maxShift(base.bits(), 30);
        if (choose(rounding.form(), base.exact() ? 0 : most, 0)) {
          int least = of(rounding.form()).least();
          if (least < base.exponent) {
            base.exponent = least;
            changed = true;
          }
        }
      }
      case PlanBlock.Function function -> function(function);
      case PlanBlock.Multiplication product -> product(base, product);
      case PlanBlock.AtLeastZero zero -> {
        base.derived = true;
        PlanBlock.Removal removal = zero.removal();
        if (removal != null) {
          remove(removal);
        }
        if (choose(zero.form(), FormScales.MAX_EXPONENT, 0)) {
          base.exponent = of(zero.form()).least();
          base.bound = of(zero.form()).bound;
        }
      }
      case PlanBlock.Sign sign -> choose(sign.form(), FormScales.MAX_EXPONENT, 0);
      case PlanBlock.ZeroTest zero -> choose(zero.form(), FormScales.MAX_EXPONENT, 0);
      case PlanBlock.Division division -> division(base, division);
      case PlanBlock.SquareRoot root -> {
        base.derived = true;
        if (choose(root.form(), FormScales.MAX_EXPONENT, 0)) {
          base.exponent = of(root.form()).least() / 2;
          base.bound = Math.floor(Math.sqrt(of(root.form()).bound));
        }
      }
      case PlanBlock.Inverse inverse -> inverse(base, inverse);
      case PlanBlock.Memory memory -> {
        base.derived = true;
        if (choose(memory.form(), FormScales.MAX_EXPONENT, 0)) {
          base.exponent = of(memory.form()).least();
          base.bound = Math.max(of(memory.form()).bound, FormScales.BIAS_BOUND);
        }
      }
      case PlanBlock.Reads reads -> {
        choose(reads.index(), FormScales.MAX_EXPONENT, 0);
        for (PlanBlock other : plan.blocks) {
          if (other instanceof PlanBlock.Memory memory && memory.memory() == reads.memory()) {
            base.derived = true;
            base.exponent = memory.base().exponent;
            base.bound = memory.base().bound;
          }
        }
      }
    }
  }

  private void maximum(Base base, PlanBlock next) {
    if (next instanceof PlanBlock.Function function) {
      base.exponent = function.argument().exponent;
      return;
    }
    int most = Integer.MIN_VALUE;
    for (Base read : read(next.forms().getFirst())) {
      if (read != base) {
        most = Math.max(most, read.exponent);
      }
    }
    base.exponent = most == Integer.MIN_VALUE ? base.exponent : most;
  }

  /* A mark stands for a power of two that is more than four times each value. */
  private void remove(PlanBlock.Removal removal) {
    Base base = removal.base();
    Ref values = removal.values();
    double most = 0;
    for (int i = 0; i < values.length(); i++) {
      double unit = Math.abs(plan.unit(values, i)) / base.scale;
      int source = values.source()[i];
      most =
          Math.max(
              most,
              source < 0
                  ? unit * Math.abs(values.constant(i))
                  : unit * Math.scalb(plan.base(source).limit(), -plan.base(source).exponent));
    }
    base.derived = true;
    base.bound = 1;
    base.exponent = -(Math.getExponent(most) + 3);
  }

  private void function(PlanBlock.Function function) {
    Base x = function.argument();
    Base top = function.top();
    // Weights take all the room that they are given: what a maximum needs is kept from them.
    boolean reserves = top != null && !function.form().weights.isEmpty();
    int width = Base.width(x.magnitude(), x.exponent);
    int shift = Math.clamp((reserves ? 28L : 29L) - width, 0, FormScales.MAX_SHIFT);
    double extra = reserves ? Math.scalb(1.0, width + shift) : 0;
    if (choose(function.form(), x.exponent + shift, extra)) {
      int least = of(function.form()).least();
      if (least < x.exponent) {
        x.exponent = least;
        changed = true;
      }
    }
    if (top != null) {
      top.exponent = x.exponent;
      FormScales scores = of(function.form());
      double most = scores.bound + Math.scalb(top.limit() + 1, scores.greatest() - x.exponent);
      if (!changed && !reserves && most > FormScales.BUDGET) {
        lower(function.base().name, scores.widest());
      }
    }
  }

  private void product(Base base, PlanBlock.Multiplication product) {
    base.derived = true;
    if (choose(product.a(), FormScales.MAX_EXPONENT, 0)
        && choose(product.b(), FormScales.MAX_EXPONENT, 0)) {
      FormScales a = of(product.a());
      FormScales b = of(product.b());
      base.exponent = a.least() + b.least();
      base.bound = a.bound * b.bound;
      if (base.bound >= (1 << 30) - 1.0 - (1 << 17)) {
        lowerSource(base.name, product);
      }
    }
  }

  private void division(Base base, PlanBlock.Division division) {
    base.derived = true;
    division.remainder().derived = true;
    if (!choose(division.divisor(), FormScales.MAX_EXPONENT, 0)
        || !choose(division.numerator(), FormScales.MAX_EXPONENT, 0)) {
      return;
    }
    FormScales divisor = of(division.divisor());
    FormScales numerator = of(division.numerator());
    division.remainder().bound = divisor.bound;
    if (!division.rounded()) {
      base.bound = Math.scalb(1.0, Base.width(numerator.bound, 0));
      return;
    }
    int shift = divisionShift(base, division);
    if (shift < 0) {
      lower(base.name, widest(division.divisor(), division.numerator()));
      return;
    }
    base.exponent = numerator.least() + shift - divisor.least();
    // A quotient may be the least integer of its width, too.
    base.bound = Math.scalb(1.0, Base.width(base.magnitude(), base.exponent));
  }

  private Base widest(Form a, Form b) {
    Base widest = null;
    for (Form form : List.of(a, b)) {
      for (Base base : read(form)) {
        if (!base.derived
            && base.kind == ElementKind.REAL
            && (widest == null || base.limit() > widest.limit())) {
          widest = base;
        }
      }
    }
    if (widest == null) {
      throw new UserException("Node " + a.name + " divides what cannot be made coarser.");
    }
    return widest;
  }

  /** Returns by how many bits a numerator is raised, at most so that the quotient has its width. */
  int divisionShift(Base base, PlanBlock.Division division) {
    FormScales divisor = of(division.divisor());
    FormScales numerator = of(division.numerator());
    int divisorBits = Base.width(2 * divisor.bound, 0);
    int quotientBits = Math.min(base.cap, DIVISION_BITS - divisorBits);
    int wanted = Base.exponentFor(base.magnitude(), quotientBits);
    int shift = wanted + divisor.least() - numerator.least();
    while (shift >= 0
        && Math.scalb(numerator.bound, shift + 1) + 2 * divisor.bound >= (1 << 30) - 1.0) {
      shift--;
    }
    return shift;
  }

  private void inverse(Base base, PlanBlock.Inverse inverse) {
    base.derived = true;
    if (!choose(inverse.divisor(), FormScales.MAX_EXPONENT, 0)) {
      return;
    }
    int own = of(inverse.divisor()).least();
    int bits = inverseBits(inverse);
    while (bits > LEAST_INVERSE_BITS && Base.width(base.magnitude(), bits - own) > base.cap) {
      bits--;
    }
    inverseBits.put(inverse, bits);
    base.exponent = bits - own;
    base.bound = Math.scalb(1.0, Base.width(base.magnitude(), base.exponent)) - 1;
  }
}
