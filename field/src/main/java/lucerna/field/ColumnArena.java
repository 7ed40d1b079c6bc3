package lucerna.field;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Long arrays of one piece of work, such as a proof, whose memory is used again.
 *
 * <p>Fresh arrays cost more than what is written to them: the system hands out pages one by one as
 * they are touched, the JVM clears them, and its collector has to find out that they are garbage.
 * So whoever opens an arena takes arrays from it, and may {@linkplain #release release} one early;
 * {@link #close} ends the use of all others.
 *
 * <p>What comes back is kept for arrays of the same length <b>as long as some arena of the process
 * is open</b>, and forgotten when the last one is closed. So a process that proves now and then
 * holds nothing in between, and one that proves in a row keeps the memory of a proof by holding an
 * arena of its own open around all of them. An array that was of no use while {@value
 * SpareArrays#MAX_AGE} arenas were closed is forgotten, too, and the collector takes what is kept
 * before memory runs out.
 *
 * <p>An array holds what was there before, which may be <b>secret</b>, of an earlier proof about
 * another model: nobody may read an entry that he has not written. Who does not write them all
 * takes {@link #zeros}. No result may refer to an array of a closed arena: what outlives the work
 * is copied, or never taken from one.
 *
 * <p>Methods may be called by several threads at once. Which array is given depends on their
 * timing; as nobody reads what it held, results do not.
 */
public final class ColumnArena implements AutoCloseable {
  /** Gives fresh arrays and keeps none, for columns that outlive all work; closing it is void. */
  public static final ColumnArena FRESH = new ColumnArena(null);

  private static final SpareArrays SHARED = new SpareArrays();

  private final @Nullable SpareArrays spares;
  private final Set<int[]> taken = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  /** Opens an arena; it must be closed. */
  public ColumnArena() {
    this(SHARED);
  }

  ColumnArena(@Nullable SpareArrays spares) {
    this.spares = spares;
    if (spares != null) {
      spares.opened();
    }
  }

  /**
   * Returns an array for use until it is released or this arena is closed.
   *
   * @param length number of entries
   * @return an array of just that length; its entries are unspecified
   * @throws IllegalStateException if this arena is closed
   */
  public int[] take(int length) {
    int[] spare = spare(length);
    return spare == null ? own(new int[length]) : own(spare);
  }

  /**
   * Returns zeros for use until the array is released or this arena is closed.
   *
   * @param length number of entries
   * @return an array of just that length
   * @throws IllegalStateException if this arena is closed
   */
  public int[] zeros(int length) {
    int[] spare = spare(length);
    if (spare == null) {
      return own(new int[length]);
    }
    Arrays.fill(spare, 0);
    return own(spare);
  }

  /**
   * Returns a secure column for use until its coordinates are released or this arena is closed.
   *
   * @param length number of rows
   * @return a column of just that length; its coordinates are unspecified
   * @throws IllegalStateException if this arena is closed
   */
  public SecureColumn takeSecure(int length) {
    return new SecureColumn(take(length), take(length), take(length), take(length));
  }

  /**
   * Returns a secure column of zeros for use until its coordinates are released or this arena is
   * closed.
   *
   * @param length number of rows
   * @return a column of just that length
   * @throws IllegalStateException if this arena is closed
   */
  public SecureColumn zerosSecure(int length) {
    return new SecureColumn(zeros(length), zeros(length), zeros(length), zeros(length));
  }

  /**
   * Ends the use of an array. Nobody may read or write it from now on.
   *
   * @param array an array taken from this arena, once
   * @throws IllegalArgumentException if it was not taken from here, or is released already
   */
  public void release(int[] array) {
    if (spares == null || array.length < SpareArrays.MIN_LENGTH) {
      return;
    }
    synchronized (taken) {
      if (!taken.remove(array)) {
        throw new IllegalArgumentException("an array of another arena, or released before");
      }
    }
    spares.put(array);
  }

  /**
   * Ends the use of a column's coordinates.
   *
   * @param column a column whose coordinates were taken from this arena
   * @throws IllegalArgumentException if they were not taken from here, or are released already
   */
  public void release(SecureColumn column) {
    for (int[] coordinate : column.coordinates()) {
      release(coordinate);
    }
  }

  /** Ends the use of all arrays that were taken and not released. Again it has no effect. */
  @Override
  public void close() {
    if (spares == null) {
      return;
    }
    synchronized (taken) {
      if (closed) {
        return;
      }
      closed = true;
      taken.forEach(spares::put);
      taken.clear();
    }
    spares.closed();
  }

  private int @Nullable [] spare(int length) {
    return spares == null ? null : spares.poll(length);
  }

  private int[] own(int[] array) {
    if (spares != null && array.length >= SpareArrays.MIN_LENGTH) {
      synchronized (taken) {
        if (closed) {
          throw new IllegalStateException("the arena is closed");
        }
        taken.add(array);
      }
    }
    return array;
  }
}
