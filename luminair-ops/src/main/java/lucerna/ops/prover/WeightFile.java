package lucerna.ops.prover;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import lucerna.fri.hash.Digest;
import lucerna.ops.key.FileKind;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds a weight tree in the form that proofs read it. It is as secret as the proving
 * key, and holds nothing that the proving key does not give: whoever deletes it loses time only.
 *
 * <p>All words are little-endian. A head: {@link FileKind#WEIGHTS}, digest of the model key, root,
 * number of the tree, width, log of rows, log of leaves, words of salt, checksum of the proving
 * key's weights; a checksum (CRC-32C) for each column, and one for the head so far; zeros up to a
 * multiple of {@value #PAGE} bytes. Then the columns one after the other in row order, then the
 * leaves, each its row and its salt, then the tree's nodes as a heap, of which number 0 is zeros.
 *
 * <p>The checksums find what a disk or a crash did to the columns. Leaves and nodes need none: what
 * a proof opens is held against the root.
 */
final class WeightFile {
  private static final int PAGE = 4096;
  private static final int FIELDS = FileKind.HEADER_BYTES + 2 * Digest.BYTES + 6 * Integer.BYTES;

  private WeightFile() {}

  /**
   * Which tree a file holds, and where.
   *
   * @param key digest of the model key
   * @param root the tree's root
   * @param instance its number in the key
   * @param width its columns
   * @param logRows log of their rows
   * @param logLeaves log of the tree's leaves
   * @param saltWords words of salt in a leaf
   * @param weights checksum of the weights as the proving key holds them, since it is those that
   *     the circuit runs on
   */
  record Head(
      Digest key,
      Digest root,
      int instance,
      int width,
      int logRows,
      int logLeaves,
      int saltWords,
      int weights) {
    private int bytes() {
      int used = FIELDS + (width + 1) * Integer.BYTES;
      return Math.ceilDiv(used, PAGE) * PAGE;
    }

    long column(int index) {
      return bytes() + (((long) index * Integer.BYTES) << logRows);
    }

    int leafWords() {
      return width + saltWords;
    }

    long leaf(int position) {
      return column(width) + (long) position * leafWords() * Integer.BYTES;
    }

    long node(int number) {
      return leaf(1 << logLeaves) + (long) number * Digest.BYTES;
    }

    long size() {
      return node(2 << logLeaves);
    }

    ByteBuffer encode(int... checksums) {
      ByteBuffer out = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
      out.put(FileKind.WEIGHTS.header()).put(key.toBytes()).put(root.toBytes());
      out.putInt(instance).putInt(width).putInt(logRows).putInt(logLeaves);
      out.putInt(saltWords).putInt(weights);
      for (int checksum : checksums) {
        out.putInt(checksum);
      }
      var crc = new CRC32C();
      crc.update(out.array(), 0, out.position());
      out.putInt((int) crc.getValue());
      return out.rewind();
    }
  }

  /**
   * Maps a file.
   *
   * @param file the file
   * @param head what it must hold
   * @return its bytes; null if there is no such file, or it holds anything else or is damaged
   */
  static @Nullable MemorySegment map(Path file, Head head) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != head.size()) {
        return null;
      }
      // Unmapped when nothing refers to it any more; stays as it is if the file is replaced.
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, head.size(), Arena.ofAuto());
      return holds(bytes, head) ? bytes : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean holds(MemorySegment bytes, Head head) {
    int[] checksums = new int[head.width()];
    for (int i = 0; i < checksums.length; i++) {
      checksums[i] = bytes.get(StoredColumns.WORD, FIELDS + (long) i * Integer.BYTES);
    }
    // The right head with the checksums that the file has: one comparison checks all fields.
    if (bytes.asSlice(0, head.bytes()).mismatch(MemorySegment.ofBuffer(head.encode(checksums)))
        != -1) {
      return false;
    }
    try {
      return IntStream.range(0, head.width())
          .parallel()
          .allMatch(i -> checksum(bytes, head, i) == checksums[i]);
    } catch (InternalError e) {
      // So the machine tells that a mapped file was cut short.
      return false;
    }
  }

  static int checksum(MemorySegment bytes, Head head, int column) {
    long from = head.column(column);
    var crc = new CRC32C();
    crc.update(bytes.asSlice(from, head.column(column + 1) - from).asByteBuffer());
    return (int) crc.getValue();
  }
}
