package lucerna.stark;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.ColumnInfo;
import lucerna.field.CM31;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.SecureCirclePoint;
import org.jspecify.annotations.Nullable;

/**
 * The functions sampled at one point Z, combined into one quotient.
 *
 * <p>For a base-field function f with {@code f(Z) = v}, the line through (Z.y, v) and its conjugate
 * is {@code (a y + b) / c} with {@code a = conj(v) - v, c = conj(Z.y) - Z.y, b = v c - a Z.y}; the
 * quotient {@code (c f(P) - a P.y - b) / D(P)}, {@code D(P) = (Re Z.x - P.x) Im Z.y - (Re Z.y -
 * P.y) Im Z.x}, has no pole iff the claimed value is right. It lies in the space of f, so no term
 * beside the mask is needed (Haböck, Levit, Papini, "Circle STARKs", section 4.4).
 */
public final class DeepBatch {
  private final SecureCirclePoint point;
  private final QM31 lineC;
  private QM31 sumA = QM31.ZERO;
  private QM31 sumB = QM31.ZERO;

  DeepBatch(SecureCirclePoint point) {
    this.point = point;
    this.lineC = point.y().complexConjugate().sub(point.y());
  }

  private void add(QM31 value, QM31 weight) {
    QM31 a = value.complexConjugate().sub(value);
    QM31 b = value.mul(lineC).sub(a.mul(point.y()));
    sumA = sumA.add(weight.mul(a));
    sumB = sumB.add(weight.mul(b));
  }

  /**
   * Returns the coefficient of the combined functions.
   *
   * @return {@code c = conj(Z.y) - Z.y}
   */
  public QM31 lineC() {
    return lineC;
  }

  /**
   * Returns the coefficient of P.y.
   *
   * @return the weighted sum of the lines' a
   */
  public QM31 sumA() {
    return sumA;
  }

  /**
   * Returns the constant term.
   *
   * @return the weighted sum of the lines' b
   */
  public QM31 sumB() {
    return sumB;
  }

  /**
   * Returns the denominator at a point of a domain.
   *
   * @param p the point
   * @return D(p), never 0 for a point over M31 and a Z that is not
   */
  public CM31 denominator(CirclePoint p) {
    CM31 left = point.x().c0().sub(new CM31(p.x(), 0)).mul(point.y().c1());
    CM31 right = point.y().c0().sub(new CM31(p.y(), 0)).mul(point.x().c1());
    return left.sub(right);
  }

  /**
   * Returns the quotient at a point of a domain.
   *
   * @param combined the weighted sum of the functions there
   * @param p the point
   * @return the batch's quotient
   */
  public QM31 quotient(QM31 combined, CirclePoint p) {
    return lineC.mul(combined).sub(sumA.mul(p.y())).sub(sumB).mul(denominator(p).inverse());
  }

  /**
   * All batches of a proof.
   *
   * @param offsets batches of the trees of trace height: at P, and at P moved by one row
   * @param composition the batch of the composition, at P
   * @param weights per tree, per base-field column, per row offset 0 and 1: the weight of that
   *     sample, null where there is none
   * @param compositionWeights the weights of the four coordinates of the composition
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Plan(
      List<DeepBatch> offsets,
      DeepBatch composition,
      @Nullable QM31[][][] weights,
      QM31[] compositionWeights) {}

  /**
   * Hands out powers of the batching challenge, {@code lambda} to the first sample: 1 belongs to
   * the mask.
   *
   * @param layout the layout
   * @param samples the out-of-domain values
   * @param point the out-of-domain point P
   * @param lambda the batching challenge
   * @return the batches
   */
  public static Plan plan(
      CommitmentLayout layout, SampleValues samples, SecureCirclePoint point, QM31 lambda) {
    SecureCirclePoint next = point.add(new CanonicCoset(layout.logRows()).step());
    var offsets = List.of(new DeepBatch(point), new DeepBatch(next));
    var composition = new DeepBatch(point);
    QM31 power = lambda;
    int index = 0;
    var weights = new ArrayList<@Nullable QM31[][]>();
    for (CommitmentLayout.TreeInfo tree : layout.trees()) {
      var ofTree = new QM31[tree.width()][2];
      int flat = 0;
      for (int id : tree.columnIds()) {
        ColumnInfo column = layout.program().columns().get(id);
        for (int k = column.secure() ? QM31.DEGREE : 1; k > 0; k--, flat++) {
          for (int offset : column.offsets()) {
            offsets.get(offset).add(samples.get(index++), power);
            ofTree[flat][offset] = power;
            power = power.mul(lambda);
          }
        }
      }
      weights.add(ofTree);
    }
    var compositionWeights = new QM31[QM31.DEGREE];
    for (int k = 0; k < QM31.DEGREE; k++) {
      composition.add(samples.get(index++), power);
      compositionWeights[k] = power;
      power = power.mul(lambda);
    }
    return new Plan(offsets, composition, weights.toArray(QM31[][][]::new), compositionWeights);
  }
}
