package lucerna.ops.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.circuit.Interval;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;

/**
 * A batched product as a sum of products of two elements, each by {@link Mul}. A factor that is a
 * public constant is a coefficient.
 */
final class ProductTerms {
  private final PrimitiveCircuit circuit;
  private final String node;
  private final long[] wires;
  private final int[] coefficients;

  /** Products of factors from the same two intervals, which one block holds. */
  private final Map<Kind, List<Integer>> kinds = new LinkedHashMap<>();

  private record Kind(Interval left, Interval right) {}

  private ProductTerms(PrimitiveCircuit circuit, String node, int count) {
    this.circuit = circuit;
    this.node = node;
    this.wires = new long[count];
    this.coefficients = new int[count];
    Arrays.fill(coefficients, 1);
  }

  /**
   * Lowers a product.
   *
   * @param product its sizes
   * @param left its left side
   * @param right its right side, weights or not
   * @return the term that sums {@code inner} products per accumulator
   */
  static Term lower(
      PrimitiveCircuit circuit, String node, Product product, long[] left, long[] right) {
    int inner = product.inner();
    int outer = product.outer();
    var all = new ProductTerms(circuit, node, product.rows() * outer * inner);
    long[] second = new long[all.wires.length];
    for (int row = 0, e = 0; row < product.rows(); row++) {
      int start = row / product.batch() * inner;
      for (int n = 0; n < outer; n++) {
        for (int k = 0; k < inner; k++, e++) {
          second[e] = right[(start + k) * outer + n];
          all.times(e, left[row * inner + k], second[e]);
        }
      }
    }
    all.multiply(second);
    boolean uniform = Arrays.stream(all.coefficients).allMatch(c -> c == 1);
    return new Term(new View(all.wires), inner, uniform ? new int[] {1} : all.coefficients);
  }

  private void times(int e, long left, long right) {
    boolean constant = Wire.isConstant(left);
    if (constant || Wire.isConstant(right)) {
      int factor = Wire.value(constant ? left : right);
      wires[e] = factor == 0 ? Wire.ZERO : constant ? right : left;
      coefficients[e] = factor == 0 ? 1 : factor;
    } else {
      wires[e] = left;
      var kind = new Kind(circuit.interval(left), circuit.interval(right));
      kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(e);
    }
  }

  private void multiply(long... second) {
    for (List<Integer> elements : kinds.values()) {
      int[] at = elements.stream().mapToInt(i -> i).toArray();
      View left = new View(wires).pick(at);
      View product = Mul.EXACT.lower(circuit, node, left, new View(second).pick(at)).getFirst();
      for (int i = 0; i < at.length; i++) {
        wires[at[i]] = product.wires()[i];
      }
    }
  }
}
