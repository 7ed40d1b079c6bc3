package lucerna.ops.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.prover.ProvingKey;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, proving keys and proofs as files: round trips, and what a damaged one is answered. */
final class KeyFilesTest {
  private static Keys keys;
  private static byte[] proof;

  @BeforeAll
  static void makeFiles() {
    // y = relu(x) of three numbers.
    var block =
        new Block(
            "x",
            new Gadget.Round(8, new int[] {0}, false, Gadget.Round.Given.INPUT),
            3,
            new int[0],
            4);
    View relu = View.all(0, Gadget.Round.RELU, 3);
    var circuit =
        new Circuit(
            "relu",
            List.of(new Circuit.Input("x", new int[] {3}, 0, 4, Circuit.Kind.REAL)),
            List.of(),
            List.of(block),
            List.of(),
            new int[0],
            List.of(new Output("y", new int[] {3}, -1, new int[0], relu, new int[] {4})));
    keys =
        KeyMaker.make(
            circuit,
            new Weights(List.of()),
            Digest.ZERO,
            new KeyOptions(5, new Privacy(WeightPrivacy.HIDDEN, InputPrivacy.HIDDEN), true),
            new byte[32],
            Progress.NONE);
    proof =
        new ModelProver(keys.key(), keys.provingKey(), null)
            .prove(List.of(new double[] {1.5, -2, 0}), new byte[32], "a text", Progress.NONE)
            .proof()
            .bytes();
  }

  @Test
  void filesSurviveTheirBytes() throws Exception {
    ModelKey key = ModelKey.parse(keys.key().bytes(), "k");
    assertArrayEquals(keys.key().bytes(), key.bytes());
    assertEquals(keys.key().digest(), key.digest());
    assertArrayEquals(
        keys.provingKey().bytes(), ProvingKey.parse(keys.provingKey().bytes(), "p").bytes());
    ModelProof read = ModelProof.parse(proof, "q");
    assertArrayEquals(proof, read.bytes());
    assertEquals("a text", read.context());
    assertArrayEquals(new long[] {24, 0, 0}, read.outputs()[0]);
    var verifier = new ModelVerifier(key);
    verifier.checkKey();
    verifier.verify(read);
  }

  @Test
  void everyCutAndEveryExtensionIsRefusedInOneSentence() {
    assertCutsRefused(keys.key().bytes(), bytes -> ModelKey.parse(bytes, "model.key"));
    assertCutsRefused(keys.provingKey().bytes(), bytes -> ProvingKey.parse(bytes, "proving.key"));
    assertCutsRefused(proof, bytes -> ModelProof.parse(bytes, "proof.bin"));
  }

  private static void assertCutsRefused(byte[] file, Consumer<byte[]> parse) {
    for (int length = 0; length < file.length; length += length < 400 ? 1 : 997) {
      byte[] cut = Arrays.copyOf(file, length);
      assertSentence(() -> parse.accept(cut));
    }
    assertSentence(() -> parse.accept(Arrays.copyOf(file, file.length + 4)));
    assertSentence(() -> parse.accept(Arrays.copyOf(file, file.length + 1)));
  }

  private static void assertSentence(org.junit.jupiter.api.function.Executable parse) {
    var e = assertThrows(UserException.class, parse);
    String message = String.valueOf(e.getMessage());
    assertFalse(message.isBlank() || message.contains("\n"), message);
  }

  @Test
  void kindsAreToldApart() {
    var e = assertThrows(UserException.class, () -> ModelKey.parse(proof, "out/proof.bin"));
    assertEquals("out/proof.bin is a proof; a model key was expected", e.getMessage());
    e = assertThrows(UserException.class, () -> ModelProof.parse(keys.key().bytes(), "model.key"));
    assertEquals("model.key is a model key; a proof was expected", e.getMessage());
    e = assertThrows(UserException.class, () -> ModelKey.parse(new byte[64], "zeros"));
    assertEquals("zeros is no model key of Lucerna", e.getMessage());
  }

  @Test
  void aNewerVersionSaysSo() {
    byte[] newer = keys.key().bytes().clone();
    newer[6] = FileKind.VERSION + 1;
    var e = assertThrows(UserException.class, () -> ModelKey.parse(newer, "model.key"));
    assertTrue(String.valueOf(e.getMessage()).contains("update Lucerna"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void damagedKeysAreRefusedOrAreOtherKeys(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 150; i++) {
      byte[] damaged = keys.key().bytes().clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        damaged[random.nextInt(FileKind.HEADER_BYTES, damaged.length)] = (byte) random.nextInt(256);
      }
      if (Arrays.equals(damaged, keys.key().bytes())) {
        continue;
      }
      try {
        ModelKey key = ModelKey.parse(damaged, "model.key");
        assertNotEquals(keys.key().digest(), key.digest());
        assertThrows(
            ProofRejectedException.class,
            () -> new ModelVerifier(key).verify(ModelProof.parse(proof, "proof.bin")));
      } catch (UserException e) {
        assertFalse(String.valueOf(e.getMessage()).isBlank());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void damagedProofsAreRefused(long seed) {
    var random = new SplittableRandom(seed);
    var verifier = new ModelVerifier(keys.key());
    for (int i = 0; i < 40; i++) {
      byte[] damaged = proof.clone();
      int at = random.nextInt(FileKind.HEADER_BYTES, damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      try {
        ModelProof read = ModelProof.parse(damaged, "proof.bin");
        assertThrows(
            ProofRejectedException.class, () -> verifier.verify(read), "bit flipped at " + at);
      } catch (UserException e) {
        assertFalse(String.valueOf(e.getMessage()).isBlank());
      }
    }
  }
}
