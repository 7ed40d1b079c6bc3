package lucerna.ops.io;

import java.util.List;

/**
 * Inputs to calibrate with.
 *
 * @param samples per sample one vector per graph input, in order; at least one sample
 * @param labels the expected class of each sample; empty if the file gives none
 */
public record Samples(List<List<double[]>> samples, List<Integer> labels) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are labels, but not one per sample
   */
  public Samples {
    samples = List.copyOf(samples);
    labels = List.copyOf(labels);
    if (!labels.isEmpty() && labels.size() != samples.size()) {
      throw new IllegalArgumentException("labels and samples differ in number");
    }
  }
}
