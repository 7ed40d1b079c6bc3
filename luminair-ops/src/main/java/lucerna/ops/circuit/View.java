package lucerna.ops.circuit;

import java.util.Arrays;

/**
 * Elements picked from anywhere: reshapes, transposes, slices, broadcasts, concatenations and
 * constant padding are views and cost nothing.
 *
 * @param wires one {@link Wire} per element; shared, not copied: do not change it
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record View(long[] wires) {
  /**
   * Returns the number of elements.
   *
   * @return the length
   */
  public int length() {
    return wires.length;
  }

  /**
   * Views all elements of one output of a block.
   *
   * @param block index of the block
   * @param output which output
   * @param length the block's length
   * @return the view
   */
  public static View all(int block, int output, int length) {
    long[] wires = new long[length];
    Arrays.setAll(wires, i -> Wire.of(block, output, i));
    return new View(wires);
  }

  /**
   * Picks elements of this view.
   *
   * @param elements their numbers in this view
   * @return the picked elements, in that order
   */
  public View pick(int[] elements) {
    long[] picked = new long[elements.length];
    Arrays.setAll(picked, i -> wires[elements[i]]);
    return new View(picked);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof View that && Arrays.equals(wires, that.wires);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(wires);
  }
}
