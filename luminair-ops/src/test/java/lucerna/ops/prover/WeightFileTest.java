package lucerna.ops.prover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.InputFile;
import lucerna.ops.io.SamplesFile;
import lucerna.ops.key.FileKind;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.quantise.Options;
import lucerna.ops.quantise.Quantised;
import lucerna.ops.quantise.Quantiser;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.prover.ProverListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the file of weights: the proof is the one that is made without it. */
final class WeightFileTest {
  private static final Path DIGITS = Path.of("..", "examples", "digits");
  private static final int HEAD = 4096;
  private static final Graph GRAPH = graph();
  private static final List<double[]> INPUT = InputFile.read(DIGITS.resolve("input.json"), GRAPH);
  private static final Keys KEYS = keys(Privacy.HIDDEN, true, 0);
  private static final byte[] PROOF = proof(KEYS, null);

  @TempDir Path folder = Path.of("");

  private Path secret = folder;
  private Path stored = folder;

  @BeforeEach
  void keysAsCommitWritesThem() throws IOException {
    secret = Files.write(folder.resolve("proving.key"), KEYS.provingKey().bytes());
    stored = folder.resolve("model.weights");
  }

  private static Graph graph() {
    return OnnxImporter.read(DIGITS.resolve("model.onnx"), Map.of());
  }

  private static Keys keys(Privacy privacy, boolean zeroKnowledge, int seed) {
    try {
      var samples = SamplesFile.read(DIGITS.resolve("calibration.json"), GRAPH);
      Quantised model = Quantiser.quantise(GRAPH, samples.samples(), Options.DEFAULT);
      byte[] entropy = new byte[32];
      entropy[0] = (byte) seed;
      return KeyMaker.make(
          model.circuit(),
          model.weights(),
          Digest.ZERO,
          new KeyOptions(40, privacy, zeroKnowledge),
          entropy,
          Progress.NONE);
    } catch (RuntimeException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static byte[] proof(Keys keys, @Nullable Path file) {
    ProvingKey key =
        file == null
            ? ProvingKey.parse(keys.provingKey().bytes(), "proving.key")
            : ProvingKey.read(file);
    return proof(new ModelProver(keys.key(), key, file));
  }

  private static byte[] proof(ModelProver prover) {
    return prover.prove(INPUT, new byte[32], "", Progress.NONE).proof().bytes();
  }

  /** Counts from the start again, so that the same proof is made. */
  private void rewind() throws IOException {
    Files.write(secret, KEYS.provingKey().bytes());
  }

  private byte[] fileOfFirstProof() throws IOException {
    assertArrayEquals(PROOF, proof(KEYS, secret));
    byte[] bytes = Files.readAllBytes(stored);
    rewind();
    return bytes;
  }

  @Test
  void theFileChangesNoByteAndOnlyTheOwnerReadsIt() throws Exception {
    byte[] bytes = fileOfFirstProof();
    assertEquals(FileKind.WEIGHTS, FileKind.of(bytes));
    var permissions = Files.getPosixFilePermissions(stored);
    assertEquals(PosixFilePermissions.fromString("rw-------"), permissions);
    // Read, not written, by the next process.
    var written = Files.getLastModifiedTime(stored);
    assertArrayEquals(PROOF, proof(KEYS, secret));
    assertEquals(written, Files.getLastModifiedTime(stored));
    assertEquals(1, ProvingKey.read(secret).proofsUsed());
    verified(PROOF);
  }

  @ParameterizedTest
  @CsvSource({"HIDDEN, false", "PUBLIC, true", "PUBLIC, false"})
  void otherKeysTooProveTheSameWithAndWithout(WeightPrivacy weights, boolean zeroKnowledge)
      throws Exception {
    Keys keys = keys(new Privacy(weights, InputPrivacy.HIDDEN), zeroKnowledge, 0);
    Path file = Files.write(folder.resolve("proving.key"), keys.provingKey().bytes());
    assertArrayEquals(proof(keys, null), proof(keys, file));
    assertTrue(Files.exists(stored));
  }

  @Test
  void storedAheadItIsWhatTheFirstProofWouldStore() throws Exception {
    byte[] bytes = fileOfFirstProof();
    Files.delete(stored);
    ModelProver.storeWeights(KEYS, secret);
    assertArrayEquals(bytes, Files.readAllBytes(stored));
    assertEquals(0, ProvingKey.read(secret).proofsUsed());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 8, 40, 72, 76, 80, 84, 88, 92, 96, 160, HEAD - 1, HEAD, HEAD + 16383})
  void aChangedByteInHeadOrColumnsIsFoundAtOnce(int at) throws Exception {
    byte[] bytes = fileOfFirstProof();
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    Files.write(stored, changed);
    assertArrayEquals(PROOF, proof(KEYS, secret));
    assertArrayEquals(bytes, Files.readAllBytes(stored), "made anew");
    assertEquals(1, ProvingKey.read(secret).proofsUsed());
  }

  /** Offsets of columns, leaves, nodes and the end. */
  private long[] sections() {
    var shape = KEYS.key().shape();
    long leaves = HEAD + (((long) shape.weightColumns() * Integer.BYTES) << shape.logRows());
    long count = 1L << (shape.logRows() + 2);
    long nodes = leaves + count * (shape.weightColumns() + 4) * Integer.BYTES;
    return new long[] {HEAD, leaves, nodes, nodes + 2 * count * Digest.BYTES};
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aSectionOfZerosIsFoundBeforeAnythingOfItIsOutside(int section) throws Exception {
    byte[] bytes = fileOfFirstProof();
    long[] sections = sections();
    assertEquals(bytes.length, sections[3]);
    byte[] changed = bytes.clone();
    Arrays.fill(changed, (int) sections[section], (int) sections[section + 1], (byte) 0);
    Files.write(stored, changed);
    verified(proof(KEYS, secret));
    assertArrayEquals(bytes, Files.readAllBytes(stored), "made anew");
    assertEquals(1, ProvingKey.read(secret).proofsUsed());
  }

  /* A proof that was begun twice has other masks. */
  private static void verified(byte[] proof) throws Exception {
    new ModelVerifier(KEYS.key()).verify(ModelProof.parse(proof, "proof.bin"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 100, HEAD, HEAD + 4, -1, 1})
  void aFileOfAnotherLengthIsMadeAnew(int length) throws Exception {
    byte[] bytes = fileOfFirstProof();
    Files.write(
        stored, Arrays.copyOf(bytes, length == -1 || length == 1 ? bytes.length + length : length));
    assertArrayEquals(PROOF, proof(KEYS, secret));
    assertArrayEquals(bytes, Files.readAllBytes(stored));
  }

  @Test
  void theFileOfAnotherKeyOrTreeIsReplaced() throws Exception {
    byte[] bytes = fileOfFirstProof();
    Keys others = keys(Privacy.HIDDEN, true, 1);
    assertNotEquals(others.key().digest(), KEYS.key().digest());
    ModelProver.storeWeights(others, secret);
    assertFalse(Arrays.equals(bytes, Files.readAllBytes(stored)));
    assertArrayEquals(PROOF, proof(KEYS, secret));
    assertArrayEquals(bytes, Files.readAllBytes(stored));
    // The last proof of the first tree, and the first of the second.
    int each = KEYS.key().proofsPerInstance();
    assertTrue(KEYS.key().proofBudget() > each);
    setCount(each - 1);
    var prover = new ModelProver(KEYS.key(), ProvingKey.read(secret), secret);
    var verifier = new ModelVerifier(KEYS.key());
    var last = prover.prove(INPUT, new byte[32], "", Progress.NONE).proof();
    assertArrayEquals(bytes, Files.readAllBytes(stored));
    var next = prover.prove(INPUT, new byte[32], "", Progress.NONE).proof();
    assertEquals(0, last.publicPart().instance());
    assertEquals(1, next.publicPart().instance());
    verifier.verify(last);
    verifier.verify(next);
    assertFalse(Arrays.equals(bytes, Files.readAllBytes(stored)));
    assertEquals(bytes.length, Files.size(stored));
    assertEquals(each + 1, ProvingKey.read(secret).proofsUsed());
  }

  private void setCount(int used) throws IOException {
    byte[] key = KEYS.provingKey().bytes();
    ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putInt(ProvingKey.COUNTER_OFFSET, used);
    Files.write(secret, key);
  }

  @Test
  void replacedOrDeletedBetweenProofsItIsStillTheOldOne() throws Exception {
    fileOfFirstProof();
    var prover = new ModelProver(KEYS.key(), ProvingKey.read(secret), secret);
    assertArrayEquals(PROOF, proof(prover));
    ModelProver.storeWeights(keys(Privacy.HIDDEN, true, 1), secret);
    var verifier = new ModelVerifier(KEYS.key());
    verifier.verify(prover.prove(INPUT, new byte[32], "", Progress.NONE).proof());
    Files.delete(stored);
    verifier.verify(prover.prove(INPUT, new byte[32], "", Progress.NONE).proof());
  }

  @Test
  void cutShortWhileItIsMappedItIsMadeAnew() throws Exception {
    byte[] bytes = fileOfFirstProof();
    var prover = new ModelProver(KEYS.key(), ProvingKey.read(secret), secret);
    assertArrayEquals(PROOF, proof(prover));
    rewind();
    ProverListener cutting =
        new ProverListener() {
          @Override
          public void witness(int[][] rows) {
            try (FileChannel channel = FileChannel.open(stored, StandardOpenOption.WRITE)) {
              channel.truncate(HEAD);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    var again = new ModelProver(KEYS.key(), ProvingKey.read(secret), secret);
    byte[] made =
        again
            .prove(INPUT, new byte[32], "", Progress.NONE, null, onlyOnce(cutting))
            .proof()
            .bytes();
    verified(made);
    assertArrayEquals(bytes, Files.readAllBytes(stored));
    assertEquals(1, ProvingKey.read(secret).proofsUsed());
  }

  private static ProverListener onlyOnce(ProverListener listener) {
    return new ProverListener() {
      private boolean done;

      @Override
      public void witness(int[][] rows) {
        if (!done) {
          done = true;
          listener.witness(rows);
        }
      }
    };
  }

  @Test
  void whereNoFileCanBeWrittenTheTreeIsHeld() throws Exception {
    // Nothing can replace a folder that is not empty.
    Files.createDirectories(stored.resolve("something"));
    assertArrayEquals(PROOF, proof(KEYS, secret));
    assertTrue(Files.isDirectory(stored));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count(), "nothing half-written stays");
    }
  }

  @Test
  void weightsThatAreNotTheKeysAreRefusedAndStoredNowhere() throws Exception {
    byte[] bytes = fileOfFirstProof();
    byte[] key = KEYS.provingKey().bytes();
    key[key.length - 4] ^= 1;
    Files.write(secret, key);
    var e = assertThrows(UserException.class, () -> proof(KEYS, secret));
    assertTrue(String.valueOf(e.getMessage()).contains("not those that the key commits to"));
    assertArrayEquals(bytes, Files.readAllBytes(stored), "the old one stays");
  }

  @Test
  void proversAtOnceShareOneFile() throws Exception {
    var verifier = new ModelVerifier(KEYS.key());
    int threads = 4;
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayList<Future<Proven>>();
      for (int i = 0; i < threads; i++) {
        byte entropy = (byte) i;
        running.add(
            pool.submit(
                () -> {
                  byte[] seed = new byte[32];
                  seed[0] = entropy;
                  return new ModelProver(KEYS.key(), ProvingKey.read(secret), secret)
                      .prove(INPUT, seed, "", Progress.NONE);
                }));
      }
      for (Future<Proven> future : running) {
        verifier.verify(future.get().proof());
      }
    }
    assertEquals(threads, ProvingKey.read(secret).proofsUsed());
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }
}
