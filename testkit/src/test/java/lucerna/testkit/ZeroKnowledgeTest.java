package lucerna.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.RowOrder;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Fibres;
import lucerna.stark.OpenedRows;
import lucerna.stark.OutOfDomain;
import lucerna.stark.StarkProof;
import lucerna.stark.prover.Prover;
import lucerna.stark.prover.ProverListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows 65 to 67 and 69: what a proof opens is independent of what it hides.
 *
 * <p>An opened value of a column is a linear function of its free rows plus one of its other rows.
 * If the functions of the free rows are independent, all openings together are uniform whatever the
 * other rows hold. With Q queries, a column that constraints read at one offset is opened at Q
 * points of M31 and one of QM31, which counts four times: Q + 4. The running sum is read at two
 * offsets: Q + 8. Each coordinate of a factor is such a column, with random rows of its own, read
 * at one offset or at two. The composition is opened at 4 Q points of its own, the fibres of those
 * of the trace, where no other column is; what is opened there is masked by a column that is free
 * in all its rows: 5 Q + 4 values in all.
 */
final class ZeroKnowledgeTest {
  private static final int LOG_ROWS = 7;
  private static final int N_QUERIES = 20;
  private static final FriConfig FRI = new FriConfig(2, 3, 2, N_QUERIES);

  /** Everything that one transcript decides. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Drawn(int[] positions, int[] fibres, SecureCirclePoint point) {}

  private static Drawn draw(int seed) {
    var channel = new Channel();
    channel.mixU32s(seed);
    int logFriDomain =
        LOG_ROWS + CommitmentLayout.LOG_COMPOSITION_EXPANSION + FRI.logBlowupFactor();
    int[] leaves = Fibres.WIDEST.leavesOf(channel.drawQueries(logFriDomain, N_QUERIES));
    SecureCirclePoint point = OutOfDomain.draw(channel, LOG_ROWS);
    if (point == null) {
      throw new AssertionError("a degenerate point");
    }
    return new Drawn(leaves, Fibres.WIDEST.positions(leaves), point);
  }

  /** The coefficients of the last rows in a column's value at a point. */
  private static QM31[] freeWeights(SecureCirclePoint p, int from) {
    SecureColumn all = LagrangeWeights.at(LOG_ROWS, p, 1 << LOG_ROWS);
    QM31[] weights = new QM31[(1 << LOG_ROWS) - from];
    Arrays.setAll(weights, i -> all.get(from + i));
    return weights;
  }

  /** The point and its images under x -> x^p: four openings in one. */
  private static List<SecureCirclePoint> conjugates(SecureCirclePoint p) {
    List<SecureCirclePoint> all = new ArrayList<>();
    SecureCirclePoint q = p;
    for (int i = 0; i < QM31.DEGREE; i++) {
      all.add(q);
      q = new SecureCirclePoint(q.x().pow(M31.P), q.y().pow(M31.P));
    }
    assertEquals(p, q);
    return all;
  }

  private static List<QM31[]> openings(Drawn drawn, int from, boolean bothOffsets) {
    List<QM31[]> rows = new ArrayList<>();
    CircleDomain domain = new CanonicCoset(LOG_ROWS + FRI.logBlowupFactor()).domain();
    for (int position : drawn.positions()) {
      rows.add(freeWeights(SecureCirclePoint.of(domain.atStorage(position)), from));
    }
    conjugates(drawn.point()).forEach(p -> rows.add(freeWeights(p, from)));
    if (bothOffsets) {
      CirclePoint step = new CanonicCoset(LOG_ROWS).step();
      conjugates(drawn.point()).forEach(p -> rows.add(freeWeights(p.add(step), from)));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void openingsOfAColumnAreIndependent(int seed) {
    int free = N_QUERIES + 4 + 1;
    List<QM31[]> rows = openings(draw(seed), (1 << LOG_ROWS) - free, false);
    assertEquals(rows.size(), rank(rows));
  }

  /** A weight tree serves so many proofs as its free rows allow; their openings add up. */
  @Test
  void openingsOfAWeightTreeInSeveralProofsAreIndependent() {
    int proofs = 3;
    int free = proofs * (N_QUERIES + 4) + 1;
    List<QM31[]> rows = new ArrayList<>();
    for (int seed = 0; seed < proofs; seed++) {
      rows.addAll(openings(draw(100 + seed), (1 << LOG_ROWS) - free, false));
    }
    // Two proofs that open one leaf learn one value: distinct rows only.
    List<QM31[]> distinct = new ArrayList<>();
    for (QM31[] row : rows) {
      if (distinct.stream().noneMatch(other -> Arrays.equals(other, row))) {
        distinct.add(row);
      }
    }
    assertEquals(distinct.size(), rank(distinct));
    // One proof more is one too many.
    distinct.addAll(openings(draw(200), (1 << LOG_ROWS) - free, false));
    assertTrue(rank(distinct) < distinct.size());
  }

  /** A key's pins are one point more of each tree, once, for which four rows must be left. */
  @Test
  void openingsOfAPinnedWeightTreeAreIndependentIfThePinHasRowsOfItsOwn() {
    int proofs = 3;
    int free = proofs * (N_QUERIES + 4) + 4 + 1;
    int from = (1 << LOG_ROWS) - free;
    List<QM31[]> rows = new ArrayList<>();
    for (int seed = 0; seed < proofs; seed++) {
      for (QM31[] row : openings(draw(100 + seed), from, false)) {
        if (rows.stream().noneMatch(other -> Arrays.equals(other, row))) {
          rows.add(row);
        }
      }
    }
    conjugates(draw(300).point()).forEach(p -> rows.add(freeWeights(p, from)));
    assertEquals(rows.size(), rank(rows));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void openingsOfTheRunningSumAreIndependent(int seed) {
    int free = N_QUERIES + 8 + 1;
    List<QM31[]> rows = openings(draw(seed), (1 << LOG_ROWS) - free, true);
    assertEquals(rows.size(), rank(rows));
  }

  /**
   * Without a mask the composition is known at each point P of a fibre: a function of all columns
   * at P and, of those read on the next row, at P one row further. And a composition of one part
   * has one outside its space, a function of the columns' highest coefficients. So all of these
   * must be independent, with what is opened at 2^e P and at the two points out of the domain; the
   * function that belongs to the highest coefficient takes no row more.
   */
  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "0, 3", "1, 1", "1, 2", "1, 3"})
  void freeRowsHideACompositionWithoutAMask(int expansion, int seed) {
    int queries = 10;
    var fibres = new Fibres(expansion);
    var channel = new Channel();
    channel.mixU32s(seed);
    int logFri = LOG_ROWS + expansion + FRI.logBlowupFactor();
    int[] leaves = fibres.leavesOf(channel.drawQueries(logFri, queries));
    var drawn =
        new Drawn(
            leaves,
            fibres.positions(leaves),
            Objects.requireNonNull(OutOfDomain.draw(channel, LOG_ROWS)));
    PcsConfig config = PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, queries), 0, 0, 0, 0, 0);
    var toy = new LowDegreeToy(expansion + 2, expansion, config, true);
    int free = CommitmentLayout.of(toy, config, true).freeRowsToHide(queries);
    int from = (1 << LOG_ROWS) - free;
    List<QM31[]> rows = openings(drawn, from, true);
    CircleDomain domain = new CanonicCoset(logFri).domain();
    CirclePoint step = new CanonicCoset(LOG_ROWS).step();
    for (int position : drawn.fibres()) {
      SecureCirclePoint p = SecureCirclePoint.of(domain.atStorage(position));
      if (expansion > 0) {
        rows.add(freeWeights(p, from));
      }
      rows.add(freeWeights(p.add(step), from));
    }
    if (expansion == 0) {
      rows.add(highestCoefficient(from));
    }
    int points = expansion == 0 ? 2 : 5;
    assertEquals(points * leaves.length + 8 + (expansion == 0 ? 1 : 0), rows.size());
    assertTrue(rows.size() <= free);
    // A row further than one query's point may lie another's.
    List<QM31[]> distinct = new ArrayList<>();
    for (QM31[] row : rows) {
      if (distinct.stream().noneMatch(other -> Arrays.equals(other, row))) {
        distinct.add(row);
      }
    }
    assertTrue(distinct.size() > rows.size() - 4);
    assertEquals(distinct.size(), rank(distinct));
  }

  /** The coefficients of the last rows in a column's last coefficient. */
  private static QM31[] highestCoefficient(int from) {
    QM31[] weights = new QM31[(1 << LOG_ROWS) - from];
    for (int i = 0; i < weights.length; i++) {
      int[] row = new int[1 << LOG_ROWS];
      row[from + i] = 1;
      int[] column = new int[row.length];
      RowOrder.toStorage(row, column);
      CircleFft.interpolate(column);
      weights[i] = QM31.of(column[column.length - 1]);
    }
    return weights;
  }

  /** The mask is opened with the trace at 4 P, and hides the composition at P. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theMaskHidesTheCompositionWhereNothingElseIsOpened(int seed) {
    Drawn drawn = draw(seed);
    List<QM31[]> rows = openings(drawn, 0, false);
    CircleDomain domain =
        new CanonicCoset(
                LOG_ROWS + CommitmentLayout.LOG_COMPOSITION_EXPANSION + FRI.logBlowupFactor())
            .domain();
    for (int position : drawn.fibres()) {
      rows.add(freeWeights(SecureCirclePoint.of(domain.atStorage(position)), 0));
    }
    assertEquals(5 * drawn.positions().length + 4, rows.size());
    assertTrue(rows.size() < 1 << LOG_ROWS);
    assertEquals(rows.size(), rank(rows));
  }

  /**
   * Why there is one row more than openings: the circle's space is no MDS code. Of the sets of 4
   * among 32 points, 1,128 do not determine 4 free rows of 8; of the sets of 3, none fails.
   */
  @Test
  void oneFreeRowTooFewLeaksForSomeQueries() {
    int logRows = 3;
    int free = 4;
    CircleDomain domain = new CanonicCoset(logRows + 2).domain();
    QM31[][] weights = new QM31[domain.size()][free];
    for (int i = 0; i < weights.length; i++) {
      SecureColumn all =
          LagrangeWeights.at(logRows, SecureCirclePoint.of(domain.atStorage(i)), 1 << logRows);
      Arrays.setAll(weights[i], k -> all.get((1 << logRows) - free + k));
    }
    int deficient = 0;
    int sets = 0;
    for (int a = 0; a < weights.length; a++) {
      for (int b = a + 1; b < weights.length; b++) {
        for (int c = b + 1; c < weights.length; c++) {
          assertEquals(3, rank(List.of(weights[a], weights[b], weights[c])));
          for (int d = c + 1; d < weights.length; d++) {
            sets++;
            if (rank(List.of(weights[a], weights[b], weights[c], weights[d])) < 4) {
              deficient++;
            }
          }
        }
      }
    }
    assertEquals(35_960, sets);
    assertEquals(1_128, deficient);
  }

  private static int rank(List<QM31[]> rows) {
    List<QM31[]> left = new ArrayList<>();
    rows.forEach(row -> left.add(row.clone()));
    int rank = 0;
    for (int column = 0; column < rows.get(0).length && rank < left.size(); column++) {
      int pivot = rank;
      while (pivot < left.size() && left.get(pivot)[column].isZero()) {
        pivot++;
      }
      if (pivot == left.size()) {
        continue;
      }
      QM31[] row = left.set(pivot, left.get(rank));
      left.set(rank++, row);
      QM31 inverse = row[column].inverse();
      for (int other = rank; other < left.size(); other++) {
        QM31[] target = left.get(other);
        QM31 factor = target[column].mul(inverse);
        for (int i = column; i < target.length && !factor.isZero(); i++) {
          target[i] = target[i].sub(factor.mul(row[i]));
        }
      }
    }
    return rank;
  }

  // The proofs themselves.

  private static StarkProof prove(Toy toy, int seed, ProverListener listener) throws Exception {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return Prover.prove(toy.statement(), toy.fixed(), Toy.witness(), bytes, listener);
  }

  /** Row 66, with so many queries that two proofs open most leaves in common. */
  @Test
  void twoProofsOfOneStatementShareNoHiddenValue() throws Exception {
    Toy toy = Toy.honest(PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, 300), 0, 0, 0, 0, 0));
    TamperedTranscript[] transcripts = {TamperedTranscript.honest(), TamperedTranscript.honest()};
    StarkProof[] proofs = new StarkProof[2];
    int[][] queries = new int[2][];
    var layout = CommitmentLayout.of(toy, toy.config(), true);
    for (int i = 0; i < 2; i++) {
      proofs[i] = prove(toy, i + 1, ProverListener.NONE);
      Verdicts.accepted(
          MaliciousProver.verdict(toy.statement(), proofs[i], transcripts[i].channel()));
      queries[i] =
          Channel.sortedDistinct(
              TamperedTranscript.channelIn(transcripts[i].stateAt("query proof of work"))
                  .drawQueries(layout.logFriDomain(), 300));
    }
    int shared = 0;
    for (Tree kind : List.of(Tree.WITNESS, Tree.INTERACTION)) {
      int tree = layout.indexOf(kind);
      shared +=
          compare(
              lifted(queries[0]),
              lifted(queries[1]),
              proofs[0].trees().get(tree),
              proofs[1].trees().get(tree));
    }
    assertTrue(shared > 100);
    assertTrue(
        compare(
                lifted(queries[0]),
                lifted(queries[1]),
                proofs[0].composition(),
                proofs[1].composition())
            > 10);
    for (int i = 0; i < proofs[0].oodValues().length; i++) {
      assertNotEquals(proofs[0].oodValues()[i], proofs[1].oodValues()[i]);
    }
    assertNotEquals(proofs[0].witnessRoot(), proofs[1].witnessRoot());
  }

  /** The factors of two proofs, and no other column, have the second round's random rows. */
  @Test
  void factorsAreMaskedByRowsOfTheirOwn() throws Exception {
    FactorsToy toy = FactorsToy.honest(InsecureTestConfig.withoutWork());
    List<int[]> free = new ArrayList<>();
    ProverListener watcher =
        new ProverListener() {
          @Override
          public void witness(int[][] rows) {
            add(rows, FactorsToy.ACTIVE);
          }

          @Override
          public void factors(SecureColumn[] columns, QM31[] firstChallenges) {
            for (SecureColumn column : columns) {
              add(column.coordinates(), FactorsToy.ACTIVE);
            }
          }

          @Override
          public void interaction(SecureColumn[] columns, lucerna.air.Scalars scalars) {
            for (SecureColumn column : columns) {
              add(column.coordinates(), FactorsToy.ACTIVE + 1);
            }
          }

          private void add(int[][] rows, int from) {
            for (int[] row : rows) {
              free.add(Arrays.copyOfRange(row, from, FactorsToy.ROWS));
            }
          }
        };
    for (int seed = 1; seed <= 2; seed++) {
      byte[] bytes = new byte[32];
      bytes[0] = (byte) seed;
      StarkProof proof =
          Prover.prove(toy.statement(), toy.fixed(), FactorsToy.witness(), bytes, watcher);
      Verdicts.accepted(MaliciousProver.verdict(toy.statement(), proof, new Channel()));
      allDifferent(
          proof.trees().stream()
              .skip(1)
              .flatMap(rows -> Arrays.stream(rows.salts()))
              .flatMapToInt(Arrays::stream)
              .toArray());
    }
    assertEquals(2 * (3 + 8 + 12), free.size());
    allDifferent(free.stream().flatMapToInt(Arrays::stream).toArray());
  }

  private static int[] lifted(int[] queries) {
    return Fibres.WIDEST.leavesOf(queries);
  }

  private static int compare(int[] first, int[] second, OpenedRows one, OpenedRows two) {
    int shared = 0;
    for (int i = 0; i < first.length; i++) {
      int k = Arrays.binarySearch(second, first[i]);
      if (k >= 0) {
        shared++;
        for (int column = 0; column < one.values()[i].length; column++) {
          assertNotEquals(one.values()[i][column], two.values()[k][column]);
        }
        assertFalse(Arrays.equals(one.salts()[i], two.salts()[k]));
      }
    }
    return shared;
  }

  /** Row 67. */
  @Test
  void masksSaltsAndFreeRowsAreRandom() throws Exception {
    Toy toy = Toy.honest(InsecureTestConfig.withoutWork());
    List<int[]> random = new ArrayList<>();
    StarkProof proof =
        prove(
            toy,
            7,
            new ProverListener() {
              @Override
              public void witness(int[][] rows) {
                for (int[] row : rows) {
                  random.add(Arrays.copyOfRange(row, Toy.ACTIVE, Toy.ROWS));
                }
              }

              @Override
              public void interaction(SecureColumn[] columns, lucerna.air.Scalars scalars) {
                for (SecureColumn column : columns) {
                  for (int[] row : column.coordinates()) {
                    random.add(Arrays.copyOfRange(row, Toy.ACTIVE + 1, Toy.ROWS));
                  }
                }
              }

              @Override
              public void mask(int[][] coefficients) {
                random.addAll(Arrays.asList(coefficients));
              }
            });
    assertEquals(3 + 8 + 4, random.size());
    for (int[] row : random) {
      allDifferent(row);
    }
    allDifferent(random.stream().mapToInt(row -> row[0]).toArray());
    List<OpenedRows> hidden = new ArrayList<>(proof.trees().subList(1, 6));
    hidden.add(proof.composition());
    allDifferent(
        hidden.stream()
            .flatMap(rows -> Arrays.stream(rows.salts()))
            .flatMapToInt(Arrays::stream)
            .toArray());
  }

  /** A coincidence in 31 bits would be one in a million here, and these seeds are fixed. */
  private static void allDifferent(int... values) {
    assertEquals(values.length, Arrays.stream(values).distinct().count());
    assertTrue(Arrays.stream(values).noneMatch(v -> v == 0));
  }

  /** A retry after an unlucky challenge must not reuse masks: other seeds, other masks. */
  @Test
  void whatDependsOnTheSeedDependsOnAllOfIt() throws Exception {
    Toy toy = Toy.honest(InsecureTestConfig.withoutWork());
    assertNotEquals(
        prove(toy, 1, ProverListener.NONE).witnessRoot(),
        prove(toy, 2, ProverListener.NONE).witnessRoot());
    assertEquals(
        prove(toy, 1, ProverListener.NONE).witnessRoot(),
        prove(toy, 1, ProverListener.NONE).witnessRoot());
  }

  /**
   * Row 69 in the field of 31 elements, exhaustively: the space of dimension 4 on the circle, one
   * row that holds a secret, three free ones. Any two openings are distributed alike whatever the
   * secret is; three, as many as free rows, are not always.
   */
  @Test
  void inAToyFieldOpeningsAreDistributedAlikeForAllSecrets() {
    ToyCircle toy = new ToyCircle();
    int points = toy.openings.length;
    for (int a = 0; a < points; a++) {
      for (int b = a + 1; b < points; b++) {
        int[] expected = new int[31 * 31];
        Arrays.fill(expected, 31);
        for (int secret : new int[] {0, 1, 17}) {
          assertArrayEquals(expected, toy.histogram(secret, a, b));
        }
      }
    }
    boolean leaks = false;
    for (int c = 2; c < points && !leaks; c++) {
      leaks = !Arrays.equals(toy.histogram(0, 0, 1, c), toy.histogram(1, 0, 1, c));
      for (int b = 1; b < c && !leaks; b++) {
        leaks = !Arrays.equals(toy.histogram(0, 0, b, c), toy.histogram(1, 0, b, c));
      }
    }
    assertTrue(leaks, "some three openings show the secret");
  }

  /** The circle over the field of 31 elements: 32 points, 4 of them rows, 28 others to open at. */
  private static final class ToyCircle {
    private static final int P = 31;

    /** Of each other point, the coefficients of the rows. */
    private final int[][] openings;

    ToyCircle() {
      List<int[]> rows = new ArrayList<>();
      List<int[]> others = new ArrayList<>();
      for (int x = 0; x < P; x++) {
        for (int y = 0; y < P; y++) {
          if ((x * x + y * y) % P == 1) {
            // Points of order 8 are those with 4 x^2 - 2 = 0.
            ((4 * x * x - 2 + P) % P == 0 ? rows : others).add(new int[] {x, y});
          }
        }
      }
      assertEquals(4, rows.size());
      assertEquals(28, others.size());
      openings = new int[others.size()][4];
      for (int i = 0; i < openings.length; i++) {
        openings[i] = lagrange(rows, others.get(i));
      }
    }

    /** Solves sum_j c_j b(row_j) = b(p) for the basis b = 1, x, y, xy. */
    private static int[] lagrange(List<int[]> rows, int[] p) {
      int[][] system = new int[4][5];
      for (int j = 0; j < 5; j++) {
        int[] q = j < 4 ? rows.get(j) : p;
        int[] basis = {1, q[0], q[1], q[0] * q[1] % P};
        for (int i = 0; i < 4; i++) {
          system[i][j] = basis[i];
        }
      }
      for (int k = 0; k < 4; k++) {
        int pivot = k;
        while (system[pivot][k] == 0) {
          pivot++;
        }
        int[] row = system[pivot];
        system[pivot] = system[k];
        system[k] = row;
        int inverse = 1;
        while (inverse * row[k] % P != 1) {
          inverse++;
        }
        int factor = inverse;
        Arrays.setAll(row, i -> row[i] * factor % P);
        for (int other = 0; other < 4; other++) {
          int times = P - system[other][k];
          for (int i = 0; i < 5 && other != k; i++) {
            system[other][i] = (system[other][i] + times * row[i]) % P;
          }
        }
      }
      return IntStream.range(0, 4).map(i -> system[i][4]).toArray();
    }

    int[] histogram(int secret, int... points) {
      int size = 1;
      for (int ignored : points) {
        size *= P;
      }
      int[] counts = new int[size];
      for (int r1 = 0; r1 < P; r1++) {
        for (int r2 = 0; r2 < P; r2++) {
          for (int r3 = 0; r3 < P; r3++) {
            int at = 0;
            for (int point : points) {
              int[] c = openings[point];
              at = P * at + (c[0] * secret + c[1] * r1 + c[2] * r2 + c[3] * r3) % P;
            }
            counts[at]++;
          }
        }
      }
      return counts;
    }
  }
}
