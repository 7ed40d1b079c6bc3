package lucerna.cairo;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.PublicValues;
import lucerna.stark.OpenedRows;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.SecondRound;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Calldata as the proof that it stands for, so that the verifier in Java can be asked about it.
 *
 * <p>How many rows and values there are follows from the positions drawn: it takes these numbers
 * from an honest proof. What cannot be read is refused.
 */
final class CalldataReader {
  /** Says that felts are no calldata. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /** How a field's felts are read. */
  enum Form {
    /** A number below a small bound: a length, or which weight tree. */
    NUMBER,
    /** A public integer modulo Starknet's prime, or the key's felt. */
    INTEGER,
    /** Seven words a felt. */
    WORDS,
    /** Eight elements of M31 a felt. */
    ELEMENTS,
    /** A digest a felt. */
    DIGESTS
  }

  /**
   * A field of calldata.
   *
   * @param name what it is
   * @param form how it is read
   * @param from its first felt
   * @param to the felt behind its last one
   */
  record Field(String name, Form form, int from, int to) {}

  private final List<BigInteger> felts;
  private final TreeHash hash;
  private final List<Field> fields = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private final List<Integer> digests = new ArrayList<>();
  private int next;

  private CalldataReader(ModelKey key, List<BigInteger> felts) {
    this.felts = felts;
    hash = key.config().treeHash();
  }

  static ModelProof read(ModelKey key, ModelProof honest, List<BigInteger> felts)
      throws Unreadable, ProofRejectedException {
    return new CalldataReader(key, felts).read(key, honest);
  }

  /** Returns where the calldata of an honest proof hold lengths and the instance. */
  static List<Integer> lengths(ModelKey key, ModelProof honest, List<BigInteger> felts)
      throws Unreadable, ProofRejectedException {
    var reader = new CalldataReader(key, felts);
    reader.read(key, honest);
    return reader.lengths;
  }

  /** Returns where the calldata of an honest proof hold digests that are felts. */
  static List<Integer> digests(ModelKey key, ModelProof honest, List<BigInteger> felts)
      throws Unreadable, ProofRejectedException {
    var reader = new CalldataReader(key, felts);
    reader.read(key, honest);
    return reader.digests;
  }

  /** Returns the fields of an honest proof's calldata, in order, the empty ones left out. */
  static List<Field> fields(ModelKey key, ModelProof honest, List<BigInteger> felts)
      throws Unreadable, ProofRejectedException {
    var reader = new CalldataReader(key, felts);
    reader.read(key, honest);
    return reader.fields.stream().filter(field -> field.from() < field.to()).toList();
  }

  /** Notes the felts read since a place. */
  private void note(String name, Form form, int from) {
    fields.add(new Field(name, form, from, next));
  }

  private ModelProof read(ModelKey key, ModelProof honest)
      throws Unreadable, ProofRejectedException {
    if (!take().equals(new BigInteger(Calldata.keyFelt(key.digest()).substring(2), 16))) {
      throw new Unreadable("another key");
    }
    note("key", Form.INTEGER, 0);
    int instance = number("instance");
    long[][] outputs = integers("outputs", honest.outputs());
    long[][] inputs = integers("inputs", honest.inputs());
    int start = next;
    Digest root = honest.inputRoot() == null ? null : Digest.of(words(Digest.WORDS), 0);
    note("input root", Form.WORDS, start);
    String text = text();
    var publicPart = new PublicPart(instance, new PublicValues(outputs, inputs), root, text);
    Statement statement = key.inference(honest.publicPart());
    StarkProof stark = stark(ModelProof.decode(statement, honest.stark()));
    if (next != felts.size()) {
      throw new Unreadable("felts are left");
    }
    return ModelProof.of(key.digest(), publicPart, ModelProof.encode(statement, stark));
  }

  private StarkProof stark(StarkProof honest) throws Unreadable {
    int layers = honest.fri().layers().size();
    SecondRound honestSecond = honest.secondRound();
    int rounds = honestSecond == null ? 0 : 1;
    int start = next;
    List<Digest> roots = digests(3 + rounds + layers);
    note("roots", hash.isFelt() ? Form.DIGESTS : Form.WORDS, start);
    start = next;
    int[] nonces = words(2 * (4 + rounds + layers));
    note("nonces", Form.WORDS, start);
    start = next;
    Digest witnessRoot = roots.get(0);
    long interaction = nonce(nonces, 0);
    @Nullable SecondRound second =
        honestSecond == null ? null : new SecondRound(roots.get(1), nonce(nonces, 1));
    Digest interactionRoot = roots.get(1 + rounds);
    Digest compositionRoot = roots.get(2 + rounds);
    long ood = nonce(nonces, 1 + rounds);
    long batch = nonce(nonces, 2 + rounds);
    int firstLayer = 3 + rounds;
    long query = nonce(nonces, firstLayer + layers);
    QM31[] samples = values(honest.oodValues().length);
    note("out-of-domain values", Form.ELEMENTS, start);
    start = next;
    QM31[] last = values(honest.fri().lastLayer().size());
    note("last layer", Form.ELEMENTS, start);
    var trees = new ArrayList<OpenedRows>();
    for (OpenedRows tree : honest.trees()) {
      trees.add(rows("tree " + trees.size(), tree));
    }
    OpenedRows composition = rows("composition", honest.composition());
    var fri = new ArrayList<FriProof.Layer>();
    for (int i = 0; i < layers; i++) {
      Digest root = roots.get(firstLayer + i);
      long nonce = nonce(nonces, firstLayer + i);
      start = next;
      QM31[] witness = values(honest.fri().layers().get(i).witness().size());
      note("layer " + i + " values", Form.ELEMENTS, start);
      fri.add(new FriProof.Layer(root, nonce, List.of(witness), siblings("layer " + i)));
    }
    return new StarkProof(
        witnessRoot,
        interaction,
        second,
        interactionRoot,
        compositionRoot,
        null,
        ood,
        samples,
        batch,
        new FriProof(fri, List.of(last)),
        query,
        List.copyOf(trees),
        composition);
  }

  private OpenedRows rows(String name, OpenedRows honest) throws Unreadable {
    int width = honest.values()[0].length;
    int start = next;
    int[][] values = split(unpack(honest.values().length * width, 31, 8), width);
    note(name + " rows", Form.ELEMENTS, start);
    start = next;
    int salt = honest.salts().length == 0 ? 1 : honest.salts()[0].length;
    int[][] salts = split(words(honest.salts().length * salt), salt);
    note(name + " salts", Form.WORDS, start);
    return new OpenedRows(values, salts, siblings(name));
  }

  private static int[][] split(int[] all, int width) {
    var parts = new int[all.length / width][];
    Arrays.setAll(parts, i -> Arrays.copyOfRange(all, i * width, (i + 1) * width));
    return parts;
  }

  private List<Digest> siblings(String name) throws Unreadable {
    int count = number(name + " siblings' number");
    int start = next;
    List<Digest> siblings = digests(count);
    note(name + " siblings", hash.isFelt() ? Form.DIGESTS : Form.WORDS, start);
    return siblings;
  }

  private List<Digest> digests(int count) throws Unreadable {
    var read = new ArrayList<Digest>();
    if (hash.isFelt()) {
      for (int i = 0; i < count; i++) {
        digests.add(next);
        BigInteger felt = take();
        int[] words = new int[Digest.WORDS];
        Arrays.setAll(words, k -> felt.shiftRight(Integer.SIZE * k).intValue());
        read.add(Digest.of(words, 0));
      }
      return read;
    }
    int[] words = words(Math.multiplyExact(count, Digest.WORDS));
    for (int i = 0; i < count; i++) {
      read.add(Digest.of(words, i * Digest.WORDS));
    }
    return read;
  }

  private QM31[] values(int count) throws Unreadable {
    int[] words = unpack(4 * count, 31, 8);
    var values = new QM31[count];
    Arrays.setAll(
        values, i -> new QM31(words[4 * i], words[4 * i + 1], words[4 * i + 2], words[4 * i + 3]));
    return values;
  }

  private int[] words(int count) throws Unreadable {
    return unpack(count, Integer.SIZE, 7);
  }

  private int[] unpack(int count, int bits, int each) throws Unreadable {
    if (Math.ceilDiv(count, each) > felts.size() - next) {
      throw new Unreadable("it ends early");
    }
    int[] words = new int[count];
    for (int from = 0; from < count; from += each) {
      BigInteger felt = take();
      int n = Math.min(each, count - from);
      if (felt.bitLength() > bits * n) {
        throw new Unreadable("a felt is too large");
      }
      for (int i = 0; i < n; i++) {
        BigInteger limb = felt.shiftRight(bits * i);
        words[from + i] = limb.intValue() & (bits == Integer.SIZE ? -1 : Integer.MAX_VALUE);
      }
    }
    return words;
  }

  private long[][] integers(String name, long[][] honest) throws Unreadable {
    int start = next;
    var lists = new long[honest.length][];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = new long[honest[i].length];
      for (int k = 0; k < lists[i].length; k++) {
        BigInteger felt = take();
        boolean negative = felt.bitLength() > 64;
        BigInteger value = negative ? felt.subtract(Packing.PRIME) : felt;
        if (value.bitLength() > 62) {
          throw new Unreadable("no integer");
        }
        lists[i][k] = value.longValue();
      }
    }
    note(name, Form.INTEGER, start);
    return lists;
  }

  private String text() throws Unreadable {
    int length = number("text's length");
    int start = next;
    int[] words = words(Math.ceilDiv(length, Integer.BYTES));
    note("text", Form.WORDS, start);
    byte[] bytes = new byte[words.length * Integer.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (words[i / Integer.BYTES] >>> (Byte.SIZE * (i % Integer.BYTES)));
      if (i >= length && bytes[i] != 0) {
        throw new Unreadable("the text is not filled with zeros");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("the text is no UTF-8");
    }
  }

  private static long nonce(int[] words, int number) {
    return (words[2 * number] & 0xffff_ffffL) | ((long) words[2 * number + 1] << Integer.SIZE);
  }

  private int number(String name) throws Unreadable {
    int start = next;
    lengths.add(next);
    BigInteger felt = take();
    if (felt.bitLength() > 20) {
      throw new Unreadable("a count");
    }
    note(name, Form.NUMBER, start);
    return felt.intValue();
  }

  private BigInteger take() throws Unreadable {
    if (next == felts.size()) {
      throw new Unreadable("it ends early");
    }
    return felts.get(next++);
  }
}
