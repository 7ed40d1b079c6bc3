package lucerna.gpu;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.M31;

/**
 * In how few bits columns can be kept, and in which pieces.
 *
 * <p>Weights are small signed numbers, but the rows below them that hide them are any elements. So
 * a column's first rows are bytes or halves, plus a bias that makes them positive, and the rest are
 * words. Where the rest begins is the same for all columns, a multiple of four; a column with a
 * large number above that is words throughout.
 */
final class PackedPlan {
  /** Rows that a thread takes at once, so that columns are filled up to a multiple of it. */
  static final int ROWS = 4;

  /* More columns could add up to more than 64 bits hold. */
  private static final int MAX_COLUMNS = 1 << 14;
  private static final int WORDS = 2;

  private final int length;
  private final int narrow;
  private final byte[] kinds;
  private final List<Chunk> chunks = new ArrayList<>();

  /**
   * Columns that lie in one buffer.
   *
   * @param first the first column
   * @param count number of columns
   * @param words the buffer's length
   */
  record Chunk(int first, int count, int words) {}

  /**
   * Reads all columns once.
   *
   * @param columns the columns
   * @param chunkWords the most words of a chunk, unless one column takes more
   */
  PackedPlan(PackedColumns.Source columns, long chunkWords) {
    length = columns.length();
    kinds = new byte[columns.width()];
    int[] bytes = new int[kinds.length];
    int[] values = new int[length];
    int least = length;
    for (int column = 0; column < kinds.length; column++) {
      columns.read(column, 0, length, values);
      bytes[column] = smallRows(values, 0);
      int halves = smallRows(values, 1);
      if (halves < length / 2) {
        kinds[column] = WORDS;
      } else {
        least = Math.min(least, halves);
      }
    }
    narrow = least / ROWS * ROWS;
    for (int column = 0; column < kinds.length; column++) {
      if (kinds[column] != WORDS) {
        kinds[column] = (byte) (bytes[column] >= narrow ? 0 : 1);
      }
    }
    plan(chunkWords);
  }

  private static int smallRows(int[] values, int kind) {
    int row = 0;
    while (row < values.length && biased(values[row], kind) >>> (8 << kind) == 0) {
      row++;
    }
    return row;
  }

  /** Adds the bias, which makes signed numbers of 8 or 16 bits positive. */
  static int biased(int value, int kind) {
    return M31.add(value, bias(kind));
  }

  static int bias(int kind) {
    return kind == WORDS ? 0 : 1 << ((8 << kind) - 1);
  }

  private void plan(long chunkWords) {
    int first = 0;
    long words = 0;
    for (int column = 0; column < kinds.length; column++) {
      int own = words(column);
      if (column > first && (words + own > chunkWords || column - first == MAX_COLUMNS)) {
        chunks.add(new Chunk(first, column - first, Math.toIntExact(words)));
        first = column;
        words = 0;
      }
      words += own;
    }
    if (kinds.length > first) {
      chunks.add(new Chunk(first, kinds.length - first, Math.toIntExact(words)));
    }
  }

  /** Returns the columns' length. */
  int length() {
    return length;
  }

  /** Returns the number of columns. */
  int width() {
    return kinds.length;
  }

  /** Returns how many rows may be bytes or halves. */
  int narrow() {
    return narrow;
  }

  /** Returns whether a column's first rows are bytes (0), halves (1) or words (2). */
  int kind(int column) {
    return kinds[column];
  }

  List<Chunk> chunks() {
    return chunks;
  }

  /** Returns how many words a column's first rows take. */
  int narrowWords(int column) {
    return narrow >> (WORDS - kinds[column]);
  }

  private int words(int column) {
    return Math.addExact(narrowWords(column), Math.ceilDiv(length, ROWS) * ROWS - narrow);
  }

  /** Returns how many words all columns take. */
  long words() {
    return chunks.stream().mapToLong(Chunk::words).sum();
  }

  /** Returns how many words all columns take as a pool rounds them. */
  long roundedWords() {
    return chunks.stream().mapToLong(chunk -> MemoryPool.rounded(chunk.words())).sum();
  }

  /** Returns how many words the largest chunk takes as a pool rounds it. */
  long largestChunk() {
    return chunks.stream().mapToLong(chunk -> MemoryPool.rounded(chunk.words())).max().orElse(0);
  }

  /**
   * Packs a column.
   *
   * @param values its rows
   * @param out receives the words
   * @param at where they begin
   * @return where they end
   */
  int pack(int column, int[] values, int[] out, int at) {
    int kind = kinds[column];
    int perWord = 4 >> kind;
    int next = at;
    for (int row = 0; row < narrow; row += perWord) {
      int word = 0;
      for (int k = 0; k < perWord; k++) {
        word |= biased(values[row + k], kind) << ((8 << kind) * k & 31);
      }
      out[next++] = word;
    }
    System.arraycopy(values, narrow, out, next, length - narrow);
    return at + words(column);
  }
}
