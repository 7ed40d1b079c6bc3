package lucerna.stark;

import java.util.List;
import lucerna.field.QM31;
import lucerna.field.circle.SecureCirclePoint;

/**
 * What makes a weight tree mean the same in every proof where its root alone does not bind: the
 * values of its columns at one point that was drawn after its root was fixed.
 *
 * <p>Of the few polynomials that are near a committed word, two agree at a random point with
 * probability about {@code N / |F|}; so whoever opens the tree at the point, and gets the pinned
 * values, opens one and the same polynomial each time. A proof does not carry these values: its
 * verifier has them.
 *
 * @param point the point, over QM31 and with no coordinate in CM31
 * @param values per base-field column of the weight trees, in order, its value there
 */
public record Pins(SecureCirclePoint point, List<QM31> values) {
  /** Copies the values. */
  public Pins {
    values = List.copyOf(values);
  }
}
