package lucerna.fri.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Blake2sTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 36, 37, 63, 64, 65, 127, 128, 129, 1000})
  void agreesWithReference(int length) {
    byte[] message = new byte[length];
    new Random(length).nextBytes(message);
    byte[] expected = new byte[Digest.BYTES];

    Blake2sDigest plain = new Blake2sDigest(256);
    plain.update(message, 0, length);
    plain.doFinal(expected, 0);
    assertArrayEquals(expected, Blake2s.hash(message));

    byte[] personal = "LucLfabc".getBytes(StandardCharsets.US_ASCII);
    Blake2sDigest personalised = new Blake2sDigest(new byte[0], 32, new byte[8], personal);
    personalised.update(message, 0, length);
    personalised.doFinal(expected, 0);
    Blake2s own = new Blake2s(HashSuite.lucerna("abc").leafPersonal());
    assertArrayEquals(expected, own.absorb(message).digest().toBytes());
  }

  @Test
  void absorbsInPieces() {
    byte[] message = new byte[203];
    new Random(1).nextBytes(message);
    for (int cut = 0; cut <= message.length; cut++) {
      Blake2s hash = new Blake2s();
      hash.absorb(java.util.Arrays.copyOf(message, cut));
      hash.absorb(java.util.Arrays.copyOfRange(message, cut, message.length));
      assertArrayEquals(Blake2s.hash(message), hash.digest().toBytes());
    }
    Digest unaligned = new Blake2s().absorb(new byte[] {9}).absorb(0x04030201).digest();
    assertArrayEquals(Blake2s.hash(new byte[] {9, 1, 2, 3, 4}), unaligned.toBytes());
  }

  @Test
  void digestKeepsItsBytes() {
    byte[] bytes = Blake2s.hash(new byte[] {7});
    Digest digest = Digest.fromBytes(bytes);
    assertArrayEquals(bytes, digest.toBytes());
    assertEquals(digest, Digest.fromHex(digest.toHex()));
    assertEquals(digest, Digest.of(digest.toWords(), 0));
    assertThrows(IllegalArgumentException.class, () -> Digest.fromBytes(new byte[31]));
  }

  @Test
  void suitesKeepLeavesAndNodesApart() {
    HashSuite suite = HashSuite.lucerna("fri");
    assertNotEquals(suite.leafPersonal(), suite.nodePersonal());
    assertNotEquals(suite.leafPersonal(), HashSuite.lucerna("trc").leafPersonal());
    assertThrows(IllegalArgumentException.class, () -> HashSuite.lucerna("long"));
    assertThrows(IllegalArgumentException.class, () -> HashSuite.personalization("é"));
  }

  /* Words go in by blocks: wherever a message is cut, and behind odd bytes, it is the same message. */
  @Test
  void absorbsWordsAsTheirBytes() {
    int[] words = new Random(2).ints(50).toArray();
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(words);
    for (int odd = 0; odd < 4; odd++) {
      byte[] before = new byte[odd];
      Digest expected = new Blake2s().absorb(before).absorb(bytes.array()).digest();
      for (int cut = 0; cut <= words.length; cut++) {
        Blake2s own = new Blake2s().absorb(before).absorb(Arrays.copyOf(words, cut));
        own.absorb(Arrays.copyOfRange(words, cut, words.length));
        assertEquals(expected, own.digest(), odd + " bytes, cut at " + cut);
      }
    }
  }
}
