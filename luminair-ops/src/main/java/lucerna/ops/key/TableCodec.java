package lucerna.ops.key;

import java.util.ArrayList;
import java.util.List;
import lucerna.ops.function.FunctionTable;
import lucerna.ops.function.Kind;
import lucerna.ops.function.RealFunction;
import lucerna.ops.function.Step;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;

/** The bytes of a {@link FunctionTable}: its steps with their exact parameters, and its range. */
final class TableCodec {
  private static final int MAX_STEPS = 64;

  private TableCodec() {}

  static void write(FunctionTable table, WordWriter out) {
    out.word(table.function().steps().size());
    for (Step step : table.function().steps()) {
      out.word(step.kind().code());
      for (double parameter : step.parameters()) {
        out.nonce(Double.doubleToRawLongBits(parameter));
      }
    }
    out.words(new int[] {table.low(), table.high(), table.inputExponent(), table.outputExponent()});
  }

  static FunctionTable read(WordReader in) throws ProofRejectedException {
    try {
      List<Step> steps = new ArrayList<>();
      for (int n = in.count("steps of a function", MAX_STEPS); n > 0; n--) {
        steps.add(step(in));
      }
      return new FunctionTable(new RealFunction(steps), in.word(), in.word(), in.word(), in.word());
    } catch (IllegalArgumentException e) {
      throw Words.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Step step(WordReader in) throws ProofRejectedException {
    Kind kind = Kind.ofCode(in.word());
    List<Double> parameters = new ArrayList<>();
    for (int p = 0; p < kind.parameterCount(); p++) {
      long bits = in.nonce();
      double parameter = Double.longBitsToDouble(bits);
      // A step holds no negative zero and nothing that is not finite.
      if (Double.doubleToRawLongBits(parameter + 0.0) != bits) {
        throw Words.wrong("a parameter that is not written as it should be");
      }
      parameters.add(parameter);
    }
    return new Step(kind, parameters);
  }
}
