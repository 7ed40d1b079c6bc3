package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lucerna.air.Air;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.BlockEvaluator;
import lucerna.air.Expr;
import lucerna.air.Scalars;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CircleFft;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Follows two whole proofs of stwo, with its plain hashes and its split composition, from the trace
 * to the first layer of FRI: every root, challenge, sampled value and quotient must be the same.
 */
final class StwoProofTest {
  static Stream<JsonNode> proofs() {
    return StreamSupport.stream(
        StwoAnswers.read("stark_wide_fibonacci.json").get("proofs").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void everyStepUpToFriIsThatOfStwo(JsonNode answer) {
    int logSize = answer.get("log_size").asInt();
    JsonNode config = answer.get("config");
    int logBlowup = config.get("log_blowup_factor").asInt();
    JsonNode proof = answer.get("proof");
    var transcript = new Replay(answer.get("transcript"));
    mixConfig(transcript, config);

    transcript.mixRoot(MerkleTreeOfNothing.ROOT);
    List<int[]> trace = coefficients(trace(answer));
    int[][] extended = extend(trace, logBlowup);
    Digest traceRoot = MerkleTree.commit(HashSuite.PLAIN, extended, null).root();
    assertEquals(proof.get("commitments").get(1).asText(), traceRoot.toHex());
    transcript.mixRoot(traceRoot);

    QM31 alpha = transcript.drawFelt();
    List<int[]> composition = composition(trace, logSize, alpha);
    int[][] compositionValues = extend(composition, logBlowup);
    Digest compositionRoot = MerkleTree.commit(HashSuite.PLAIN, compositionValues, null).root();
    assertEquals(proof.get("commitments").get(2).asText(), compositionRoot.toHex());
    transcript.mixRoot(compositionRoot);

    SecureCirclePoint point = SecureCirclePoint.fromParameter(transcript.channel.drawSecureFelt());
    assertEquals(StwoAnswers.point(transcript.next().get("value")), point);
    var deep = new DeepBatch(point);
    var columns = new ArrayList<int[]>(Arrays.asList(extended));
    columns.addAll(Arrays.asList(compositionValues));
    var samples = new ArrayList<QM31>();
    trace.forEach(c -> samples.add(CircleFft.evaluateAt(c, point)));
    composition.forEach(c -> samples.add(CircleFft.evaluateAt(c, point)));
    var expected = new ArrayList<QM31>();
    proof
        .get("sampled_values")
        .forEach(
            tree ->
                tree.forEach(
                    column -> column.forEach(value -> expected.add(StwoAnswers.felt(value)))));
    assertEquals(expected, samples);
    transcript.mixFelts(samples);

    QM31 lambda = transcript.drawFelt();
    SecureColumn input = quotients(deep, columns, samples, lambda);
    boolean packed = config.get("fold_step").asInt() > 1;
    Digest friRoot =
        packed
            ? MerkleTree.commitCosets(HashSuite.PLAIN, input, 2).root()
            : MerkleTree.commit(HashSuite.PLAIN, input.coordinates(), null).root();
    assertEquals(proof.get("fri").get("first_layer").get("commitment").asText(), friRoot.toHex());
    transcript.mixRoot(friRoot);
  }

  private static SecureColumn quotients(
      DeepBatch deep, List<int[]> columns, List<QM31> samples, QM31 lambda) {
    int size = columns.getFirst().length;
    SecureColumn combined = SecureColumn.zeros(size);
    QM31 power = QM31.ONE;
    for (int c = 0; c < columns.size(); c++) {
      deep.add(samples.get(c), power);
      for (int i = 0; i < size; i++) {
        combined.set(i, combined.get(i).add(power.mul(columns.get(c)[i])));
      }
      power = power.mul(lambda);
    }
    CircleDomain domain = new CanonicCoset(Integer.numberOfTrailingZeros(size)).domain();
    for (int i = 0; i < size; i++) {
      combined.set(i, deep.quotient(combined.get(i), domain.atStorage(i)));
    }
    return combined;
  }

  /** The four left halves of the composition's coordinates, then the four right halves. */
  private static List<int[]> composition(List<int[]> trace, int logSize, QM31 alpha) {
    AirProgram program = AirProgram.of(wideFibonacci(trace.size()));
    int[][] values = extend(trace, 1);
    int size = 2 << logSize;
    SecureColumn sum = SecureColumn.zeros(size);
    new BlockEvaluator(program)
        .accumulate(
            new Assignment(
                id -> new int[][] {values[id]}, new int[size], new Scalars(List.of(), List.of())),
            program.combinationCoefficients(alpha),
            sum);
    CircleDomain domain = new CanonicCoset(logSize + 1).domain();
    var halves = new ArrayList<int[]>();
    int[][] coordinates = sum.coordinates();
    for (int[] coordinate : coordinates) {
      for (int i = 0; i < size; i++) {
        int vanishing = CanonicCoset.vanishing(logSize, domain.atStorage(i).x());
        coordinate[i] = M31.mul(coordinate[i], M31.inverse(vanishing));
      }
      CircleFft.interpolate(coordinate);
      halves.add(Arrays.copyOf(coordinate, size / 2));
    }
    for (int[] coordinate : coordinates) {
      halves.add(Arrays.copyOfRange(coordinate, size / 2, size));
    }
    return halves;
  }

  private static Air wideFibonacci(int width) {
    return air -> {
      var columns = new Expr[width];
      for (int c = 0; c < width; c++) {
        columns[c] = air.column("c" + c);
      }
      for (int c = 2; c < width; c++) {
        Expr sum = columns[c - 1].times(columns[c - 1]).plus(columns[c - 2].times(columns[c - 2]));
        air.label("c" + c).zero(columns[c].minus(sum));
      }
    };
  }

  /** The two seeded columns, and those that follow from them. */
  private static int[][] trace(JsonNode answer) {
    var columns = new int[answer.get("n_cols").asInt()][1 << answer.get("log_size").asInt()];
    long state = Long.parseUnsignedLong(answer.get("seed").asText().substring(2), 16);
    for (int c = 0; c < columns.length; c++) {
      for (int i = 0; i < columns[c].length; i++) {
        if (c < 2) {
          state += 0x9E3779B97F4A7C15L;
          columns[c][i] = (int) Long.remainderUnsigned(scramble(state), M31.P);
        } else {
          columns[c][i] = M31.add(M31.square(columns[c - 1][i]), M31.square(columns[c - 2][i]));
        }
      }
    }
    return columns;
  }

  /** The output function of SplitMix64. */
  private static long scramble(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static List<int[]> coefficients(int[][] columns) {
    var coefficients = new ArrayList<int[]>();
    for (int[] values : columns) {
      CircleFft.interpolate(values);
      coefficients.add(values);
    }
    return coefficients;
  }

  private static int[][] extend(List<int[]> coefficients, int logBlowup) {
    var values = new int[coefficients.size()][];
    for (int i = 0; i < values.length; i++) {
      int[] c = coefficients.get(i);
      values[i] = Arrays.copyOf(c, c.length << logBlowup);
      CircleFft.evaluate(values[i]);
    }
    return values;
  }

  private static void mixConfig(Replay transcript, JsonNode config) {
    JsonNode lifting = config.get("lifting_log_size");
    transcript.mixFelts(
        List.of(
            new QM31(
                config.get("pow_bits").asInt(),
                config.get("log_blowup_factor").asInt(),
                config.get("n_queries").asInt(),
                config.get("log_last_layer_degree_bound").asInt()),
            new QM31(
                config.get("fold_step").asInt(), lifting.isNull() ? 0 : lifting.asInt(), 0, 0)));
  }

  /** A tree without columns is the hash of nothing. */
  private static final class MerkleTreeOfNothing {
    static final Digest ROOT = Digest.fromBytes(lucerna.fri.hash.Blake2s.hash(new byte[0]));
  }

  /** Does each step on our channel and compares the digest after it. */
  private static final class Replay {
    final Channel channel = new Channel();
    private final JsonNode steps;
    private int at;

    Replay(JsonNode steps) {
      this.steps = steps;
    }

    JsonNode next() {
      JsonNode step = steps.get(at++);
      assertEquals(step.get("digest_after").asText(), channel.digest().toHex(), step.toString());
      return step;
    }

    void mixRoot(Digest root) {
      channel.mixRoot(root);
      next();
    }

    void mixFelts(List<QM31> felts) {
      channel.mixFelts(felts.toArray(QM31[]::new));
      next();
    }

    QM31 drawFelt() {
      QM31 value = channel.drawSecureFelt();
      assertEquals(StwoAnswers.felt(next().get("value")), value);
      return value;
    }
  }
}
