package lucerna.gpu;

import java.util.Arrays;
import java.util.List;
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
    try (var keys = device.allocate(AesPlanes.WORDS)) {
      writeKey(stream, keys);
      device.launch(
          Kernels.SECRET_WORDS,
          blocksFor(blocks),
          new Arguments().slice(DeviceSlice.of(keys)).slice(out).words((int) blocks));
    }
  }

  /**
   * Draws the first uniform elements of M31 of some streams, as {@code stream.m31} gives them. A
   * stream of which a word is rejected, one of 2^31, is drawn by the host.
   *
   * @param streams the streams at their beginnings, where all but those stay
   * @param outs receives each stream's elements
   */
  public void elements(List<SecretRandom.Stream> streams, List<DeviceSlice> outs) {
    int[] rejected = new int[streams.size()];
    if (outs.size() != rejected.length) {
      throw new IllegalArgumentException(rejected.length + " streams for " + outs.size());
    }
    if (rejected.length == 0) {
      return;
    }
    try (var flags = device.allocate(rejected.length);
        var keys = device.allocate(AesPlanes.WORDS)) {
      flags.write(0, rejected);
      for (int i = 0; i < rejected.length; i++) {
        int count = Math.toIntExact(outs.get(i).words());
        writeKey(streams.get(i), keys);
        device.launch(
            Kernels.SECRET_ELEMENTS,
            blocksFor(Math.ceilDiv(count, BLOCK_WORDS)),
            new Arguments()
                .slice(DeviceSlice.of(keys))
                .slice(outs.get(i))
                .slice(new DeviceSlice(flags, i, 1))
                .words(count));
      }
      flags.read(0, rejected);
    }
    for (int i = 0; i < rejected.length; i++) {
      if (rejected[i] != 0) {
        DeviceSlice out = outs.get(i);
        out.buffer().write(out.at(), streams.get(i).m31((int) out.words()));
      }
    }
  }

  /** A thread makes two blocks. */
  private static long blocksFor(long blocks) {
    return Kernels.SECRET_WORDS.blocksFor((blocks + 1) / 2);
  }

  private static void writeKey(SecretRandom.Stream stream, DeviceBuffer keys) {
    byte[] key = stream.key();
    int[] planes = AesPlanes.of(key);
    keys.write(0, planes);
    Arrays.fill(key, (byte) 0);
    Arrays.fill(planes, 0);
  }
}
