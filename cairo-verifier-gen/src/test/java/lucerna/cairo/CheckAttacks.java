package lucerna.cairo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import lucerna.cairo.Forger.Forged;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ChannelListener;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Digest;
import lucerna.ops.key.PublicPart;
import lucerna.stark.OpenedRows;
import lucerna.stark.StarkProof;
import lucerna.testkit.MaliciousProver;
import lucerna.testkit.ProofEdits;
import lucerna.testkit.ProofEdits.Nonce;
import lucerna.testkit.TamperedTranscript;

/** For each check of an emitted verifier calldata that only this check refuses. */
final class CheckAttacks {
  private static final int TOO_LONG = 4097;

  private final SmallModel model;
  private final Forger forger;
  private final Forged honest;
  private final Map<String, Forged> forged = new LinkedHashMap<>();

  CheckAttacks(SmallModel model) throws Exception {
    this.model = model;
    forger = new Forger(model);
    var prover = new MaliciousProver();
    var proofs = new ArrayList<StarkProof>();
    prover.proof(
        proof -> {
          proofs.add(proof);
          return proof;
        });
    honest = forger.prove(prover, TamperedTranscript.honest());
    forms(proofs.getFirst());
    openings();
    work();
    statements();
    forged.put(
        "verifier.cairo CONSTRAINTS",
        forger.prove(
            new MaliciousProver().composition(c -> c[1][0] = M31.add(c[1][0], 1)),
            TamperedTranscript.honest()));
    int coefficients = proofs.getFirst().fri().lastLayer().size();
    QM31[] zeros = new QM31[coefficients];
    Arrays.fill(zeros, QM31.ZERO);
    forged.put(
        "verifier.cairo FRI: last layer",
        forger.prove(
            new MaliciousProver()
                .proof(
                    proof ->
                        ProofEdits.fri(proof, new FriProof(proof.fri().layers(), List.of(zeros)))),
            Forger.instead("fri last layer", mixing(channel -> channel.mixFelts(zeros)))));
  }

  /** The calldata of an honest proof. */
  Forged honest() {
    return honest;
  }

  /** Calldata by the check's name. */
  Map<String, Forged> forged() {
    return forged;
  }

  static BigInteger felt(String hex) {
    return new BigInteger(hex.substring(2), 16);
  }

  private static String hex(BigInteger felt) {
    return "0x" + felt.toString(16);
  }

  private String at(int index) {
    return honest.felts().get(index);
  }

  private Forged with(int index, BigInteger felt) {
    var felts = new ArrayList<>(honest.felts());
    felts.set(index, hex(felt));
    return honest.with(felts);
  }

  /* Other forms of the honest proof. */
  private void forms(StarkProof proof) {
    forged.put("verifier.cairo OTHER_KEY", with(0, felt(at(0)).add(BigInteger.ONE)));
    var longer = new ArrayList<>(honest.felts());
    longer.add("0x0");
    forged.put("verifier.cairo SHAPE: the proof goes on", honest.with(longer));

    int text = forger.publicFelts(forger.publicPart()).size() - 1;
    forged.put("reader.cairo SHAPE: padding", filled(text, 32 * 6));
    int rounds = (proof.secondRound() == null ? 0 : 1) + proof.fri().layers().size();
    int samples = text + 1 + Math.ceilDiv(8 * (3 + rounds), 7) + Math.ceilDiv(2 * (4 + rounds), 7);
    int last = samples + Math.ceilDiv(4 * proof.oodValues().length, 8);
    if (4 * proof.oodValues().length % 8 != 0) {
      forged.put("reader.cairo SHAPE: padding 3", filled(last - 1, 31 * 7));
    }
    int place = last + Math.ceilDiv(4 * proof.fri().lastLayer().size(), 8);
    var trees = new ArrayList<>(proof.trees());
    trees.add(proof.composition());
    for (OpenedRows tree : trees) {
      int elements = tree.values().length * tree.values()[0].length;
      place += Math.ceilDiv(elements, 8);
      if (elements % 8 != 0) {
        forged.putIfAbsent("reader.cairo SHAPE: padding 2", filled(place - 1, 31 * 7));
      }
      int salt = tree.salts().length == 0 ? 0 : tree.salts()[0].length;
      place += Math.ceilDiv(tree.salts().length * salt, 7);
      forged.put("merkle.cairo MERKLE: too many siblings", withSibling(place, tree.witness()));
      place += 1 + Math.ceilDiv(8 * tree.witness().size(), 7);
    }
  }

  /* One more in a limb that is 0. */
  private Forged filled(int index, int bit) {
    BigInteger felt = felt(at(index));
    if (felt.bitLength() > bit) {
      throw new IllegalStateException("felt " + index + " is full: " + at(index));
    }
    return with(index, felt.setBit(bit));
  }

  private Forged withSibling(int count, List<Digest> siblings) {
    int[] words = new int[8 * (siblings.size() + 1)];
    for (int i = 0; i < siblings.size(); i++) {
      System.arraycopy(siblings.get(i).toWords(), 0, words, 8 * i, 8);
    }
    var felts = new ArrayList<>(honest.felts().subList(0, count));
    felts.add(hex(felt(at(count)).add(BigInteger.ONE)));
    felts.addAll(Packing.words(words));
    int rest = count + 1 + Math.ceilDiv(8 * siblings.size(), 7);
    felts.addAll(honest.felts().subList(rest, honest.felts().size()));
    return honest.with(felts);
  }

  private void openings() throws Exception {
    UnaryOperator<OpenedRows> sibling =
        rows -> {
          rows.witness().set(0, ProofEdits.flipped(rows.witness().getFirst()));
          return rows;
        };
    Forged tree = edited(proof -> ProofEdits.opened(proof, 0, sibling));
    forged.put("merkle.cairo MERKLE: another root", tree);
    forged.put(
        "deep.cairo MERKLE: another root",
        edited(proof -> ProofEdits.opened(proof, ProofEdits.COMPOSITION, sibling)));
    forged.put(
        "fri.cairo MERKLE: another root",
        edited(
            proof ->
                ProofEdits.layer(
                    proof,
                    1,
                    layer -> {
                      var path = new ArrayList<>(layer.hashWitness());
                      path.set(0, ProofEdits.flipped(path.getFirst()));
                      return new FriProof.Layer(
                          layer.root(), layer.foldNonce(), layer.witness(), path);
                    })));
  }

  private Forged edited(UnaryOperator<StarkProof> edit) throws Exception {
    return forger.prove(new MaliciousProver().proof(edit), TamperedTranscript.honest());
  }

  private void work() throws Exception {
    var config = model.key().config();
    var names = new ArrayList<String>();
    work(names, "interaction", config.interactionPowBits(), Nonce.INTERACTION);
    if (model.key().lowering().mainProgram().hasFactors()) {
      work(names, "late interaction", config.interactionPowBits(), Nonce.LATE_INTERACTION);
    }
    work(names, "out-of-domain", config.oodPowBits(), Nonce.OUT_OF_DOMAIN);
    work(names, "batching", config.batchPowBits(), Nonce.BATCH);
    long[] nonce = new long[1];
    Forged fold =
        forger.prove(
            new MaliciousProver()
                .proof(
                    proof ->
                        ProofEdits.layer(
                            proof,
                            0,
                            layer ->
                                new FriProof.Layer(
                                    layer.root(), nonce[0], layer.witness(), layer.hashWitness()))),
            idle("fri fold nonce", config.foldPowBits(), nonce));
    forged.put(workName(names), fold);
    work(names, "query", config.queryPowBits(), Nonce.QUERY);
    forged.put("channel.cairo PROOF_OF_WORK 2", fold);
  }

  private void work(List<String> names, String site, int bits, Nonce which) throws Exception {
    long[] nonce = new long[1];
    forged.put(
        workName(names),
        forger.prove(
            new MaliciousProver().proof(proof -> ProofEdits.nonce(proof, which, nonce[0])),
            idle(site + " proof of work", bits, nonce)));
  }

  /* Proofs of work are named by their order. */
  private static String workName(List<String> names) {
    names.add("verifier.cairo PROOF_OF_WORK" + (names.isEmpty() ? "" : " " + (names.size() + 1)));
    return names.getLast();
  }

  /* Absorbs the first nonce that is none, without work. */
  private static ChannelListener idle(String label, int bits, long... nonce) {
    return Forger.instead(
        label,
        before -> {
          Channel channel = Forger.in(before);
          while (ProofOfWork.check(channel, bits, nonce[0])) {
            nonce[0]++;
          }
          channel.mixU64(nonce[0]);
          return channel.digest();
        });
  }

  private static UnaryOperator<Digest> mixing(Consumer<Channel> mix) {
    return before -> {
      Channel channel = Forger.in(before);
      mix.accept(channel);
      return channel.digest();
    };
  }

  /* Proofs over other public parts than a verifier may read. */
  private void statements() throws Exception {
    PublicPart part = forger.publicPart();
    long output = part.values().outputs()[0][0];
    over("statement.cairo PUBLIC_VALUE", forger.withOutput(output + M31.P));
    over("reader.cairo SHAPE: a count", forger.withText("x".repeat(TOO_LONG)));

    // Behind the text's last byte, in the transcript as in the calldata.
    int bytes = part.context().getBytes(StandardCharsets.UTF_8).length;
    byte[] context = forger.context(part);
    context[context.length - 1] = 1;
    List<String> felts = forger.publicFelts(part);
    int words = Math.ceilDiv(bytes, Integer.BYTES);
    int bit = Integer.SIZE * ((words - 1) % 7) + Integer.SIZE - Byte.SIZE;
    felts.set(felts.size() - 1, hex(felt(felts.getLast()).setBit(bit)));
    forged.put(
        "statement.cairo SHAPE: padding",
        forger.prove(new MaliciousProver(), TamperedTranscript.honest(), context, felts));
  }

  private void over(String name, PublicPart part) throws Exception {
    forged.put(
        name,
        forger.prove(
            new MaliciousProver(),
            TamperedTranscript.honest(),
            forger.context(part),
            forger.publicFelts(part)));
  }
}
