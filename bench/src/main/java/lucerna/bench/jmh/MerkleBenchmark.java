package lucerna.bench.jmh;

import java.util.concurrent.TimeUnit;
import lucerna.bench.Randoms;
import lucerna.field.SecureColumn;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.MerkleTree;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Merkle trees over n = 2^log rows of BLAKE2s.
 *
 * <p>Floors, in compressions of 64 bytes: a tree over w columns takes {@code n ceil(w / 16) + n -
 * 1}, with salts {@code n ceil((w + 4) / 16) + n - 1}, and moves {@code 4 w n + 64 n} bytes; one by
 * cosets of 8 values of QM31 {@code n / 8 * 2 + n / 8 - 1}. A compression is about 1,150
 * instructions for as many messages as a vector has lanes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MerkleBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public MerkleBenchmark() {}

  /** Log of the number of rows. */
  @Param({"12", "18", "20"})
  public int log;

  /** Number of columns. */
  @Param("16")
  public int columns;

  private int[][] rows = {};
  private int[] salts = {};
  private SecureColumn layer = SecureColumn.zeros(0);

  /** Makes the columns. */
  @Setup
  public void columns() {
    rows = Randoms.columns(1, columns, 1 << log);
    salts = Randoms.columns(2, 1, 4 << log)[0];
    layer = Randoms.secure(3, 1 << log);
  }

  /**
   * A tree without salts.
   *
   * @return the tree
   */
  @Benchmark
  public MerkleTree tree() {
    return MerkleTree.commit(HashSuite.PLAIN, rows, null);
  }

  /**
   * A tree with salts.
   *
   * @return the tree
   */
  @Benchmark
  public MerkleTree saltedTree() {
    return MerkleTree.commit(HashSuite.PLAIN, rows, salts);
  }

  /**
   * The tree of a layer of FRI.
   *
   * @return the tree
   */
  @Benchmark
  public MerkleTree layerTree() {
    return MerkleTree.commitCosets(HashSuite.PLAIN, layer, 3);
  }
}
