package lucerna.ops.layout;

import java.util.List;
import java.util.stream.IntStream;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;

/** Small circuits with products. */
final class ProductCircuits {
  private ProductCircuits() {}

  /**
   * Two groups with weights, a bias on top; then a second layer without groups.
   *
   * @param batch rows of each group; above 4 left sides become factors
   */
  static TinyCircuit weights(int batch) {
    TinyCircuit tiny = new TinyCircuit();
    int inner = 3;
    int outer = 5;
    double[] input = IntStream.range(0, 2 * batch * inner).mapToDouble(i -> i % 7 - 3).toArray();
    int x = tiny.input(4, Circuit.Kind.REAL, input);
    Product product =
        tiny.weighted(2, batch, inner, outer, tiny.view(x, Gadget.Round.VALUE), 40, true);
    Product bias = bias(tiny, 2 * batch, outer);
    int l = tiny.affine(2 * batch, outer, List.of(product, bias));
    int y =
        tiny.block(
            new Gadget.Round(16, new int[] {1}, false, Given.EQUATION), 2 * batch * outer, l);
    View relu = tiny.view(y, Gadget.Round.RELU);
    Product last = tiny.weighted(1, batch, 2 * outer, 3, relu, 60, false);
    tiny.publish(tiny.affine(batch, 3, List.of(last)));
    return tiny;
  }

  /** A product of two views, and one of the same accumulators with weights. */
  static TinyCircuit views() {
    TinyCircuit tiny = new TinyCircuit();
    int x = tiny.input(4, Circuit.Kind.REAL, 1, -2, 3, 4, -5, 6, 7, 0, -1, 2, 3, 3);
    View v = tiny.view(x, Gadget.Round.VALUE);
    // Two groups, [2, 3] times [3, 2].
    Product pair = new Product(2, 2, 3, 2, v, v, 0, false);
    Product weighted = tiny.weighted(1, 4, 3, 2, v, 30, true);
    int l = tiny.affine(4, 2, List.of(pair, weighted, bias(tiny, 4, 2)));
    int y = tiny.block(new Gadget.Round(14, new int[] {2}, false, Given.EQUATION), 8, l);
    tiny.publish(tiny.view(y, Gadget.Round.VALUE));
    tiny.publish(
        tiny.affine(
            2,
            1,
            List.of(
                new Product(
                    2, 1, 1, 1, v.pick(new int[] {0, 4}), v.pick(new int[] {5, 6}), 0, false))));
    return tiny;
  }

  private static Product bias(TinyCircuit tiny, int rows, int outer) {
    long[] wires = new long[2 * rows];
    for (int i = 0; i < rows; i++) {
      wires[2 * i] = Wire.constant(1 << Product.WEIGHT_BITS);
      wires[2 * i + 1] = Wire.constant(1);
    }
    int[] limbs = new int[2 * outer];
    for (int n = 0; n < outer; n++) {
      limbs[n] = n % 3 - 1;
      limbs[outer + n] = 100 * n - 150;
    }
    return tiny.weighted(new Product(1, rows, 2, outer, new View(wires), null, 0, false), limbs);
  }
}
