package lucerna.ops.key;

import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Gadget.Nonnegative.Mark;
import lucerna.ops.circuit.Gadget.Round.Given;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;

/** The bytes of a {@link Gadget}: a number for its kind, then its fields in order. */
final class GadgetCodec {
  private static final int ROUND = 1;
  private static final int LOOKUP = 2;
  private static final int MULTIPLY = 3;
  private static final int NONNEGATIVE = 4;
  private static final int NEGATIVE = 5;
  private static final int ZERO = 6;
  private static final int DIVIDE = 7;
  private static final int ROOT = 8;
  private static final int ENTRY = 9;
  private static final int READ = 10;
  private static final int INVERT = 11;

  private GadgetCodec() {}

  static void write(Gadget gadget, WordWriter out) {
    switch (gadget) {
      case Gadget.Round round -> {
        out.word(ROUND);
        out.word(round.bits());
        Words.array(round.shift(), out);
        out.word(round.floor() ? 1 : 0);
        out.word(
            switch (round.given()) {
              case EQUATION -> 0;
              case INPUT -> 1;
              case MAXIMUM -> 2;
            });
      }
      case Gadget.Lookup lookup -> {
        out.word(LOOKUP);
        out.word(lookup.table());
        Words.array(lookup.shift(), out);
        out.word(lookup.negated() ? 1 : 0);
        out.word(lookup.attained() ? 1 : 0);
      }
      case Gadget.Multiply _ -> out.word(MULTIPLY);
      case Gadget.Nonnegative nonnegative -> {
        out.word(NONNEGATIVE);
        out.word(nonnegative.bits());
        out.word(
            switch (nonnegative.mark()) {
              case NONE -> 0;
              case ZERO -> 1;
              case FIRST -> 2;
            });
      }
      case Gadget.Negative negative -> out.words(new int[] {NEGATIVE, negative.bits()});
      case Gadget.Zero _ -> out.word(ZERO);
      case Gadget.Divide divide ->
          out.words(new int[] {DIVIDE, divide.quotientBits(), divide.divisorBits()});
      case Gadget.Root root -> out.words(new int[] {ROOT, root.bits()});
      case Gadget.Invert invert ->
          out.words(
              new int[] {
                INVERT, invert.quotientBits(), invert.divisorBits(), invert.numeratorBits()
              });
      case Gadget.Entry entry -> out.words(new int[] {ENTRY, entry.memory()});
      case Gadget.Read read -> out.words(new int[] {READ, read.memory()});
    }
  }

  static Gadget read(WordReader in) throws ProofRejectedException {
    int code = in.word();
    return switch (code) {
      case ROUND -> new Gadget.Round(in.word(), Words.array(in), Words.flag(in), given(in));
      case LOOKUP -> new Gadget.Lookup(in.word(), Words.array(in), Words.flag(in), Words.flag(in));
      case MULTIPLY -> new Gadget.Multiply();
      case NONNEGATIVE -> new Gadget.Nonnegative(in.word(), mark(in));
      case NEGATIVE -> new Gadget.Negative(in.word());
      case ZERO -> new Gadget.Zero();
      case DIVIDE -> new Gadget.Divide(in.word(), in.word());
      case ROOT -> new Gadget.Root(in.word());
      case ENTRY -> new Gadget.Entry(in.word());
      case READ -> new Gadget.Read(in.word());
      case INVERT -> new Gadget.Invert(in.word(), in.word(), in.word());
      default -> throw Words.wrong("a gadget of kind " + code);
    };
  }

  private static Given given(WordReader in) throws ProofRejectedException {
    int code = in.word();
    return switch (code) {
      case 0 -> Given.EQUATION;
      case 1 -> Given.INPUT;
      case 2 -> Given.MAXIMUM;
      default -> throw Words.wrong("a value given by " + code);
    };
  }

  private static Mark mark(WordReader in) throws ProofRejectedException {
    int code = in.word();
    return switch (code) {
      case 0 -> Mark.NONE;
      case 1 -> Mark.ZERO;
      case 2 -> Mark.FIRST;
      default -> throw Words.wrong("a mark of kind " + code);
    };
  }
}
