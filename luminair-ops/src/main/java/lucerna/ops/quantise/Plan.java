package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lucerna.ops.graph.ElementKind;
import org.jspecify.annotations.Nullable;

/** Blocks, and the tables of accumulators that tie them, before scales are chosen. */
final class Plan {
  final List<PlanBlock> blocks = new ArrayList<>();
  final List<Form> zeros = new ArrayList<>();
  final List<Base> bases = new ArrayList<>();
  final List<OutputPlan> outputs = new ArrayList<>();
  private final Map<Integer, Base> baseOf = new HashMap<>();
  private final Map<Integer, Acc> accOf = new HashMap<>();
  private int sources;
  private int memories;

  /** What an output publishes: all of a form times a power of two, by accumulator, or a view. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record OutputPlan(
      String name, int[] shape, @Nullable Form form, int[] source, double scale, Ref view) {}

  /** The distinct elements of a tensor, and where each of its elements is among them. */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record Distinct(Ref view, int[] place) {}

  Base base(
      String name,
      int length,
      ElementKind kind,
      double scale,
      boolean nonnegative,
      Function<Map<String, double[]>, double[]> real) {
    Base base = new Base(sources++, name, length, kind, scale, nonnegative, real);
    bases.add(base);
    baseOf.put(base.id, base);
    return base;
  }

  Acc acc(
      String name,
      Form form,
      ElementKind kind,
      int readers,
      Function<Map<String, double[]>, double[]> real) {
    Acc acc = new Acc(sources++, name, form, kind, readers, real);
    accOf.put(acc.id, acc);
    return acc;
  }

  /** Adds marks for the elements of groups; those of each group sum to 1. */
  Base marks(String name, int length, int fan) {
    Base marks = base(name + ".mark", length, ElementKind.BOOLEAN, 1, true, _ -> new double[] {1});
    Form sum = Form.of(name + ": one mark", Ref.all(marks.id, length, 1), fan, 1);
    sum.add(Form.of(name, constant(1, length / fan)), -1);
    zeros.add(sum);
    return marks;
  }

  int newMemory() {
    return memories++;
  }

  Base base(int source) {
    Base base = baseOf.get(source);
    if (base == null) {
      throw new IllegalStateException("source " + source + " is no base");
    }
    return base;
  }

  /** Returns the accumulators that a tensor is a permutation of, if only it reads them; or null. */
  @Nullable Acc whole(Ref ref) {
    int source = ref.single();
    Acc acc = source < 0 ? null : accOf.get(source);
    return acc != null
            && acc.readers == 1
            && acc.rounded == null
            && !acc.absorbed
            && ref.permutes(acc.form.length())
        ? acc
        : null;
  }

  /** Returns the accumulators, nothing but secret constants, that a tensor picks from; or null. */
  @Nullable Acc constants(Ref ref) {
    int source = ref.single();
    Acc acc = source < 0 ? null : accOf.get(source);
    return acc != null
            && acc.form.weights.isEmpty()
            && acc.form.pairs.isEmpty()
            && acc.form.terms.isEmpty()
            && acc.form.biasGroups == acc.form.rows
        ? acc
        : null;
  }

  /** Rounds every table of accumulators that a tensor reads, so that it lies in bases alone. */
  Ref settle(Ref ref) {
    int[] sources = ref.source().clone();
    boolean changed = false;
    for (int i = 0; i < sources.length; i++) {
      Acc acc = accOf.get(sources[i]);
      if (acc != null) {
        sources[i] = round(acc).id;
        changed = true;
      }
    }
    return changed
        ? new Ref(sources, ref.element(), ref.form(), ref.constants(), ref.scale())
        : ref;
  }

  Base round(Acc acc) {
    Base rounded = acc.rounded;
    if (acc.absorbed) {
      throw new IllegalStateException(acc.name + " is absorbed");
    }
    if (rounded == null) {
      rounded = base(acc.name, acc.form.length(), acc.kind, acc.form.scale, false, acc.real);
      acc.rounded = rounded;
      blocks.add(new PlanBlock.Rounding(rounded, acc.form));
    }
    return rounded;
  }

  /** Returns the block whose first output a base is, or null if it is another output. */
  @Nullable PlanBlock maker(Base base) {
    for (PlanBlock block : blocks) {
      if (block.base() == base) {
        return block;
      }
    }
    return null;
  }

  /** Returns whether a base is a product that was not rounded. */
  boolean isProduct(Base base) {
    return maker(base) instanceof PlanBlock.Multiplication;
  }

  /** Returns whether the sign and the magnitude of a base are cells of their own. */
  boolean hasSigns(Base base) {
    PlanBlock maker = maker(base);
    return maker instanceof PlanBlock.Rounding
        || maker instanceof PlanBlock.Input
        || maker instanceof PlanBlock.Maximum;
  }

  /** What one unit of an element is worth; a constant is worth 1. */
  double unit(Ref ref, int index) {
    int source = ref.source()[index];
    if (source < 0) {
      return ref.scale();
    }
    double scale = base(source).scale;
    return ref.scale() * (ref.form()[index] == Ref.SQUARE ? scale * scale : scale);
  }

  /** Returns the unit that all elements of a settled tensor share, or NaN; constants fit any. */
  double commonUnit(Ref ref) {
    double unit = Double.NaN;
    for (int i = 0; i < ref.length(); i++) {
      if (ref.source()[i] >= 0) {
        double own = unit(ref, i);
        if (Double.isNaN(unit)) {
          unit = own;
        } else if (own != unit) {
          return Double.NaN;
        }
      }
    }
    return Double.isNaN(unit) ? ref.scale() : unit;
  }

  boolean isNonnegative(Ref ref) {
    for (int i = 0; i < ref.length(); i++) {
      int source = ref.source()[i];
      boolean positive =
          source < 0
              ? ref.constant(i) >= 0
              : ref.form()[i] != Ref.VALUE || base(source).nonnegative;
      if (!positive) {
        return false;
      }
    }
    return true;
  }

  /** Returns the distinct elements that are no constants. */
  static Distinct distinct(Ref ref) {
    Map<Long, Integer> seen = new HashMap<>();
    List<Integer> first = new ArrayList<>();
    int[] place = new int[ref.length()];
    for (int i = 0; i < place.length; i++) {
      if (ref.source()[i] < 0) {
        place[i] = -1;
        continue;
      }
      long key =
          ((long) ref.source()[i] << 34) | ((long) ref.element()[i] << 2) | (long) ref.form()[i];
      Integer known = seen.putIfAbsent(key, first.size());
      if (known == null) {
        first.add(i);
      }
      place[i] = known == null ? first.size() - 1 : known;
    }
    return new Distinct(ref.pick(first.stream().mapToInt(Integer::intValue).toArray()), place);
  }

  static Ref constant(double value, int length) {
    int[] sources = new int[length];
    Arrays.fill(sources, -1);
    return new Ref(sources, new int[length], new byte[length], new double[] {value}, 1);
  }
}
