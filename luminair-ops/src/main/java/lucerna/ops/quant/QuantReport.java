package lucerna.ops.quant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the quantiser chose.
 *
 * @param layers one per dense layer, in order
 */
public record QuantReport(List<Layer> layers) {
  /**
   * One dense layer.
   *
   * @param name the node
   * @param operandBits width of the operand
   * @param operandExponent the operand's exponent
   * @param weightBits width of the largest weight
   * @param sumBound the public bound on the weights of a channel
   * @param noise the predicted error of the results that the layer's rounding makes, relative
   */
  public record Layer(
      String name,
      int operandBits,
      int operandExponent,
      int weightBits,
      long sumBound,
      double noise) {}

  /** Copies the list. */
  public QuantReport {
    layers = List.copyOf(layers);
  }

  /**
   * Returns the report as text.
   *
   * @return one line per layer
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Layer layer : layers) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: operand %d bits, weights %d bits, predicted error %.4f %%",
              layer.name(),
              layer.operandBits(),
              layer.weightBits(),
              100 * layer.noise()));
    }
    return lines;
  }
}
