package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lucerna.ops.prover.Estimate;

/** What there is to say about an estimate, for people and as JSON. */
final class EstimateView {
  private EstimateView() {}

  static String line(Estimate estimate) {
    return Verb.format(
        "estimate  2^%d rows of %d columns, %d cells a proof; heap for keys %d MiB, for a proof %d"
            + " MiB, of %d MiB",
        estimate.logRows(),
        estimate.columns(),
        estimate.cells(),
        estimate.keyBytes() >> 20,
        estimate.proofBytes() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  static ObjectNode json(Estimate estimate) {
    return Json.object()
        .put("logRows", estimate.logRows())
        .put("activeRows", estimate.activeRows())
        .put("weightTrees", estimate.weightTrees())
        .put("columns", estimate.columns())
        .put("cells", estimate.cells())
        .put("keyHeapBytes", estimate.keyBytes())
        .put("proofHeapBytes", estimate.proofBytes())
        .put("heapLimitBytes", Runtime.getRuntime().maxMemory());
  }
}
