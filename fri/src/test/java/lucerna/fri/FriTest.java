package lucerna.fri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CircleFft;
import lucerna.fri.FriException.Reason;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import org.junit.jupiter.api.Test;

class FriTest {
  private static final int POW_BITS = 3;
  private static final FriConfig CONFIG = new FriConfig(2, 3, 2, 12);
  private static final int LOG_DEGREE = 9;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Instance(FriConfig config, SecureColumn word, int[] positions, FriProof proof) {
    void verify(FriProof other) throws FriException {
      Channel channel = new Channel();
      int logSize = Fold.log(word.length());
      int logDegree = logSize - config.logBlowupFactor();
      FriVerifier verifier = FriVerifier.commit(channel, other, config, POW_BITS, logDegree);
      QM31[] values = Arrays.stream(positions).mapToObj(word::get).toArray(QM31[]::new);
      verifier.verify(positions, values);
    }
  }

  private static Instance instance(FriConfig config, int logDegree, int nCoefficients) {
    var random = new KnownAnswers.SplitMix64(logDegree);
    int[][] columns = new int[QM31.DEGREE][];
    for (int k = 0; k < columns.length; k++) {
      int length = 1 << (logDegree + config.logBlowupFactor());
      columns[k] = Arrays.copyOf(random.column(nCoefficients), length);
      CircleFft.evaluate(columns[k]);
    }
    SecureColumn word = new SecureColumn(columns[0], columns[1], columns[2], columns[3]);
    Channel channel = new Channel();
    boolean exact = nCoefficients <= 1 << logDegree;
    FriProver prover = FriProver.commit(channel, word, config, POW_BITS, FriLayout.LUCERNA, exact);
    int[] positions =
        Channel.sortedDistinct(
            channel.drawQueries(logDegree + config.logBlowupFactor(), config.nQueries()));
    return new Instance(config, word, positions, prover.open(positions));
  }

  @Test
  void acceptsHonestProofs() throws FriException {
    for (int logBlowup = 1; logBlowup <= 3; logBlowup++) {
      for (int logFold = 1; logFold <= 4; logFold++) {
        for (int logLast = 0; logLast <= 4; logLast += 2) {
          FriConfig config = new FriConfig(logBlowup, logFold, logLast, 7);
          for (int logDegree = 1; logDegree <= 9; logDegree++) {
            Instance honest = instance(config, logDegree, 1 << logDegree);
            honest.verify(honest.proof);
          }
        }
      }
    }
  }

  @Test
  void refusesOneCoefficientTooMany() {
    Instance high = instance(CONFIG, LOG_DEGREE, (1 << LOG_DEGREE) + 1);
    refused(Reason.LAST_LAYER_MISMATCH, 3, high, UnaryOperator.identity());
    SecureColumn word = high.word;
    assertThrows(
        IllegalArgumentException.class, () -> FriProver.commit(new Channel(), word, CONFIG, 0));
  }

  private static void refused(
      Reason reason, int layer, Instance instance, UnaryOperator<FriProof> change) {
    FriException e =
        assertThrows(FriException.class, () -> instance.verify(change.apply(instance.proof)));
    assertEquals(reason, e.reason());
    assertEquals(layer, e.layer());
  }

  private static FriProof withLayer(
      FriProof proof, int index, UnaryOperator<FriProof.Layer> change) {
    List<FriProof.Layer> layers = new ArrayList<>(proof.layers());
    layers.set(index, change.apply(layers.get(index)));
    return new FriProof(layers, proof.lastLayer());
  }

  private static <T> List<T> with(List<T> list, int index, UnaryOperator<T> change) {
    List<T> copy = new ArrayList<>(list);
    copy.set(index, change.apply(copy.get(index)));
    return copy;
  }

  private static <T> List<T> longer(List<T> list, T extra) {
    List<T> copy = new ArrayList<>(list);
    copy.add(extra);
    return copy;
  }

  private static <T> List<T> shorter(List<T> list) {
    return list.subList(0, list.size() - 1);
  }

  private static Digest flipped(Digest digest) {
    int[] words = digest.toWords();
    words[5] ^= 1 << 13;
    return Digest.of(words, 0);
  }

  private static FriProof.Layer witness(FriProof.Layer l, List<QM31> witness) {
    return new FriProof.Layer(l.root(), l.foldNonce(), witness, l.hashWitness());
  }

  private static FriProof.Layer hashes(FriProof.Layer l, List<Digest> hashes) {
    return new FriProof.Layer(l.root(), l.foldNonce(), l.witness(), hashes);
  }

  @Test
  void refusesAlteredWitnesses() {
    Instance honest = instance(CONFIG, LOG_DEGREE, 1 << LOG_DEGREE);
    for (int i = 0; i < honest.proof.layers().size(); i++) {
      int index = i;
      FriProof.Layer layer = honest.proof.layers().get(i);
      for (int w = 0; w < layer.witness().size(); w++) {
        List<QM31> changed = with(layer.witness(), w, v -> v.add(1));
        refused(
            Reason.ROOT_MISMATCH, i, honest, p -> withLayer(p, index, l -> witness(l, changed)));
      }
      for (int w = 0; w < layer.hashWitness().size(); w++) {
        List<Digest> changed = with(layer.hashWitness(), w, FriTest::flipped);
        refused(Reason.ROOT_MISMATCH, i, honest, p -> withLayer(p, index, l -> hashes(l, changed)));
      }
      refused(
          Reason.WITNESS_TOO_SHORT,
          i,
          honest,
          p -> withLayer(p, index, l -> witness(l, shorter(l.witness()))));
      refused(
          Reason.WITNESS_TOO_LONG,
          i,
          honest,
          p -> withLayer(p, index, l -> witness(l, longer(l.witness(), QM31.ONE))));
      refused(
          Reason.HASH_WITNESS_TOO_LONG,
          i,
          honest,
          p -> withLayer(p, index, l -> hashes(l, longer(l.hashWitness(), Digest.ZERO))));
      if (!layer.hashWitness().isEmpty()) {
        refused(
            Reason.HASH_WITNESS_TOO_SHORT,
            i,
            honest,
            p -> withLayer(p, index, l -> hashes(l, shorter(l.hashWitness()))));
      }
    }
  }

  @Test
  void refusesAlteredTranscripts() {
    Instance honest = instance(CONFIG, LOG_DEGREE, 1 << LOG_DEGREE);
    for (int i = 0; i < honest.proof.layers().size(); i++) {
      int index = i;
      FriProof.Layer layer = honest.proof.layers().get(i);
      FriProof otherRoot =
          withLayer(
              honest.proof,
              index,
              l ->
                  new FriProof.Layer(
                      flipped(l.root()), l.foldNonce(), l.witness(), l.hashWitness()));
      assertRefusedSomehow(honest, otherRoot, Reason.PROOF_OF_WORK, Reason.ROOT_MISMATCH);
      for (int bit = 0; bit < 64; bit += 3) {
        long nonce = layer.foldNonce() ^ 1L << bit;
        FriProof otherNonce =
            withLayer(
                honest.proof,
                index,
                l -> new FriProof.Layer(l.root(), nonce, l.witness(), l.hashWitness()));
        // A nonce that happens to be good as well gives another alpha, so another next layer.
        assertRefusedSomehow(
            honest,
            otherNonce,
            Reason.PROOF_OF_WORK,
            Reason.ROOT_MISMATCH,
            Reason.LAST_LAYER_MISMATCH);
      }
    }
  }

  private static void assertRefusedSomehow(Instance honest, FriProof proof, Reason... reasons) {
    FriException e = assertThrows(FriException.class, () -> honest.verify(proof));
    assertEquals(true, List.of(reasons).contains(e.reason()), e.getMessage());
  }

  @Test
  void refusesOtherShapes() {
    Instance honest = instance(CONFIG, LOG_DEGREE, 1 << LOG_DEGREE);
    int n = honest.proof.layers().size();
    assertEquals(3, n);
    refused(
        Reason.LAYER_COUNT, n - 1, honest, p -> new FriProof(shorter(p.layers()), p.lastLayer()));
    refused(
        Reason.LAYER_COUNT,
        n,
        honest,
        p -> new FriProof(longer(p.layers(), p.layers().get(0)), p.lastLayer()));
    refused(Reason.LAYER_COUNT, 0, honest, p -> new FriProof(List.of(), p.lastLayer()));
    refused(
        Reason.LAST_LAYER_LENGTH,
        n,
        honest,
        p -> new FriProof(p.layers(), longer(p.lastLayer(), QM31.ZERO)));
    refused(
        Reason.LAST_LAYER_LENGTH, n, honest, p -> new FriProof(p.layers(), shorter(p.lastLayer())));
    for (int i = 0; i < honest.proof.lastLayer().size(); i++) {
      int index = i;
      refused(
          Reason.LAST_LAYER_MISMATCH,
          n,
          honest,
          p -> new FriProof(p.layers(), with(p.lastLayer(), index, v -> v.add(1))));
    }
  }

  @Test
  void refusesWhatIsNoFieldElement() {
    Instance honest = instance(CONFIG, LOG_DEGREE, 1 << LOG_DEGREE);
    for (int word : new int[] {0x7fffffff, 0x80000000, -1}) {
      QM31 bad = new QM31(0, 0, word, 0);
      refused(
          Reason.NOT_CANONICAL,
          1,
          honest,
          p -> withLayer(p, 1, l -> witness(l, with(l.witness(), 0, v -> bad))));
      refused(
          Reason.NOT_CANONICAL,
          3,
          honest,
          p -> new FriProof(p.layers(), with(p.lastLayer(), 0, v -> bad)));
    }
  }

  @Test
  void refusesOtherFirstLayerValues() throws FriException {
    Instance honest = instance(CONFIG, LOG_DEGREE, 1 << LOG_DEGREE);
    FriVerifier verifier =
        FriVerifier.commit(new Channel(), honest.proof, CONFIG, POW_BITS, LOG_DEGREE);
    QM31[] values = Arrays.stream(honest.positions).mapToObj(honest.word::get).toArray(QM31[]::new);
    values[0] = values[0].add(1);
    FriException e =
        assertThrows(FriException.class, () -> verifier.verify(honest.positions, values));
    assertEquals(Reason.ROOT_MISMATCH, e.reason());
    assertThrows(IllegalArgumentException.class, () -> verifier.verify(new int[0], new QM31[0]));
  }

  /** Random damage, several pieces at a time: always a refusal, never another exception. */
  @Test
  void refusesRandomDamage() {
    Instance honest = instance(CONFIG, LOG_DEGREE, 1 << LOG_DEGREE);
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      List<FriProof.Layer> layers = new ArrayList<>();
      for (FriProof.Layer l : damaged(honest.proof.layers(), random, l -> l)) {
        layers.add(
            new FriProof.Layer(
                random.nextInt(8) == 0 ? flipped(l.root()) : l.root(),
                random.nextInt(8) == 0 ? random.nextLong() : l.foldNonce(),
                damaged(l.witness(), random, v -> new QM31(v.b(), random.nextInt(), v.a(), 5)),
                damaged(l.hashWitness(), random, FriTest::flipped)));
      }
      FriProof proof = new FriProof(layers, damaged(honest.proof.lastLayer(), random, QM31::neg));
      if (!proof.equals(honest.proof)) {
        assertThrows(FriException.class, () -> honest.verify(proof));
      }
    }
  }

  private static <T> List<T> damaged(List<T> list, Random random, UnaryOperator<T> change) {
    List<T> copy = new ArrayList<>(list);
    int kind = random.nextInt(16);
    int at = copy.isEmpty() ? 0 : random.nextInt(copy.size());
    if (kind == 0) {
      copy.clear();
    } else if (kind < 5 && !copy.isEmpty()) {
      switch (kind) {
        case 1 -> copy.remove(at);
        case 2 -> copy.add(copy.get(at));
        case 3 -> copy.set(at, change.apply(copy.get(at)));
        default -> Collections.swap(copy, at, random.nextInt(copy.size()));
      }
    }
    return copy;
  }
}
