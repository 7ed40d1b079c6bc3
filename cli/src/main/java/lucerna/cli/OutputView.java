package lucerna.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Output;

/** A model's public output, for people. */
final class OutputView {
  private static final int SHOWN = 16;

  private OutputView() {}

  /**
   * Returns two lines per output, its reals and its integers, under a line per entry of a batch.
   */
  static List<String> lines(Circuit circuit, long[][] integers) {
    Batch batch = circuit.batch();
    if (batch == null) {
      return ofOne(circuit, integers);
    }
    List<String> lines = new ArrayList<>();
    for (int entry = 0; entry < batch.count(); entry++) {
      lines.add("entry     %d of %d".formatted(entry + 1, batch.count()));
      lines.addAll(ofOne(batch.one(), batch.entry(integers, entry)));
    }
    return lines;
  }

  private static List<String> ofOne(Circuit circuit, long[][] integers) {
    List<String> lines = new ArrayList<>();
    double[][] reals = OutputFile.reals(circuit, integers);
    for (int o = 0; o < integers.length; o++) {
      Output output = circuit.outputs().get(o);
      String largest = isChoice(output) ? "; largest: " + Figures.argmax(reals[o]) : "";
      lines.add(
          "output    "
              + output.name()
              + Arrays.toString(output.shape())
              + " = "
              + Figures.list(reals[o])
              + largest);
      lines.add("integers  " + integers(integers[o]) + scale(output.exponents()));
    }
    return lines;
  }

  private static String integers(long[] values) {
    String text = Arrays.toString(Arrays.copyOf(values, Math.min(values.length, SHOWN)));
    return values.length > SHOWN ? text.replace("]", ", ... (" + values.length + ")]") : text;
  }

  private static String scale(int[] exponents) {
    int[] distinct = Arrays.stream(exponents).distinct().toArray();
    if (distinct.length == 0) {
      return "";
    }
    return distinct.length == 1
        ? ", in units of 2^-" + distinct[0]
        : ", each in its own unit (see exponents in JSON)";
  }

  /** Returns whether the largest element may be what the output is about. */
  private static boolean isChoice(Output output) {
    int[] shape = output.shape();
    int last = shape.length == 0 ? 1 : shape[shape.length - 1];
    return last > 1 && output.length() == last;
  }
}
