package lucerna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.BatchFile;
import lucerna.ops.io.InputFile;

/**
 * The inputs that go into one proof.
 *
 * @param values per input given, one vector per input of the model
 * @param isBatch whether they were given as a batch
 * @param file where they came from
 */
record Entries(List<List<double[]>> values, boolean isBatch, Path file) {
  static Entries readOne(Path file, Graph graph) {
    return new Entries(List.of(InputFile.read(file, graph)), false, file);
  }

  static Entries readBatch(Path file, Graph graph) {
    return new Entries(BatchFile.read(file, graph), true, file);
  }

  /** Makes the circuit that takes just these, where there are no keys to fit. */
  Circuit circuitOf(Circuit one) {
    if (!isBatch) {
      return one;
    }
    if (values.size() == 1) {
      throw new UserException(
          file
              + " holds one input; give it as INPUT, or make keys for more by `lucerna commit"
              + " --batch N`.");
    }
    return Batch.of(one, values.size());
  }

  /** Refuses keys that do not take these. */
  void requireFit(Circuit circuit, Path key) {
    if (isBatch && circuit.batch() == null) {
      throw new UserException(
          "%s takes one input a proof: give INPUT instead of --batch, or keys made with `lucerna commit --batch N`."
              .formatted(key));
    }
    if (!isBatch && circuit.batch() != null) {
      throw new UserException(
          "%s takes %d inputs a proof: give them by --batch FILE, one a line."
              .formatted(key, circuit.entries()));
    }
    if (values.size() > circuit.entries()) {
      throw new UserException(
          "%s holds %d inputs, and %s takes at most %d a proof: split the file, or make keys for more."
              .formatted(file, values.size(), key, circuit.entries()));
    }
  }

  /** Returns how many entries of a proof repeat the last input. */
  int repeated(Circuit circuit) {
    return circuit.entries() - values.size();
  }

  /** Joins them to the input of a circuit that takes them. */
  List<double[]> stacked(Circuit circuit) {
    Batch batch = circuit.batch();
    return batch == null ? values.getFirst() : batch.stack(values);
  }

  /** Returns vectors of one entry after the other, a vector per output of each. */
  static List<double[]> split(Circuit circuit, double[][] stacked, int count) {
    List<double[]> split = new ArrayList<>();
    for (int entry = 0; entry < count; entry++) {
      for (double[] all : stacked) {
        int length = all.length / circuit.entries();
        split.add(Arrays.copyOfRange(all, entry * length, (entry + 1) * length));
      }
    }
    return split;
  }
}
