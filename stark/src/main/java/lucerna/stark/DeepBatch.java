package lucerna.stark;

import java.util.ArrayList;
import java.util.List;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;
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

  void add(QM31 value, QM31 weight) {
    QM31 a = value.complexConjugate().sub(value);
    QM31 b = value.mul(lineC).sub(a.mul(point.y()));
    sumA = sumA.add(weight.mul(a));
    sumB = sumB.add(weight.mul(b));
  }

  private QM31 numerator(QM31 combined, int y) {
    return lineC.mul(combined).sub(sumA.mul(y)).sub(sumB);
  }

  private CM31 denominator(int x, int y) {
    CM31 left = point.x().c0().sub(new CM31(x, 0)).mul(point.y().c1());
    CM31 right = point.y().c0().sub(new CM31(y, 0)).mul(point.x().c1());
    return left.sub(right);
  }

  /**
   * Returns the point.
   *
   * @return Z
   */
  public SecureCirclePoint point() {
    return point;
  }

  /**
   * Returns c, the factor of the combined functions in the numerator {@code c F + n y + m}.
   *
   * @return the factor
   */
  public QM31 functionFactor() {
    return lineC;
  }

  /**
   * Returns n, the factor of y in the numerator.
   *
   * @return the factor
   */
  public QM31 lineSlope() {
    return sumA.neg();
  }

  /**
   * Returns m, the constant of the numerator.
   *
   * @return the constant
   */
  public QM31 lineConstant() {
    return sumB.neg();
  }

  /**
   * Returns the factors of the denominator {@code D = d + e x + f y}, all in CM31, never 0 for
   * points over M31 and a Z that is not.
   *
   * @return d, e and f
   */
  public CM31[] denominatorFactors() {
    CM31 imaginaryX = point.x().c1();
    CM31 imaginaryY = point.y().c1();
    CM31 constant = point.x().c0().mul(imaginaryY).sub(point.y().c0().mul(imaginaryX));
    return new CM31[] {constant, imaginaryY.neg(), imaginaryX};
  }

  /**
   * Returns the quotient at a point of a domain.
   *
   * @param combined the weighted sum of the functions there
   * @param p the point
   * @return the batch's quotient
   */
  public QM31 quotient(QM31 combined, CirclePoint p) {
    return numerator(combined, p.y()).mul(denominator(p.x(), p.y()).inverse());
  }

  /**
   * All batches of a proof.
   *
   * @param trace batches of the trees of trace height: at P, at P moved by one row, and at the
   *     pins' point if there are pins
   * @param composition the batch of the composition, at P
   * @param weights per tree, per base-field column, per batch of the trace: the weight of that
   *     sample, null where there is none
   * @param compositionWeights the weights of the four coordinates of the composition
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Plan(
      List<DeepBatch> trace,
      DeepBatch composition,
      @Nullable QM31[][][] weights,
      QM31[] compositionWeights) {}

  /**
   * Hands out powers of the batching challenge, {@code lambda} to the first sample: 1 belongs to
   * the mask. Pins come last.
   *
   * @param layout the layout
   * @param samples the out-of-domain values
   * @param point the out-of-domain point P
   * @param pins the pins of the weight trees, or null if there are none
   * @param lambda the batching challenge
   * @return the batches
   * @throws IllegalArgumentException if there are more or fewer pins than weight columns
   */
  public static Plan plan(
      CommitmentLayout layout,
      SampleValues samples,
      SecureCirclePoint point,
      @Nullable Pins pins,
      QM31 lambda) {
    SecureCirclePoint next = point.add(new CanonicCoset(layout.logRows()).step());
    var trace = new ArrayList<>(List.of(new DeepBatch(point), new DeepBatch(next)));
    if (pins != null) {
      trace.add(new DeepBatch(pins.point()));
    }
    var composition = new DeepBatch(point);
    QM31 power = lambda;
    int index = 0;
    var weights = new ArrayList<@Nullable QM31[][]>();
    for (CommitmentLayout.TreeInfo tree : layout.trees()) {
      var ofTree = new QM31[tree.width()][trace.size()];
      int flat = 0;
      for (int id : tree.columnIds()) {
        ColumnInfo column = layout.program().columns().get(id);
        for (int k = column.secure() ? QM31.DEGREE : 1; k > 0; k--, flat++) {
          for (int offset : column.offsets()) {
            trace.get(offset).add(samples.get(index++), power);
            ofTree[flat][offset] = power;
            power = power.mul(lambda);
          }
        }
      }
      for (; flat < tree.width(); flat++) {
        trace.getFirst().add(samples.get(index++), power);
        ofTree[flat][0] = power;
        power = power.mul(lambda);
      }
      weights.add(ofTree);
    }
    var compositionWeights = new QM31[QM31.DEGREE];
    for (int k = 0; k < QM31.DEGREE; k++) {
      composition.add(samples.get(index++), power);
      compositionWeights[k] = power;
      power = power.mul(lambda);
    }
    if (pins != null) {
      pin(layout, pins, trace.getLast(), weights, power, lambda);
    }
    return new Plan(
        List.copyOf(trace), composition, weights.toArray(QM31[][][]::new), compositionWeights);
  }

  private static void pin(
      CommitmentLayout layout,
      Pins pins,
      DeepBatch batch,
      List<@Nullable QM31[][]> weights,
      QM31 first,
      QM31 lambda) {
    QM31 power = first;
    int index = 0;
    for (int tree = 0; tree < weights.size(); tree++) {
      if (layout.trees().get(tree).kind() != Tree.WEIGHTS) {
        continue;
      }
      for (@Nullable QM31[] ofColumn : weights.get(tree)) {
        if (index == pins.values().size()) {
          throw new IllegalArgumentException("only " + index + " pins");
        }
        batch.add(pins.values().get(index++), power);
        ofColumn[ofColumn.length - 1] = power;
        power = power.mul(lambda);
      }
    }
    if (index != pins.values().size()) {
      throw new IllegalArgumentException(pins.values().size() + " pins instead of " + index);
    }
  }
}
