package lucerna.ops.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The dimensions of a tensor, outermost first; its elements lie in row-major order. */
public final class Shape {
  /** The most elements that a tensor may have. */
  public static final int MAX_SIZE = 1 << 28;

  private final int[] dims;
  private final int size;

  private Shape(int[] dims) {
    long product = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(dims));
      }
      product *= dim;
      if (product > MAX_SIZE) {
        throw new IllegalArgumentException("too many elements in " + Arrays.toString(dims));
      }
    }
    this.dims = dims;
    this.size = (int) product;
  }

  /**
   * Makes a shape.
   *
   * @param dims the dimensions, outermost first; none for a scalar
   * @return the shape
   * @throws IllegalArgumentException if a dimension is negative or the elements are more than
   *     {@link #MAX_SIZE}
   */
  public static Shape of(int... dims) {
    return new Shape(dims.clone());
  }

  /**
   * Returns the number of dimensions.
   *
   * @return the rank; zero for a scalar
   */
  public int rank() {
    return dims.length;
  }

  /**
   * Returns one dimension.
   *
   * @param axis the axis, from 0 for the outermost
   * @return the length along it
   */
  public int dim(int axis) {
    return dims[axis];
  }

  /**
   * Returns the innermost dimension.
   *
   * @return the length along the last axis; 1 for a scalar
   */
  public int last() {
    return dims.length == 0 ? 1 : dims[dims.length - 1];
  }

  /**
   * Returns the number of elements.
   *
   * @return the product of the dimensions
   */
  public int size() {
    return size;
  }

  /**
   * Returns all dimensions.
   *
   * @return a copy, outermost first
   */
  public int[] dims() {
    return dims.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
