package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import lucerna.ops.executor.CircuitExecution;
import org.junit.jupiter.api.BeforeEach;

/** An honest trace of every kind of gadget, to be tampered with. */
abstract class GadgetAttacks {
  static final String SUM = "running sum ends at the total";
  static final Set<String> ONLY_SUM = Set.of(SUM);

  final AllGadgets gadgets = new AllGadgets();
  final CircuitExecution execution = gadgets.tiny.run();
  final Lowering lowering = gadgets.tiny.lower(6, 5, 0, 4, InputPrivacy.COMMITTED);
  TestTrace trace = fresh();

  TestTrace fresh() {
    return TestTrace.inference(lowering, gadgets.tiny.weights(), execution);
  }

  @BeforeEach
  void honest() {
    trace.settle();
    assertEquals(Set.of(), trace.violations());
  }

  int outputs() {
    return execution.outputs().length;
  }

  /* The output that publishes output 0 of a block. */
  int output(int block) {
    for (int o = 0; o < outputs(); o++) {
      var view = gadgets.tiny.circuit().outputs().get(o).view();
      if (view != null && view.equals(gadgets.tiny.view(block, 0))) {
        return o;
      }
    }
    throw new IllegalArgumentException("block " + block + " is not published");
  }

  long[][] changed(int output, int element, long... by) {
    long[][] outputs =
        Arrays.stream(execution.outputs())
            .map(values -> Arrays.stream(values).asLongStream().toArray())
            .toArray(long[][]::new);
    for (int i = 0; i < by.length; i++) {
      outputs[output][element + i] += by[i];
    }
    return outputs;
  }

  Statement stated(long[][] outputs) {
    return lowering.inference(new PublicValues(outputs, new long[0][]));
  }

  Set<String> violations(long[][] outputs) {
    if (outputs[output(gadgets.round)][0] != execution.outputs()[output(gadgets.round)][0]) {
      // The rectified output of the same element.
      outputs[outputs() - 4][0] = Math.max(0, outputs[output(gadgets.round)][0]);
    }
    trace.settle();
    return trace.violations(stated(outputs));
  }

  Set<String> settled() {
    trace.settle();
    return trace.violations();
  }

  static Set<String> with(String label) {
    return Set.of(label, SUM);
  }

  Set<String> local(int block, int element, String statement) {
    return Set.of(trace.slot(block, element) + statement);
  }

  String function(int block, int element) {
    return "FUNCTION.%1$stable,%1$sx,%1$sy".formatted(trace.slot(block, element));
  }

  String range(int block, int element, String width, String value) {
    String slot = trace.slot(block, element);
    return "RANGE." + slot + width + "," + slot + value;
  }

  String topRange(int block, int element, String cell, String value) {
    String slot = trace.slot(block, element);
    int top = lowering.layout().kind(block).greatest(0) - 4;
    assertTrue(cell.length() > 0 && top > 0);
    return "RANGE." + top + "," + value.formatted(slot);
  }
}
