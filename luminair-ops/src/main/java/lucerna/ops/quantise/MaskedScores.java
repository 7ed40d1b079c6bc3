package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators of which a softmax reads all but masked ones.
 *
 * <p>A mask that leaves each row a beginning, as a causal one does, makes what lies behind it
 * superfluous: rows of like length form a part, a product of as many columns as the longest of them
 * needs. What is masked within a part is lowered until nothing of its exponential is left.
 */
record MaskedScores(Acc acc, Ref input, int fan) {
  /** Parts at most; each costs a pair of factors per inner index. */
  private static final int MOST_PARTS = 8;

  /** What a pair of factors costs, in elements of a softmax: 8 cells each, and public columns. */
  private static final int PAIR_COST = 2;

  /**
   * Rows that are treated alike.
   *
   * @param form their scores
   * @param fan the length of a row here
   * @param places per score its place in the whole softmax
   */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record Part(Form form, int fan, int[] places) {}

  /**
   * Looks at what a softmax reads.
   *
   * @param most a constant that is at most this is a mask
   * @return the scores, or null if they must be rounded first
   */
  static @Nullable MaskedScores of(Plan plan, Ref input, int fan, double most) {
    int source = Arrays.stream(input.source()).max().orElse(-1);
    int masked = 0;
    for (int i = 0; i < input.length(); i++) {
      boolean constant = input.source()[i] < 0;
      boolean fits =
          constant
              ? input.constant(i) * input.scale() <= most
              : input.source()[i] == source
                  && input.element()[i] == i
                  && input.form()[i] == Ref.VALUE;
      masked = (i % fan == 0 ? 0 : masked) + (constant ? 1 : 0);
      if (!fits || masked == fan) {
        return null;
      }
    }
    if (source < 0 || input.scale() <= 0) {
      return null;
    }
    Acc acc = plan.whole(Ref.all(source, input.length(), input.scale()));
    if (acc == null || acc.form.scale <= 0) {
      return null;
    }
    return new MaskedScores(acc, input, fan);
  }

  /** What 1 in the accumulators' form is worth. */
  double unit() {
    return acc.form.scale * input.scale();
  }

  /**
   * Divides the scores.
   *
   * @param name for messages
   * @param below by how much a mask lowers what it is put on
   */
  List<Part> parts(String name, double below) {
    Form form = acc.form;
    boolean divisible =
        form.outer == fan
            && form.pairs.size() == 1
            && form.weights.isEmpty()
            && form.terms.isEmpty()
            && form.bias == null;
    if (!divisible) {
      int[] places = new int[input.length()];
      Arrays.setAll(places, i -> i);
      return List.of(new Part(lowered(name, form, places, below), fan, places));
    }
    Form.PairPart pair = form.pairs.getFirst();
    int[] lengths = lengths(pair);
    int count = cheapest(pair, lengths);
    int step = Math.ceilDiv(fan, count);
    List<Part> parts = new ArrayList<>();
    for (int to = step; to < fan + step; to += step) {
      int most = Math.min(to, fan);
      int from = to - step;
      int[] rows = new int[lengths.length];
      int next = 0;
      for (int m = 0; m < rows.length; m++) {
        if (lengths[m] > from && lengths[m] <= most) {
          rows[next++] = m;
        }
      }
      if (next > 0) {
        parts.add(part(name, pair, Arrays.copyOf(rows, next), most, below));
      }
    }
    return parts;
  }

  /* Per row of a group the columns up to the last that some group does not mask. */
  private int[] lengths(Form.PairPart pair) {
    int[] lengths = new int[pair.batch()];
    for (int i = 0; i < input.length(); i++) {
      if (input.source()[i] >= 0) {
        int m = i / fan % pair.batch();
        lengths[m] = Math.max(lengths[m], i % fan + 1);
      }
    }
    return lengths;
  }

  private int cheapest(Form.PairPart pair, int[] lengths) {
    int best = 1;
    long least = Long.MAX_VALUE;
    for (int count = 1; count <= MOST_PARTS && count <= fan; count++) {
      int step = Math.ceilDiv(fan, count);
      long scores = 0;
      boolean[] used = new boolean[count];
      for (int length : lengths) {
        int part = Math.max(length - 1, 0) / step;
        used[part] = true;
        scores += (long) pair.groups() * Math.min(fan, (part + 1) * step);
      }
      long parts = 0;
      for (boolean any : used) {
        parts += any ? 1 : 0;
      }
      long cost = scores + PAIR_COST * parts * pair.groups() * pair.inner();
      if (cost < least) {
        least = cost;
        best = count;
      }
    }
    return best;
  }

  private Part part(String name, Form.PairPart pair, int[] rows, int columns, double below) {
    int inner = pair.inner();
    int[] left = new int[pair.groups() * rows.length * inner];
    Arrays.setAll(
        left,
        i -> {
          int row = i / inner;
          int g = row / rows.length;
          return (g * pair.batch() + rows[row % rows.length]) * inner + i % inner;
        });
    int[] right = new int[pair.groups() * inner * columns];
    Arrays.setAll(right, i -> i / columns * fan + i % columns);
    int[] places = new int[pair.groups() * rows.length * columns];
    Arrays.setAll(
        places,
        i -> {
          int row = i / columns;
          int g = row / rows.length;
          return (g * pair.batch() + rows[row % rows.length]) * fan + i % columns;
        });
    Form form = new Form(name, pair.groups() * rows.length, columns, acc.form.scale);
    form.pairs.add(
        new Form.PairPart(
            pair.groups(), rows.length, inner, pair.left().pick(left), pair.right().pick(right)));
    return new Part(lowered(name, form, places, below), columns, places);
  }

  /* The form, and a public constant that lowers what is masked. */
  private Form lowered(String name, Form form, int[] places, double below) {
    int[] source = new int[places.length];
    int[] element = new int[places.length];
    boolean any = false;
    for (int i = 0; i < places.length; i++) {
      source[i] = -1;
      boolean masked = input.source()[places[i]] < 0;
      element[i] = masked ? 1 : 0;
      any |= masked;
    }
    if (!any) {
      return form;
    }
    Form lowered = new Form(name, form.rows, form.outer, form.scale);
    lowered.add(form, 1);
    double[] constants = {0, -below / unit()};
    Ref mask = new Ref(source, element, new byte[source.length], constants, 1);
    lowered.terms.add(new Form.TermPart(mask, 1, new double[] {1}));
    return lowered;
  }
}
