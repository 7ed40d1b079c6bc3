package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.OpenedRows;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import lucerna.stark.verifier.Verifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows 1 to 4: bytes that no prover wrote. */
final class EncodingAttackTest {
  private static final Toy TOY = Toy.honest(InsecureTestConfig.withoutWork());
  private static final StarkProof PROOF = TOY.proof();
  private static final ProofCodec CODEC =
      new ProofCodec(CommitmentLayout.of(TOY, TOY.config(), true), TOY.config().fri());
  private static final byte[] BYTES = bytes();

  private static byte[] bytes() {
    var out = new WordWriter();
    CODEC.write(PROOF, out);
    return out.toBytes();
  }

  private static @Nullable Rejection verdict(byte[] bytes) {
    try {
      var in = new WordReader(bytes);
      StarkProof proof = CODEC.read(in);
      in.end();
      Verifier.verify(TOY.statement(), proof, new Channel());
      return null;
    } catch (ProofRejectedException e) {
      return e.rejection();
    }
  }

  /** Where each part of the encoding starts, in words. */
  private enum Part {
    ROOT,
    NONCE,
    FELT,
    COUNT,
    OPENED,
    SALT,
    SIBLING
  }

  private static final class Format {
    private final TreeMap<Integer, Part> starts = new TreeMap<>();
    private int at;

    void add(Part part, int words) {
      if (words > 0) {
        starts.put(at, part);
      }
      at += words;
    }

    List<Integer> words(Part part) {
      List<Integer> words = new ArrayList<>();
      for (var start : starts.entrySet()) {
        Integer next = starts.higherKey(start.getKey());
        int end = next == null ? at : next;
        for (int word = start.getKey(); start.getValue() == part && word < end; word++) {
          words.add(word);
        }
      }
      return words;
    }
  }

  /** The format, written down a second time. */
  private static Format format() {
    var map = new Format();
    map.add(Part.ROOT, Digest.WORDS);
    map.add(Part.NONCE, 2);
    map.add(Part.ROOT, 2 * Digest.WORDS);
    map.add(Part.NONCE, 2);
    map.add(Part.FELT, QM31.DEGREE * PROOF.oodValues().length);
    map.add(Part.NONCE, 2);
    map.add(Part.COUNT, 1);
    for (FriProof.Layer layer : PROOF.fri().layers()) {
      map.add(Part.ROOT, Digest.WORDS);
      map.add(Part.NONCE, 2);
      map.add(Part.COUNT, 1);
      map.add(Part.FELT, QM31.DEGREE * layer.witness().size());
      map.add(Part.COUNT, 1);
      map.add(Part.SIBLING, Digest.WORDS * layer.hashWitness().size());
    }
    map.add(Part.FELT, QM31.DEGREE * PROOF.fri().lastLayer().size());
    map.add(Part.NONCE, 2);
    List<OpenedRows> trees = new ArrayList<>(PROOF.trees());
    trees.add(PROOF.composition());
    for (OpenedRows rows : trees) {
      map.add(Part.COUNT, 1);
      map.add(Part.OPENED, rows.values().length * rows.values()[0].length);
      map.add(Part.SALT, CommitmentLayout.SALT_WORDS * rows.salts().length);
      map.add(Part.COUNT, 1);
      map.add(Part.SIBLING, Digest.WORDS * rows.witness().size());
    }
    return map;
  }

  private static byte[] with(int word, int value) {
    byte[] altered = BYTES.clone();
    ByteBuffer.wrap(altered).order(ByteOrder.LITTLE_ENDIAN).putInt(4 * word, value);
    return altered;
  }

  private static int word(int word) {
    return ByteBuffer.wrap(BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt(4 * word);
  }

  @Test
  void theFormatIsTheOneWrittenDownHere() {
    assertEquals(BYTES.length, 4 * format().at);
    accepted(verdict(BYTES));
  }

  @Test
  void everyFieldElementIsCanonical() {
    for (Part part : new Part[] {Part.FELT, Part.OPENED}) {
      List<Integer> words = format().words(part);
      // All of the first and last, and each class of position in between.
      for (int i = 0; i < words.size(); i += i < 200 ? 1 : 7) {
        for (int bad : new int[] {M31.P, M31.P + 1, -1}) {
          rejected(Reason.SHAPE, "not a canonical", verdict(with(words.get(i), bad)));
        }
      }
    }
  }

  @Test
  void aTruncatedProofIsRefused() {
    for (int length = 0; length < BYTES.length; length += 64) {
      rejected(Reason.SHAPE, verdict(Arrays.copyOf(BYTES, length)));
    }
    for (int word : format().starts.keySet()) {
      rejected(Reason.SHAPE, verdict(Arrays.copyOf(BYTES, 4 * word)));
      rejected(Reason.SHAPE, verdict(Arrays.copyOf(BYTES, 4 * word + 4)));
    }
    for (int less = 1; less < 9; less++) {
      rejected(Reason.SHAPE, verdict(Arrays.copyOf(BYTES, BYTES.length - less)));
    }
  }

  @Test
  void whatFollowsTheEndIsRefused() {
    for (int more = 1; more < 9; more++) {
      rejected(
          Reason.SHAPE,
          more % 4 == 0 ? more + " bytes follow the end" : "no whole words",
          verdict(Arrays.copyOf(BYTES, BYTES.length + more)));
    }
    byte[] twice = Arrays.copyOf(BYTES, 2 * BYTES.length);
    System.arraycopy(BYTES, 0, twice, BYTES.length, BYTES.length);
    rejected(Reason.SHAPE, "follow the end", verdict(twice));
  }

  /** An allocation of so many words would end in an error, not in a rejection. */
  @Test
  void aHugeCountIsRefusedBeforeAnythingIsAllocated() {
    for (int word : format().words(Part.COUNT)) {
      for (int count : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 28}) {
        rejected(Reason.SHAPE, "a count of", verdict(with(word, count)));
      }
    }
    assertCountsAreBounded();
    // A count that is right but for the bytes that should follow.
    for (int word : format().words(Part.COUNT)) {
      if (word(word) > 0) {
        rejected(Reason.SHAPE, "a count of", verdict(Arrays.copyOf(BYTES, 4 * word + 4)));
      }
    }
  }

  /** Also where as many bytes follow as the count asks for, the shape bounds it. */
  private static void assertCountsAreBounded() {
    byte[] padded = Arrays.copyOf(BYTES, 1 << 20);
    for (int word : format().words(Part.COUNT)) {
      byte[] altered = padded.clone();
      ByteBuffer.wrap(altered).order(ByteOrder.LITTLE_ENDIAN).putInt(4 * word, 1 << 14);
      rejected(Reason.SHAPE, "a count of 16384", verdict(altered));
    }
  }

  @Test
  void everyCountIsExact() {
    for (int word : format().words(Part.COUNT)) {
      for (int change : new int[] {-1, 1}) {
        if (word(word) + change >= 0) {
          // What comes after is read as something else; no such proof is ever accepted.
          rejected(
              Set.of(Reason.SHAPE, Reason.FRI, Reason.MERKLE, Reason.CONSTRAINTS),
              verdict(with(word, word(word) + change)));
        }
      }
    }
  }

  /** No bit is free: a proof has one encoding. */
  @Test
  void everyWordCounts() {
    var random = new Random(1);
    for (int word = 0; word < BYTES.length / 4; word += 1 + random.nextInt(16)) {
      rejected(Set.of(Reason.values()), verdict(with(word, word(word) ^ 1 << random.nextInt(32))));
    }
    for (int word : format().words(Part.NONCE)) {
      // Without work to do, 0 is the only nonce.
      rejected(Set.of(Reason.PROOF_OF_WORK, Reason.FRI), verdict(with(word, 1)));
    }
  }
}
