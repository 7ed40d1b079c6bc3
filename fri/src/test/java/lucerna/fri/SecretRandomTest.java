package lucerna.fri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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
}
