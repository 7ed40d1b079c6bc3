package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.Map;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.ops.graph.Shape;

/** Pools over batch x channels x grid, as sums and maxima of the elements of each window. */
final class PoolRules {
  private PoolRules() {}

  static Map<String, Operator> operators() {
    return Map.of(
        "AveragePool",
        Operator.of(
            1,
            1,
            PoolRules::average,
            "auto_pad",
            "ceil_mode",
            "count_include_pad",
            "dilations",
            "kernel_shape",
            "pads",
            "strides"),
        "GlobalAveragePool",
        Operator.of(1, 1, PoolRules::globalAverage),
        "MaxPool",
        Operator.of(
            1,
            1,
            PoolRules::max,
            "auto_pad",
            "ceil_mode",
            "dilations",
            "kernel_shape",
            "pads",
            "storage_order",
            "strides"),
        "GlobalMaxPool",
        Operator.of(1, 1, PoolRules::globalMax),
        "LpPool",
        Operator.of(
            1,
            1,
            PoolRules::norm,
            "auto_pad",
            "ceil_mode",
            "dilations",
            "kernel_shape",
            "p",
            "pads",
            "strides"),
        "GlobalLpPool",
        Operator.of(1, 1, PoolRules::globalNorm, "p"));
  }

  private static Value average(OpCall call) {
    WindowAttributes attributes = attributes(call);
    Window window = slide(call, attributes);
    Value x = call.operand(0);
    boolean padded = call.integer("count_include_pad", 0) != 0;
    int taps = window.taps();
    int planes = planes(x.shape());
    double[] factors = new double[planes * window.places() * taps];
    for (int place = 0; place < window.places(); place++) {
      long counted =
          padded
              ? window.padded(place, attributes.ends())
              : Arrays.stream(window.cells(place)).filter(cell -> cell >= 0).count();
      if (counted == 0) {
        throw empty(call);
      }
      for (int plane = 0; plane < planes; plane++) {
        int from = (plane * window.places() + place) * taps;
        Arrays.fill(factors, from, from + taps, 1.0 / counted);
      }
    }
    boolean alike = Arrays.stream(factors).allMatch(factor -> factor == factors[0]);
    return sums(call, x, window, alike ? new double[] {factors[0]} : factors);
  }

  private static Value globalAverage(OpCall call) {
    Value x = call.operand(0);
    Shape shape = global(call, x.shape());
    int fan = x.shape().size() / shape.size();
    return Groups.sum(call, x, shape, 1.0 / fan);
  }

  private static Value max(OpCall call) {
    if (call.wants(1)) {
      throw call.refusal("has the output Indices, which is not supported; use the first only");
    }
    Value x = call.operand(0);
    Window window = slide(call, attributes(call));
    int planes = planes(x.shape());
    int[] source =
        Patches.fullPlanes(
            planes,
            window,
            () -> {
              throw empty(call);
            });
    Shape windows = call.shape(planes, window.places(), window.taps());
    Value candidates = call.move(x, new Movement(windows, source));
    return Groups.maximum(call, candidates, shape(call, x.shape(), window));
  }

  private static Value globalMax(OpCall call) {
    Value x = call.operand(0);
    return Groups.maximum(call, x, global(call, x.shape()));
  }

  private static Value norm(OpCall call) {
    long p = call.integer("p", 2);
    Window window = slide(call, attributes(call));
    return root(call, p, sums(call, power(call, p, call.operand(0)), window, 1));
  }

  private static Value globalNorm(OpCall call) {
    long p = call.integer("p", 2);
    Value x = call.operand(0);
    return root(call, p, Groups.sum(call, power(call, p, x), global(call, x.shape()), 1));
  }

  /** {@code |x|^p}. */
  private static Value power(OpCall call, long p, Value x) {
    if (p < 1) {
      throw call.refusal("has p = %d; only powers from 1 are supported".formatted(p));
    }
    return p == 2
        ? Elements.apply(call, x, Kind.SQUARE)
        : p == 1
            ? Elements.apply(call, x, Kind.ABS)
            : Elements.apply(
                call, x, RealFunction.of(Kind.ABS).then(Step.of(Kind.POWER, (double) p)));
  }

  private static Value root(OpCall call, long p, Value x) {
    return p == 1
        ? x
        : Elements.apply(
            call, x, p == 2 ? RealFunction.of(Kind.SQRT) : RealFunction.of(Kind.POWER, 1.0 / p));
  }

  private static Value sums(OpCall call, Value x, Window window, double... factors) {
    int planes = planes(x.shape());
    Shape windows = call.shape(planes, window.places(), window.taps());
    Value elements = Picks.arrange(call, x, windows, Patches.planes(planes, window), 0);
    return Groups.sum(call, elements, shape(call, x.shape(), window), factors);
  }

  private static WindowAttributes attributes(OpCall call) {
    Shape in = call.operand(0).shape();
    if (in.rank() < 3) {
      throw call.refusal("pools shape %s; only batch x channels x grid is supported".formatted(in));
    }
    if (call.integers("kernel_shape") == null) {
      throw call.refusal("lacks its kernel_shape; export the model again");
    }
    return WindowAttributes.read(call, Arrays.copyOfRange(in.dims(), 2, in.rank()), new int[0]);
  }

  private static Window slide(OpCall call, WindowAttributes attributes) {
    return attributes.slide(call, call.integer("ceil_mode", 0) != 0);
  }

  private static Shape shape(OpCall call, Shape in, Window window) {
    long[] dims = Arrays.stream(in.dims()).asLongStream().toArray();
    for (int i = 2; i < dims.length; i++) {
      dims[i] = window.out()[i - 2];
    }
    return call.shape(dims);
  }

  private static Shape global(OpCall call, Shape in) {
    if (in.rank() < 3) {
      throw call.refusal("pools shape %s; only batch x channels x grid is supported".formatted(in));
    }
    long[] dims = new long[in.rank()];
    Arrays.fill(dims, 1);
    dims[0] = in.dim(0);
    dims[1] = in.dim(1);
    return call.shape(dims);
  }

  private static int planes(Shape shape) {
    return shape.dim(0) * shape.dim(1);
  }

  private static RuntimeException empty(OpCall call) {
    return call.refusal("has a window that holds padding only; use smaller pads");
  }
}
