package lucerna.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Columns on a device in as few bits as they need, in row order, for sums over all of them.
 *
 * <p>Resident ones lie there until they are closed. Others are sent in pieces at each pass, each
 * given back before the next, and read anew from where they lie on the host.
 */
public final class PackedColumns implements AutoCloseable {
  /* 64 MB: sent in a few milliseconds, and long enough for a launch. */
  private static final long CHUNK_WORDS = 1 << 24;

  private static final int TABLE_WORDS = 3;

  private final Device device;
  private final @Nullable Source source;
  private final PackedPlan plan;
  private final List<DeviceBuffer> resident = new ArrayList<>();

  /** Columns on the host. */
  public interface Source {
    /**
     * Returns the number of columns.
     *
     * @return the number, at least 1
     */
    int width();

    /**
     * Returns the columns' length.
     *
     * @return the number of rows, a power of two
     */
    int length();

    /**
     * Reads a part of a column.
     *
     * @param column the column's index
     * @param from first row
     * @param to end of the rows
     * @param out receives row k in entry k
     */
    void read(int column, int from, int to, int[] out);

    /**
     * Returns columns in arrays.
     *
     * @param columns columns of one length, at least one, not copied
     * @return the same columns
     */
    static Source of(int[]... columns) {
      return new Source() {
        @Override
        public int width() {
          return columns.length;
        }

        @Override
        public int length() {
          return columns[0].length;
        }

        @Override
        public void read(int column, int from, int to, int[] out) {
          System.arraycopy(columns[column], from, out, from, to - from);
        }
      };
    }
  }

  /** Takes columns whose plan is made; what is not resident must be readable as long as it is. */
  PackedColumns(Device device, Source source, PackedPlan plan, boolean resident) {
    this.device = device;
    // Resident columns need none, and let go of what may be an array.
    this.source = resident ? null : source;
    this.plan = plan;
    if (resident) {
      try {
        for (PackedPlan.Chunk chunk : plan.chunks()) {
          this.resident.add(device.allocate(chunk.words()));
          this.resident.getLast().write(0, pack(source, chunk));
        }
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }
  }

  /**
   * Takes columns to a device.
   *
   * @param device where to
   * @param source the columns
   * @param resident whether they stay there; or are sent again for each pass
   * @return the columns, to be closed
   */
  public static PackedColumns of(Device device, Source source, boolean resident) {
    return of(device, source, resident, CHUNK_WORDS);
  }

  /**
   * Takes columns to a device in pieces of another size.
   *
   * @param device where to
   * @param source the columns
   * @param resident whether they stay there; or are sent again for each pass
   * @param chunkWords the most words of a piece, unless a column has more
   * @return the columns, to be closed
   */
  public static PackedColumns of(Device device, Source source, boolean resident, long chunkWords) {
    return new PackedColumns(device, source, new PackedPlan(source, chunkWords), resident);
  }

  /** Reads columns once, to know what they will take. */
  static PackedPlan plan(Source source) {
    return new PackedPlan(source, CHUNK_WORDS);
  }

  PackedPlan plan() {
    return plan;
  }

  /**
   * Returns the number of columns.
   *
   * @return the number
   */
  public int width() {
    return plan.width();
  }

  /**
   * Returns the columns' length.
   *
   * @return the number of rows
   */
  public int length() {
    return plan.length();
  }

  /**
   * Returns what the columns take on the device while all of them are there.
   *
   * @return bytes
   */
  public long bytes() {
    return plan.words() * Integer.BYTES;
  }

  private int[] pack(Source from, PackedPlan.Chunk chunk) {
    int[] words = new int[chunk.words()];
    int[] values = new int[plan.length()];
    int at = 0;
    for (int column = chunk.first(); column < chunk.first() + chunk.count(); column++) {
      from.read(column, 0, values.length, values);
      at = plan.pack(column, values, words, at);
    }
    return words;
  }

  /** Has something done with every piece, in order. */
  void forEach(BiConsumer<PackedPlan.Chunk, DeviceBuffer> action) {
    for (int i = 0; i < plan.chunks().size(); i++) {
      PackedPlan.Chunk chunk = plan.chunks().get(i);
      if (!resident.isEmpty()) {
        action.accept(chunk, resident.get(i));
        continue;
      }
      try (var buffer = device.allocate(chunk.words())) {
        buffer.write(0, pack(Objects.requireNonNull(source, "closed"), chunk));
        action.accept(chunk, buffer);
      }
    }
  }

  /** Returns the words of a kernel's table for some columns of a piece. */
  int[] table(PackedPlan.Chunk chunk, List<Integer> columns) {
    int[] words = new int[TABLE_WORDS * columns.size()];
    int at = 0;
    int place = 0;
    int rest = Math.ceilDiv(plan.length(), PackedPlan.ROWS) * PackedPlan.ROWS - plan.narrow();
    for (int column = chunk.first(); column < chunk.first() + chunk.count(); column++) {
      int narrow = plan.narrowWords(column);
      if (place < columns.size() && columns.get(place) == column) {
        words[TABLE_WORDS * place] = at;
        words[TABLE_WORDS * place + 1] = plan.kind(column);
        words[TABLE_WORDS * place + 2] = at + narrow;
        place++;
      }
      at += narrow + rest;
    }
    return words;
  }

  /** Gives back what is resident; may be called twice. */
  @Override
  public void close() {
    resident.forEach(DeviceBuffer::close);
    resident.clear();
  }
}
