package lucerna.stark.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.ColumnInfo;
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
import lucerna.field.spi.FieldKernels;
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
    SecureColumn trace = SecureColumn.zeros(1 << layout.logTraceDomain());
    for (int i = 0; i < plan.trace().size(); i++) {
      DeepBatch batch = plan.trace().get(i);
      SecureColumn combined = SecureColumn.zeros(1 << layout.logRows());
      for (int tree = 0; tree < trees.size(); tree++) {
        QM31 factor = batch.functionFactor();
        trees.get(tree).accumulate(ofBatch(plan.weights()[tree], i, factor), combined);
      }
      addQuotient(trace, numerators(combined, batch, layout), batch, layout.logTraceDomain());
    }
    int[][] evaluations = composition.evaluations();
    SecureColumn input = lifted(trace, evaluations, 1 << layout.logFriDomain());
    addCompositionQuotient(input, evaluations, plan, layout.logFriDomain());
    return input;
  }

  private static @Nullable QM31[] ofBatch(@Nullable QM31[][] weights, int batch, QM31 factor) {
    @Nullable QM31[] scaled = new QM31[weights.length];
    for (int column = 0; column < weights.length; column++) {
      QM31 weight = weights[column][batch];
      scaled[column] = weight == null ? null : weight.mul(factor);
    }
    return scaled;
  }

  /**
   * The numerators on the trace's domain. A combination of columns is extended once for all of
   * them; the line is added to its coefficients, of which the first two belong to 1 and y.
   */
  private static SecureColumn numerators(
      SecureColumn rows, DeepBatch batch, CommitmentLayout layout) {
    var wide = new int[QM31.DEGREE][];
    Parallel.forEach(
        QM31.DEGREE,
        k -> {
          int[] coefficients = RowOrder.toStorage(rows.coordinates()[k]);
          CircleFft.interpolate(coefficients);
          coefficients[0] = M31.add(coefficients[0], batch.lineConstant().coordinate(k));
          coefficients[1] = M31.add(coefficients[1], batch.lineSlope().coordinate(k));
          wide[k] = CircleFft.evaluate(coefficients, layout.logTraceDomain());
        });
    return new SecureColumn(wide[0], wide[1], wide[2], wide[3]);
  }

  /** The trace's quotients on the larger domain, and the mask that follows the composition. */
  private static SecureColumn lifted(SecureColumn trace, int[][] composition, int size) {
    SecureColumn out = SecureColumn.zeros(size);
    Parallel.forBlocks(
        size,
        MIN_BLOCK,
        (from, to) -> {
          for (int k = 0; k < QM31.DEGREE; k++) {
            int[] sum = out.coordinates()[k];
            int[] small = trace.coordinates()[k];
            for (int i = from; i < to; i++) {
              sum[i] = small[CommitmentLayout.liftedPosition(i)];
            }
            if (composition.length > QM31.DEGREE) {
              int[] mask = composition[QM31.DEGREE + k];
              for (int i = from; i < to; i++) {
                sum[i] = M31.add(sum[i], mask[i]);
              }
            }
          }
        });
    return out;
  }

  private static void addCompositionQuotient(
      SecureColumn out, int[][] composition, DeepBatch.Plan plan, int logSize) {
    DeepBatch batch = plan.composition();
    int[][] columns = Arrays.copyOf(composition, QM31.DEGREE + 1);
    columns[QM31.DEGREE] = DomainPoints.of(logSize).y();
    SecureColumn weights = SecureColumn.zeros(columns.length);
    for (int k = 0; k < QM31.DEGREE; k++) {
      weights.set(k, plan.compositionWeights()[k].mul(batch.functionFactor()));
    }
    weights.set(QM31.DEGREE, batch.lineSlope());
    SecureColumn numerators = SecureColumn.zeros(out.length());
    Parallel.forBlocks(
        out.length(),
        MIN_BLOCK,
        (from, to) -> {
          fill(numerators, batch.lineConstant(), from, to);
          Kernels.get().accumulate(numerators, columns, weights, from, to);
        });
    addQuotient(out, numerators, batch, logSize);
  }

  /** Adds the numerators over the batch's denominators, with the numerators' four columns. */
  private static void addQuotient(
      SecureColumn out, SecureColumn numerators, DeepBatch batch, int logSize) {
    DomainPoints points = DomainPoints.of(logSize);
    CM31[] factors = batch.denominatorFactors();
    QM31 constant = QM31.of(factors[0], CM31.ZERO);
    SecureColumn weights = SecureColumn.zeros(2);
    weights.set(0, QM31.of(factors[1], CM31.ZERO));
    weights.set(1, QM31.of(factors[2], CM31.ZERO));
    int[][] xy = {points.x(), points.y()};
    SecureColumn denominators = SecureColumn.zeros(out.length());
    Parallel.forBlocks(
        out.length(),
        MIN_BLOCK,
        (from, to) -> {
          for (int start = from; start < to; start += MIN_BLOCK) {
            int end = Math.min(to, start + MIN_BLOCK);
            fill(denominators, constant, start, end);
            Kernels.get().accumulate(denominators, xy, weights, start, end);
            divide(out, numerators, denominators, start, end);
          }
        });
  }

  private static void fill(SecureColumn column, QM31 value, int from, int to) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      Arrays.fill(column.coordinates()[k], from, to, value.coordinate(k));
    }
  }

  /**
   * Adds quotients by elements re + im i of CM31: products by {@code re / norm - im / norm i}, with
   * the norm {@code re^2 + im^2}. Spoils the divisors.
   */
  private static void divide(
      SecureColumn out, SecureColumn numerators, SecureColumn divisors, int from, int to) {
    FieldKernels kernels = Kernels.get();
    int[] re = divisors.a();
    int[] im = divisors.b();
    int[] norm = divisors.c();
    kernels.mul(re, re, norm, from, to);
    kernels.mulAdd(norm, im, im, from, to);
    if (kernels.batchInverse(norm, norm, from, to) >= 0) {
      throw new ArithmeticException("the point of a batch lies on the domain");
    }
    kernels.mul(re, norm, re, from, to);
    kernels.mul(im, norm, im, from, to);
    int[] minusIm = divisors.d();
    for (int i = from; i < to; i++) {
      minusIm[i] = M31.sub(0, im[i]);
    }
    kernels.mulAdd(out.a(), numerators.a(), re, from, to);
    kernels.mulAdd(out.a(), numerators.b(), im, from, to);
    kernels.mulAdd(out.b(), numerators.b(), re, from, to);
    kernels.mulAdd(out.b(), numerators.a(), minusIm, from, to);
    kernels.mulAdd(out.c(), numerators.c(), re, from, to);
    kernels.mulAdd(out.c(), numerators.d(), im, from, to);
    kernels.mulAdd(out.d(), numerators.d(), re, from, to);
    kernels.mulAdd(out.d(), numerators.c(), minusIm, from, to);
  }
}
