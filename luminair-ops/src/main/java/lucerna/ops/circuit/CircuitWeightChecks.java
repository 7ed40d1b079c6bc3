package lucerna.ops.circuit;

import java.util.Iterator;
import lucerna.ops.UserException;

/** The conditions on the secret part of a circuit whose public part has been checked. */
final class CircuitWeightChecks {
  private CircuitWeightChecks() {}

  static void check(Circuit circuit, Weights weights) {
    long count =
        circuit.affines().stream()
            .flatMap(affine -> affine.products().stream())
            .filter(Product::hasWeights)
            .count();
    Refusals.equal("number of products with weights", weights.products().size(), count);
    Iterator<int[]> next = weights.products().iterator();
    for (Affine affine : circuit.affines()) {
      for (Product product : affine.products()) {
        if (product.hasWeights()) {
          product(affine, product, next.next());
        }
      }
    }
  }

  private static void product(Affine affine, Product product, int[] values) {
    String name = "node " + affine.name();
    int inner = product.inner();
    int outer = product.outer();
    Refusals.equal(
        name + ": number of weights", values.length, (long) product.groups() * inner * outer);
    String what = name + ": weight";
    long limit = AffineBounds.WEIGHT_LIMIT;
    long[] positive = new long[product.groups() * outer];
    long[] negative = new long[positive.length];
    for (int i = 0; i < values.length; i++) {
      int weight = values[i];
      if (weight < -limit || weight > limit) {
        Refusals.within(what, weight, -limit, limit);
      }
      int channel = i / (inner * outer) * outer + i % outer;
      if (weight > 0) {
        positive[channel] += weight;
      } else {
        negative[channel] -= weight;
      }
    }
    for (int n = 0; n < positive.length && product.sumBound() > 0; n++) {
      long sum = product.signed() ? positive[n] + negative[n] : Math.max(positive[n], negative[n]);
      if (sum > product.sumBound()) {
        throw new UserException(
            "Node %s: the weights of channel %d add up to %d, the bound is %d."
                .formatted(affine.name(), n, sum, product.sumBound()));
      }
    }
  }
}
