package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The index arithmetic of convolutions against loops over two axes. */
final class WindowTest {
  private static final int RUNS = 60;

  private final Random random = new Random(7);

  /** A convolution's sizes: of two axes each, except for those of the channels. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sizes(int batch, int inputs, int outputs, int groups, Window window) {}

  @RepeatedTest(RUNS)
  void convolutionIsProductOfPatches(RepetitionInfo run) {
    random.setSeed(run.getCurrentRepetition());
    Sizes sizes = sizes(false);
    Window window = sizes.window();
    int perGroup = sizes.inputs() / sizes.groups();
    double[] x = numbers(sizes.batch() * sizes.inputs() * window.cells());
    double[] w = numbers(sizes.outputs() * perGroup * window.taps());
    double[] expected = new double[sizes.batch() * sizes.outputs() * window.places()];
    for (int b = 0; b < sizes.batch(); b++) {
      for (int o = 0; o < sizes.outputs(); o++) {
        for (int c = 0; c < perGroup; c++) {
          int group = o / (sizes.outputs() / sizes.groups());
          int plane = (b * sizes.inputs() + group * perGroup + c) * window.cells();
          int kernel = (o * perGroup + c) * window.taps();
          int result = (b * sizes.outputs() + o) * window.places();
          slide(
              window,
              (place, tap, cell) -> expected[result + place] += x[plane + cell] * w[kernel + tap]);
        }
      }
    }
    int[] rows = Patches.rows(sizes.batch(), sizes.inputs(), sizes.groups(), window, window::cells);
    int[] turned = Patches.weights(sizes.outputs(), sizes.groups(), perGroup * window.taps());
    assertArrayEquals(expected, product(sizes, x, rows, w, turned), 1e-9);
  }

  @RepeatedTest(RUNS)
  void transposedConvolutionLaysTheKernelDown(RepetitionInfo run) {
    random.setSeed(run.getCurrentRepetition());
    Sizes sizes = sizes(true);
    Window window = sizes.window();
    int perGroup = sizes.outputs() / sizes.groups();
    double[] x = numbers(sizes.batch() * sizes.inputs() * window.cells());
    double[] w = numbers(sizes.inputs() * perGroup * window.taps());
    double[] expected = new double[sizes.batch() * sizes.outputs() * window.places()];
    /* The other way round: the places of the result are the cells of a convolution. */
    var mirrored =
        new Window(
            window.out(),
            window.kernel(),
            window.strides(),
            window.dilations(),
            window.begins(),
            window.in());
    for (int b = 0; b < sizes.batch(); b++) {
      for (int c = 0; c < sizes.inputs(); c++) {
        for (int n = 0; n < perGroup; n++) {
          int output = c / (sizes.inputs() / sizes.groups()) * perGroup + n;
          int plane = (b * sizes.inputs() + c) * window.cells();
          int kernel = (c * perGroup + n) * window.taps();
          int result = (b * sizes.outputs() + output) * window.places();
          slide(
              mirrored,
              (place, tap, cell) -> expected[result + cell] += x[plane + place] * w[kernel + tap]);
        }
      }
    }
    int[] rows =
        Patches.rows(sizes.batch(), sizes.inputs(), sizes.groups(), window, window::spread);
    int[] turned =
        Patches.transposedWeights(sizes.inputs(), sizes.groups(), perGroup, window.taps());
    assertArrayEquals(expected, product(sizes, x, rows, w, turned), 1e-9);
  }

  @RepeatedTest(RUNS)
  void fullWindowsHaveTheSameMaximum(RepetitionInfo run) {
    random.setSeed(run.getCurrentRepetition());
    Window window = sizes(false).window();
    double[] x = numbers(2 * window.cells());
    double[] expected = new double[2 * window.places()];
    Arrays.fill(expected, Double.NEGATIVE_INFINITY);
    for (int plane = 0; plane < 2; plane++) {
      int from = plane * window.cells();
      int to = plane * window.places();
      slide(
          window,
          (place, tap, cell) ->
              expected[to + place] = Math.max(expected[to + place], x[from + cell]));
    }
    if (Arrays.stream(expected).anyMatch(Double::isInfinite)) {
      return;
    }
    int[] source = Patches.fullPlanes(2, window, () -> {});
    double[] made = new double[expected.length];
    Arrays.fill(made, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < source.length; i++) {
      made[i / window.taps()] = Math.max(made[i / window.taps()], x[source[i]]);
    }
    assertArrayEquals(expected, made);
  }

  @RepeatedTest(RUNS)
  void lengthsOfResults(RepetitionInfo run) {
    random.setSeed(run.getCurrentRepetition());
    int in = 1 + random.nextInt(12);
    int begin = random.nextInt(3);
    int span = 1 + random.nextInt(in + begin);
    int end = random.nextInt(Math.min(3, span));
    int stride = 1 + random.nextInt(3);
    int floor = 0;
    int ceil = 0;
    for (int from = 0; from < in + begin + end; from += stride) {
      floor += from + span <= in + begin + end ? 1 : 0;
      ceil += from + span < in + begin + end + stride && from < in + begin ? 1 : 0;
    }
    assertEquals(floor, Window.places(in + begin + end, span, stride, false, in + begin));
    assertEquals(ceil, Window.places(in + begin + end, span, stride, true, in + begin));
  }

  /** What happens where a tap of the kernel meets a cell. */
  private interface Visitor {
    void visit(int place, int tap, int cell);
  }

  private static void slide(Window window, Visitor visitor) {
    int[] in = window.in();
    int[] kernel = window.kernel();
    int[] out = window.out();
    for (int row = 0; row < out[0]; row++) {
      for (int column = 0; column < out[1]; column++) {
        for (int i = 0; i < kernel[0]; i++) {
          for (int j = 0; j < kernel[1]; j++) {
            int y = row * window.strides()[0] + i * window.dilations()[0] - window.begins()[0];
            int x = column * window.strides()[1] + j * window.dilations()[1] - window.begins()[1];
            if (y >= 0 && y < in[0] && x >= 0 && x < in[1]) {
              visitor.visit(row * out[1] + column, i * kernel[1] + j, y * in[1] + x);
            }
          }
        }
      }
    }
  }

  private Sizes sizes(boolean transposed) {
    int[] in = new int[2];
    int[] kernel = new int[2];
    int[] strides = new int[2];
    int[] dilations = new int[2];
    int[] begins = new int[2];
    int[] out = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      in[axis] = 3 + random.nextInt(4);
      kernel[axis] = 1 + random.nextInt(3);
      strides[axis] = 1 + random.nextInt(3);
      dilations[axis] = 1 + random.nextInt(2);
      begins[axis] = random.nextInt(2);
      int span = (kernel[axis] - 1) * dilations[axis] + 1;
      int padded = in[axis] + begins[axis] + 2;
      out[axis] =
          transposed
              ? Math.max((in[axis] - 1) * strides[axis] + span - begins[axis], 1)
              : Window.places(padded, span, strides[axis], false, padded);
    }
    int groups = 1 + random.nextInt(2);
    return new Sizes(
        1 + random.nextInt(2),
        groups * (1 + random.nextInt(2)),
        groups * (1 + random.nextInt(2)),
        groups,
        new Window(in, kernel, strides, dilations, begins, out));
  }

  private double[] numbers(int length) {
    return random.doubles(length, -1, 1).toArray();
  }

  /** The product per group, brought back to batch x outputs x places. */
  private static double[] product(Sizes sizes, double[] x, int[] rows, double[] w, int[] turned) {
    int places = sizes.batch() * sizes.window().places();
    int outer = sizes.outputs() / sizes.groups();
    int inner = turned.length / sizes.outputs();
    double[] product = new double[sizes.groups() * places * outer];
    for (int row = 0; row < sizes.groups() * places; row++) {
      for (int k = 0; k < inner; k++) {
        int source = rows[row * inner + k];
        for (int n = 0; n < outer; n++) {
          double weight = w[turned[(row / places * inner + k) * outer + n]];
          product[row * outer + n] += source < 0 ? 0 : x[source] * weight;
        }
      }
    }
    return Arrays.stream(
            Patches.channelsFirst(
                sizes.batch(), sizes.outputs(), sizes.groups(), sizes.window().places()))
        .mapToDouble(i -> product[i])
        .toArray();
  }
}
