package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;

/** All kinds of slots, in the order in which a program declares them. */
final class SlotKinds {
  static final List<SlotKind> ALL =
      List.of(
          new RoundKind(false, false),
          new RoundKind(true, false),
          new RoundKind(true, true),
          new LookupKind(false, false),
          new LookupKind(true, false),
          new LookupKind(false, true),
          new LookupKind(true, true),
          new MultiplyKind(),
          new NonnegativeKind(Mark.NONE),
          new NonnegativeKind(Mark.ZERO),
          new NonnegativeKind(Mark.FIRST),
          new NegativeKind(),
          new ZeroKind(),
          new DivideKind(),
          new InvertKind(),
          new RootKind(),
          new EntryKind(),
          new ReadKind());

  private SlotKinds() {}

  /** Returns the kind of slot that holds the gadgets of a block. */
  static SlotKind of(Block block) {
    return switch (block.gadget()) {
      case Gadget.Round round -> RoundKind.of(round, block.length());
      case Gadget.Lookup lookup -> new LookupKind(drops(lookup.shift()), lookup.attained());
      case Gadget.Multiply _ -> new MultiplyKind();
      case Gadget.Nonnegative nonnegative -> new NonnegativeKind(nonnegative.mark());
      case Gadget.Negative _ -> new NegativeKind();
      case Gadget.Zero _ -> new ZeroKind();
      case Gadget.Divide _ -> new DivideKind();
      case Gadget.Invert _ -> new InvertKind();
      case Gadget.Root _ -> new RootKind();
      case Gadget.Entry _ -> new EntryKind();
      case Gadget.Read _ -> new ReadKind();
    };
  }

  /** Returns how many bits a gadget of a block drops. */
  static int shift(Gadget gadget, int element) {
    return switch (gadget) {
      case Gadget.Round round -> round.equations() > 0 ? SlotKind.entry(round.shift(), element) : 0;
      case Gadget.Lookup lookup -> SlotKind.entry(lookup.shift(), element);
      default -> 0;
    };
  }

  private static boolean drops(int[] shift) {
    return Arrays.stream(shift).anyMatch(bits -> bits > 0);
  }
}
