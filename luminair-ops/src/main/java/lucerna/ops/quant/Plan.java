package lucerna.ops.quant;

import java.util.List;
import lucerna.ops.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * A graph without ReLU and Reindex steps: what reads through them names what lies behind, and how
 * it is seen. Scales are not chosen yet.
 *
 * @param bases inputs first, in order, then tables of accumulators, each after what it reads
 * @param outputs per graph output, what it publishes
 */
record Plan(List<Base> bases, List<Ref> outputs) {
  /**
   * A tensor's elements as they lie in a base.
   *
   * @param base index of the base
   * @param relu whether they are read through ReLU
   * @param source their numbers in the base
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Ref(int base, boolean relu, int[] source) {
    Ref pick(int[] elements) {
      int[] picked = new int[elements.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = source[elements[i]];
      }
      return new Ref(base, relu, picked);
    }
  }

  /**
   * An input or a table of accumulators.
   *
   * @param tensor the graph's tensor
   * @param length number of elements
   * @param step how it is computed, null for an input
   */
  record Base(String tensor, int length, @Nullable Step step) {}

  /** How a table of accumulators is computed. */
  sealed interface Step {
    /** Returns the node's name. */
    String name();

    /** Returns what the step reads. */
    List<Ref> reads();
  }

  /** A dense layer. */
  record Product(Node.Linear node, Ref operand) implements Step {
    @Override
    public String name() {
      return node.name();
    }

    @Override
    public List<Ref> reads() {
      return List.of(operand);
    }
  }

  /** A sum of tensors, and of constants if they are not null. */
  @SuppressWarnings("ArrayRecordComponent")
  record Sum(String name, List<Ref> reads, double @Nullable [] constant) implements Step {}

  /**
   * Returns which bases are committed tensors: inputs, and what a step or an output through ReLU
   * reads. The others are published as they are, without rounding.
   */
  boolean[] committed() {
    boolean[] committed = new boolean[bases.size()];
    for (int b = 0; b < committed.length; b++) {
      Step step = bases.get(b).step();
      committed[b] |= step == null;
      if (step != null) {
        step.reads().forEach(ref -> committed[ref.base()] = true);
      }
    }
    for (Ref output : outputs) {
      committed[output.base()] |= output.relu();
    }
    return committed;
  }
}
