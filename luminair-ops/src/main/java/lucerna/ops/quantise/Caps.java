package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** How wide each base is at most, by what its readers can do with it. */
final class Caps {
  private static final int PAIR_BITS = 30;
  private static final int INVERSE_BITS = 18;

  private final Plan plan;
  private final Options options;
  private final int compared;

  Caps(Plan plan, Options options, int compared) {
    this.plan = plan;
    this.options = options;
    this.compared = compared;
  }

  void set() {
    Set<Base> onlyCompared = Collections.newSetFromMap(new IdentityHashMap<>());
    onlyCompared.addAll(plan.bases);
    List<Form> forms = new ArrayList<>();
    for (PlanBlock block : plan.blocks) {
      forms.addAll(block.forms());
      boolean compares = block instanceof PlanBlock.Sign || block instanceof PlanBlock.ZeroTest;
      for (Form form : block.forms()) {
        if (!compares) {
          Settler.read(plan, form).forEach(onlyCompared::remove);
        }
      }
    }
    for (Plan.OutputPlan output : plan.outputs) {
      if (output.form() != null) {
        forms.add(output.form());
        Settler.read(plan, output.form()).forEach(onlyCompared::remove);
      }
    }
    for (PlanBlock block : plan.blocks) {
      Base base = block.base();
      boolean exactly = onlyCompared.contains(base) && block instanceof PlanBlock.Input;
      base.cap = exactly ? compared : options.wideBits();
      if (block instanceof PlanBlock.Inverse) {
        base.cap = INVERSE_BITS;
      }
      if (block instanceof PlanBlock.Function function) {
        function.argument().cap = options.wideBits();
      }
    }
    forms.forEach(this::limit);
    for (PlanBlock block : plan.blocks) {
      if (block instanceof PlanBlock.Multiplication product) {
        cap(product.a(), options.operandBits());
        cap(product.b(), options.operandBits());
      } else if (block instanceof PlanBlock.Division division && division.rounded()) {
        cap(division.divisor(), options.operandBits() - 1);
        cap(division.numerator(), options.operandBits());
      }
    }
  }

  private void cap(Form form, int bits) {
    Settler.read(plan, form).forEach(base -> base.cap = Math.min(base.cap, bits));
  }

  private void limit(Form form) {
    for (Form.WeightPart part : form.weights) {
      int bits = Balance.bits(plan, form, part, options);
      cap(part.left(), bits);
    }
    for (Form.PairPart part : form.pairs) {
      int room = PAIR_BITS - log(part.inner());
      if (part.inner() == 1) {
        // A scaling by rows: the row's factor is the wider one.
        int right = Math.min(options.operandBits(), room / 2);
        cap(part.right(), right);
        cap(part.left(), room - right);
      } else {
        cap(part.left(), Math.min(options.operandBits(), room / 2));
        cap(part.right(), Math.min(options.operandBits(), room / 2));
      }
    }
    for (Form.TermPart term : form.terms) {
      for (int i = 0; i < term.view().length(); i++) {
        if (term.view().source()[i] >= 0 && term.view().form()[i] == Ref.SQUARE) {
          Base base = plan.base(term.view().source()[i]);
          base.cap = Math.min(base.cap, (PAIR_BITS - 1 - log(term.fan())) / 2);
        }
      }
    }
  }

  private void cap(Ref ref, int bits) {
    int last = -1;
    for (int source : ref.source()) {
      if (source >= 0 && source != last) {
        last = source;
        Base base = plan.base(source);
        base.cap = Math.min(base.cap, bits);
      }
    }
  }

  private static int log(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(value - 1);
  }
}
