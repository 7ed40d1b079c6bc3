package lucerna.gpu;

import lucerna.field.QM31;

/** Arithmetic on columns, entry by entry, and sums along them. All values are canonical. */
public final class DeviceField {
  /* Elements that a block inverts, and entries that it sums. */
  private static final int INVERSE_BLOCK = 2048;
  private static final int PREFIX_TILE = 1024;

  private final Device device;

  DeviceField(Device device) {
    this.device = device;
  }

  /**
   * Adds: {@code out = a + b}.
   *
   * @param a columns
   * @param b columns of the same shape
   * @param out receives the sums; may be an input
   * @throws IllegalArgumentException if shapes differ
   */
  public void add(DeviceColumns a, DeviceColumns b, DeviceColumns out) {
    elementwise(Kernels.ADD_COLUMNS, a, b, out);
  }

  /**
   * Multiplies in M31: {@code out = a * b}.
   *
   * @param a columns
   * @param b columns of the same shape
   * @param out receives the products; may be an input
   * @throws IllegalArgumentException if shapes differ
   */
  public void mul(DeviceColumns a, DeviceColumns b, DeviceColumns out) {
    elementwise(Kernels.MUL_COLUMNS, a, b, out);
  }

  /**
   * Adds products in M31: {@code sum += a * b}.
   *
   * @param a columns
   * @param b columns of the same shape
   * @param sum the sums
   * @throws IllegalArgumentException if shapes differ
   */
  public void mulAdd(DeviceColumns a, DeviceColumns b, DeviceColumns sum) {
    elementwise(Kernels.MUL_ADD_COLUMNS, a, b, sum);
  }

  private void elementwise(Kernel kernel, DeviceColumns a, DeviceColumns b, DeviceColumns out) {
    Shapes.requireSame(a, b);
    Shapes.requireSame(a, out);
    long words = out.slice().words();
    device.launch(
        kernel,
        kernel.blocksFor(words),
        new Arguments().columns(a).columns(b).columns(out).number(words));
  }

  /**
   * Multiplies in QM31: {@code out = a * b}.
   *
   * @param a a secure column
   * @param b a secure column of the same length
   * @param out receives the products; may be an input
   * @throws IllegalArgumentException if shapes differ
   */
  public void mulSecure(DeviceColumns a, DeviceColumns b, DeviceColumns out) {
    for (DeviceColumns each : new DeviceColumns[] {a, b, out}) {
      Shapes.requireSecure(each, a.length());
    }
    device.launch(
        Kernels.MUL_SECURE,
        Kernels.MUL_SECURE.blocksFor(a.length()),
        new Arguments()
            .columns(a)
            .columns(b)
            .columns(out)
            .number(a.length())
            .number(b.length())
            .number(out.length())
            .words(a.length()));
  }

  /**
   * Multiplies by elements of M31: {@code out = a * b}.
   *
   * @param a a secure column
   * @param b a column of the same length
   * @param out receives the products; may be {@code a}
   * @throws IllegalArgumentException if shapes differ
   */
  public void mulSecureByColumn(DeviceColumns a, DeviceColumns b, DeviceColumns out) {
    Shapes.requireSecure(a, b.length());
    Shapes.requireSecure(out, b.length());
    Shapes.requireColumns(b, 1, a.length());
    device.launch(
        Kernels.MUL_SECURE_BY_COLUMN,
        Kernels.MUL_SECURE_BY_COLUMN.blocksFor(a.length()),
        new Arguments()
            .columns(a)
            .columns(b)
            .columns(out)
            .number(a.length())
            .number(out.length())
            .words(a.length()));
  }

  /**
   * Multiplies blocks of the columns by elements of M31, the same in every column.
   *
   * @param values columns of 2^k values, changed
   * @param factors as many as a column has blocks, a power of two
   * @throws IllegalArgumentException if the columns cannot be split so
   */
  public void scaleBlocks(DeviceColumns values, int... factors) {
    int logColumn = Shapes.log(values.length());
    int logBlock = logColumn - Shapes.log(factors.length);
    if (logBlock < 0) {
      throw new IllegalArgumentException(factors.length + " blocks of " + values.length());
    }
    long words = values.slice().words();
    try (var buffer = device.allocate(factors.length)) {
      buffer.write(0, factors);
      device.launch(
          Kernels.SCALE_BLOCKS,
          Kernels.SCALE_BLOCKS.blocksFor(words),
          new Arguments()
              .columns(values)
              .slice(DeviceSlice.of(buffer))
              .words(logBlock, logColumn)
              .number(words));
    }
  }

  /**
   * Inverts every element of a column or of a secure column.
   *
   * @param values the elements, none of them 0
   * @param out receives the inverses; may be {@code values}
   * @throws ArithmeticException if an element is 0; the message names the first; {@code out} is
   *     then unspecified
   * @throws IllegalArgumentException if shapes differ or are neither
   */
  public void invert(DeviceColumns values, DeviceColumns out) {
    boolean secure = values.count() == QM31.DEGREE;
    Shapes.requireColumns(values, secure ? QM31.DEGREE : 1, values.length());
    Shapes.requireSame(values, out);
    var arguments = new Arguments().columns(values).columns(out);
    int zero = invert(arguments, secure, values.length(), out.length(), values.length());
    if (zero >= 0) {
      throw new ArithmeticException("0 has no inverse: element " + zero);
    }
  }

  /**
   * Inverts elements of QM31 in place.
   *
   * @param values coordinates {@code stride} words apart
   * @param at the first element
   * @return how far after it the first 0 lies, or -1 if there is none
   */
  int invertAll(DeviceSlice values, long at, long stride, int length) {
    var from = new DeviceSlice(values.buffer(), values.at() + at, values.words() - at);
    return invert(new Arguments().slice(from).slice(from), true, stride, stride, length);
  }

  private int invert(Arguments arguments, boolean secure, long stride, long outStride, int length) {
    int blocks = Math.ceilDiv(length, INVERSE_BLOCK);
    try (var zeros = device.allocate(blocks);
        var first = device.allocate(1)) {
      arguments.slice(DeviceSlice.of(zeros));
      if (secure) {
        arguments.number(stride).number(outStride);
      }
      device.launch(
          secure ? Kernels.INVERSE_SECURE : Kernels.INVERSE_COLUMN,
          blocks,
          arguments.words(length));
      device.launch(
          Kernels.FIRST_ZERO,
          1,
          new Arguments()
              .slice(DeviceSlice.of(zeros))
              .slice(DeviceSlice.of(first))
              .words(blocks, length));
      // Counted from the end, so that 0 stands for none.
      int before = DeviceSlice.of(first).read()[0];
      return before == 0 ? -1 : length - before;
    }
  }

  /**
   * Sums along columns: entry i becomes the sum of the entries before it.
   *
   * @param values columns
   * @param length number of entries summed, at most the columns' length
   * @param sums receives {@code length + 1} entries a column, the last of which is the sum of all;
   *     later ones are left alone; may be {@code values}
   * @throws IllegalArgumentException if the columns do not fit
   */
  public void prefixSums(DeviceColumns values, int length, DeviceColumns sums) {
    if (values.count() != sums.count() || length > values.length() || length >= sums.length()) {
      throw new IllegalArgumentException("the sums do not fit");
    }
    prefixSums(
        values.slice(), values.length(), sums.slice(), sums.length(), values.count(), length);
  }

  private void prefixSums(
      DeviceSlice values, long stride, DeviceSlice sums, long sumStride, int count, int length) {
    int tiles = Math.ceilDiv(length + 1, PREFIX_TILE);
    long totalStride = tiles + 1L;
    long blocks = (long) count * tiles;
    try (var buffer = device.allocate(count * totalStride)) {
      DeviceSlice totals = DeviceSlice.of(buffer);
      device.launch(
          Kernels.PREFIX_TILE,
          blocks,
          new Arguments()
              .slice(values)
              .slice(sums)
              .slice(totals)
              .number(stride)
              .number(sumStride)
              .number(totalStride)
              .words(length, tiles));
      if (tiles > 1) {
        prefixSums(totals, totalStride, totals, totalStride, count, tiles);
        device.launch(
            Kernels.PREFIX_ADD,
            blocks,
            new Arguments()
                .slice(sums)
                .slice(totals)
                .number(sumStride)
                .number(totalStride)
                .words(length, tiles));
      }
    }
  }
}
