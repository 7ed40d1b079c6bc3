package lucerna.ops.executor;

import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.function.FunctionTable;

/** Solves the equations of a block's gadgets one by one, for given accumulators. */
final class GadgetSolver {
  private final Block block;
  private final int[][] cells;

  GadgetSolver(Block block, int[][] cells) {
    this.block = block;
    this.cells = cells;
  }

  /** Fills t and g from values. */
  void given(Gadget.Round round, long[] values) {
    for (int i = 0; i < values.length; i++) {
      set(i, magnitude(round, i, values[i]), 0);
    }
  }

  void round(Gadget.Round round, long[] acc) {
    for (int i = 0; i < acc.length; i++) {
      int shift = at(round.shift(), i);
      long half = round.floor() || shift == 0 ? 0 : 1L << (shift - 1);
      long value = (acc[i] + half) >> shift;
      set(i, magnitude(round, i, value), (int) (acc[i] + half - (value << shift)));
    }
  }

  private void set(int i, long value, int remainder) {
    cells[0][i] = (int) Math.abs(value);
    cells[1][i] = value < 0 ? 1 : 0;
    cells[2][i] = remainder;
  }

  private long magnitude(Gadget.Round round, int index, long value) {
    long most = (1L << round.bits()) - 1;
    return range(index, value, -most, most, block.exponent());
  }

  void lookup(Gadget.Lookup lookup, FunctionTable table, int[] entries, long[] acc) {
    for (int i = 0; i < acc.length; i++) {
      int shift = at(lookup.shift(), i);
      long value = Rounding.shift(acc[i], shift);
      long x =
          range(
              i,
              lookup.negated() ? -value : value,
              table.low(),
              table.high(),
              table.inputExponent());
      cells[0][i] = (int) x;
      cells[1][i] = entries[(int) x - table.low()];
      cells[2][i] = (int) Rounding.remainder(acc[i], shift);
    }
  }

  void nonnegative(Gadget.Nonnegative gadget, long[] acc) {
    for (int i = 0; i < acc.length; i++) {
      cells[0][i] = (int) range(i, acc[i], 0, (1L << gadget.bits()) - 1, block.exponent());
    }
  }

  void negative(Gadget.Negative gadget, long[] acc) {
    long limit = 1L << gadget.bits();
    for (int i = 0; i < acc.length; i++) {
      integer(i, acc[i], -limit, limit - 1);
      cells[0][i] = acc[i] < 0 ? 1 : 0;
      cells[1][i] = (int) (acc[i] < 0 ? -acc[i] - 1 : acc[i]);
    }
  }

  void zero(long[] acc) {
    for (int i = 0; i < acc.length; i++) {
      cells[0][i] = (int) acc[i];
      cells[1][i] = acc[i] == 0 ? 1 : 0;
    }
  }

  void divide(Gadget.Divide gadget, long[] divisor, long[] dividend) {
    long limit = 1L << gadget.quotientBits();
    for (int i = 0; i < divisor.length; i++) {
      integer(i, divisor[i], 1, (1L << gadget.divisorBits()) - 1);
      long y = Math.floorDiv(dividend[i], divisor[i]);
      cells[0][i] = (int) divisor[i];
      cells[1][i] = (int) range(i, y, -limit, limit - 1, block.exponent());
      cells[2][i] = (int) (dividend[i] - y * divisor[i]);
    }
  }

  void invert(Gadget.Invert gadget, long[] acc) {
    int low = Gadget.Invert.LOW_BITS;
    for (int i = 0; i < acc.length; i++) {
      integer(i, acc[i], 1, (1L << gadget.divisorBits()) - 1);
      long b1 = acc[i] >> low;
      long b0 = acc[i] & ((1 << low) - 1);
      long y = (1L << gadget.numeratorBits()) / acc[i];
      range(i, y, 0, (1L << gadget.quotientBits()) - 1, block.exponent());
      cells[0][i] = (int) b1;
      cells[1][i] = (int) b0;
      cells[2][i] = (int) y;
      cells[3][i] = (int) ((y * b0) >> low);
      cells[4][i] = (int) (y * b0 & ((1 << low) - 1));
      cells[5][i] = (int) (y * b1 + ((y * b0) >> low));
    }
  }

  void root(Gadget.Root gadget, long[] acc) {
    for (int i = 0; i < acc.length; i++) {
      long most = (1L << gadget.bits()) - 1;
      integer(i, acc[i], 0, most * (most + 2));
      long y = (long) Math.sqrt((double) acc[i]); // exact: below 2^53
      cells[0][i] = (int) y;
      cells[1][i] = (int) (acc[i] - y * y);
    }
  }

  void copy(int cell, long[] acc) {
    for (int i = 0; i < acc.length; i++) {
      cells[cell][i] = (int) acc[i];
    }
  }

  void read(int[] entries) {
    for (int i = 0; i < block.length(); i++) {
      int index = (int) integer(i, cells[0][i], 0, entries.length - 1L);
      cells[1][i] = entries[index];
    }
  }

  private static int at(int[] shift, int index) {
    return shift[shift.length == 1 ? 0 : index];
  }

  private long integer(int index, long value, long least, long most) {
    if (value < least || value > most) {
      throw refusal(index, Long.toString(value), Long.toString(least), Long.toString(most));
    }
    return value;
  }

  private long range(int index, long value, long least, long most, int exponent) {
    if (value < least || value > most) {
      throw refusal(index, real(value, exponent), real(least, exponent), real(most, exponent));
    }
    return value;
  }

  private static String real(long value, int exponent) {
    return Double.toString(Math.scalb((double) value, -exponent));
  }

  private UserException refusal(int index, String value, String least, String most) {
    return new UserException(
        ("Element %d of node %s is %s on this input, the key takes %s to %s;"
                + " calibrate again with samples that cover it.")
            .formatted(index, block.name(), value, least, most));
  }
}
