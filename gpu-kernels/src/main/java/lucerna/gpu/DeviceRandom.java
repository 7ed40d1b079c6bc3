package lucerna.gpu;

import java.util.Arrays;
import lucerna.fri.SecretRandom;

/** Secret randomness, expanded where it is needed. */
public final class DeviceRandom {
  private static final int BLOCK_WORDS = 4;

  private final Device device;

  DeviceRandom(Device device) {
    this.device = device;
  }

  /**
   * Draws a stream's first words. Of the seed only this stream's key leaves the host, and the
   * kernel reads no memory at an address that depends on it.
   *
   * @param stream the stream, which stays at its beginning
   * @param out receives the words, a multiple of four, as {@code stream.words} would give them
   * @throws IllegalArgumentException if their number is none
   */
  public void words(SecretRandom.Stream stream, DeviceSlice out) {
    long blocks = out.words() / BLOCK_WORDS;
    if (out.words() % BLOCK_WORDS != 0 || blocks > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(out.words() + " words are no blocks of four");
    }
    byte[] key = stream.key();
    int[] planes = AesPlanes.of(key);
    try (var keys = device.allocate(AesPlanes.WORDS)) {
      keys.write(0, planes);
      device.launch(
          Kernels.SECRET_WORDS,
          Kernels.SECRET_WORDS.blocksFor((blocks + 1) / 2),
          new Arguments().slice(DeviceSlice.of(keys)).slice(out).words((int) blocks));
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(planes, 0);
    }
  }
}
