package lucerna.ops.onnx;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Index arithmetic of convolutions and pools over tensors of batch x channels x grid.
 *
 * <p>A convolution of G groups is a product per group of the matrix of patches, one row per sample
 * and place and one column per channel of the group and tap, by the matrix of weights.
 */
final class Patches {
  private Patches() {}

  /**
   * The matrices of patches, G x (batch places) x (channels / G taps): where each element comes
   * from, or {@link Window#OUTSIDE}.
   *
   * @param cells the cell that each tap meets, by place
   */
  static int[] rows(int batch, int channels, int groups, Window window, IntFunction<int[]> cells) {
    int places = window.places();
    int grid = window.cells();
    int taps = window.taps();
    int perGroup = channels / groups;
    int[] source = new int[Math.multiplyExact(Math.multiplyExact(batch, places), channels * taps)];
    for (int place = 0; place < places; place++) {
      int[] met = cells.apply(place);
      for (int sample = 0; sample < batch; sample++) {
        for (int channel = 0; channel < channels; channel++) {
          int row = (channel / perGroup * batch + sample) * places + place;
          int at = (row * perGroup + channel % perGroup) * taps;
          int plane = (sample * channels + channel) * grid;
          for (int tap = 0; tap < taps; tap++) {
            source[at + tap] = met[tap] < 0 ? Window.OUTSIDE : plane + met[tap];
          }
        }
      }
    }
    return source;
  }

  /** From G x (batch places) x (outputs / G) back to batch x outputs x places. */
  static int[] channelsFirst(int batch, int outputs, int groups, int places) {
    int perGroup = outputs / groups;
    int[] source = new int[batch * outputs * places];
    int at = 0;
    for (int sample = 0; sample < batch; sample++) {
      for (int output = 0; output < outputs; output++) {
        int from = ((output / perGroup * batch + sample) * places) * perGroup + output % perGroup;
        for (int place = 0; place < places; place++) {
          source[at++] = from + place * perGroup;
        }
      }
    }
    return source;
  }

  /** From outputs x (inputs / G) x taps to G x (inputs / G taps) x (outputs / G). */
  static int[] weights(int outputs, int groups, int inner) {
    int outer = outputs / groups;
    int[] source = new int[outputs * inner];
    int at = 0;
    for (int group = 0; group < groups; group++) {
      for (int k = 0; k < inner; k++) {
        for (int n = 0; n < outer; n++) {
          source[at++] = (group * outer + n) * inner + k;
        }
      }
    }
    return source;
  }

  /** From inputs x (outputs / G) x taps to G x (inputs / G taps) x (outputs / G). */
  static int[] transposedWeights(int inputs, int groups, int outer, int taps) {
    int perGroup = inputs / groups;
    int[] source = new int[inputs * outer * taps];
    int at = 0;
    for (int input = 0; input < groups * perGroup; input++) {
      for (int tap = 0; tap < taps; tap++) {
        for (int n = 0; n < outer; n++) {
          source[at++] = (input * outer + n) * taps + tap;
        }
      }
    }
    return source;
  }

  /** Windows of each plane, one after another: planes x places x taps. */
  static int[] planes(int planes, Window window) {
    return rows(1, planes, planes, window, window::cells);
  }

  /** The same with a tap outside replaced by one inside of the same window, or null if none is. */
  static int[] fullPlanes(int planes, Window window, Runnable empty) {
    return rows(
        1,
        planes,
        planes,
        window,
        place -> {
          int[] cells = window.cells(place);
          int inside = Arrays.stream(cells).filter(cell -> cell >= 0).findFirst().orElse(-1);
          if (inside < 0) {
            empty.run();
          }
          return Arrays.stream(cells).map(cell -> cell < 0 ? inside : cell).toArray();
        });
  }
}
