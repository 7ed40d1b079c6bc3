package lucerna.gpu.contract;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lucerna.field.CM31;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.DomainPoints;
import lucerna.field.circle.LineDomain;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.QuotientLine;

/** What follows the commitments is the processor's, or the protocol's formula. */
final class QueryCases extends Cases {
  QueryCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    each(
        cases,
        "weighted sums of columns",
        "",
        sizes.columnLengths(),
        this::combinationsAreTheProcessors);
    each(cases, "values at a point", "2^", sizes.logs(), this::valuesAreTheProcessors);
    each(cases, "parts of columns", "", sizes.columnLengths(), this::partsLieWhereTheyBelong);
    each(cases, "quotients", "2^", sizes.pointLogs(), this::quotientsAreTheFormula);
    each(cases, "lifting", "2^", sizes.pointLogs(), this::liftedWordsAreThoseAtDoubledPoints);
    each(cases, "folds on circle and line", "2^", sizes.pointLogs(), this::foldsAreTheFormula);
    cases.add(
        new DeviceContract.Case(
            "gathers of leaves and nodes", "", this::gathersReadWhatLeavesHold));
  }

  private void combinationsAreTheProcessors(int length) {
    SecureColumn sum = random.secureColumn(length);
    SecureColumn expected = SecureColumn.zeros(length);
    for (int count : new int[] {1, 2, 7}) {
      int[][] columns = random.columns(count, length);
      QM31[] weights = Stream.generate(random::secure).limit(count).toArray(QM31[]::new);
      try (var on = columns(columns);
          var out = columns(sum)) {
        ops.queries().combine(on, weights, out, false);
        for (int[] coordinate : expected.coordinates()) {
          Arrays.fill(coordinate, 0);
        }
        accumulate(columns, weights, expected);
        same(expected, out);
        ops.queries().combine(on, weights, out, true);
        accumulate(columns, weights, expected);
        same(expected, out);
      }
    }
  }

  private void partsLieWhereTheyBelong(int length) {
    SecureColumn expected = random.secureColumn(3 * length);
    SecureColumn part = random.secureColumn(length);
    try (var whole = columns(expected);
        var on = columns(part)) {
      ops.queries().place(on, whole, 1);
      for (int i = 0; i < length; i++) {
        expected.set(length + i, part.get(i));
      }
      same(expected, whole);
      refused(IndexOutOfBoundsException.class, () -> ops.queries().place(on, whole, 3));
    }
  }

  private void accumulate(int[][] columns, QM31[] weights, SecureColumn sum) {
    for (int i = 0; i < columns.length; i++) {
      scalar.accumulate(sum, columns[i], weights[i], 0, sum.length());
    }
  }

  /** One tile of coefficients and several. */
  private void valuesAreTheProcessors(int logSize) {
    int[][] coefficients = random.columns(logSize < 11 ? 3 : 2, 1 << logSize);
    var point = new SecureCirclePoint(random.secure(), random.secure());
    try (var on = columns(coefficients)) {
      QM31[] actual = ops.queries().valuesAt(on, point);
      same((Object) coefficients.length, actual.length);
      for (int i = 0; i < actual.length; i++) {
        same(CircleFft.evaluateAt(coefficients[i], point), actual[i]);
      }
    }
  }

  private void quotientsAreTheFormula(int logSize) {
    int size = 1 << logSize;
    SecureColumn combined = random.secureColumn(size);
    SecureColumn sum = random.secureColumn(size);
    var point = new SecureCirclePoint(random.secure(), new QM31(5, 7, 11, 13));
    var line = new QuotientLine(random.secure(), random.secure(), random.secure(), point);
    SecureColumn expected = SecureColumn.zeros(size);
    SecureColumn added = copy(sum);
    DomainPoints points = DomainPoints.of(logSize);
    for (int i = 0; i < size; i++) {
      CirclePoint p = new CirclePoint(points.x()[i], points.y()[i]);
      CM31 left = point.x().c0().sub(new CM31(p.x(), 0)).mul(point.y().c1());
      CM31 right = point.y().c0().sub(new CM31(p.y(), 0)).mul(point.x().c1());
      QM31 numerator = line.c().mul(combined.get(i)).sub(line.a().mul(p.y())).sub(line.b());
      expected.set(i, numerator.mul(left.sub(right).inverse()));
      added.set(i, sum.get(i).add(expected.get(i)));
    }
    try (var on = columns(combined);
        var out = columns(sum)) {
      ops.queries().quotients(line, on, out, true);
      same(added, out);
      ops.queries().quotients(line, on, out, false);
      same(expected, out);
    }
  }

  private static SecureColumn copy(SecureColumn c) {
    return new SecureColumn(c.a().clone(), c.b().clone(), c.c().clone(), c.d().clone());
  }

  private void liftedWordsAreThoseAtDoubledPoints(int logSize) {
    for (int logFibre = 0; logFibre <= 2 && logFibre < logSize; logFibre++) {
      SecureColumn small = random.secureColumn(1 << (logSize - logFibre));
      SecureColumn sum = random.secureColumn(1 << logSize);
      var domain = new CanonicCoset(logSize).domain();
      var smallDomain = new CanonicCoset(logSize - logFibre).domain();
      try (var from = columns(small);
          var out = columns(sum)) {
        ops.queries().addLifted(from, out);
        SecureColumn actual = out.readSecure();
        for (int i = 0; i < 1 << logSize; i++) {
          int at = 2 * (i / (2 << logFibre)) + i % 2;
          CirclePoint image = domain.atStorage(i);
          for (int k = 0; k < logFibre; k++) {
            image = image.add(image);
          }
          same(smallDomain.atStorage(at), image);
          same(sum.get(i).add(small.get(at)), actual.get(i));
        }
      }
    }
  }

  private void foldsAreTheFormula(int logSize) {
    SecureColumn values = random.secureColumn(1 << logSize);
    QM31 challenge = random.secure();
    for (boolean circle : new boolean[] {true, false}) {
      for (int logFold = 1; logFold <= Math.min(3, logSize); logFold++) {
        try (var on = columns(values);
            var out = ops.queries().fold(on, circle, challenge, logFold)) {
          same(folded(values, circle, challenge, logFold), out);
        }
      }
    }
  }

  private static SecureColumn folded(
      SecureColumn values, boolean circle, QM31 challenge, int folds) {
    SecureColumn out = SecureColumn.zeros(values.length() / 2);
    int logSize = Integer.numberOfTrailingZeros(values.length());
    for (int i = 0; i < out.length(); i++) {
      int z =
          circle
              ? new CanonicCoset(logSize).domain().atStorage(2 * i).y()
              : new LineDomain(logSize).atStorage(2 * i);
      QM31 f = values.get(2 * i);
      QM31 h = values.get(2 * i + 1);
      out.set(i, f.add(h).add(challenge.mul(f.sub(h)).mul(M31.inverse(z))));
    }
    return folds == 1 ? out : folded(out, false, challenge.square(), folds - 1);
  }

  private void gathersReadWhatLeavesHold() {
    int[][] columns = random.columns(5, 64);
    for (int logCoset = 0; logCoset <= 3; logCoset++) {
      int[] positions = {0, 3, 2, (64 >> logCoset) - 1};
      try (var on = columns(columns)) {
        int[][] leaves = ops.queries().leaves(on, logCoset, positions);
        for (int i = 0; i < positions.length; i++) {
          for (int w = 0; w < 5 << logCoset; w++) {
            same(columns[w % 5][(positions[i] << logCoset) + w / 5], leaves[i][w]);
          }
        }
        same(
            new int[][] {{columns[0][8], columns[0][9]}, {columns[0][0], columns[0][1]}},
            ops.queries().pieces(on.slice(), 2, new int[] {4, 0}));
        same(0, ops.queries().leaves(on, logCoset, new int[0]).length);
        int[] outside = {64 >> logCoset};
        refused(IndexOutOfBoundsException.class, () -> ops.queries().leaves(on, 0, new int[] {64}));
        refused(
            IndexOutOfBoundsException.class,
            () -> ops.queries().pieces(on.columns(0, 1).slice(), 64, outside));
      }
    }
  }
}
