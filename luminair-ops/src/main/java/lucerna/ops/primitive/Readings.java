package lucerna.ops.primitive;

import java.util.List;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Where the outputs of a circuit's blocks are among primitives. The positive part, the magnitude
 * and the square of a rounded value are primitives of their own, made when they are first read.
 */
final class Readings {
  private final Circuit circuit;
  private final PrimitiveCircuit lowered;
  // Per block, per output, its elements.
  private final @Nullable View[][] views;
  private final @Nullable View[] signs;

  Readings(Circuit circuit, PrimitiveCircuit lowered) {
    this.circuit = circuit;
    this.lowered = lowered;
    this.views = new View[circuit.blocks().size()][];
    this.signs = new View[views.length];
    for (int b = 0; b < views.length; b++) {
      views[b] = new View[circuit.blocks().get(b).gadget().outputs()];
    }
  }

  /** Says where the first outputs of a block are. */
  void set(int block, List<View> outputs) {
    for (int o = 0; o < outputs.size(); o++) {
      views[block][o] = outputs.get(o);
    }
  }

  /** Says that a block is there as it was; of a rounding, its value. */
  void same(int block, int made) {
    int outputs = circuit.blocks().get(block).gadget() instanceof Round ? 1 : views[block].length;
    for (int o = 0; o < outputs; o++) {
      views[block][o] = lowered.view(made, o);
    }
  }

  /** Returns all elements of a block's first output. */
  View all(int block) {
    return output(block, 0);
  }

  /** Translates a view. */
  View of(View view) {
    long[] wires = view.wires().clone();
    for (int i = 0; i < wires.length; i++) {
      if (!Wire.isConstant(wires[i])) {
        View source = output(Wire.block(wires[i]), Wire.output(wires[i]));
        wires[i] = source.wires()[Wire.element(wires[i])];
      }
    }
    return new View(wires);
  }

  private View output(int block, int output) {
    View known = views[block][output];
    if (known == null) {
      known = derive(block, output);
      views[block][output] = known;
    }
    return known;
  }

  private View derive(int index, int output) {
    Block block = circuit.blocks().get(index);
    if (!(block.gadget() instanceof Round round)) {
      throw new IllegalArgumentException(block.name() + " has no output " + output);
    }
    View value = output(index, Round.VALUE);
    if (output == Round.SQUARE) {
      return Mul.EXACT.lower(lowered, block.name(), value, value).getFirst();
    }
    // The positive part is (1 - o) v, the magnitude (1 - 2 o) v, with o = [v < 0].
    View sign = signs[index];
    View zero = PrimitiveCircuit.constants(0, value.length());
    if (sign == null) {
      sign = new LessThan(round.bits()).lower(lowered, block.name(), value, zero).getFirst();
      signs[index] = sign;
    }
    View one = PrimitiveCircuit.constants(1, value.length());
    int factor = output == Round.RELU ? -1 : -2;
    View kept = new Add(1, factor).lower(lowered, block.name(), one, sign).getFirst();
    return Mul.EXACT.lower(lowered, block.name(), value, kept).getFirst();
  }

  /** Adds an input of the model. */
  void input(int index) {
    Block block = circuit.blocks().get(index);
    Circuit.Input input =
        circuit.inputs().stream().filter(i -> i.block() == index).findFirst().orElseThrow();
    View view = lowered.input(input, block);
    boolean bit = input.kind() == Circuit.Kind.BOOLEAN;
    views[index][bit ? Round.MAGNITUDE : Round.VALUE] = view;
  }
}
