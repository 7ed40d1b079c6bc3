package lucerna.gpu;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import lucerna.field.QM31;
import lucerna.field.circle.SecureCirclePoint;

/** From committed columns to FRI's layers and the opened rows. */
public final class DeviceQueries {
  private static final int QUOTIENT_BLOCK = 1024;
  private static final int MAX_LOG_FOLD = 3;

  /* Rows that a launch gathers: their numbers are written for each launch. */
  private static final int GATHERED_ROWS = 1 << 20;

  private final Device device;
  private final DeviceTwiddles twiddles;

  DeviceQueries(Device device, DeviceTwiddles twiddles) {
    this.device = device;
    this.twiddles = twiddles;
  }

  /**
   * Adds weighted columns up.
   *
   * @param columns the columns
   * @param weights a weight for each of them
   * @param sum receives the sums, or has them added to it
   * @param add whether they are added to what is there
   * @throws IllegalArgumentException if shapes differ
   */
  public void combine(DeviceColumns columns, QM31[] weights, DeviceColumns sum, boolean add) {
    Shapes.requireColumns(columns, weights.length, sum.length());
    Shapes.requireSecure(sum, columns.length());
    combine(columns, weights, sum.slice(), sum.length(), add);
  }

  /**
   * Copies a secure column into a part of a longer one.
   *
   * @param part the column
   * @param whole the longer column, of a multiple of the length
   * @param number which part it becomes
   * @throws IllegalArgumentException if shapes do not fit
   */
  public void place(DeviceColumns part, DeviceColumns whole, int number) {
    Shapes.requireSecure(part, part.length());
    Shapes.requireSecure(whole, whole.length());
    Objects.checkIndex(number, whole.length() / part.length());
    QM31[] units = {QM31.ONE, new QM31(0, 1, 0, 0), new QM31(0, 0, 1, 0), new QM31(0, 0, 0, 1)};
    long at = (long) number * part.length();
    DeviceSlice to = whole.slice();
    var from = new DeviceSlice(to.buffer(), to.at() + at, to.words() - at);
    combine(part, units, from, whole.length(), false);
  }

  private void combine(
      DeviceColumns columns, QM31[] weights, DeviceSlice sum, int sumStride, boolean add) {
    int[] words = words(weights);
    try (var buffer = device.allocate(words.length)) {
      buffer.write(0, words);
      device.launch(
          Kernels.COMBINE_COLUMNS,
          Kernels.COMBINE_COLUMNS.blocksFor(columns.length()),
          new Arguments()
              .columns(columns)
              .slice(DeviceSlice.of(buffer))
              .slice(sum)
              .number(columns.length())
              .number(sumStride)
              .words(weights.length, columns.length(), add ? 1 : 0));
    }
  }

  /** Four words each. */
  static int[] words(QM31... elements) {
    int[] words = new int[QM31.DEGREE * elements.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = elements[i / QM31.DEGREE].coordinate(i % QM31.DEGREE);
    }
    return words;
  }

  /**
   * Evaluates polynomials at a point.
   *
   * @param coefficients columns of 2^k coefficients, k from 0 to 30
   * @param point the point
   * @return a value for each column
   * @throws IllegalArgumentException if the columns' length is no power of two
   */
  public QM31[] valuesAt(DeviceColumns coefficients, SecureCirclePoint point) {
    return new PointTable(Shapes.log(coefficients.length()), point).valuesOf(device, coefficients);
  }

  /**
   * Computes a batch's quotients on a canonic domain, in storage order.
   *
   * @param line the batch
   * @param combined the weighted sum of its columns, on the domain
   * @param out receives the quotients, or has them added to it
   * @param add whether they are added to what is there
   * @throws IllegalArgumentException if shapes differ
   */
  public void quotients(QuotientLine line, DeviceColumns combined, DeviceColumns out, boolean add) {
    int logSize = Shapes.requireLog(Shapes.log(combined.length()));
    Shapes.requireSecure(combined, combined.length());
    Shapes.requireSecure(out, combined.length());
    device.launch(
        Kernels.QUOTIENTS,
        Math.ceilDiv(combined.length(), QUOTIENT_BLOCK),
        new Arguments()
            .columns(combined)
            .slice(twiddles.forward(logSize))
            .columns(out)
            .number(combined.length())
            .number(out.length())
            .words(logSize, add ? 1 : 0)
            .words(line.words()));
  }

  /**
   * Adds to a word the values of another on a domain of fewer points: at P that at 2^e P.
   *
   * @param small a secure column of the length divided by 2^e
   * @param sum a secure column of {@code 2^(e + 1)} values or more
   * @throws IllegalArgumentException if shapes do not fit
   */
  public void addLifted(DeviceColumns small, DeviceColumns sum) {
    Shapes.requireSecure(sum, sum.length());
    Shapes.requireSecure(small, small.length());
    int logFibre = Shapes.log(sum.length()) - Shapes.log(small.length());
    if (logFibre < 0 || Shapes.log(small.length()) < 1) {
      throw new IllegalArgumentException("a word of " + sum.length() + " is too short to lift to");
    }
    device.launch(
        Kernels.ADD_LIFTED,
        Kernels.ADD_LIFTED.blocksFor(sum.length()),
        new Arguments()
            .columns(small)
            .columns(sum)
            .number(small.length())
            .number(sum.length())
            .words(sum.length(), logFibre));
  }

  /**
   * Folds a word, without halving (docs/protocol.md, section 9.6).
   *
   * @param values a secure column on a canonic domain, or on a line domain
   * @param circle whether it is a canonic domain
   * @param challenge of the first fold; its square of the second
   * @param logFold number of folds, 1 to 3
   * @return the folded word on a line domain, to be closed
   * @throws IllegalArgumentException if there are too few values
   */
  public DeviceColumns fold(DeviceColumns values, boolean circle, QM31 challenge, int logFold) {
    int logSize = Shapes.log(values.length());
    Shapes.requireSecure(values, values.length());
    if (logFold < 1 || logFold > MAX_LOG_FOLD || logFold > logSize) {
      throw new IllegalArgumentException(logFold + " folds of 2^" + logSize + " values");
    }
    // A line domain is the projection of the canonic domain of twice the size.
    DeviceSlice inverses = twiddles.inverse(Shapes.requireLog(circle ? logSize : logSize + 1));
    var out = DeviceColumns.allocate(device, QM31.DEGREE, values.length() >> logFold);
    device.launch(
        Kernels.FOLD_LAYER,
        Kernels.FOLD_LAYER.blocksFor(out.length()),
        new Arguments()
            .columns(values)
            .slice(inverses)
            .columns(out)
            .number(values.length())
            .number(out.length())
            .words(logSize, logFold, circle ? 1 : 0)
            .words(challenge.a(), challenge.b(), challenge.c(), challenge.d()));
    return out;
  }

  /**
   * Brings columns from the order of rows to storage order.
   *
   * @param rows columns of 2^k values, k at least 1
   * @param out receives the columns; not {@code rows}
   * @throws IllegalArgumentException if shapes differ
   */
  public void rowsToStorage(DeviceColumns rows, DeviceColumns out) {
    reorder(Kernels.ROWS_TO_STORAGE, rows, out);
  }

  /**
   * Brings columns from storage order to the order of rows.
   *
   * @param stored columns of 2^k values, k at least 1
   * @param out receives the columns; not {@code stored}
   * @throws IllegalArgumentException if shapes differ
   */
  public void storageToRows(DeviceColumns stored, DeviceColumns out) {
    reorder(Kernels.STORAGE_TO_ROWS, stored, out);
  }

  private void reorder(Kernel kernel, DeviceColumns from, DeviceColumns out) {
    int logSize = Shapes.requireLog(Shapes.log(from.length()));
    Shapes.requireSame(from, out);
    long words = out.slice().words();
    device.launch(
        kernel,
        kernel.blocksFor(words),
        new Arguments().columns(from).columns(out).words(logSize).number(words));
  }

  /**
   * Reads what leaves hold, without their salts.
   *
   * @param columns the tree's columns
   * @param logCoset log of the number of entries of a leaf
   * @param positions numbers of leaves
   * @return per leaf its words, in the order in which they are hashed
   */
  public int[][] leaves(DeviceColumns columns, int logCoset, int[] positions) {
    int width = columns.count() << logCoset;
    int leaves = columns.length() >> logCoset;
    return gather(
        positions,
        leaves,
        width,
        (numbers, out, words) -> gatherRows(columns, logCoset, numbers, out, positions.length));
  }

  /**
   * Copies rows of columns, one after the other, on the device.
   *
   * @param columns the columns
   * @param number says which row stands where in the copy, from 0 on
   * @return all rows in that order, one column of rows, to be closed
   */
  public DeviceColumns rows(DeviceColumns columns, IntUnaryOperator number) {
    int width = columns.count();
    var out = DeviceColumns.allocate(device, 1, Math.multiplyExact(width, columns.length()));
    for (int from = 0; from < columns.length(); from += GATHERED_ROWS) {
      int[] numbers = new int[Math.min(GATHERED_ROWS, columns.length() - from)];
      int first = from;
      Arrays.setAll(numbers, i -> number.applyAsInt(first + i));
      try (var positions = device.allocate(numbers.length)) {
        positions.write(0, numbers);
        int words = width * numbers.length;
        DeviceSlice part =
            new DeviceSlice(out.slice().buffer(), out.slice().at() + (long) width * from, words);
        gatherRows(columns, 0, DeviceSlice.of(positions), part, numbers.length);
      }
    }
    return out;
  }

  private void gatherRows(
      DeviceColumns columns, int logCoset, DeviceSlice numbers, DeviceSlice out, int count) {
    device.launch(
        Kernels.GATHER_ROWS,
        Kernels.GATHER_ROWS.blocksFor(out.words()),
        new Arguments()
            .columns(columns)
            .slice(numbers)
            .slice(out)
            .number(columns.length())
            .words(columns.count(), logCoset, count));
  }

  /**
   * Reads pieces of one width, such as nodes or salts.
   *
   * @param from the pieces, one after the other
   * @param width number of words of a piece, at least 1
   * @param numbers which pieces
   * @return their words
   */
  public int[][] pieces(DeviceSlice from, int width, int[] numbers) {
    return gather(
        numbers,
        from.words() / width,
        width,
        (positions, out, count) ->
            device.launch(
                Kernels.GATHER_NODES,
                Kernels.GATHER_NODES.blocksFor(count),
                new Arguments()
                    .slice(from)
                    .slice(positions)
                    .slice(out)
                    .words(width, numbers.length)));
  }

  /** Launches a gather of {@code words} words. */
  private interface Gather {
    void launch(DeviceSlice numbers, DeviceSlice out, int words);
  }

  private int[][] gather(int[] numbers, long limit, int width, Gather gather) {
    for (int number : numbers) {
      Objects.checkIndex((long) number, limit);
    }
    int words = Math.multiplyExact(numbers.length, width);
    int[][] pieces = new int[numbers.length][width];
    if (words == 0) {
      return pieces;
    }
    try (var positions = device.allocate(numbers.length);
        var out = device.allocate(words)) {
      positions.write(0, numbers);
      gather.launch(DeviceSlice.of(positions), DeviceSlice.of(out), words);
      int[] flat = DeviceSlice.of(out).read();
      for (int i = 0; i < pieces.length; i++) {
        System.arraycopy(flat, i * width, pieces[i], 0, width);
      }
    }
    return pieces;
  }
}
