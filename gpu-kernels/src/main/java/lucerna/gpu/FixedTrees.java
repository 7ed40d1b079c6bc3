package lucerna.gpu;

import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lucerna.fri.hash.Digest;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.ProofSetup;
import org.jspecify.annotations.Nullable;

/**
 * What the proofs of a process have in common of the trees that were committed before: their
 * coefficients, or packed rows where only sums over all columns are needed. They stay on the device
 * until a proof needs the memory; those used longest ago go first.
 *
 * <p>A tree is known by its root, which commits to every value of its columns, so another key's
 * columns are never taken for it; and by the object that reads it, since what was read from a
 * damaged file is read anew through another one.
 */
final class FixedTrees implements AutoCloseable {
  /* Rows on their way to coefficients, so that these are not there twice. */
  private static final int GROUP_WORDS = 1 << 22;

  private final Device device;
  private final ColumnOps ops;
  private final Map<Name, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  FixedTrees(Device device, ColumnOps ops) {
    this.device = device;
    this.ops = ops;
  }

  /** Which columns, in which of the two forms. */
  private record Name(Digest root, int width, int length, boolean packed) {}

  /** What is known of columns, and kept of them. */
  private static final class Known {
    private final WeakReference<CommittedColumns> tree;
    private @Nullable PackedPlan plan;
    private @Nullable DeviceColumns coefficients;
    private @Nullable PackedColumns packed;
    private long bytes;

    Known(CommittedColumns tree) {
      this.tree = new WeakReference<>(tree);
    }

    long release() {
      if (coefficients != null) {
        coefficients.close();
        coefficients = null;
      }
      if (packed != null) {
        packed.close();
        packed = null;
      }
      long given = bytes;
      bytes = 0;
      return given;
    }
  }

  /** A tree's columns as what is packed. */
  private record Rows(CommittedColumns tree) implements PackedColumns.Source {
    @Override
    public int width() {
      return tree.width();
    }

    @Override
    public int length() {
      return tree.length();
    }

    @Override
    public void read(int column, int from, int to, int[] out) {
      tree.read(column, from, to, out);
    }
  }

  private Known known(CommittedColumns tree, boolean packed) {
    var name = new Name(tree.root(), tree.width(), tree.length(), packed);
    Known one = known.get(name);
    if (one == null || !one.tree.refersTo(tree)) {
      if (one != null) {
        one.release();
      }
      one = new Known(tree);
      known.put(name, one);
    }
    return one;
  }

  /** Returns a tree's coefficients, which stay here. */
  DeviceColumns coefficients(CommittedColumns tree) {
    Known one = known(tree, false);
    DeviceColumns made = one.coefficients;
    if (made == null) {
      made = upload(tree);
      one.coefficients = made;
      one.bytes = MemoryPool.rounded(made.slice().words()) * Integer.BYTES;
    }
    return made;
  }

  private DeviceColumns upload(CommittedColumns tree) {
    int length = tree.length();
    int group = groupColumns(tree.width(), length);
    DeviceColumns made = DeviceColumns.allocate(device, tree.width(), length);
    try (var given = DeviceColumns.allocate(device, group, length)) {
      int[] values = new int[length];
      for (int from = 0; from < tree.width(); from += group) {
        int count = Math.min(group, tree.width() - from);
        for (int i = 0; i < count; i++) {
          tree.read(from + i, 0, length, values);
          given.write(i, values);
        }
        DeviceColumns own = made.columns(from, count);
        ops.queries().rowsToStorage(given.columns(0, count), own);
        ops.fft().interpolate(own, own);
      }
      return made;
    } catch (RuntimeException | Error e) {
      made.close();
      throw e;
    }
  }

  /** Returns how many columns of a tree are under way at once. */
  static int groupColumns(int width, int length) {
    return Math.clamp(GROUP_WORDS / length, 1, width);
  }

  /** Returns how few words a tree's columns take; reads all of them the first time. */
  PackedPlan plan(CommittedColumns tree) {
    Known one = known(tree, true);
    PackedPlan plan = one.plan;
    if (plan == null) {
      plan = PackedColumns.plan(new Rows(tree));
      one.plan = plan;
    }
    return plan;
  }

  /**
   * Returns a tree's columns in few bits.
   *
   * @param resident whether they are to stay here; or are sent for each pass
   */
  PackedColumns packed(CommittedColumns tree, boolean resident) {
    PackedPlan plan = plan(tree);
    if (!resident) {
      return new PackedColumns(device, new Rows(tree), plan, false);
    }
    Known one = known(tree, true);
    PackedColumns made = one.packed;
    if (made == null) {
      made = new PackedColumns(device, new Rows(tree), plan, true);
      one.packed = made;
      one.bytes = plan.roundedWords() * Integer.BYTES;
    }
    return made;
  }

  private Set<Known> ofProof(ProofSetup setup) {
    Set<Known> own = new HashSet<>();
    for (int tree = 0; tree < setup.fixed().size(); tree++) {
      CommittedColumns columns = setup.fixed().get(tree);
      if (columns.width() > 0) {
        own.add(known(columns, setup.isCondensed(tree)));
      }
    }
    return own;
  }

  /** Returns what trees of a proof hold here already. */
  long bytesOf(ProofSetup setup) {
    return ofProof(setup).stream().mapToLong(one -> one.bytes).sum();
  }

  /** Returns what all trees hold. */
  long bytes() {
    return known.values().stream().mapToLong(one -> one.bytes).sum();
  }

  /**
   * Gives memory back: of the trees that a proof does not read, those used longest ago.
   *
   * @param bytes how much at least, if there is as much
   */
  void evict(ProofSetup setup, long bytes) {
    Set<Known> needed = ofProof(setup);
    long given = 0;
    for (Known one : known.values()) {
      if (given < bytes && !needed.contains(one)) {
        given += one.release();
      }
    }
  }

  /** Gives back what is kept of a proof's condensed trees, which are sent for each pass instead. */
  void evictPacked(ProofSetup setup) {
    ofProof(setup).stream().filter(one -> one.packed != null).forEach(Known::release);
  }

  @Override
  public void close() {
    known.values().forEach(Known::release);
    known.clear();
  }
}
