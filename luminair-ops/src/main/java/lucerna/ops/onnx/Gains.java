package lucerna.ops.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Moves a scale or shift per channel into the products after it, if nothing else reads that: those
 * of a normalisation into the layer behind. Rearrangements may lie between them.
 */
final class Gains {
  private Gains() {}

  static boolean fold(Draft draft, Node node) {
    Node.Linear scale = scale(node);
    if (scale == null || !draft.isReal(scale.output()) || draft.isOutput(scale.output())) {
      return false;
    }
    int[] owners = owners(node, draft.size(scale.output()));
    List<Reader> readers = new ArrayList<>();
    for (Node reader : draft.readers(scale.output())) {
      if (!collect(draft, reader, owners, readers)) {
        return false;
      }
    }
    Draft.Places origin = draft.places(scale.input());
    for (Reader reader : readers) {
      Node.Linear linear = reader.linear();
      String input = scale.input();
      Node.Reindex between = reader.between();
      if (between != null) {
        int[] source = Draft.compose(origin.source(), between.source());
        boolean direct = Draft.isIdentity(source, draft.size(origin.origin()));
        input = direct ? origin.origin() : between.output();
        if (!direct && between.equals(draft.maker(between.output()))) {
          draft.replace(between, new Node.Reindex(between.name(), origin.origin(), input, source));
        }
      }
      draft.replace(linear, folded(linear, scale, reader.channels(), input));
    }
    return true;
  }

  /** A node that scales and shifts channels, or only shifts elements. */
  private static Node.@Nullable Linear scale(Node node) {
    return switch (node) {
      case Node.Linear linear when linear.inner() == 1 && linear.outer() == 1 -> linear;
      case Node.AddConstant add when Arrays.stream(add.values()).allMatch(Double::isFinite) -> {
        double[] ones = new double[add.values().length];
        Arrays.fill(ones, 1);
        yield new Node.Linear(
            add.name(), add.input(), add.output(), ones, ones.length, 1, 1, add.values());
      }
      default -> null;
    };
  }

  /** The channel of each element; those that equal numbers are added to are one. */
  private static int[] owners(Node node, int size) {
    int[] owners = new int[size];
    if (node instanceof Node.AddConstant add) {
      Map<Double, Integer> first = new HashMap<>();
      Arrays.setAll(owners, i -> first.computeIfAbsent(add.values()[i], _ -> i));
    } else {
      int run = size / ((Node.Linear) node).groups();
      Arrays.setAll(owners, i -> i / run);
    }
    return owners;
  }

  /** Adds the products that a reader is, or leads to; false if it does anything else. */
  private static boolean collect(Draft draft, Node reader, int[] owners, List<Reader> readers) {
    if (reader instanceof Node.Linear linear) {
      return add(draft, linear, null, owners, readers);
    }
    if (!(reader instanceof Node.Reindex between) || draft.isOutput(between.output())) {
      return false;
    }
    for (Node next : draft.readers(between.output())) {
      if (!(next instanceof Node.Linear linear) || !add(draft, linear, between, owners, readers)) {
        return false;
      }
    }
    return true;
  }

  private static boolean add(
      Draft draft,
      Node.Linear linear,
      Node.@Nullable Reindex between,
      int[] owners,
      List<Reader> readers) {
    int[] channels = channels(draft, linear, between, owners);
    if (channels == null || !draft.isReal(linear.output())) {
      return false;
    }
    readers.add(new Reader(linear, between, channels));
    return true;
  }

  /** The scale of each of the places that a product sums over; null if a place has several. */
  private static int @Nullable [] channels(
      Draft draft, Node.Linear linear, Node.@Nullable Reindex between, int[] owners) {
    int size = draft.size(linear.input());
    int perGroup = size / linear.groups();
    int[] channels = new int[linear.groups() * linear.inner()];
    Arrays.fill(channels, -1);
    for (int i = 0; i < size; i++) {
      int place = i / perGroup * linear.inner() + i % linear.inner();
      int channel = owners[between == null ? i : between.source()[i]];
      if (channels[place] >= 0 && channels[place] != channel) {
        return null;
      }
      channels[place] = channel;
    }
    return channels;
  }

  private static Node.Linear folded(
      Node.Linear linear, Node.Linear scale, int[] channels, String input) {
    double[] weights = linear.weights().clone();
    double[] bias = linear.bias().clone();
    for (int i = 0; i < weights.length; i++) {
      int place = i / linear.outer();
      int column = place / linear.inner() * linear.outer() + i % linear.outer();
      bias[column] += weights[i] * scale.bias()[channels[place]];
      weights[i] *= scale.weights()[channels[place]];
    }
    return new Node.Linear(
        linear.name(),
        input,
        linear.output(),
        weights,
        linear.groups(),
        linear.inner(),
        linear.outer(),
        bias);
  }

  /** A product, the rearrangement before it, and the scale of each place that it sums over. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Reader(Node.Linear linear, Node.@Nullable Reindex between, int[] channels) {}
}
