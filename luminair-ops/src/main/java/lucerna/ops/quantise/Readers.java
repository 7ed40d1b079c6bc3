package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of each base a plan reads, and where for the last time. */
final class Readers {
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final Map<Integer, Integer> last = new HashMap<>();
  private final Set<Integer> otherThanPositive = new HashSet<>();
  private final Set<Integer> removals = new HashSet<>();

  Readers(Plan plan) {
    for (int b = 0; b < plan.blocks.size(); b++) {
      for (Form form : plan.blocks.get(b).forms()) {
        read(form, b);
      }
      if (plan.blocks.get(b) instanceof PlanBlock.AtLeastZero zero) {
        PlanBlock.Removal removal = zero.removal();
        if (removal != null) {
          removals.add(removal.base().id);
        }
      }
    }
    plan.zeros.forEach(form -> read(form, ALWAYS));
    for (Plan.OutputPlan output : plan.outputs) {
      Form form = output.form();
      if (form != null) {
        read(form, ALWAYS);
      } else {
        read(output.view(), ALWAYS);
      }
    }
  }

  private void read(Form form, int block) {
    List<Ref> refs = new ArrayList<>();
    form.weights.forEach(part -> refs.add(part.left()));
    form.pairs.forEach(
        part -> {
          refs.add(part.left());
          refs.add(part.right());
        });
    form.terms.forEach(term -> refs.add(term.view()));
    refs.forEach(ref -> read(ref, block));
  }

  private void read(Ref ref, int block) {
    int before = -1;
    byte form = -1;
    for (int i = 0; i < ref.length(); i++) {
      int source = ref.source()[i];
      if (source >= 0 && (source != before || ref.form()[i] != form)) {
        before = source;
        form = ref.form()[i];
        last.merge(source, block, Math::max);
        if (form != Ref.RELU) {
          otherThanPositive.add(source);
        }
      }
    }
  }

  /** Returns whether all that is read of a base is its positive part. */
  boolean onlyPositive(Base base) {
    return !otherThanPositive.contains(base.id);
  }

  /** Returns whether anything after a block reads a base. */
  boolean isReadAfter(Base base, int block) {
    return last.getOrDefault(base.id, -1) > block;
  }

  /** Returns whether a base takes elements out of groups. */
  boolean isRemoval(int source) {
    return removals.contains(source);
  }
}
