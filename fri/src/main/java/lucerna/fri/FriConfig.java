package lucerna.fri;

/**
 * The parameters of FRI.
 *
 * @param logBlowupFactor log of the domain's size over the degree bound, 1 to 8
 * @param logFoldStep log of the factor by which a layer is folded, 1 to 6
 * @param logLastLayerDegreeBound log of the number of coefficients sent at the end, 0 to 12
 * @param nQueries number of queries drawn, with replacement, 1 to 1024
 */
public record FriConfig(
    int logBlowupFactor, int logFoldStep, int logLastLayerDegreeBound, int nQueries) {
  /**
   * Makes parameters.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FriConfig {
    requireRange("logBlowupFactor", logBlowupFactor, 1, 8);
    requireRange("logFoldStep", logFoldStep, 1, 6);
    requireRange("logLastLayerDegreeBound", logLastLayerDegreeBound, 0, 12);
    requireRange("nQueries", nQueries, 1, 1024);
  }

  /**
   * Returns how a word is folded: for each layer the log of its factor. All layers but the last
   * fold by {@code logFoldStep}; the last by what is left. At least one layer is folded, even where
   * the degree bound is not above that of the last layer.
   *
   * @param logDegreeBound log of the degree bound of the word, at least 1
   * @return the steps, their sum {@code logDegreeBound - logLastLayerSize(logDegreeBound)}
   * @throws IllegalArgumentException if the bound is less than 1 or the domain too large
   */
  public int[] foldSteps(int logDegreeBound) {
    int left = logDegreeBound - logLastLayerSize(logDegreeBound);
    int[] steps = new int[Math.ceilDiv(left, logFoldStep)];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.min(logFoldStep, left);
      left -= steps[i];
    }
    return steps;
  }

  /**
   * Returns how many coefficients end the proof for a word of a given degree bound.
   *
   * @param logDegreeBound log of the degree bound of the word, at least 1
   * @return log of the number, {@code logLastLayerDegreeBound} unless the word is too small for it
   * @throws IllegalArgumentException if the bound is less than 1 or the domain too large
   */
  public int logLastLayerSize(int logDegreeBound) {
    requireRange("logDegreeBound", logDegreeBound, 1, 30 - logBlowupFactor);
    return Math.min(logLastLayerDegreeBound, logDegreeBound - 1);
  }

  static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, not in %d to %d".formatted(name, value, min, max));
    }
  }
}
