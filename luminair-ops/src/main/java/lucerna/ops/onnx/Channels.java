package lucerna.ops.onnx;

import java.util.Arrays;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.Value.Constant;
import org.jspecify.annotations.Nullable;

/** Scales and shifts that are one per channel, and secret. */
final class Channels {
  private Channels() {}

  /** The channel of each element if axis {@code axis} counts them. */
  static int[] along(Shape shape, int axis) {
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    int run = inner;
    int[] channels = new int[shape.size()];
    Arrays.setAll(channels, i -> i / run % shape.dim(axis));
    return channels;
  }

  /** The place in a constant of shape {@code small} that each element is broadcast from. */
  static int[] broadcast(OpCall call, Shape small, Shape shape) {
    if (!ArithmeticRules.broadcast(call, small, shape).equals(shape)) {
      throw call.refusal(
          "scales shape %s by shape %s, which does not broadcast; export the model again"
              .formatted(shape, small));
    }
    Movement movement = Movement.broadcast(small, shape);
    int[] source = movement.source();
    if (source != null) {
      return source;
    }
    int[] identity = new int[shape.size()];
    Arrays.setAll(identity, i -> i);
    return identity;
  }

  /** {@code scale[c] x + shift[c]} for each element of channel c. */
  static Value affine(OpCall call, Value x, int[] channels, double[] scale, double[] shift) {
    if (Arrays.stream(scale).allMatch(factor -> factor == 1)) {
      double[] values = Arrays.stream(channels).mapToDouble(c -> shift[c]).toArray();
      return Elements.add(call, x, new Constant(x.shape(), values, x.type()));
    }
    int rows = channels.length / scale.length;
    int[] order = new int[channels.length];
    int[] back = new int[channels.length];
    int[] filled = new int[scale.length];
    for (int i = 0; i < channels.length; i++) {
      int channel = channels[i];
      if (filled[channel] == rows) {
        throw new IllegalArgumentException("channels of unlike sizes");
      }
      int place = channel * rows + filled[channel]++;
      order[place] = i;
      back[i] = place;
    }
    Shape byChannel = Shape.of(scale.length, rows);
    Value sorted = call.move(x, new Movement(byChannel, order));
    var weights = new Constant(Shape.of(scale.length, 1, 1), scale, x.type());
    Value scaled = Products.linear(call, sorted, byChannel, weights, shift);
    return call.move(scaled, new Movement(x.shape(), back));
  }

  /** {@code scale x + shift}, each broadcast, and left out if null; they may depend on inputs. */
  static Value affine(OpCall call, Value x, @Nullable Value scale, @Nullable Value shift) {
    Value scaled = x;
    if (scale instanceof Constant factors
        && (shift == null || (shift instanceof Constant offset && fits(factors, offset)))) {
      double[] offsets =
          shift instanceof Constant offset ? offset.values() : new double[factors.values().length];
      int[] channels = broadcast(call, factors.shape(), x.shape());
      return affine(call, x, channels, factors.values(), offsets);
    }
    if (scale instanceof Constant factors) {
      int[] channels = broadcast(call, factors.shape(), x.shape());
      scaled = affine(call, x, channels, factors.values(), new double[factors.values().length]);
    } else if (scale != null) {
      scaled = Elements.multiply(call, x, scale);
    }
    if (shift == null) {
      return scaled;
    }
    return Elements.add(call, scaled, spread(call, shift, x.shape()));
  }

  /** The value repeated to a shape. */
  static Value spread(OpCall call, Value small, Shape shape) {
    return call.move(small, new Movement(shape, broadcast(call, small.shape(), shape)));
  }

  private static boolean fits(Constant scale, Constant shift) {
    return scale.shape().equals(shift.shape());
  }
}
