package lucerna.fri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import lucerna.field.M31;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRandomTest {
  private final SecretRandom random = SecretRandom.of(new byte[SecretRandom.SEED_BYTES]);

  /** Drawn at once, on all cores where they are many, words are those drawn one by one. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 3, 1024, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, 100_003, (1 << 17) + 2})
  void wordsDoNotDependOnHowTheyAreDrawn(int count) {
    SecretRandom.Stream together = random.stream("test", 1);
    SecretRandom.Stream apart = random.stream("test", 1);
    int[] expected = new int[count];
    for (int i = 0; i < count; i++) {
      expected[i] = apart.words(1)[0];
    }
    assertArrayEquals(expected, together.words(count));
    assertArrayEquals(apart.words(5000), together.words(5000));
    assertArrayEquals(apart.m31(50), together.m31(50));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 1025, (1 << 14) + 3, 100_003})
  void elementsDoNotDependOnHowTheyAreDrawn(int count) {
    SecretRandom.Stream together = random.stream("test", 2);
    SecretRandom.Stream apart = random.stream("test", 2);
    int[] expected = new int[count];
    apart.fillM31(expected, 0, count);
    assertArrayEquals(expected, together.m31(count));
    assertArrayEquals(apart.words(7), together.words(7));
  }

  /** P comes up once in 2^31 words; in this stream, found by search, this is the first time. */
  @Test
  void aRejectedWordIsLeftOutOfTheElements() {
    long at = 924_665_419;
    SecretRandom.Stream stream = SecretRandom.of(new byte[32]).stream("rejected", 0);
    int[] words = stream.from(at / 4).words(5000);
    int rejected = (int) (at % 4);
    assertEquals(M31.P, words[rejected] & M31.P);
    int[] expected = new int[4000];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = words[i < rejected ? i : i + 1] & M31.P;
    }
    SecretRandom.Stream elements = stream.from(at / 4);
    int[] out = new int[expected.length + 2];
    elements.fillM31(out, 1, expected.length + 1);
    assertArrayEquals(expected, Arrays.copyOfRange(out, 1, expected.length + 1));
    assertEquals(0, out[0] + out[expected.length + 1]);
    assertEquals(words[expected.length + 1], elements.words(1)[0]);
    assertArrayEquals(expected, stream.from(at / 4).m31(expected.length));
    // Where the rejected word comes last, one more is drawn.
    int[] few = stream.from(at / 4).m31(rejected + 1);
    assertArrayEquals(Arrays.copyOf(expected, rejected + 1), few);
  }

  @Test
  void rejectedElementsAreLeftOut() {
    int p = M31.P;
    int[] elements = {p, 3, p, p, 0, 5, p};
    assertEquals(3, SecretRandom.Stream.withoutRejected(elements, 0, 7));
    assertArrayEquals(new int[] {3, 0, 5}, Arrays.copyOf(elements, 3));
    int[] more = {p, 1, p, 2, p};
    assertEquals(3, SecretRandom.Stream.withoutRejected(more, 1, 4));
    assertArrayEquals(new int[] {p, 1, 2, 2, p}, more);
  }

  /** Blocks are those of the stream, wherever it stands; the key gives them to others. */
  @Test
  void blocksAreTheWordsOfTheStream() throws Exception {
    SecretRandom.Stream stream = SecretRandom.of(new byte[32]).stream("blocks", 3);
    int[] words = SecretRandom.of(new byte[32]).stream("blocks", 3).words(4 * 70_000);
    for (int number : new int[] {0, 1, 255, 256, 65_536, 69_999}) {
      int[] expected = Arrays.copyOfRange(words, 4 * number, 4 * number + 4);
      assertArrayEquals(expected, stream.block(number));
      var counter = ByteBuffer.allocate(16).putLong(8, number);
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(stream.key(), "AES"));
      int[] own = new int[4];
      byte[] block = aes.doFinal(counter.array());
      ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(own);
      assertArrayEquals(expected, own);
    }
    assertArrayEquals(Arrays.copyOf(words, 9), stream.words(9));
    assertArrayEquals(Arrays.copyOf(words, 4), stream.block(0));
  }
}
