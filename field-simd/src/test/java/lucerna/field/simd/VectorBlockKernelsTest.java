package lucerna.field.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.BlockEvaluator;
import lucerna.air.Blocks;
import lucerna.air.Expr;
import lucerna.air.Scalars;
import lucerna.air.spi.BlockKernels;
import lucerna.field.Kernels;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the evaluation of programs in use with the scalar one. */
final class VectorBlockKernelsTest {
  private static final int L = Lanes.COUNT;
  private static final int MARGIN = 3;
  private static final int[] LENGTHS = {
    0, 1, 2, 3, L - 1, L, L + 1, 2 * L - 1, 2 * L, 5 * L + 3, BlockEvaluator.BLOCK
  };

  private final BlockKernels scalar = Blocks.scalar();
  private final BlockKernels kernels = Blocks.get();
  private final SplittableRandom random = new SplittableRandom(8);

  @Test
  void usesTheKernelsThatWereAskedFor() {
    assertEquals(System.getProperty("lucerna.kernels"), kernels.name());
    assertEquals(kernels.name().equals("vector") ? L : 1, kernels.lanes());
  }

  @Test
  void aProcessCanBeMadeToUseThePlainLoops() {
    Kernels.useScalarOnly(true);
    try {
      assertEquals("scalar", Blocks.get().name());
    } finally {
      Kernels.useScalarOnly(false);
    }
    assertEquals(kernels, Blocks.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 6, 64})
  void combinationsAgree(int inputs) {
    for (int length : LENGTHS) {
      int[] factors = words(QM31.DEGREE * (inputs + 1));
      compare(inputs, length, (k, x, at, out, to) -> k.combine(x, at, factors, out, MARGIN, to));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 8})
  void productsAgree(int products) {
    for (int length : LENGTHS) {
      compare(5 * products, length, (k, x, at, out, to) -> k.addProducts(x, at, out, MARGIN, to));
    }
  }

  @Test
  void baseProductsAgree() {
    for (int length : LENGTHS) {
      compare(2, length, (k, x, at, out, to) -> k.multiply(x, at, out[0], MARGIN, to));
    }
  }

  @Test
  void baseSumsAgree() {
    for (int length : LENGTHS) {
      compare(2, length, (k, x, at, out, to) -> k.add(x, at, out[0], MARGIN, to));
      compare(2, length, (k, x, at, out, to) -> k.subtract(x, at, out[0], MARGIN, to));
    }
  }

  @Test
  void sumsMayReplaceAnInput() {
    for (int length : LENGTHS) {
      int[] block = words(length);
      int[] expected = words(MARGIN + length);
      int[] actual = expected.clone();
      int[] at = {-MARGIN, 0};
      scalar.add(new int[][] {block, expected}, at, expected, MARGIN, MARGIN + length);
      kernels.add(new int[][] {block, actual}, at, actual, MARGIN, MARGIN + length);
      assertArrayEquals(expected, actual);
    }
  }

  @Test
  void affineMapsAgree() {
    int[] constants = {0, 1, M31.P - 1, random.nextInt(M31.P)};
    for (int length : LENGTHS) {
      for (int f : constants) {
        for (int s : constants) {
          compare(1, length, (k, x, at, out, to) -> k.affine(x, at, f, s, out[0], MARGIN, to));
        }
      }
    }
  }

  @Test
  void secureProductsAgree() {
    for (int length : LENGTHS) {
      compare(8, length, (k, x, at, out, to) -> k.addSecureProduct(x, at, out, MARGIN, to));
    }
  }

  /** The greatest and least words, where sums come nearest to their limit. */
  @Test
  void extremeWordsAgree() {
    for (int word : new int[] {0, 1, M31.P - 1}) {
      int[][] x = new int[10][2 * L];
      int[] factors = new int[QM31.DEGREE * (x.length + 1)];
      Arrays.fill(factors, word);
      for (int[] input : x) {
        Arrays.fill(input, word);
      }
      int[] at = new int[x.length];
      int[][] expected = filled(word);
      int[][] actual = filled(word);
      scalar.combine(x, at, factors, expected, 0, 2 * L);
      kernels.combine(x, at, factors, actual, 0, 2 * L);
      assertArrayEquals(expected, actual);
      QM31 one = new QM31(word, word, word, word);
      assertEquals(one.mul(10).mul(word).add(one), row(actual, L));
      scalar.addProducts(x, at, expected, 0, 2 * L);
      kernels.addProducts(x, at, actual, 0, 2 * L);
      assertArrayEquals(expected, actual);
      QM31 before = row(actual, L);
      scalar.addSecureProduct(x, at, expected, 0, 2 * L);
      kernels.addSecureProduct(x, at, actual, 0, 2 * L);
      assertArrayEquals(expected, actual);
      assertEquals(before.add(one.mul(one)), row(actual, L));
      scalar.multiply(x, at, expected[0], 0, 2 * L);
      kernels.multiply(x, at, actual[0], 0, 2 * L);
      assertArrayEquals(expected, actual);
      assertEquals(M31.mul(word, word), actual[0][L]);
      kernels.affine(x, at, word, word, actual[0], 0, 2 * L);
      scalar.affine(x, at, word, word, expected[0], 0, 2 * L);
      assertArrayEquals(expected, actual);
      assertEquals(M31.add(M31.mul(word, word), word), actual[0][L]);
      kernels.add(x, at, actual[0], 0, 2 * L);
      assertEquals(M31.add(word, word), actual[0][L]);
      kernels.subtract(x, at, actual[0], 0, 2 * L);
      assertEquals(0, actual[0][L]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 255, 256, 257, 1023, 1024, 1025, 3000})
  void randomProgramsAgree(int positions) {
    for (int seed = 0; seed < 8; seed++) {
      SplittableRandom choice = new SplittableRandom(seed);
      AirProgram program =
          AirProgram.of(
              air -> {
                List<Expr> nodes = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                  nodes.add(air.column("x" + i));
                  nodes.add(air.publicColumn("q" + i));
                  nodes.add(air.challenge("c" + i));
                }
                nodes.add(air.constant(M31.P - 1));
                nodes.add(nodes.get(0).next());
                nodes.add(nodes.get(1).next());
                for (int i = 0; i < 40; i++) {
                  Expr left = nodes.get(choice.nextInt(nodes.size()));
                  Expr right = nodes.get(choice.nextInt(nodes.size()));
                  Expr made =
                      switch (choice.nextInt(3)) {
                        case 0 -> left.plus(right);
                        case 1 -> left.minus(right);
                        default -> left.times(right);
                      };
                  if (made.degree() <= 3) {
                    nodes.add(made);
                  }
                }
                int labels = 0;
                for (Expr node : nodes.subList(15, nodes.size())) {
                  if (node.degree() > 0) {
                    air.label("node " + labels++).zero(node);
                  }
                }
              });
      SecureColumn expected = accumulated(program, seed, positions, true);
      SecureColumn actual = accumulated(program, seed, positions, false);
      assertArrayEquals(expected.coordinates(), actual.coordinates());
    }
  }

  private static SecureColumn accumulated(
      AirProgram program, long seed, int positions, boolean plain) {
    SplittableRandom words = new SplittableRandom(seed);
    int[][][] columns = new int[program.columns().size()][QM31.DEGREE][];
    for (int[][] column : columns) {
      Arrays.setAll(column, k -> words(words, positions));
    }
    List<QM31> challenges = program.challenges().stream().map(c -> secure(words)).toList();
    Scalars scalars = new Scalars(challenges, List.of());
    SecureColumn out = SecureColumn.zeros(positions);
    Kernels.useScalarOnly(plain);
    try {
      new BlockEvaluator(program)
          .accumulate(
              Assignment.inRowOrder(id -> columns[id], positions, scalars),
              program.combinationCoefficients(secure(words)),
              out);
    } finally {
      Kernels.useScalarOnly(false);
    }
    return out;
  }

  /** One kernel's call. */
  private interface Call {
    void run(BlockKernels kernels, int[][] x, int[] at, int[][] out, int to);
  }

  private void compare(int inputs, int length, Call call) {
    int[][] x = new int[inputs][];
    int[] at = new int[inputs];
    for (int t = 0; t < inputs; t++) {
      at[t] = random.nextInt(20);
      x[t] = words(at[t] + MARGIN + length);
    }
    int[][] expected = new int[QM31.DEGREE][];
    Arrays.setAll(expected, k -> words(length + 2 * MARGIN));
    int[][] actual = new int[QM31.DEGREE][];
    Arrays.setAll(actual, k -> expected[k].clone());
    call.run(scalar, x, at, expected, MARGIN + length);
    call.run(kernels, x, at, actual, MARGIN + length);
    assertArrayEquals(expected, actual);
  }

  private int[] words(int length) {
    return words(random, length);
  }

  /** One word in four is the least, one the greatest. */
  private static int[] words(SplittableRandom random, int length) {
    int[] words = new int[length];
    Arrays.setAll(
        words,
        i ->
            switch (random.nextInt(4)) {
              case 0 -> random.nextInt(2);
              case 1 -> M31.P - 1;
              default -> random.nextInt(M31.P);
            });
    return words;
  }

  private static QM31 secure(SplittableRandom random) {
    int[] words = words(random, QM31.DEGREE);
    return new QM31(words[0], words[1], words[2], words[3]);
  }

  private static int[][] filled(int word) {
    int[][] columns = new int[QM31.DEGREE][2 * L];
    for (int[] column : columns) {
      Arrays.fill(column, word);
    }
    return columns;
  }

  private static QM31 row(int[][] columns, int i) {
    return new QM31(columns[0][i], columns[1][i], columns[2][i], columns[3][i]);
  }
}
