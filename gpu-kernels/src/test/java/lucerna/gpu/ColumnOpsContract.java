package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lucerna.air.AirProgram;
import lucerna.air.PointEvaluator;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.CM31;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.DomainPoints;
import lucerna.field.circle.LineDomain;
import lucerna.field.circle.RowOrder;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.field.circle.Twiddles;
import lucerna.field.spi.FieldKernels;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.BulkHash;
import lucerna.fri.spi.Leaves;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every device must do: each operation gives the words that the scalar loops give, at sizes
 * around those of blocks and tiles. A device opts in by a subclass.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ColumnOpsContract {
  private static final long LEAF = 0x1234567890abcdefL;
  private static final long NODE = 0xfedcba0987654321L;

  private final FieldKernels scalar = lucerna.field.Kernels.scalar();
  private final Columns random = new Columns(11);
  private ColumnOps ops = new ColumnOps(new InterpretedDevice());

  /** Opens the device, or ends the class by an assumption. */
  abstract Device open();

  /** Log of the largest transform. */
  abstract int maxLog();

  /** Log of the largest tree. */
  abstract int maxLogTree();

  /** Lengths of columns. */
  abstract IntStream lengths();

  /** Around the sizes at which passes, windows of registers and blocks begin. */
  final IntStream logs() {
    return IntStream.of(1, 2, 3, 4, 5, 8, 11, 12, 13, 14, 16, 22).filter(log -> log <= maxLog());
  }

  /** Sizes of what is compared point by point: two blocks at the most. */
  final IntStream pointLogs() {
    return IntStream.of(1, 2, 3, 4, 8, 10, 11);
  }

  final IntStream treeLogs() {
    return IntStream.of(0, 1, 2, 5, 8, 9, 10, 11, 18).filter(log -> log <= maxLogTree());
  }

  @BeforeAll
  final void openDevice() {
    ops = new ColumnOps(open());
  }

  @AfterAll
  final void closeDevice() {
    ops.close();
    ops.device().close();
  }

  final ColumnOps ops() {
    return ops;
  }

  private DeviceColumns columns(int[]... columns) {
    return DeviceColumns.of(ops.device(), columns);
  }

  private DeviceColumns columns(SecureColumn column) {
    return DeviceColumns.of(ops.device(), column);
  }

  private DeviceColumns empty(int count, int length) {
    return DeviceColumns.allocate(ops.device(), count, length);
  }

  private static int[][] each(int[][] columns, UnaryOperator<int[]> change) {
    return Stream.of(columns).map(change).toArray(int[][]::new);
  }

  private static SecureColumn copy(SecureColumn c) {
    return new SecureColumn(c.a().clone(), c.b().clone(), c.c().clone(), c.d().clone());
  }

  private static void assertSame(SecureColumn expected, DeviceColumns actual) {
    assertArrayEquals(expected.coordinates(), actual.read());
  }

  @ParameterizedTest
  @MethodSource("logs")
  void transformsAreTheProcessors(int logSize) {
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
      assertArrayEquals(expected, out.read());
      assertArrayEquals(values, on.read());
      ops.fft().interpolate(on, on);
      assertArrayEquals(expected, on.read());
      ops.fft().evaluate(on, out);
      assertArrayEquals(values, out.read());
      ops.fft().evaluate(on, on);
      assertArrayEquals(values, on.read());
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void extensionsAreTheProcessors(int outLog) {
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
        assertArrayEquals(expected, out.read());
      }
    }
  }

  @Test
  void anExtensionLeavesItsInputAlone() {
    int[][] values = random.columns(2, 8);
    try (var on = columns(values);
        var out = ops.fft().extend(on, 2)) {
      assertArrayEquals(CircleFft.extendAll(values, 2), out.read());
      assertArrayEquals(values, on.read());
    }
  }

  @ParameterizedTest
  @MethodSource("treeLogs")
  void treesAreTheProcessors(int logLeaves) {
    int leaves = 1 << logLeaves;
    int columnsHere = logLeaves == maxLogTree() ? 1 : 5;
    assertTree(random.columns(columnsHere, leaves), 0, random.words(4 * leaves));
    assertTree(random.columns(4, 8 * leaves), 3, null);
  }

  /** Lengths about one, two and three blocks; a salt that two blocks share. */
  @Test
  void leavesOfEveryLengthAreTheProcessors() {
    for (int nColumns : new int[] {0, 1, 3, 11, 12, 13, 15, 16, 17, 29, 32, 33, 48}) {
      for (int log = 0; log <= 2; log += 2) {
        int[][] columns = new int[nColumns][];
        Arrays.setAll(columns, i -> random.words(16));
        assertTree(columns, log, null);
        assertTree(columns, log, random.words(64 >> log));
      }
    }
  }

  private void assertTree(int[][] columns, int logCoset, int @Nullable [] salts) {
    int length = columns.length == 0 ? 16 : columns[0].length;
    int leaves = length >> logCoset;
    int[] expected = new int[16 * leaves];
    var message = new Leaves(Blake2s.initialState(LEAF), columns, salts, logCoset);
    BulkHash.scalar().hashLeaves(message, expected, 0, leaves);
    for (int first = leaves / 2; first > 0; first /= 2) {
      BulkHash.scalar().hashNodes(Blake2s.initialState(NODE), expected, first, 2 * first);
    }
    try (var on = columns.length == 0 ? empty(0, length) : columns(columns);
        var saltWords = ops.device().allocate(salts == null ? 1 : salts.length)) {
      if (salts != null) {
        saltWords.write(0, salts);
      }
      var salted = salts == null ? null : DeviceSlice.of(saltWords);
      try (var nodes = ops.trees().commit(on, salted, logCoset, LEAF, NODE)) {
        int[] actual = DeviceSlice.of(nodes).read();
        assertArrayEquals(
            Arrays.copyOfRange(expected, 8, expected.length),
            Arrays.copyOfRange(actual, 8, actual.length));
      }
    }
  }

  @Test
  void searchesAreTheProcessors() {
    int[] prefix = random.words(8);
    for (int bits : new int[] {1, 5, 8, 31, 32, 33, 64}) {
      for (long nonce : new long[] {3L << 32 | 77, 0xffffffffL << 32 | 0xfffff000L}) {
        for (int count : bits == 8 ? new int[] {0, 1, 257, 2049} : new int[] {65}) {
          assertEquals(
              BulkHash.scalar().search(prefix, bits, nonce, count),
              ops.trees().search(prefix, bits, nonce, count),
              bits + " bits, " + count + " nonces");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void sumsAndProductsAreTheProcessors(int length) {
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
      assertArrayEquals(product, out.read(0));
      ops.field().add(out, y, out);
      assertArrayEquals(sum, out.read(0));
      ops.field().mulAdd(x, y, out);
      assertArrayEquals(accumulated, out.read(0));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void secureProductsAreTheProcessors(int length) {
    SecureColumn a = random.secureColumn(length);
    SecureColumn b = random.secureColumn(length);
    SecureColumn expected = SecureColumn.zeros(length);
    scalar.mul(a, b, expected, 0, length);
    try (var x = columns(a);
        var y = columns(b);
        var out = empty(4, length)) {
      ops.field().mulSecure(x, y, out);
      assertSame(expected, out);
      scalar.mul(a, b.c(), expected, 0, length);
      ops.field().mulSecureByColumn(x, y.columns(2, 1), out);
      assertSame(expected, out);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void inversesAreTheProcessors(int length) {
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
      assertSame(expected, out);
      ops.field().invert(on.columns(0, 1), out.columns(3, 1));
      assertArrayEquals(base, out.read(3));
      ops.field().invert(on, on);
      assertSame(expected, on);
    }
    int last = length - 1;
    values.set(last, QM31.ZERO);
    values.set(length / 2, QM31.ZERO);
    try (var on = columns(values)) {
      for (var view : new DeviceColumns[] {on, on.columns(1, 1)}) {
        if (view.count() == 1) {
          view.write(0, values.a());
        }
        var refused = assertThrows(ArithmeticException.class, () -> ops.field().invert(view, view));
        assertEquals("0 has no inverse: element " + length / 2, refused.getMessage());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void prefixSumsAreTheProcessors(int length) {
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
      assertArrayEquals(expected, sums.read());
      for (int i = 0; i < 2; i++) {
        sums.write(i, Arrays.copyOf(values[i], length + 3));
      }
      ops.field().prefixSums(sums, length, sums);
      for (int i = 0; i < 2; i++) {
        assertArrayEquals(
            Arrays.copyOf(expected[i], length + 1), Arrays.copyOf(sums.read(i), length + 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void rowsGoWhereTheProcessorPutsThem(int logSize) {
    int[][] rows = random.columns(2, 1 << logSize);
    try (var on = columns(rows);
        var out = empty(2, 1 << logSize)) {
      ops.queries().rowsToStorage(on, out);
      assertArrayEquals(each(rows, RowOrder::toStorage), out.read());
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void combinationsAreTheProcessors(int length) {
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
        assertSame(expected, out);
        ops.queries().combine(on, weights, out, true);
        accumulate(columns, weights, expected);
        assertSame(expected, out);
      }
    }
  }

  private void accumulate(int[][] columns, QM31[] weights, SecureColumn sum) {
    for (int i = 0; i < columns.length; i++) {
      scalar.accumulate(sum, columns[i], weights[i], 0, sum.length());
    }
  }

  @ParameterizedTest
  @MethodSource("pointLogs")
  void quotientsAreTheFormula(int logSize) {
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
      assertSame(added, out);
      ops.queries().quotients(line, on, out, false);
      assertSame(expected, out);
    }
  }

  @ParameterizedTest
  @MethodSource("pointLogs")
  void liftedWordsAreThoseAtFourTimesThePoint(int logSize) {
    if (logSize < 3) {
      return;
    }
    SecureColumn small = random.secureColumn(1 << (logSize - 2));
    SecureColumn sum = random.secureColumn(1 << logSize);
    var domain = new CanonicCoset(logSize).domain();
    var smallDomain = new CanonicCoset(logSize - 2).domain();
    try (var from = columns(small);
        var out = columns(sum)) {
      ops.queries().addLifted(from, out);
      SecureColumn actual = out.readSecure();
      for (int i = 0; i < 1 << logSize; i++) {
        int at = 2 * (i / 8) + i % 2;
        CirclePoint twice = domain.atStorage(i).add(domain.atStorage(i));
        assertEquals(smallDomain.atStorage(at), twice.add(twice));
        assertEquals(sum.get(i).add(small.get(at)), actual.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pointLogs")
  void foldsAreTheFormula(int logSize) {
    SecureColumn values = random.secureColumn(1 << logSize);
    QM31 challenge = random.secure();
    for (boolean circle : new boolean[] {true, false}) {
      for (int logFold = 1; logFold <= Math.min(3, logSize); logFold++) {
        try (var on = columns(values);
            var out = ops.queries().fold(on, circle, challenge, logFold)) {
          assertSame(folded(values, circle, challenge, logFold), out);
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

  @Test
  void gathersReadWhatLeavesHold() {
    int[][] columns = random.columns(5, 64);
    for (int logCoset = 0; logCoset <= 3; logCoset++) {
      int[] positions = {0, 3, 2, (64 >> logCoset) - 1};
      try (var on = columns(columns)) {
        int[][] leaves = ops.queries().leaves(on, logCoset, positions);
        for (int i = 0; i < positions.length; i++) {
          for (int w = 0; w < 5 << logCoset; w++) {
            assertEquals(columns[w % 5][(positions[i] << logCoset) + w / 5], leaves[i][w]);
          }
        }
        assertArrayEquals(
            new int[][] {{columns[0][8], columns[0][9]}, {columns[0][0], columns[0][1]}},
            ops.queries().pieces(on.slice(), 2, new int[] {4, 0}));
        assertEquals(0, ops.queries().leaves(on, logCoset, new int[0]).length);
        int[] outside = {64 >> logCoset};
        assertThrows(
            IndexOutOfBoundsException.class, () -> ops.queries().leaves(on, 0, new int[] {64}));
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> ops.queries().pieces(on.columns(0, 1).slice(), 64, outside));
      }
    }
  }

  /** Programs of all kinds of operands, in one kernel and in several. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void constraintsAreThePointEvaluators(long seed) {
    int length = 150;
    AirProgram program = AirProgram.of(air -> RandomAir.define(air, seed));
    Map<Tree, DeviceColumns> on = new EnumMap<>(Tree.class);
    Map<Tree, int[][]> held = new EnumMap<>(Tree.class);
    for (Tree tree : Tree.values()) {
      int width = program.columnsOf(tree).size() * (tree.isSecure() ? 4 : 1);
      if (width > 0) {
        int[][] columns = random.columns(width, length);
        held.put(tree, columns);
        on.put(tree, columns(columns));
      }
    }
    int[] next = IntStream.range(0, length).map(i -> (i * 31 + 7) % length).toArray();
    var scalars =
        new Scalars(
            program.challenges().stream().map(name -> random.secure()).toList(),
            program.publicScalars().stream().map(name -> random.secure()).toList());
    QM31 alpha = random.secure();
    SecureColumn expected = SecureColumn.zeros(length);
    var evaluator = new PointEvaluator(program);
    for (int i = 0; i < length; i++) {
      int row = i;
      PointEvaluator.Mask mask =
          (id, offset) ->
              RandomAir.at(
                  held.getOrDefault(program.columns().get(id).tree(), new int[0][]),
                  program.columns().get(id),
                  offset == 0 ? row : next[row]);
      expected.set(i, evaluator.combine(mask, scalars, alpha));
    }
    for (int maxOperations : new int[] {1000, 250}) {
      var kernels = new ConstraintKernels("random", program, maxOperations);
      assertEquals(maxOperations == 1000, kernels.kernels().size() == 1);
      try (var positions = ops.device().allocate(length);
          var sum = empty(4, length)) {
        positions.write(0, next);
        kernels.combine(
            ops.device(),
            on,
            DeviceSlice.of(positions),
            scalars,
            program.combinationCoefficients(alpha),
            sum);
        assertSame(expected, sum);
      }
    }
    on.values().forEach(DeviceColumns::close);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    try (var four = empty(4, 8);
        var two = empty(2, 8);
        var odd = empty(4, 6)) {
      var fft = ops.fft();
      assertThrows(IllegalArgumentException.class, () -> fft.interpolate(four, two));
      assertThrows(IllegalArgumentException.class, () -> fft.interpolate(odd, odd));
      assertThrows(IllegalArgumentException.class, () -> fft.extend(two, 30));
      assertThrows(IllegalArgumentException.class, () -> ops.field().add(four, two, two));
      assertThrows(IllegalArgumentException.class, () -> ops.field().mulSecure(four, four, odd));
      assertThrows(IllegalArgumentException.class, () -> ops.field().invert(two, two));
      assertThrows(IllegalArgumentException.class, () -> ops.field().prefixSums(two, 8, two));
      var queries = ops.queries();
      assertThrows(IllegalArgumentException.class, () -> queries.addLifted(four, four));
      assertThrows(IllegalArgumentException.class, () -> queries.fold(four, true, QM31.ONE, 4));
      assertThrows(
          IllegalArgumentException.class,
          () -> queries.combine(two, new QM31[] {QM31.ONE}, four, false));
      assertThrows(
          IllegalArgumentException.class, () -> ops.trees().commit(odd, null, 0, LEAF, NODE));
      assertThrows(
          IllegalArgumentException.class,
          () -> ops.trees().commit(two, two.columns(0, 1).slice(), 0, LEAF, NODE));
    }
  }
}
