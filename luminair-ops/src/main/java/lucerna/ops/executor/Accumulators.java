package lucerna.ops.executor;

import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.GadgetCells;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.circuit.Wire;
import org.jspecify.annotations.Nullable;

/** Computes accumulators from the cells that are known so far. */
final class Accumulators {
  private static final int OUTPUTS = 16;

  private final Circuit circuit;
  private final Weights weights;
  private final int[][][] cells;
  // Per affine, the number of products with weights before it.
  private final int[] before;
  // Per block and output, the values of its gadgets once something has read them.
  private final long[] @Nullable [] values;

  Accumulators(Circuit circuit, Weights weights, int[][][] cells) {
    this.circuit = circuit;
    this.weights = weights;
    this.cells = cells;
    this.before = new int[circuit.affines().size()];
    this.values = new long[OUTPUTS * cells.length][];
    int count = 0;
    for (int a = 0; a < before.length; a++) {
      before[a] = count;
      for (Product product : circuit.affines().get(a).products()) {
        count += product.hasWeights() ? 1 : 0;
      }
    }
  }

  /** Forgets what was read of a block, because its cells change. */
  void forget(int block) {
    for (int o = 0; o < OUTPUTS; o++) {
      values[OUTPUTS * block + o] = null;
    }
  }

  /** Returns the accumulators of an affine. */
  long[] compute(int index) {
    Affine affine = circuit.affines().get(index);
    long[] acc = new long[affine.length()];
    int next = before[index];
    for (Product product : affine.products()) {
      long[] left = read(product.left());
      View right = product.right();
      if (right == null) {
        multiply(product, left, weights.products().get(next++), acc);
      } else {
        multiply(product, left, read(right), acc);
      }
    }
    for (Term term : affine.terms()) {
      add(term, acc);
    }
    return acc;
  }

  private static void multiply(Product product, long[] left, int[] right, long[] acc) {
    int inner = product.inner();
    int outer = product.outer();
    for (int row = 0; row < product.rows(); row++) {
      int at = row / product.batch() * inner * outer;
      for (int k = 0; k < inner; k++, at += outer) {
        long factor = left[row * inner + k];
        for (int n = 0; factor != 0 && n < outer; n++) {
          acc[row * outer + n] += factor * right[at + n];
        }
      }
    }
  }

  private static void multiply(Product product, long[] left, long[] right, long[] acc) {
    int inner = product.inner();
    int outer = product.outer();
    for (int row = 0; row < product.rows(); row++) {
      int at = row / product.batch() * inner * outer;
      for (int k = 0; k < inner; k++, at += outer) {
        long factor = left[row * inner + k];
        for (int n = 0; factor != 0 && n < outer; n++) {
          acc[row * outer + n] += factor * right[at + n];
        }
      }
    }
  }

  private void add(Term term, long[] acc) {
    long[] read = read(term.view());
    int fan = term.fan();
    for (int i = 0, e = 0; i < acc.length; i++) {
      long sum = 0;
      for (int j = 0; j < fan; j++, e++) {
        sum += term.coefficient(e) * read[e];
      }
      acc[i] += sum;
    }
  }

  /** Returns the elements of a view. */
  long[] read(View view) {
    long[] wires = view.wires();
    long[] elements = new long[wires.length];
    long[] source = {};
    long prefix = -1;
    for (int i = 0; i < wires.length; i++) {
      long wire = wires[i];
      if (Wire.isConstant(wire)) {
        elements[i] = Wire.value(wire);
        continue;
      }
      if (wire >>> Integer.SIZE != prefix) {
        prefix = wire >>> Integer.SIZE;
        source = values(Wire.block(wire), Wire.output(wire));
      }
      elements[i] = source[Wire.element(wire)];
    }
    return elements;
  }

  private long[] values(int index, int output) {
    long[] known = values[OUTPUTS * index + output];
    if (known != null) {
      return known;
    }
    Block block = circuit.blocks().get(index);
    long[] all = new long[block.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = GadgetCells.value(block.gadget(), output, cells[index], i);
    }
    values[OUTPUTS * index + output] = all;
    return all;
  }
}
