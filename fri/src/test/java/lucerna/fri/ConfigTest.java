package lucerna.fri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import lucerna.field.M31;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.channel.Channel;
import org.junit.jupiter.api.Test;

class ConfigTest {
  @Test
  void foldsDownToTheLastLayer() {
    FriConfig config = new FriConfig(2, 3, 6, 120);
    assertArrayEquals(new int[] {3, 3, 3, 3, 2}, config.foldSteps(20));
    assertArrayEquals(new int[] {1}, config.foldSteps(7));
    assertEquals(6, config.logLastLayerSize(7));
    assertArrayEquals(new int[] {1}, config.foldSteps(4));
    assertEquals(3, config.logLastLayerSize(4));
    assertThrows(IllegalArgumentException.class, () -> config.foldSteps(0));
    assertThrows(IllegalArgumentException.class, () -> config.foldSteps(29));
  }

  @Test
  void refusesParametersOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> new FriConfig(0, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new FriConfig(1, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new FriConfig(1, 1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new FriConfig(1, 1, 0, 0));
    FriConfig fri = new FriConfig(1, 1, 0, 1);
    assertThrows(
        IllegalArgumentException.class, () -> PcsConfig.insecureForTesting(fri, 65, 0, 0, 0, 0));
  }

  @Test
  void everyParameterIsAbsorbed() {
    FriConfig fri = PcsConfig.p100().fri();
    PcsConfig same = PcsConfig.insecureForTesting(fri, 20, 16, 8, 8, 4);
    PcsConfig[] others = {
      PcsConfig.p100(),
      same,
      PcsConfig.insecureForTesting(new FriConfig(3, 3, 6, 120), 20, 16, 8, 8, 4),
      PcsConfig.insecureForTesting(new FriConfig(2, 2, 6, 120), 20, 16, 8, 8, 4),
      PcsConfig.insecureForTesting(new FriConfig(2, 3, 5, 120), 20, 16, 8, 8, 4),
      PcsConfig.insecureForTesting(new FriConfig(2, 3, 6, 119), 20, 16, 8, 8, 4),
      PcsConfig.insecureForTesting(fri, 19, 16, 8, 8, 4),
      PcsConfig.insecureForTesting(fri, 20, 15, 8, 8, 4),
      PcsConfig.insecureForTesting(fri, 20, 16, 7, 8, 4),
      PcsConfig.insecureForTesting(fri, 20, 16, 8, 7, 4),
      PcsConfig.insecureForTesting(fri, 20, 16, 8, 8, 3),
      PcsConfig.insecureForTesting(new Regime(3), fri, new PowBits(20, 16, 8, 8, 4)),
      PcsConfig.insecureForTesting(new Regime(4), fri, new PowBits(20, 16, 8, 8, 4))
    };
    long distinct = Arrays.stream(others).map(ConfigTest::digest).distinct().count();
    assertEquals(others.length, distinct);
    assertEquals(same, PcsConfig.insecureForTesting(fri, 20, 16, 8, 8, 4));
    assertNotEquals(same, PcsConfig.p100());
  }

  @Test
  void plannedParametersHaveRanges() {
    Regime m = new Regime(3);
    FriConfig fri = new FriConfig(5, 3, 6, 34);
    PowBits pow = new PowBits(24, 22, 22, 22, 22);
    PcsConfig config = PcsConfig.compact(m, fri, pow);
    assertEquals("P100-compact", config.profile());
    assertEquals(m, config.regime());
    assertEquals(pow, config.pow());
    assertNotEquals(config, PcsConfig.compact(new Regime(4), fri, pow));
    for (int multiplicity : new int[] {0, 9}) {
      refused(new Regime(multiplicity), fri, pow);
    }
    for (FriConfig other :
        new FriConfig[] {
          new FriConfig(1, 3, 6, 34),
          new FriConfig(8, 3, 6, 34),
          new FriConfig(5, 5, 6, 34),
          new FriConfig(5, 3, 9, 34),
          new FriConfig(5, 3, 6, 257)
        }) {
      refused(m, other, pow);
    }
    for (PowBits other :
        new PowBits[] {
          new PowBits(25, 22, 22, 22, 22),
          new PowBits(24, 23, 22, 22, 22),
          new PowBits(24, 22, 23, 22, 22),
          new PowBits(24, 22, 22, 23, 22),
          new PowBits(24, 22, 22, 22, 23)
        }) {
      refused(m, fri, other);
    }
    for (int multiplicity : new int[] {-1, 1, 2, 65}) {
      assertThrows(IllegalArgumentException.class, () -> new Regime(multiplicity));
    }
  }

  private static void refused(Regime regime, FriConfig fri, PowBits pow) {
    assertThrows(IllegalArgumentException.class, () -> PcsConfig.compact(regime, fri, pow));
  }

  private static Object digest(PcsConfig config) {
    Channel channel = new Channel();
    config.mixInto(channel);
    return channel.digest();
  }

  @Test
  void secretStreamsAreReproducibleAndIndependent() {
    byte[] seed = new byte[SecretRandom.SEED_BYTES];
    SecretRandom random = SecretRandom.of(seed);
    int[] words = random.stream("salt", 3).words(3000);
    assertArrayEquals(words, SecretRandom.of(seed).stream("salt", 3).words(3000));
    seed[0] = 1;
    assertArrayEquals(words, random.stream("salt", 3).words(3000), "the seed is copied");
    assertNotEquals(words[0], random.stream("salt", 4).words(1)[0]);
    assertNotEquals(words[0], random.stream("sal", 3).words(1)[0]);
    assertNotEquals(words[0], SecretRandom.of(seed).stream("salt", 3).words(1)[0]);
    assertEquals(3000, Arrays.stream(words).distinct().count());
    assertThrows(IllegalArgumentException.class, () -> SecretRandom.of(new byte[31]));
  }

  @Test
  void secretFieldElementsAreUniform() {
    int[] elements = SecretRandom.of(new byte[32]).stream("mask", 0).m31(1 << 16);
    int[] buckets = new int[16];
    for (int element : elements) {
      assertTrue(M31.isCanonical(element));
      buckets[element >>> 27]++;
    }
    for (int count : buckets) {
      // The mean is 4096 and the standard deviation 62.
      assertEquals(4096, count, 400);
    }
    int[] part = new int[10];
    SecretRandom.of(new byte[32]).stream("mask", 0).fillM31(part, 2, 5);
    assertArrayEquals(Arrays.copyOf(elements, 3), Arrays.copyOfRange(part, 2, 5));
    assertEquals(0, part[1] | part[5]);
  }
}
