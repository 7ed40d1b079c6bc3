package lucerna.ops.layout;

import java.util.List;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import lucerna.ops.function.FunctionTable;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;

/** A circuit with every kind of gadget; the fields are indices of blocks. */
final class AllGadgets {
  static final int LENGTH = 6;

  final TinyCircuit tiny = new TinyCircuit();
  final int x = tiny.input(6, Circuit.Kind.REAL, 3, 2, 3, -7, 0, 21);
  final int flags = tiny.input(1, Circuit.Kind.BOOLEAN, 1, 0, 1, 1, 0, 0);
  final int index = tiny.input(3, Circuit.Kind.INTEGER, 5, 0, 2, 2, 5, 1);
  final int value;
  final int round;
  final int lookup;
  final int lookupRound;
  final int maximum;
  final int lookupMark;
  final int lookupRoundMark;
  final int multiply;
  final int nonnegative;
  final int mark;
  final int first;
  final int negative;
  final int zero;
  final int divide;
  final int root;
  final int invert;
  final int wideInvert;
  final int entry;
  final int read;
  final int otherRead;

  AllGadgets() {
    View v = tiny.view(x, Gadget.Round.VALUE);
    value =
        tiny.block(
            new Gadget.Round(9, new int[] {0}, false, Given.EQUATION),
            LENGTH,
            tiny.linear(
                LENGTH,
                TinyCircuit.term(v, 3),
                TinyCircuit.term(TinyCircuit.constants(LENGTH, 5), 1, -1, 2, 3, 4, 5)));
    round =
        tiny.block(
            new Gadget.Round(6, new int[] {2, 3, 0, 1, 2, 4}, false, Given.EQUATION),
            LENGTH,
            tiny.linear(
                LENGTH,
                TinyCircuit.term(v, 2),
                TinyCircuit.term(tiny.view(flags, Gadget.Round.MAGNITUDE), 7)));
    int squares = tiny.table(new FunctionTable(RealFunction.of(Kind.SQUARE), -40, 40, 0, 0));
    int sines = tiny.table(new FunctionTable(RealFunction.of(Kind.TANH), 0, 50, 2, 6));
    lookup =
        tiny.block(
            new Gadget.Lookup(squares, new int[] {0}, true, false),
            LENGTH,
            tiny.linear(LENGTH, TinyCircuit.term(v, 1)));
    lookupRound =
        tiny.block(
            new Gadget.Lookup(sines, new int[] {1}, false, false),
            LENGTH,
            tiny.linear(LENGTH, TinyCircuit.term(tiny.view(x, Gadget.Round.MAGNITUDE), 4)));
    // Other widths and another table in the same kinds of slots.
    tiny.block(
        new Gadget.Round(10, new int[] {1}, true, Given.EQUATION),
        LENGTH,
        tiny.linear(LENGTH, TinyCircuit.term(v, 9)));
    tiny.block(
        new Gadget.Lookup(sines, new int[] {0}, false, false),
        LENGTH,
        tiny.linear(LENGTH, TinyCircuit.term(tiny.view(x, Gadget.Round.MAGNITUDE), 2)));
    maximum = maximum();
    lookupMark =
        tiny.block(new Gadget.Lookup(sines, new int[] {0}, false, true), LENGTH, belowMaximum(1));
    sumOfMarks(lookupMark, Gadget.Lookup.MARK);
    maximum();
    lookupRoundMark =
        tiny.block(new Gadget.Lookup(sines, new int[] {2}, false, true), LENGTH, belowMaximum(4));
    sumOfMarks(lookupRoundMark, Gadget.Lookup.MARK);
    maximum();
    mark = tiny.block(new Gadget.Nonnegative(8, Mark.ZERO), LENGTH, belowMaximum(1));
    sumOfMarks(mark, Gadget.Nonnegative.MARK);
    int above = maximum();
    first = above + 1;
    long[] after = {
      Wire.of(first, 1, 1),
      Wire.of(first, 1, 2),
      Wire.of(first, 1, 2),
      Wire.ZERO,
      Wire.ZERO,
      Wire.ZERO,
      Wire.of(first, 1, 4),
      Wire.of(first, 1, 5),
      Wire.of(first, 1, 5),
      Wire.ZERO,
      Wire.ZERO,
      Wire.ZERO
    };
    tiny.block(
        new Gadget.Nonnegative(8, Mark.FIRST),
        LENGTH,
        belowMaximum(1, new Term(new View(after), 2, new int[] {-1})));
    sumOfMarks(first, Gadget.Nonnegative.MARK);
    multiply =
        tiny.block(
            new Gadget.Multiply(),
            LENGTH,
            tiny.linear(LENGTH, TinyCircuit.term(v, 1)),
            tiny.linear(
                LENGTH,
                TinyCircuit.term(v, -2),
                TinyCircuit.term(TinyCircuit.constants(LENGTH, 1), 9)));
    nonnegative =
        tiny.block(
            new Gadget.Nonnegative(7, Mark.NONE),
            LENGTH,
            tiny.linear(
                LENGTH,
                TinyCircuit.term(v, 1),
                TinyCircuit.term(TinyCircuit.constants(LENGTH, 1), 63)));
    negative = tiny.block(new Gadget.Negative(8), LENGTH, shifted(v, -2));
    zero = tiny.block(new Gadget.Zero(), LENGTH, shifted(v, -3));
    divide =
        tiny.block(
            new Gadget.Divide(9, 7),
            LENGTH,
            shifted(tiny.view(x, Gadget.Round.MAGNITUDE), 1),
            tiny.linear(LENGTH, TinyCircuit.term(v, 5)));
    root = tiny.block(new Gadget.Root(6), LENGTH, shifted(tiny.view(x, Gadget.Round.SQUARE), 3));
    invert =
        tiny.block(
            new Gadget.Invert(19, 15, 20),
            LENGTH,
            tiny.linear(
                LENGTH,
                TinyCircuit.term(tiny.view(x, Gadget.Round.SQUARE), 40),
                TinyCircuit.term(TinyCircuit.constants(LENGTH, 1), 3)));
    wideInvert =
        tiny.block(
            new Gadget.Invert(21, 12, 29), LENGTH, shifted(tiny.view(x, Gadget.Round.SQUARE), 300));
    entry = tiny.block(new Gadget.Entry(4), LENGTH, tiny.linear(LENGTH, TinyCircuit.term(v, 6)));
    read =
        tiny.block(
            new Gadget.Read(4),
            LENGTH,
            tiny.linear(LENGTH, TinyCircuit.term(tiny.view(index, Gadget.Round.MAGNITUDE), 1)));
    // Another memory, at the same indices.
    int other =
        tiny.block(new Gadget.Entry(9), LENGTH, tiny.linear(LENGTH, TinyCircuit.term(v, -1)));
    otherRead =
        tiny.block(
            new Gadget.Read(9),
            LENGTH,
            tiny.linear(LENGTH, TinyCircuit.term(tiny.view(index, Gadget.Round.MAGNITUDE), 1)));
    tiny.publish(tiny.view(other, 0));
    int[] published = {
      value,
      round,
      lookup,
      lookupRound,
      maximum,
      lookupMark,
      lookupRoundMark,
      multiply,
      nonnegative,
      negative,
      zero,
      divide,
      root,
      invert,
      wideInvert,
      read
    };
    for (int block : published) {
      tiny.publish(tiny.view(block, 0));
    }
    tiny.publish(tiny.view(round, Gadget.Round.RELU));
    tiny.publish(tiny.view(divide, Gadget.Divide.REMAINDER));
    tiny.publish(tiny.view(lookup, Gadget.Lookup.X));
    tiny.publish(
        tiny.linear(
            LENGTH, TinyCircuit.term(tiny.view(first, Gadget.Nonnegative.MARK), 1, 2, 3, 1, 2, 3)));
  }

  private int shifted(View v, int constant) {
    return tiny.linear(
        LENGTH,
        TinyCircuit.term(v, 1),
        TinyCircuit.term(TinyCircuit.constants(LENGTH, 1), constant));
  }

  /* Two groups of three. */
  private int maximum() {
    return tiny.block(new Gadget.Round(7, new int[] {0}, false, Given.MAXIMUM), 2);
  }

  private int belowMaximum(int unit, Term... more) {
    int block = lastBlock();
    long[] each = new long[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      each[i] = Wire.of(block, Gadget.Round.VALUE, i / 3);
    }
    Term[] terms = new Term[2 + more.length];
    terms[0] = TinyCircuit.term(new View(each), unit);
    terms[1] = TinyCircuit.term(tiny.view(x, Gadget.Round.VALUE), -1);
    System.arraycopy(more, 0, terms, 2, more.length);
    return tiny.linear(LENGTH, terms);
  }

  private int lastBlock() {
    return tiny.circuit().blocks().size() - 1;
  }

  private void sumOfMarks(int block, int output) {
    tiny.zero(
        tiny.affine(
            1,
            2,
            List.of(),
            new Term(tiny.view(block, output), 3, new int[] {1}),
            TinyCircuit.term(TinyCircuit.constants(2, -1), 1)));
  }
}
