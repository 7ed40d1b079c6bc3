package lucerna.ops.circuit;

import java.util.List;

/**
 * A table of accumulators, {@code acc = sum of products + sum of terms}. It costs no cells: it is
 * the right side of one equation of a block, or published as it is, never both, and never twice.
 *
 * <p>No accumulator reaches {@link Circuit#BOUND} in absolute value, for any values of what it
 * reads within their ranges and any weights within their bounds.
 *
 * @param name the ONNX node, for messages
 * @param rows R; every product has {@code groups * batch = R}
 * @param outer N; every product has this {@code outer}. Accumulator number {@code row N + n}
 * @param products its products
 * @param terms its terms, of R N elements each
 */
public record Affine(String name, int rows, int outer, List<Product> products, List<Term> terms) {
  /** Copies the lists. */
  public Affine {
    products = List.copyOf(products);
    terms = List.copyOf(terms);
  }

  /**
   * Returns the number of accumulators.
   *
   * @return R N
   */
  public int length() {
    return rows * outer;
  }
}
