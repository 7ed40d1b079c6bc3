package lucerna.ops.layout;

import lucerna.ops.circuit.Product;

/**
 * The rows of the weight tree that hold one product's weights: for each group g, each block of W
 * output channels, each k one row, with {@code w[g, k, block W + c]} in column c.
 *
 * @param affine index of the affine that the product is part of
 * @param product the product
 * @param number which of the circuit's products with weights it is
 * @param firstRow its first row
 * @param blocks blocks of channels of a group
 * @param firstSum number of its first channel sum that the key proves a bound of
 * @param firstGroup number of its first group among those of all products with a proven bound
 */
record WeightProduct(
    int affine,
    Product product,
    int number,
    int firstRow,
    int blocks,
    int firstSum,
    int firstGroup) {
  int row(int group, int block, int k) {
    return firstRow + (group * blocks + block) * product.inner() + k;
  }

  /** Returns the number of rows. */
  int rows() {
    return product.groups() * blocks * product.inner();
  }

  boolean isBounded() {
    return product.sumBound() > 0;
  }

  /** Returns how many sums each channel has: one of all weights, or one of each sign. */
  int sumsPerChannel() {
    return product.signed() ? 1 : 2;
  }

  /** Returns the number of channel sums with a proven bound. */
  int sums() {
    return isBounded() ? product.groups() * product.outer() * sumsPerChannel() : 0;
  }
}
