package lucerna.ops.layout;

import java.util.List;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.ForgedRun;
import org.jspecify.annotations.Nullable;

/**
 * One lie of a prover who computes all else honestly.
 *
 * @param name what is false, for messages
 * @param block the block whose gadget lies, or -1
 * @param element which gadget of it
 * @param notices what alone can notice it
 * @param run how the integers are computed
 * @param edits cells of the gadget that are replaced in the finished witness, after which nothing
 *     is propagated
 * @param circuit the circuit that is computed instead of the key's, or null
 * @param weights the weights that are computed with instead of the key's, or null
 */
record Lie(
    String name,
    int block,
    int element,
    Notices notices,
    ForgedRun.Lie run,
    List<Edit> edits,
    @Nullable Circuit circuit,
    @Nullable Weights weights) {

  /** What of a constraint system notices a lie. */
  enum Notices {
    /** Nothing but the sum that states all equations, products and public integers. */
    SUM,
    /** Nothing but a constraint among the gadget's own cells. */
    LOCAL,
    /** Nothing but a range check of the gadget. */
    RANGE,
    /** Nothing but the lookup of a function. */
    FUNCTION,
    /** Nothing but the reading of a memory. */
    MEMORY,
    /** A constraint among the gadget's own cells, and perhaps more. */
    AT_LEAST_LOCAL,
    /** A range check or lookup of the gadget, and perhaps more. */
    AT_LEAST_LOOKUP,
    /** Something. */
    ANYTHING
  }

  /**
   * A cell of a slot that is replaced.
   *
   * @param cell its name
   * @param value its value modulo p
   */
  record Edit(String cell, long value) {}

  static final ForgedRun.Lie HONEST = ForgedRun.Lie.NONE;

  /** A lie in a column that belongs to no gadget. */
  static Lie columns(String name, Notices notices) {
    return new Lie(name, -1, 0, notices, HONEST, List.of(), null, null);
  }

  static Lie cells(String name, int block, int element, Notices notices, ForgedRun.Lie run) {
    return new Lie(name, block, element, notices, run, List.of(), null, null);
  }

  static Lie edits(String name, int block, int element, Notices notices, Edit... edits) {
    return new Lie(name, block, element, notices, HONEST, List.of(edits), null, null);
  }

  static Lie accumulators(String name, ForgedRun.Lie run) {
    return new Lie(name, -1, 0, Notices.SUM, run, List.of(), null, null);
  }

  static Lie circuit(String name, Circuit circuit) {
    return new Lie(name, -1, 0, Notices.SUM, HONEST, List.of(), circuit, null);
  }

  static Lie weights(String name, Weights weights) {
    return new Lie(name, -1, 0, Notices.SUM, HONEST, List.of(), null, weights);
  }
}
