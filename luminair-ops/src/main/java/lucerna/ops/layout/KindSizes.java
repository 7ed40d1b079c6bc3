package lucerna.ops.layout;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import lucerna.ops.circuit.Block;

/** What of one kind a circuit uses: how many gadgets, which ports, which parameters. */
final class KindSizes implements Slot.Use {
  /* A signature comes from a constraint system of one slot, and there are not many. */
  private static final Map<SlotKind, Slot.Signature> SIGNATURES = new ConcurrentHashMap<>();

  private final SlotKind kind;
  private final Slot.Signature signature;
  private final int[] least;
  private final int[] greatest;
  private final boolean[] width;
  private final Set<String> read = new TreeSet<>();
  private int count;

  KindSizes(SlotKind kind) {
    this.kind = kind;
    signature = SIGNATURES.computeIfAbsent(kind, Slot.Signature::of);
    least = new int[signature.parameters().size()];
    greatest = new int[signature.parameters().size()];
    width = new boolean[least.length];
    signature.checks().forEach(check -> width[check.parameter()] = true);
    Arrays.fill(least, Integer.MAX_VALUE);
    Arrays.fill(greatest, Integer.MIN_VALUE);
  }

  /** Adds the gadgets of a block, whose outputs are read as said. */
  void add(Block block, boolean... outputs) {
    count = Math.addExact(count, block.length());
    BitSet shifts = new BitSet();
    for (int e = 0; e < block.length(); e++) {
      int[] values = kind.parameters(block.gadget(), e);
      for (int i = 0; i < values.length; i++) {
        least[i] = Math.min(least[i], values[i]);
        greatest[i] = Math.max(greatest[i], values[i]);
      }
      shifts.set(SlotKinds.shift(block.gadget(), e));
    }
    for (int shift = shifts.nextSetBit(0); shift >= 0; shift = shifts.nextSetBit(shift + 1)) {
      for (int i = 0; i < block.gadget().equations(); i++) {
        read.addAll(kind.equation(block.gadget(), i, shift).ports());
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i]) {
        read.addAll(kind.output(block.gadget(), i).ports());
      }
    }
  }

  SlotKind kind() {
    return kind;
  }

  Slot.Signature signature() {
    return signature;
  }

  int count() {
    return count;
  }

  /** Returns the ports that are read, in order of declaration. */
  List<String> ports() {
    return signature.ports().stream().filter(read::contains).toList();
  }

  /** Returns the width of the widest range check. */
  int maxWidth() {
    return signature.checks().stream()
        .mapToInt(check -> greatest[check.parameter()])
        .max()
        .orElse(0);
  }

  /** Says whether a parameter is the width of a range check. */
  boolean isWidth(int parameter) {
    return width[parameter];
  }

  /** Says whether a parameter is the same for all gadgets. */
  boolean isConstant(int parameter) {
    return least[parameter] == greatest[parameter];
  }

  @Override
  public int least(int parameter) {
    return least[parameter];
  }

  @Override
  public int greatest(int parameter) {
    return greatest[parameter];
  }

  @Override
  public boolean reads(String port) {
    return read.contains(port);
  }
}
