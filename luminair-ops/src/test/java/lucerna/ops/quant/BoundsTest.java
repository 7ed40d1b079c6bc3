package lucerna.ops.quant;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import lucerna.ops.graph.Graph;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Program;
import lucerna.ops.program.Ranges;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.ops.program.Weights;
import org.junit.jupiter.api.Test;

/** The worst inputs in range, far from any sample, keep within the bounds. */
final class BoundsTest {
  @Test
  void worstInputsKeepTheBounds() {
    for (int seed = 0; seed < 30; seed++) {
      Graph graph = Networks.perceptron(seed, 1, seed % 3, 1 + 7 * seed, 40, 3);
      Calibration calibration = Calibration.measure(graph, Networks.samples(graph, 3, 1, seed));
      Quantised quantised = Quantiser.quantise(graph, calibration, QuantOptions.DEFAULT);
      for (int a = 0; a < quantised.program().affines().size(); a++) {
        long worst = worst(quantised.program(), quantised.weights(), a);
        long bound = Ranges.accumulator(quantised.program(), a);
        long half = half(quantised.program(), a);
        assertTrue(worst <= bound, worst + " exceeds " + bound);
        assertTrue(bound + half < 1 << 30, "bound " + bound);
        assertTrue(a == 0 || bound > 1 << 29, "the bound is wasteful: " + bound);
      }
    }
  }

  private static long half(Program program, int affine) {
    return program.tensors().stream()
        .filter(tensor -> tensor.affine() == affine)
        .map(TensorSpec::shift)
        .mapToLong(shift -> Ranges.half(Arrays.stream(shift).max().orElse(0)))
        .sum();
  }

  private static long worst(Program program, Weights weights, int index) {
    Affine affine = program.affines().get(index);
    Weights.Layer layer = weights.layers().get(index);
    View operand = affine.operand();
    long most = operand == null ? 0 : (1L << program.tensors().get(operand.tensor()).bits()) - 1;
    long worst = 0;
    for (int n = 0; n < affine.outer(); n++) {
      long bias = affine.biased() ? layer.biasHi()[n] * 8192L + layer.biasLo()[n] : 0;
      long high = bias;
      long low = bias;
      for (int k = 0; k < affine.inner(); k++) {
        long product = most * layer.w()[k * affine.outer() + n];
        high += affine.signed() ? Math.abs(product) : Math.max(0, product);
        low += affine.signed() ? -Math.abs(product) : Math.min(0, product);
      }
      worst = Math.max(worst, Math.max(high, -low));
    }
    return worst;
  }
}
