package lucerna.fri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import lucerna.field.ColumnArena;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.fri.channel.Channel;
import org.junit.jupiter.api.Test;

class FriKnownAnswersTest {
  private static final JsonNode KAT = KnownAnswers.read("fri.json");

  @Test
  void circleFoldIsStwos() {
    for (JsonNode known : KnownAnswers.list(KAT.get("fold_circle_into_line"))) {
      SecureColumn values = KnownAnswers.column(known.get("values_bit_reversed"));
      QM31 alpha = KnownAnswers.felt(known.get("alpha"));
      assertArrayEquals(
          KnownAnswers.felts(known.get("folded_bit_reversed")),
          KnownAnswers.felts(Fold.circle(values, alpha, 1, ColumnArena.FRESH)));
    }
  }

  @Test
  void lineFoldIsStwos() {
    for (JsonNode known : KnownAnswers.list(KAT.get("fold_line"))) {
      SecureColumn values = KnownAnswers.column(known.get("values_bit_reversed"));
      QM31 alpha = KnownAnswers.felt(known.get("alpha"));
      assertArrayEquals(
          KnownAnswers.felts(known.get("folded_bit_reversed")),
          KnownAnswers.felts(Fold.line(values, alpha, 1, ColumnArena.FRESH)));
    }
  }

  @Test
  void severalFoldsAreStwos() {
    int checked = 0;
    for (JsonNode known : KnownAnswers.list(KAT.get("fold_line_several_steps"))) {
      SecureColumn values = seeded(known);
      QM31 alpha = KnownAnswers.felt(known.get("alpha"));
      int logFold = known.get("fold_step").asInt();
      QM31[] folded = KnownAnswers.felts(known.get("folded_bit_reversed"));
      assertArrayEquals(
          folded, KnownAnswers.felts(Fold.line(values, alpha, logFold, ColumnArena.FRESH)));
      QM31[][] own = new QM31[folded.length][1 << logFold];
      int[] cosets = new int[folded.length];
      for (int i = 0; i < values.length(); i++) {
        own[i >> logFold][i & ((1 << logFold) - 1)] = values.get(i);
        cosets[i >> logFold] = i >> logFold;
      }
      int logSize = known.get("log_size").asInt();
      assertArrayEquals(folded, Fold.cosets(own, cosets, logSize, false, alpha));
      checked++;
    }
    assertEquals(4, checked);
  }

  private static SecureColumn seeded(JsonNode known) {
    var random = new KnownAnswers.SplitMix64(KnownAnswers.u64(known.get("seed")));
    SecureColumn values = SecureColumn.zeros(1 << known.get("log_size").asInt());
    for (int i = 0; i < values.length(); i++) {
      values.set(i, random.felt());
    }
    return values;
  }

  @Test
  void proofsAreStwos() throws FriException {
    int checked = 0;
    for (JsonNode known : KnownAnswers.list(KAT.get("full"))) {
      checkProof(known);
      checked++;
    }
    assertEquals(3, checked);
  }

  private static void checkProof(JsonNode known) throws FriException {
    JsonNode c = known.get("config");
    FriConfig config =
        new FriConfig(
            c.get("log_blowup_factor").asInt(),
            c.get("fold_step").asInt(),
            c.get("log_last_layer_degree_bound").asInt(),
            c.get("n_queries").asInt());
    SecureColumn word = word(known);
    Channel channel = channel(known);
    FriProver prover = FriProver.commit(channel, word, config, 0, FriLayout.STWO, true);
    assertEquals(KnownAnswers.digest(known.get("digest_after_commit")), channel.digest());

    int[] drawn = channel.drawQueries(known.get("log_domain").asInt(), config.nQueries());
    assertArrayEquals(KnownAnswers.ints(known.get("unsorted_query_positions")), drawn);
    int[] positions = Channel.sortedDistinct(drawn);
    FriProof proof = prover.open(positions);
    assertEquals(proof(known.get("proof")), proof);

    Channel again = channel(known);
    int logDegree = known.get("log_degree").asInt();
    FriVerifier.commit(again, proof, config, 0, logDegree, FriLayout.STWO)
        .verify(positions, KnownAnswers.felts(known.get("query_evals")));
    assertEquals(KnownAnswers.digest(known.get("digest_after_commit")), again.digest());
  }

  private static SecureColumn word(JsonNode known) {
    int[][] columns = new int[QM31.DEGREE][];
    int logBlowup = known.get("log_domain").asInt() - known.get("log_degree").asInt();
    for (int k = 0; k < columns.length; k++) {
      int[] coefficients = KnownAnswers.ints(known.get("coordinate_coefficients").get(k));
      columns[k] = java.util.Arrays.copyOf(coefficients, coefficients.length << logBlowup);
      CircleFft.evaluate(columns[k]);
    }
    SecureColumn word = new SecureColumn(columns[0], columns[1], columns[2], columns[3]);
    assertArrayEquals(
        KnownAnswers.felts(known.get("evals_bit_reversed")), KnownAnswers.felts(word));
    return word;
  }

  private static Channel channel(JsonNode known) {
    Channel channel = new Channel();
    channel.mixU32s((int) KnownAnswers.u64(known.get("seed")));
    assertEquals(KnownAnswers.digest(known.get("digest_before")), channel.digest());
    return channel;
  }

  private static FriProof proof(JsonNode known) {
    var layers = new java.util.ArrayList<FriProof.Layer>();
    layers.add(layer(known.get("first_layer")));
    KnownAnswers.list(known.get("inner_layers")).forEach(inner -> layers.add(layer(inner)));
    return new FriProof(
        layers, java.util.List.of(KnownAnswers.felts(known.get("last_layer_poly"))));
  }

  private static FriProof.Layer layer(JsonNode known) {
    return new FriProof.Layer(
        KnownAnswers.digest(known.get("commitment")),
        0,
        java.util.List.of(KnownAnswers.felts(known.get("fri_witness"))),
        KnownAnswers.digests(known.get("hash_witness")));
  }
}
