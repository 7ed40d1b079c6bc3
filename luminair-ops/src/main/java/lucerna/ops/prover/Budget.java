package lucerna.ops.prover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;

/**
 * Counts proofs. A number is taken, and written to disk, before the proof that uses it is begun, so
 * that no crash can make two proofs share what hides the weights. A lock on the file keeps other
 * processes out, a monitor other threads, which a file lock refuses instead of holding up.
 */
final class Budget {
  private Budget() {}

  /**
   * Takes the next proof's number.
   *
   * @param key the proving key; its counter is set
   * @param file its file, or null where it lives in memory alone
   */
  static synchronized int take(ProvingKey key, @Nullable Path file) {
    if (file == null) {
      return advance(key, key.proofsUsed());
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      if (!lock.isValid() || channel.read(word, ProvingKey.COUNTER_OFFSET) != Integer.BYTES) {
        throw new IOException("the counter cannot be read");
      }
      // Another process may have made proofs since the key was read.
      int number = advance(key, Math.max(word.getInt(0), key.proofsUsed()));
      word.clear();
      word.putInt(0, number + 1);
      channel.write(word, ProvingKey.COUNTER_OFFSET);
      channel.force(true);
      return number;
    } catch (IOException e) {
      throw new UserException(
          file
              + " cannot be updated ("
              + e.getMessage()
              + "); every proof must be counted there, so make the file writable");
    }
  }

  private static int advance(ProvingKey key, int used) {
    if (key.budget() != Integer.MAX_VALUE && used >= key.budget()) {
      throw new UserException(
          "all "
              + key.budget()
              + " proofs of this proving key are used up; one more could show the weights: make"
              + " new keys with `lucerna commit --proofs N`");
    }
    key.used(used + 1);
    return used;
  }
}
