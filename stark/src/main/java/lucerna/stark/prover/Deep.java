package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.Blocks;
import lucerna.air.ColumnInfo;
import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.RowOrder;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import lucerna.stark.Fibres;
import org.jspecify.annotations.Nullable;

/** Values out of the domain, and the combined quotients that FRI is run on. */
final class Deep {
  private static final int MIN_BLOCK = Quotients.BLOCK;

  private final CommitmentLayout layout;
  private final ColumnArena arena;

  /**
   * Prepares for a proof.
   *
   * @param layout its layout
   * @param arena where all long arrays come from, those of results among them
   */
  Deep(CommitmentLayout layout, ColumnArena arena) {
    this.layout = layout;
    this.arena = arena;
  }

  /** Samples every column where the layout says, in the order of the proof. */
  QM31[] sample(List<CommittedColumns> trees, int[][] composition, SecureCirclePoint point) {
    int rows = 1 << layout.logRows();
    SecureCirclePoint next = point.add(new CanonicCoset(layout.logRows()).step());
    SecureColumn[] weights = {
      LagrangeWeights.at(layout.logRows(), point, rows, arena),
      LagrangeWeights.at(layout.logRows(), next, rows, arena)
    };
    var tasks = new ArrayList<Task>();
    for (int tree = 0; tree < trees.size(); tree++) {
      int flat = 0;
      for (int id : layout.trees().get(tree).columnIds()) {
        ColumnInfo column = layout.program().columns().get(id);
        for (int k = column.secure() ? QM31.DEGREE : 1; k > 0; k--, flat++) {
          for (int offset : column.offsets()) {
            tasks.add(new Task(trees.get(tree), flat, weights[offset]));
          }
        }
      }
      for (; flat < layout.trees().get(tree).width(); flat++) {
        tasks.add(new Task(trees.get(tree), flat, weights[0]));
      }
    }
    var values = new QM31[layout.sampleCount()];
    Parallel.forEach(
        values.length,
        i ->
            values[i] =
                i < tasks.size()
                    ? tasks.get(i).value()
                    : CircleFft.evaluateAt(composition[i - tasks.size()], point));
    for (SecureColumn each : weights) {
      arena.release(each);
    }
    return values;
  }

  private record Task(CommittedColumns tree, int column, SecureColumn weights) {
    QM31 value() {
      return Kernels.get().dot(weights, tree.rows(column, 0, weights.length()), 0);
    }
  }

  /**
   * Returns mask + composition's quotient + the trace's quotients, lifted.
   *
   * @param composition the composition's coefficients, and the mask's if there is one
   * @param evaluations the same on FRI's domain
   */
  SecureColumn friInput(
      DeepBatch.Plan plan, List<CommittedColumns> trees, int[][] composition, int[][] evaluations) {
    if (layout.fibres().log() == 0) {
      return unliftedInput(plan, trees, composition);
    }
    SecureColumn sum = traceQuotients(plan, trees);
    SecureColumn trace = extended(sum);
    arena.release(sum);
    int logSize = layout.logFriDomain();
    DeepBatch batch = plan.composition();
    QM31[] weights = new QM31[QM31.DEGREE];
    Arrays.setAll(weights, k -> plan.compositionWeights()[k].mul(batch.functionFactor()));
    Fibres fibres = layout.fibres();
    SecureColumn input = arena.takeSecure(1 << logSize);
    Parallel.forBlocks(
        input.length(),
        MIN_BLOCK,
        (from, to) -> {
          var quotients = new Quotients(batch, logSize, evaluations, weights);
          int[] lifted = new int[MIN_BLOCK];
          for (int start = from; start < to; start += MIN_BLOCK) {
            int count = Math.min(MIN_BLOCK, to - start);
            int[][] block = quotients.block(start, count);
            for (int k = 0; k < QM31.DEGREE; k++) {
              int[] column = input.coordinates()[k];
              lift(fibres, trace.coordinates()[k], start, lifted, count);
              add(block[k], -start, lifted, -start, column, start, count);
              if (evaluations.length > QM31.DEGREE) {
                add(evaluations[QM31.DEGREE + k], 0, column, 0, column, start, count);
              }
            }
          }
        });
    arena.release(trace);
    return input;
  }

  /** All parts lie in the space of the columns, so that they are added there. */
  private SecureColumn unliftedInput(
      DeepBatch.Plan plan, List<CommittedColumns> trees, int[][] composition) {
    SecureColumn sum = traceQuotients(plan, trees);
    int[][] values = new int[QM31.DEGREE][];
    Parallel.forEach(
        QM31.DEGREE, k -> values[k] = CircleFft.evaluate(composition[k], layout.logRows(), arena));
    DeepBatch batch = plan.composition();
    QM31[] weights = new QM31[QM31.DEGREE];
    Arrays.setAll(weights, k -> plan.compositionWeights()[k].mul(batch.functionFactor()));
    addQuotients(batch, values, weights, sum);
    for (int[] column : values) {
      arena.release(column);
    }
    int[][] masks = Arrays.copyOfRange(composition, QM31.DEGREE, composition.length);
    SecureColumn input = extended(sum, masks);
    arena.release(sum);
    return input;
  }

  /**
   * The sum of the trace's quotients. It lies in the space of the columns, so it is divided on the
   * trace's domain, where it has the fewest values.
   */
  private SecureColumn traceQuotients(DeepBatch.Plan plan, List<CommittedColumns> trees) {
    int logRows = layout.logRows();
    SecureColumn sum = arena.zerosSecure(1 << logRows);
    QM31[] units = {
      QM31.ONE, new QM31(0, 1, 0, 0), new QM31(0, 0, 1, 0), new QM31(0, 0, 0, 1),
    };
    for (int i = 0; i < plan.trace().size(); i++) {
      DeepBatch batch = plan.trace().get(i);
      SecureColumn combined = arena.zerosSecure(1 << logRows);
      for (int tree = 0; tree < trees.size(); tree++) {
        QM31 factor = batch.functionFactor();
        trees.get(tree).accumulate(ofBatch(plan.weights()[tree], i, factor), combined);
      }
      SecureColumn ordered = arena.takeSecure(1 << logRows);
      int[][] stored = ordered.coordinates();
      Parallel.forEach(QM31.DEGREE, k -> RowOrder.toStorage(combined.coordinates()[k], stored[k]));
      arena.release(combined);
      addQuotients(batch, stored, units, sum);
      arena.release(ordered);
    }
    return sum;
  }

  /** Adds a batch's quotient, of a weighted sum of columns on the trace's domain. */
  private void addQuotients(DeepBatch batch, int[][] columns, QM31[] weights, SecureColumn sum) {
    Parallel.forBlocks(
        sum.length(),
        MIN_BLOCK,
        (from, to) -> {
          var quotients = new Quotients(batch, layout.logRows(), columns, weights);
          for (int start = from; start < to; start += MIN_BLOCK) {
            int count = Math.min(MIN_BLOCK, to - start);
            int[][] block = quotients.block(start, count);
            for (int k = 0; k < QM31.DEGREE; k++) {
              int[] column = sum.coordinates()[k];
              add(block[k], -start, column, 0, column, start, count);
            }
          }
        });
  }

  /**
   * Takes values on the trace's domain to that of the trees.
   *
   * @param sum the values, overwritten
   * @param masks coefficients of what is added to each coordinate, or none
   */
  private SecureColumn extended(SecureColumn sum, int[]... masks) {
    var wide = new int[QM31.DEGREE][];
    Parallel.forEach(
        QM31.DEGREE,
        k -> {
          int[] column = sum.coordinates()[k];
          CircleFft.interpolate(column);
          if (masks.length > 0) {
            add(masks[k], 0, column, 0, column, 0, column.length);
          }
          wide[k] = CircleFft.evaluate(column, layout.logTraceDomain(), arena);
        });
    return new SecureColumn(wide[0], wide[1], wide[2], wide[3]);
  }

  /** A point and its conjugate, and those that are the same after e doublings, lie together. */
  private static void lift(Fibres fibres, int[] column, int from, int[] block, int count) {
    int group = 2 * fibres.size();
    for (int i = 0; i < count; i += group) {
      int at = fibres.leafOf(from + i);
      int point = column[at];
      int conjugate = column[at + 1];
      for (int j = i; j < i + group; j += 2) {
        block[j] = point;
        block[j + 1] = conjugate;
      }
    }
  }

  private static void add(
      int[] left, int atLeft, int[] right, int atRight, int[] out, int from, int count) {
    int[] at = {atLeft, atRight};
    Blocks.get().add(new int[][] {left, right}, at, out, from, from + count);
  }

  private static @Nullable QM31[] ofBatch(@Nullable QM31[][] weights, int batch, QM31 factor) {
    @Nullable QM31[] scaled = new QM31[weights.length];
    for (int column = 0; column < weights.length; column++) {
      QM31 weight = weights[column][batch];
      scaled[column] = weight == null ? null : weight.mul(factor);
    }
    return scaled;
  }
}
