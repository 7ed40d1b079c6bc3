package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.ColumnInfo;
import lucerna.field.BatchInverse;
import lucerna.field.CM31;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.DomainPoints;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.RowOrder;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.DeepBatch;
import org.jspecify.annotations.Nullable;

/** Values out of the domain, and the combined quotients that FRI is run on. */
final class Deep {
  private static final int MIN_BLOCK = 1024;

  private Deep() {}

  /** Samples every column where the layout says, in the order of the proof. */
  static QM31[] sample(
      CommitmentLayout layout,
      List<CommittedColumns> trees,
      int[][] composition,
      SecureCirclePoint point) {
    int rows = 1 << layout.logRows();
    SecureCirclePoint next = point.add(new CanonicCoset(layout.logRows()).step());
    SecureColumn[] weights = {
      LagrangeWeights.at(layout.logRows(), point, rows),
      LagrangeWeights.at(layout.logRows(), next, rows)
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
    return values;
  }

  private record Task(CommittedColumns tree, int column, SecureColumn weights) {
    QM31 value() {
      return Kernels.get().dot(weights, tree.rows(column, 0, weights.length()), 0);
    }
  }

  /** Returns mask + composition's quotient + the trace's quotients, lifted. */
  static SecureColumn friInput(
      CommitmentLayout layout,
      DeepBatch.Plan plan,
      List<CommittedColumns> trees,
      CommittedColumns composition) {
    int traceSize = 1 << layout.logTraceDomain();
    SecureColumn trace = SecureColumn.zeros(traceSize);
    for (int batch = 0; batch < plan.trace().size(); batch++) {
      SecureColumn combined = SecureColumn.zeros(1 << layout.logRows());
      for (int tree = 0; tree < trees.size(); tree++) {
        trees.get(tree).accumulate(ofBatch(plan.weights()[tree], batch), combined);
      }
      addQuotient(
          trace, extended(combined, layout), plan.trace().get(batch), layout.logTraceDomain());
    }
    int size = 1 << layout.logFriDomain();
    SecureColumn combined = SecureColumn.zeros(size);
    for (int k = 0; k < QM31.DEGREE; k++) {
      accumulate(combined, composition.evaluations()[k], plan.compositionWeights()[k]);
    }
    SecureColumn input = SecureColumn.zeros(size);
    addQuotient(input, combined, plan.composition(), layout.logFriDomain());
    int[][] mask =
        layout.zeroKnowledge()
            ? Arrays.copyOfRange(composition.evaluations(), QM31.DEGREE, 2 * QM31.DEGREE)
            : new int[0][];
    Parallel.forBlocks(
        size,
        MIN_BLOCK,
        (from, to) -> {
          for (int k = 0; k < QM31.DEGREE; k++) {
            int[] out = input.coordinates()[k];
            int[] small = trace.coordinates()[k];
            for (int i = from; i < to; i++) {
              out[i] = M31.add(out[i], small[CommitmentLayout.liftedPosition(i)]);
            }
            if (mask.length > 0) {
              int[] random = mask[k];
              for (int i = from; i < to; i++) {
                out[i] = M31.add(out[i], random[i]);
              }
            }
          }
        });
    return input;
  }

  private static @Nullable QM31[] ofBatch(@Nullable QM31[][] weights, int batch) {
    @Nullable QM31[] of = new QM31[weights.length];
    Arrays.setAll(of, column -> weights[column][batch]);
    return of;
  }

  /** A combination of columns is extended as they are: once for all of them. */
  private static SecureColumn extended(SecureColumn rows, CommitmentLayout layout) {
    var storage = new int[QM31.DEGREE][];
    Arrays.setAll(storage, k -> RowOrder.toStorage(rows.coordinates()[k]));
    int[][] wide = CircleFft.extendAll(storage, layout.logTraceDomain() - layout.logRows());
    return new SecureColumn(wide[0], wide[1], wide[2], wide[3]);
  }

  private static void accumulate(SecureColumn sum, int[] column, @Nullable QM31 weight) {
    if (weight != null) {
      Parallel.forBlocks(
          column.length,
          MIN_BLOCK,
          (from, to) -> Kernels.get().accumulate(sum, column, weight, from, to));
    }
  }

  /** Adds {@code (c F - A y - B) / D} of one batch to {@code out}. */
  private static void addQuotient(
      SecureColumn out, SecureColumn combined, DeepBatch batch, int logSize) {
    DomainPoints points = DomainPoints.of(logSize);
    SecureColumn denominators = batch.denominators(points);
    BatchInverse.invert(denominators, denominators);
    Parallel.forBlocks(
        out.length(),
        MIN_BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            CM31 inverse = new CM31(denominators.a()[i], denominators.b()[i]);
            QM31 value = batch.numerator(combined.get(i), points.y()[i]).mul(inverse);
            out.set(i, out.get(i).add(value));
          }
        });
  }
}
