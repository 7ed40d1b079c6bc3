package lucerna.gpu;

import java.util.List;

/**
 * The circle FFT of batches of columns: order and values of {@link lucerna.field.circle.CircleFft}.
 * All columns of a batch go through one launch a pass, of which there are at most three.
 */
public final class DeviceFft {
  private final Device device;
  private final DeviceTwiddles twiddles;

  DeviceFft(Device device, DeviceTwiddles twiddles) {
    this.device = device;
    this.twiddles = twiddles;
  }

  /**
   * Turns evaluations in storage order into coefficients.
   *
   * @param values columns of 2^k evaluations, k from 1 to 30
   * @param coefficients receives the coefficients; may be {@code values}
   * @throws IllegalArgumentException if the shapes differ or the length is no such power
   */
  public void interpolate(DeviceColumns values, DeviceColumns coefficients) {
    int logSize = logSize(values);
    Shapes.requireSame(values, coefficients);
    List<FftPass> passes = FftPass.plan(logSize);
    DeviceColumns from = values;
    for (int i = 0; i < passes.size(); i++) {
      FftPass pass = passes.get(i);
      boolean last = i == passes.size() - 1;
      var arguments =
          new Arguments()
              .columns(from)
              .columns(coefficients)
              .slice(twiddles.inverse(logSize))
              .words(logSize, pass.first(), pass.low(), pass.layers(), last ? logSize : 0)
              .number(coefficients.slice().words());
      device.launch(Kernels.INTERPOLATE_PASS, tiles(coefficients), arguments);
      from = coefficients;
    }
  }

  /**
   * Turns coefficients into evaluations in storage order, on a domain that may be larger.
   *
   * @param coefficients columns of 2^k coefficients, k at least 0
   * @param values receives the evaluations, 2^j a column, j from k to 30 and at least 1; may be
   *     {@code coefficients} if j = k
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public void evaluate(DeviceColumns coefficients, DeviceColumns values) {
    evaluate(coefficients, values, logSize(values), 0);
  }

  /**
   * Turns coefficients into the evaluations of one part of a domain, in storage order: the layers
   * above the polynomials' degree only copy, and those below do not leave a part.
   *
   * @param coefficients columns of 2^k coefficients, k at least 0
   * @param values receives the evaluations of the part, 2^j a column, j at least k and 1; may be
   *     {@code coefficients} if j = k
   * @param logDomain log of the whole domain's size, from j to 30
   * @param part which of the parts of 2^j positions
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public void evaluate(DeviceColumns coefficients, DeviceColumns values, int logDomain, int part) {
    int logColumn = logSize(values);
    int logDegree = Shapes.log(coefficients.length());
    if (coefficients.count() != values.count() || logDegree > logColumn) {
      throw new IllegalArgumentException("the coefficients do not fit the evaluations");
    }
    if (logColumn > Shapes.requireLog(logDomain)
        || part < 0
        || (part >> (logDomain - logColumn)) > 0) {
      throw new IllegalArgumentException(
          "there is no part %d of 2^%d points in 2^%d".formatted(part, logColumn, logDomain));
    }
    DeviceColumns from = coefficients;
    int fromLog = logDegree;
    for (FftPass pass : FftPass.plan(logDegree).reversed()) {
      var arguments =
          new Arguments()
              .columns(from)
              .columns(values)
              .slice(twiddles.forward(logDomain))
              .words(fromLog, logColumn, part, logDomain)
              .words(pass.first(), pass.low(), pass.layers())
              .number(values.slice().words());
      device.launch(Kernels.EVALUATE_PASS, tiles(values), arguments);
      from = values;
      fromLog = logColumn;
    }
  }

  /**
   * Evaluates polynomials on a larger canonic domain.
   *
   * @param values columns of 2^k evaluations, k at least 1; left alone
   * @param logBlowup log of the domains' ratio, at least 0
   * @return the evaluations, to be closed
   * @throws IllegalArgumentException if the length is no power of two, or too large
   */
  public DeviceColumns extend(DeviceColumns values, int logBlowup) {
    int outLog = Shapes.requireLog(logSize(values) + logBlowup);
    try (var coefficients = DeviceColumns.allocate(device, values.count(), values.length())) {
      interpolate(values, coefficients);
      var out = DeviceColumns.allocate(device, values.count(), 1 << outLog);
      evaluate(coefficients, out);
      return out;
    }
  }

  private static int logSize(DeviceColumns values) {
    return Shapes.requireLog(Shapes.log(values.length()));
  }

  private static long tiles(DeviceColumns columns) {
    return Math.max(1, Math.ceilDiv(columns.slice().words(), 1L << FftPass.LOG_TILE));
  }
}
