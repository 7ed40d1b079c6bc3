package lucerna.ops.onnx;

import lucerna.ops.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A rearrangement of elements: the result's shape, and for each of its elements the place in the
 * operand; null if all elements stay in order.
 */
@SuppressWarnings("ArrayRecordComponent")
record Movement(Shape shape, int @Nullable [] source) {
  /** The same elements under another shape. */
  static Movement reshape(Shape shape) {
    return new Movement(shape, null);
  }

  /** Result axis {@code i} is operand axis {@code axes[i]}. */
  static Movement transpose(Shape in, int... axes) {
    int[] strides = strides(in);
    int[] dims = new int[axes.length];
    int[] picked = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      dims[i] = in.dim(axes[i]);
      picked[i] = strides[axes[i]];
    }
    return strided(Shape.of(dims), 0, picked);
  }

  /** Repeats along leading axes that {@code in} lacks and along its axes of length 1. */
  static Movement broadcast(Shape in, Shape out) {
    if (in.size() == out.size()) {
      return reshape(out);
    }
    int[] strides = strides(in);
    int[] padded = new int[out.rank()];
    int added = out.rank() - in.rank();
    for (int axis = 0; axis < in.rank(); axis++) {
      padded[added + axis] = in.dim(axis) == 1 ? 0 : strides[axis];
    }
    return strided(out, 0, padded);
  }

  /** Every {@code steps[i]}-th index of axis {@code i} from {@code starts[i]}. */
  static Movement slice(Shape in, int[] starts, int[] steps, Shape out) {
    int[] strides = strides(in);
    int offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += starts[axis] * strides[axis];
      strides[axis] *= steps[axis];
    }
    return strided(out, offset, strides);
  }

  /** Replaces {@code axis} by the axes of {@code indices}, which lie within it. */
  static Movement gather(Shape in, int axis, int[] indices, Shape out) {
    int inner = 1;
    for (int i = axis + 1; i < in.rank(); i++) {
      inner *= in.dim(i);
    }
    int[] source = new int[out.size()];
    int at = 0;
    for (int block = 0; at < source.length; block += in.dim(axis) * inner) {
      for (int index : indices) {
        for (int i = 0; i < inner; i++) {
          source[at++] = block + index * inner + i;
        }
      }
    }
    return new Movement(out, source);
  }

  private static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return strides;
  }

  private static Movement strided(Shape out, int offset, int[] strides) {
    int[] source = new int[out.size()];
    int[] index = new int[out.rank()];
    int place = offset;
    for (int i = 0; i < source.length; i++) {
      source[i] = place;
      for (int axis = index.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++index[axis] < out.dim(axis)) {
          break;
        }
        place -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return new Movement(out, source);
  }
}
