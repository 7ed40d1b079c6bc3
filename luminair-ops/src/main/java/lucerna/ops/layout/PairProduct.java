package lucerna.ops.layout;

import java.util.Objects;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.View;

/**
 * A product of two views: for each group g and each k a pair of factors, {@code phi = sum_m s^m
 * left[g, m, k]} and {@code psi = sum_n r^n right[g, k, n]}.
 *
 * @param affine index of the affine that the product is part of
 * @param product the product
 * @param first number of its first pair
 */
record PairProduct(int affine, Product product, int first) {
  int number(int group, int k) {
    return first + group * product.inner() + k;
  }

  int pairs() {
    return product.groups() * product.inner();
  }

  View right() {
    return Objects.requireNonNull(product.right());
  }
}
