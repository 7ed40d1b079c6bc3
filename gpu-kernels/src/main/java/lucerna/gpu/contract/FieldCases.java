package lucerna.gpu.contract;

import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;

/** Arithmetic is the processor's. */
final class FieldCases extends Cases {
  FieldCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    each(
        cases,
        "sums and products in M31",
        "",
        sizes.columnLengths(),
        this::sumsAndProductsAreTheProcessors);
    each(
        cases, "products in QM31", "", sizes.columnLengths(), this::secureProductsAreTheProcessors);
    each(cases, "inverses", "", sizes.columnLengths(), this::inversesAreTheProcessors);
    each(cases, "scaling of blocks", "2^", sizes.logs(), this::blocksAreScaledByTheirFactors);
    each(cases, "prefix sums", "", sizes.columnLengths(), this::prefixSumsAreTheProcessors);
  }

  private void sumsAndProductsAreTheProcessors(int length) {
    int[] a = random.column(length);
    int[] b = random.column(length);
    int[] product = new int[length];
    int[] sum = new int[length];
    scalar.mul(a, b, product, 0, length);
    for (int i = 0; i < length; i++) {
      sum[i] = M31.add(product[i], b[i]);
    }
    int[] accumulated = sum.clone();
    scalar.mulAdd(accumulated, a, b, 0, length);
    try (var x = columns(a);
        var y = columns(b);
        var out = empty(1, length)) {
      ops.field().mul(x, y, out);
      same(product, out.read(0));
      ops.field().add(out, y, out);
      same(sum, out.read(0));
      ops.field().mulAdd(x, y, out);
      same(accumulated, out.read(0));
    }
  }

  private void secureProductsAreTheProcessors(int length) {
    SecureColumn a = random.secureColumn(length);
    SecureColumn b = random.secureColumn(length);
    SecureColumn expected = SecureColumn.zeros(length);
    scalar.mul(a, b, expected, 0, length);
    try (var x = columns(a);
        var y = columns(b);
        var out = empty(4, length)) {
      ops.field().mulSecure(x, y, out);
      same(expected, out);
      scalar.mul(a, b.c(), expected, 0, length);
      ops.field().mulSecureByColumn(x, y.columns(2, 1), out);
      same(expected, out);
    }
  }

  private void inversesAreTheProcessors(int length) {
    SecureColumn values = random.secureColumn(length);
    for (int i = 0; i < length; i++) {
      values.a()[i] = values.a()[i] == 0 ? M31.P - 1 : values.a()[i];
    }
    SecureColumn expected = SecureColumn.zeros(length);
    scalar.batchInverse(values, expected, 0, length);
    int[] base = new int[length];
    scalar.batchInverse(values.a(), base, 0, length);
    try (var on = columns(values);
        var out = empty(4, length)) {
      ops.field().invert(on, out);
      same(expected, out);
      ops.field().invert(on.columns(0, 1), out.columns(3, 1));
      same(base, out.read(3));
      ops.field().invert(on, on);
      same(expected, on);
    }
    int last = length - 1;
    values.set(last, QM31.ZERO);
    values.set(length / 2, QM31.ZERO);
    try (var on = columns(values)) {
      for (var view : new DeviceColumns[] {on, on.columns(1, 1)}) {
        if (view.count() == 1) {
          view.write(0, values.a());
        }
        String reason = refused(ArithmeticException.class, () -> ops.field().invert(view, view));
        same("0 has no inverse: element " + length / 2, reason);
      }
    }
  }

  private void blocksAreScaledByTheirFactors(int logSize) {
    int[][] values = random.columns(3, 1 << logSize);
    for (int logFactors : new int[] {0, 1, 2, logSize}) {
      if (logFactors > logSize) {
        continue;
      }
      int[] factors = random.column(1 << logFactors);
      int[][] expected = each(values, int[]::clone);
      for (int[] column : expected) {
        for (int i = 0; i < column.length; i++) {
          column[i] = M31.mul(column[i], factors[i >> (logSize - logFactors)]);
        }
      }
      try (var on = columns(values)) {
        ops.field().scaleBlocks(on, factors);
        same(expected, on.read());
      }
    }
  }

  private void prefixSumsAreTheProcessors(int length) {
    int[][] values = random.columns(2, length);
    int[] marks = random.column(length + 3);
    int[][] expected =
        each(
            values,
            column -> {
              int[] sums = marks.clone();
              sums[0] = 0;
              for (int i = 0; i < length; i++) {
                sums[i + 1] = M31.add(sums[i], column[i]);
              }
              return sums;
            });
    try (var on = columns(values);
        var sums = columns(marks, marks)) {
      ops.field().prefixSums(on, length, sums);
      same(expected, sums.read());
      for (int i = 0; i < 2; i++) {
        sums.write(i, Arrays.copyOf(values[i], length + 3));
      }
      ops.field().prefixSums(sums, length, sums);
      for (int i = 0; i < 2; i++) {
        same(Arrays.copyOf(expected[i], length + 1), Arrays.copyOf(sums.read(i), length + 1));
      }
    }
  }
}
