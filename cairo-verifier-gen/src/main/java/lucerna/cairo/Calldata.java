package lucerna.cairo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.QM31;
import lucerna.fri.FriProof;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.stark.OpenedRows;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;

/**
 * A proof as the list of felts that a generated verifier takes.
 *
 * <p>Lengths that the verifier knows are not in it: those of the proof's shape, and those that
 * follow from the positions drawn. docs/on-chain.md states the layout.
 */
public final class Calldata {
  private static final int KEY_BYTES = 31;

  private final List<String> felts = new ArrayList<>();

  private final TreeHash hash;

  /** Where the openings of trees and layers begin, and the end. */
  private final List<Integer> sections = new ArrayList<>();

  private Calldata(TreeHash hash) {
    this.hash = hash;
  }

  /**
   * Writes a proof.
   *
   * @param key the key that it was made for
   * @param proof the proof
   * @return its felts, as hexadecimal numbers
   * @throws ProofRejectedException if the proof has not the shape that the key prescribes
   * @throws IllegalArgumentException if a public value is missing or out of range
   */
  public static List<String> of(ModelKey key, ModelProof proof) throws ProofRejectedException {
    return List.copyOf(written(key, proof).felts);
  }

  /**
   * Writes a proof, cut before each tree's and each layer's openings.
   *
   * @return the felts before them, then those of the trees, the composition and FRI's layers
   */
  static List<List<String>> sections(ModelKey key, ModelProof proof) throws ProofRejectedException {
    Calldata out = written(key, proof);
    var sections = new ArrayList<List<String>>();
    int from = 0;
    for (int to : out.sections) {
      sections.add(List.copyOf(out.felts.subList(from, to)));
      from = to;
    }
    return List.copyOf(sections);
  }

  private static Calldata written(ModelKey key, ModelProof proof) throws ProofRejectedException {
    Statement statement = key.inference(proof.publicPart());
    StarkProof stark = ModelProof.decode(statement, proof.stark());
    var out = new Calldata(key.config().treeHash());
    out.felts.add(keyFelt(proof.keyDigest()));
    out.number(proof.publicPart().instance());
    for (long[] list : proof.outputs()) {
      out.integers(list);
    }
    for (long[] list : proof.inputs()) {
      out.integers(list);
    }
    Digest inputRoot = proof.inputRoot();
    if (inputRoot != null) {
      out.felts.addAll(Packing.words(inputRoot.toWords()));
    }
    out.text(proof.context());
    out.stark(stark);
    return out;
  }

  /**
   * Returns the arguments of a contract's {@code verify}, which takes one span.
   *
   * @param felts a proof's felts
   * @return their number, and they
   */
  public static List<String> arguments(List<String> felts) {
    var arguments = new ArrayList<String>();
    arguments.add("0x" + Integer.toHexString(felts.size()));
    arguments.addAll(felts);
    return List.copyOf(arguments);
  }

  /**
   * Returns the arguments of a contract's {@code is_verified} that ask for a proof's statement: its
   * public integers, the words of its input's root if it has one, and the bytes of the text that it
   * is bound to, each list behind its length.
   *
   * @param proof the proof
   * @return the felts
   */
  public static List<String> question(ModelProof proof) {
    var out = new Calldata(TreeHash.BLAKE2S);
    List<String> integers = integers(proof);
    out.number(integers.size());
    out.felts.addAll(integers);
    Digest root = proof.inputRoot();
    int[] words = root == null ? new int[0] : root.toWords();
    out.number(words.length);
    Arrays.stream(words).forEach(out::number);
    byte[] text = proof.context().getBytes(StandardCharsets.UTF_8);
    out.number(text.length);
    for (byte value : text) {
      out.number(Byte.toUnsignedInt(value));
    }
    return List.copyOf(out.felts);
  }

  /** Returns the public integers: outputs, then public inputs. */
  private static List<String> integers(ModelProof proof) {
    var out = new Calldata(TreeHash.BLAKE2S);
    for (long[] list : proof.outputs()) {
      out.integers(list);
    }
    for (long[] list : proof.inputs()) {
      out.integers(list);
    }
    return out.felts;
  }

  /** Returns the number of a proof's statement: Poseidon of what the registry knows it by. */
  static String statement(ModelProof proof) {
    var out = new Calldata(TreeHash.BLAKE2S);
    out.felts.add(keyFelt(proof.keyDigest()));
    List<String> integers = integers(proof);
    out.number(integers.size());
    out.felts.addAll(integers);
    Digest root = proof.inputRoot();
    int[] words = root == null ? new int[0] : root.toWords();
    out.number(words.length);
    Arrays.stream(words).forEach(out::word);
    int[] text = textWords(proof.context());
    out.number(1 + text.length);
    out.number(proof.context().getBytes(StandardCharsets.UTF_8).length);
    Arrays.stream(text).forEach(out::word);
    var felts = new ArrayList<BigInteger>();
    felts.add(StarknetHash.text("lucerna statement"));
    out.felts.forEach(felt -> felts.add(new BigInteger(felt.substring(2), 16)));
    return "0x" + StarknetHash.of(felts).toString(16);
  }

  private void word(int word) {
    felts.add("0x" + Integer.toHexString(word));
  }

  /** Returns the felt that names a key. */
  static String keyFelt(Digest key) {
    byte[] bytes = Arrays.copyOf(key.toBytes(), KEY_BYTES);
    byte[] reversed = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      reversed[i] = bytes[KEY_BYTES - 1 - i];
    }
    return "0x" + new BigInteger(1, reversed).toString(16);
  }

  private void stark(StarkProof proof) {
    var roots = new ArrayList<Digest>();
    var nonces = new Words();
    roots.add(proof.witnessRoot());
    nonces.nonce(proof.interactionNonce());
    SecondRound second = proof.secondRound();
    if (second != null) {
      roots.add(second.factorsRoot());
      nonces.nonce(second.nonce());
    }
    roots.add(proof.interactionRoot());
    roots.add(proof.compositionRoot());
    nonces.nonce(proof.oodNonce());
    nonces.nonce(proof.batchNonce());
    for (FriProof.Layer layer : proof.fri().layers()) {
      roots.add(layer.root());
      nonces.nonce(layer.foldNonce());
    }
    nonces.nonce(proof.queryNonce());
    digests(roots);
    felts.addAll(Packing.words(nonces.array()));
    felts.addAll(Packing.elements(coordinates(Arrays.asList(proof.oodValues()))));
    felts.addAll(Packing.elements(coordinates(proof.fri().lastLayer())));
    sections.add(felts.size());
    proof.trees().forEach(this::rows);
    rows(proof.composition());
    for (FriProof.Layer layer : proof.fri().layers()) {
      felts.addAll(Packing.elements(coordinates(layer.witness())));
      siblings(layer.hashWitness());
      sections.add(felts.size());
    }
  }

  private void rows(OpenedRows rows) {
    var values = new Words();
    Arrays.stream(rows.values()).forEach(values::all);
    felts.addAll(Packing.elements(values.array()));
    var salts = new Words();
    Arrays.stream(rows.salts()).forEach(salts::all);
    felts.addAll(Packing.words(salts.array()));
    siblings(rows.witness());
    sections.add(felts.size());
  }

  private void siblings(List<Digest> digests) {
    number(digests.size());
    digests(digests);
  }

  /** Appends digests: one felt each, or as words where they are none. */
  private void digests(List<Digest> digests) {
    if (hash.isFelt()) {
      for (Digest digest : digests) {
        felts.add(Packing.digest(digest));
      }
      return;
    }
    var words = new Words();
    digests.forEach(words::digest);
    felts.addAll(Packing.words(words.array()));
  }

  private static int[] coordinates(List<QM31> values) {
    var words = new Words();
    for (QM31 value : values) {
      words.all(value.a(), value.b(), value.c(), value.d());
    }
    return words.array();
  }

  private void text(String text) {
    number(text.getBytes(StandardCharsets.UTF_8).length);
    felts.addAll(Packing.words(textWords(text)));
  }

  private static int[] textWords(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] words = new int[Math.ceilDiv(bytes.length, Integer.BYTES)];
    for (int i = 0; i < bytes.length; i++) {
      words[i / Integer.BYTES] |= (bytes[i] & 0xff) << (Byte.SIZE * (i % Integer.BYTES));
    }
    return words;
  }

  private void integers(long... integers) {
    for (long integer : integers) {
      BigInteger value = BigInteger.valueOf(integer);
      felts.add("0x" + (integer < 0 ? value.add(Packing.PRIME) : value).toString(16));
    }
  }

  private void number(int number) {
    felts.add("0x" + Integer.toHexString(number));
  }

  /** A growing list of words. */
  private static final class Words {
    private final List<int[]> parts = new ArrayList<>();

    void all(int... words) {
      parts.add(words);
    }

    void digest(Digest digest) {
      all(digest.toWords());
    }

    void nonce(long nonce) {
      all((int) nonce, (int) (nonce >>> Integer.SIZE));
    }

    int[] array() {
      return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }
  }
}
