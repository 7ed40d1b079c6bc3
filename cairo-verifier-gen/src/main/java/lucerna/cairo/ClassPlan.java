package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;

/**
 * Which stages share a class: as few classes as hold the code, each safely below the limit by an
 * estimate of its size, and of those the cut whose fullest class is least full.
 *
 * @param ends for each class how many stages are done after it
 * @param felts for each class its expected felts
 */
@SuppressWarnings("ArrayRecordComponent")
record ClassPlan(int[] ends, long[] felts) {
  /** Returns how many classes hold code of the checks. */
  int count() {
    return ends.length;
  }

  /** Returns the place of a stage's class, from 0. */
  int of(int stage) {
    int place = 0;
    while (ends[place] <= stage) {
      place++;
    }
    return place;
  }

  /** One class of all stages. */
  static ClassPlan one(ClassSizes sizes) {
    int all = sizes.stages();
    return new ClassPlan(new int[] {all}, new long[] {sizes.felts(0, all)});
  }

  /**
   * Plans.
   *
   * @param sizes estimates
   * @param limit most felts of a class
   * @throws UserException if a stage alone is too large
   */
  static ClassPlan of(ClassSizes sizes, long limit) {
    int n = sizes.stages();
    for (int i = 0; i < n; i++) {
      sizes.require(i, Math.round(ClassSizes.FULL * limit), limit);
    }
    int[] ends = cut(sizes, Math.round(ClassSizes.FULL * limit));
    if (ends == null) {
      throw new IllegalStateException("stages that fit by themselves fit no classes");
    }
    var felts = new long[ends.length];
    for (int i = 0; i < ends.length; i++) {
      felts[i] = sizes.felts(i == 0 ? 0 : ends[i - 1], ends[i]);
    }
    return new ClassPlan(ends, felts);
  }

  /* By the number of classes, then by the fullest one. */
  private static int @Nullable [] cut(ClassSizes sizes, long most) {
    int n = sizes.stages();
    var least = new long[n + 1];
    Arrays.fill(least, Long.MAX_VALUE);
    least[0] = 0;
    var starts = new ArrayList<int[]>();
    for (int classes = 1; classes <= n; classes++) {
      var next = new long[n + 1];
      Arrays.fill(next, Long.MAX_VALUE);
      var start = new int[n + 1];
      for (int to = classes; to <= n; to++) {
        for (int from = classes - 1; from < to; from++) {
          long felts = Math.max(least[from], sizes.felts(from, to));
          if (felts < next[to]) {
            next[to] = felts;
            start[to] = from;
          }
        }
      }
      starts.add(start);
      least = next;
      if (least[n] <= most) {
        return ends(starts, n);
      }
    }
    return null;
  }

  private static int[] ends(List<int[]> starts, int all) {
    var ends = new int[starts.size()];
    int end = all;
    for (int k = ends.length - 1; k >= 0; k--) {
      ends[k] = end;
      end = starts.get(k)[end];
    }
    return ends;
  }
}
