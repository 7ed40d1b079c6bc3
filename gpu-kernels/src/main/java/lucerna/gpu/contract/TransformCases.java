package lucerna.gpu.contract;

import java.util.Arrays;
import java.util.List;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.RowOrder;
import lucerna.field.circle.Twiddles;
import lucerna.gpu.ColumnOps;

/** Transforms are the processor's. */
final class TransformCases extends Cases {
  TransformCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    each(cases, "interpolate, evaluate", "2^", sizes.logs(), this::transformsAreTheProcessors);
    each(cases, "evaluate on larger domains", "2^", sizes.logs(), this::extensionsAreTheProcessors);
    cases.add(new DeviceContract.Case("extend", "2^3", this::anExtensionLeavesItsInputAlone));
    each(cases, "evaluate parts of a domain", "2^", sizes.logs(), this::partsAreThoseOfTheWhole);
    each(cases, "rows to storage order", "2^", sizes.logs(), this::rowsGoWhereTheProcessorPutsThem);
    each(cases, "storage order to rows", "2^", sizes.logs(), this::rowsComeBackFromThere);
  }

  private void transformsAreTheProcessors(int logSize) {
    int[][] values = random.columns(logSize < 11 ? 3 : 2, 1 << logSize);
    int[][] expected =
        each(
            values,
            column -> {
              int[] own = column.clone();
              scalar.interpolate(own, Twiddles.of(logSize).inverse());
              return own;
            });
    try (var on = columns(values);
        var out = empty(values.length, 1 << logSize)) {
      ops.fft().interpolate(on, out);
      same(expected, out.read());
      same(values, on.read());
      ops.fft().interpolate(on, on);
      same(expected, on.read());
      ops.fft().evaluate(on, out);
      same(values, out.read());
      ops.fft().evaluate(on, on);
      same(values, on.read());
    }
  }

  private void extensionsAreTheProcessors(int outLog) {
    int[][] values = random.columns(2, 1 << outLog);
    for (int logDegree = Math.max(0, outLog - 2); logDegree < outLog; logDegree++) {
      int degree = 1 << logDegree;
      int[][] coefficients = each(values, column -> Arrays.copyOf(column, degree));
      int log = logDegree;
      int[][] expected =
          each(
              values,
              column -> {
                int[] own = column.clone();
                scalar.evaluate(own, log, Twiddles.of(outLog).forward());
                return own;
              });
      try (var on = columns(coefficients);
          var out = empty(2, 1 << outLog)) {
        ops.fft().evaluate(on, out);
        same(expected, out.read());
      }
    }
  }

  private void partsAreThoseOfTheWhole(int logDomain) {
    for (int logPart = Math.max(1, logDomain - 2); logPart <= logDomain; logPart++) {
      for (int logDegree = Math.max(0, logPart - 1); logDegree <= logPart; logDegree++) {
        int[][] coefficients = random.columns(2, 1 << logDegree);
        try (var on = columns(coefficients);
            var whole = empty(2, 1 << logDomain);
            var out = empty(2, 1 << logPart)) {
          ops.fft().evaluate(on, whole);
          int[][] expected = whole.read();
          for (int part = 0; part < 1 << (logDomain - logPart); part++) {
            ops.fft().evaluate(on, out, logDomain, part);
            int from = part * out.length();
            same(each(expected, c -> Arrays.copyOfRange(c, from, from + out.length())), out.read());
          }
          int log = logPart;
          refused(
              IllegalArgumentException.class,
              () -> ops.fft().evaluate(on, out, logDomain, 1 << (logDomain - log)));
          refused(IllegalArgumentException.class, () -> ops.fft().evaluate(on, out, log - 1, 0));
        }
      }
    }
  }

  private void anExtensionLeavesItsInputAlone() {
    int[][] values = random.columns(2, 8);
    try (var on = columns(values);
        var out = ops.fft().extend(on, 2)) {
      same(CircleFft.extendAll(values, 2), out.read());
      same(values, on.read());
    }
  }

  private void rowsGoWhereTheProcessorPutsThem(int logSize) {
    int[][] rows = random.columns(2, 1 << logSize);
    try (var on = columns(rows);
        var out = empty(2, 1 << logSize)) {
      ops.queries().rowsToStorage(on, out);
      same(each(rows, RowOrder::toStorage), out.read());
    }
  }

  private void rowsComeBackFromThere(int logSize) {
    int[][] stored = random.columns(2, 1 << logSize);
    try (var on = columns(stored);
        var out = empty(2, 1 << logSize)) {
      ops.queries().storageToRows(on, out);
      same(each(stored, RowOrder::toRows), out.read());
    }
  }
}
