package lucerna.fri.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lucerna.field.QM31;
import lucerna.fri.KnownAnswers;
import org.junit.jupiter.api.Test;

class ChannelTest {
  private static final JsonNode KAT = KnownAnswers.read("channel.json").get("blake2s");

  @Test
  void transcriptIsStwos() {
    Channel channel = new Channel();
    int known = 0;
    for (JsonNode step : KnownAnswers.list(KAT.get("steps"))) {
      known += replay(channel, step) ? 1 : 0;
      assertEquals(KnownAnswers.digest(step.get("digest_after")), channel.digest());
    }
    assertEquals(25, known);
  }

  /* What is remembered of one state must not be the answer to another. */
  @Test
  void fixedMessagesAreMixedAsTheirBytesAre() {
    for (int length : new int[] {0, 1, 4, 59, 60, 61, 124, 1000}) {
      byte[] bytes = new byte[length];
      new Random(length).nextBytes(bytes);
      var message = new FixedMessage(bytes);
      for (int state : new int[] {1, 1, 2, 1, 3, 3}) {
        var fixed = new Channel();
        var plain = new Channel();
        fixed.mixU32s(state);
        plain.mixU32s(state);
        fixed.drawU32s();
        plain.drawU32s();
        fixed.mix(message);
        plain.mixBytes(bytes);
        assertEquals(plain.digest(), fixed.digest(), length + " bytes in state " + state);
        assertArrayEquals(plain.drawU32s(), fixed.drawU32s());
      }
    }
  }

  @Test
  void aListenerIsToldOfFixedMessages() {
    var message = new FixedMessage(new byte[] {1, 2, 3});
    for (int time = 0; time < 2; time++) {
      List<String> told = new ArrayList<>();
      var channel = new Channel((label, operation, digest) -> told.add(label + " " + operation));
      channel.at("program").mix(message);
      assertEquals(List.of("program " + ChannelListener.Operation.MIX_WORDS), told);
    }
  }

  private static boolean replay(Channel channel, JsonNode step) {
    JsonNode arg = step.path("arg");
    JsonNode result = step.path("result");
    switch (step.get("op").asText()) {
      case "init" -> {}
      case "mix_u32s" -> channel.mixU32s(KnownAnswers.ints(arg));
      case "mix_u64" -> channel.mixU64(KnownAnswers.u64(arg));
      case "mix_felts" -> channel.mixFelts(KnownAnswers.felts(arg));
      case "mix_root" -> channel.mixRoot(KnownAnswers.digest(arg));
      case "mix_pcs_config" -> channel.mixFelts(pcsConfig(arg));
      case "draw_u32s" -> assertArrayEquals(KnownAnswers.ints(result), channel.drawU32s());
      case "draw_secure_felt" -> assertEquals(KnownAnswers.felt(result), channel.drawSecureFelt());
      case "draw_secure_felts" ->
          assertArrayEquals(KnownAnswers.felts(result), channel.drawSecureFelts(arg.asInt()));
      case "draw_queries" ->
          assertArrayEquals(
              KnownAnswers.ints(result),
              channel.drawQueries(
                  arg.get("log_domain_size").asInt(), arg.get("n_queries").asInt()));
      case "draw_circle_point" -> {
        QM31 t = channel.drawSecureFelt();
        QM31 inverse = t.square().add(1).inverse();
        assertEquals(KnownAnswers.felt(result.get("x")), QM31.ONE.sub(t.square()).mul(inverse));
        assertEquals(KnownAnswers.felt(result.get("y")), t.add(t).mul(inverse));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static QM31[] pcsConfig(JsonNode arg) {
    return new QM31[] {
      new QM31(
          arg.get("pow_bits").asInt(),
          arg.get("log_blowup_factor").asInt(),
          arg.get("n_queries").asInt(),
          arg.get("log_last_layer_degree_bound").asInt()),
      new QM31(arg.get("fold_step").asInt(), arg.path("lifting_log_size").asInt(0), 0, 0)
    };
  }

  @Test
  void proofOfWorkIsStwos() {
    for (JsonNode pow : KnownAnswers.list(KAT.get("pow").get("cases"))) {
      Channel channel = atPowDigest();
      int bits = pow.get("bits").asInt();
      long nonce = KnownAnswers.u64(pow.get("nonce"));
      assertEquals(nonce, ProofOfWork.grind(channel, bits));
      assertTrue(ProofOfWork.check(channel, bits, nonce));
      assertEquals(
          bits > 0 && pow.get("verify_nonce_plus_1").asBoolean(),
          ProofOfWork.check(channel, bits, nonce + 1));
      assertFalse(
          ProofOfWork.check(channel, bits + 1, nonce)
              && !pow.get("verify_nonce_with_bits_plus_1").asBoolean());
      channel.mixU64(nonce);
      assertEquals(KnownAnswers.digest(pow.get("digest_after_mix_nonce")), channel.digest());
    }
  }

  @Test
  void theFirstGoodNonceIsFound() {
    for (int seed = 0; seed < 12; seed++) {
      Channel channel = new Channel();
      channel.mixU64(seed);
      int bits = 11 + seed % 4;
      long first = 0;
      while (!ProofOfWork.check(channel, bits, first)) {
        first++;
      }
      assertEquals(first, ProofOfWork.grind(channel, bits));
    }
  }

  /** The transcript of the known answers ends in the state that its proofs of work start from. */
  private static Channel atPowDigest() {
    Channel channel = new Channel();
    for (JsonNode step : KnownAnswers.list(KAT.get("steps"))) {
      replay(channel, step);
    }
    assertEquals(KnownAnswers.digest(KAT.get("pow").get("digest")), channel.digest());
    return channel;
  }

  @Test
  void bytesAreAbsorbedWithTheirLength() {
    Channel channel = new Channel();
    channel.mixBytes(new byte[] {1, 2, 3, 4, (byte) 0x85});
    Channel words = new Channel();
    words.mixU32s(5, 0x04030201, 0x85);
    assertEquals(words.digest(), channel.digest());
    Channel longer = new Channel();
    longer.mixBytes(new byte[] {1, 2, 3, 4, (byte) 0x85, 0});
    assertNotEquals(longer.digest(), channel.digest());
  }

  @Test
  void listenerSeesLabels() {
    List<String> log = new ArrayList<>();
    Channel channel = new Channel((label, operation, digest) -> log.add(label + ":" + operation));
    channel.at("root").mixRoot(channel.digest());
    channel.at("alpha").drawSecureFelt();
    channel.drawQueries(4, 20);
    channel.mixBytes(new byte[0]);
    assertEquals(List.of("root:MIX_ROOT", "alpha:DRAW_FELTS", ":DRAW_QUERIES", ":MIX_WORDS"), log);
  }

  @Test
  void positionsAreSortedAndDistinct() {
    assertArrayEquals(new int[] {0, 3, 7}, Channel.sortedDistinct(new int[] {7, 0, 3, 0, 7}));
  }
}
