package lucerna.fri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
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

  /** P comes up once in 2^31 words, so no test draws it. */
  @Test
  void rejectedElementsAreLeftOut() {
    int p = M31.P;
    int[] elements = {p, 3, p, p, 0, 5, p};
    assertEquals(3, SecretRandom.Stream.withoutRejected(elements));
    assertArrayEquals(new int[] {3, 0, 5}, Arrays.copyOf(elements, 3));
  }
}
