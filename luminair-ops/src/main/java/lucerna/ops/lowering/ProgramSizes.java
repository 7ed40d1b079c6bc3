package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;

/**
 * What a program needs, before any layout is chosen.
 *
 * @param elements elements of all committed tensors
 * @param inputElements those of them that are inputs
 * @param maxBits width of the widest element
 * @param maxShift width of the widest remainder
 * @param batch M, the largest batch that shares weights
 * @param sums the channel sums that the key proves bounds of
 */
record ProgramSizes(
    int elements, int inputElements, int maxBits, int maxShift, int batch, List<ChannelSum> sums) {

  static ProgramSizes of(Program program) {
    List<TensorSpec> tensors = program.tensors();
    return new ProgramSizes(
        Math.toIntExact(tensors.stream().mapToLong(TensorSpec::length).sum()),
        tensors.stream().filter(t -> t.input() >= 0).mapToInt(TensorSpec::length).sum(),
        tensors.stream().mapToInt(TensorSpec::bits).max().orElse(0),
        tensors.stream().flatMapToInt(t -> Arrays.stream(t.shift())).max().orElse(0),
        program.affines().stream()
            .filter(affine -> WeightRow.rowsPerBlock(affine) > 0)
            .mapToInt(Affine::batch)
            .max()
            .orElse(0),
        sumsOf(program));
  }

  boolean hasWeights() {
    return batch > 0;
  }

  /** Returns the rows of the weight tree, given its number of columns. */
  static List<WeightRow> weightRows(Program program, int weightColumns) {
    List<WeightRow> rows = new ArrayList<>();
    for (int l = 0; l < program.affines().size(); l++) {
      Affine affine = program.affines().get(l);
      for (int block = 0; block * weightColumns < affine.outer() && weightColumns > 0; block++) {
        for (int k = 0; k < WeightRow.rowsPerBlock(affine); k++) {
          rows.add(new WeightRow(l, block, k));
        }
      }
    }
    return rows;
  }

  /** Returns the number of rows of the weight tree. */
  static long weightRowCount(Program program, int weightColumns) {
    long count = 0;
    for (Affine affine : program.affines()) {
      count += (long) Math.ceilDiv(affine.outer(), weightColumns) * WeightRow.rowsPerBlock(affine);
    }
    return count;
  }

  private static List<ChannelSum> sumsOf(Program program) {
    List<ChannelSum> sums = new ArrayList<>();
    for (int l = 0; l < program.affines().size(); l++) {
      Affine affine = program.affines().get(l);
      if (affine.inner() == 0) {
        continue;
      }
      for (int n = 0; n < affine.outer(); n++) {
        for (ChannelSum.Part part : ChannelSum.Part.values()) {
          if (affine.signed() == (part == ChannelSum.Part.ALL)) {
            sums.add(new ChannelSum(l, n, part, affine.sumBound()));
          }
        }
      }
    }
    return sums;
  }
}
