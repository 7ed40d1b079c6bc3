package lucerna.ops.program;

import java.util.Arrays;
import lucerna.ops.UserException;

/** The conditions on the secret part of a program whose public part has been checked. */
final class WeightChecks {
  private WeightChecks() {}

  static void check(Program program, Weights weights) {
    int affines = program.affines().size();
    ProgramChecks.within("number of layers", weights.layers().size(), affines, affines);
    for (int a = 0; a < affines; a++) {
      layer(program.affines().get(a), weights.layers().get(a));
    }
  }

  private static void layer(Affine affine, Weights.Layer layer) {
    String name = "node " + affine.name();
    int weights = affine.inner() * affine.outer();
    int biases = affine.biased() ? affine.outer() : 0;
    values(name + ": weight", layer.w(), weights);
    values(name + ": high limb of a bias", layer.biasHi(), biases);
    values(name + ": low limb of a bias", layer.biasLo(), biases);
    long[] positive = new long[affine.outer()];
    long[] negative = new long[affine.outer()];
    for (int i = 0; i < weights; i++) {
      int weight = layer.w()[i];
      int n = i % affine.outer();
      if (weight > 0) {
        positive[n] += weight;
      } else {
        negative[n] -= weight;
      }
    }
    for (int n = 0; n < affine.outer(); n++) {
      long sum = affine.signed() ? positive[n] + negative[n] : Math.max(positive[n], negative[n]);
      if (sum > affine.sumBound()) {
        throw new UserException(
            "Node %s: the weights of channel %d add up to %d, the bound is %d."
                .formatted(affine.name(), n, sum, affine.sumBound()));
      }
    }
  }

  private static void values(String name, int[] values, int count) {
    ProgramChecks.within(name + "s: number", values.length, count, count);
    int limit = Ranges.limit();
    Arrays.stream(values).forEach(value -> ProgramChecks.within(name, value, -limit, limit));
  }
}
