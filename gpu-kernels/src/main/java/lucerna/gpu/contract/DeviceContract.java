package lucerna.gpu.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.gpu.ColumnOps;

/**
 * What every device must do: each operation gives the words that the scalar loops or the protocol's
 * formula give, at sizes around those of blocks and tiles, with 0, 1, p - 1 and random elements.
 */
public final class DeviceContract {
  private DeviceContract() {}

  /**
   * How large the cases are.
   *
   * @param maxLog log of the largest transform
   * @param maxLogTree log of the largest tree
   * @param lengths lengths of columns
   */
  public record Sizes(int maxLog, int maxLogTree, List<Integer> lengths) {
    /** Copies the lengths. */
    public Sizes {
      lengths = List.copyOf(lengths);
    }

    /**
     * Returns sizes for an interpreter of kernels.
     *
     * @return small sizes
     */
    public static Sizes interpreted() {
      return new Sizes(13, 10, List.of(1, 2, 3, 256, 257, 1023, 1024, 2049));
    }

    /**
     * Returns sizes for a device that is a processor.
     *
     * @return sizes up to 2^16
     */
    public static Sizes processor() {
      return new Sizes(
          16, 11, List.of(1, 2, 3, 255, 256, 257, 1023, 1024, 1025, 2047, 2048, 2049, 1 << 16));
    }

    /**
     * Returns sizes for a GPU.
     *
     * @return sizes up to 2^22
     */
    public static Sizes gpu() {
      return new Sizes(
          22, 18, List.of(1, 2, 3, 255, 256, 257, 1023, 1025, 2049, 1 << 20, (1 << 21) + 5));
    }

    /** Around the sizes at which passes, windows of registers and blocks begin. */
    IntStream logs() {
      return IntStream.of(1, 2, 3, 4, 5, 8, 11, 12, 13, 14, 16, 22).filter(log -> log <= maxLog);
    }

    /** Sizes of what is compared point by point: two blocks at the most. */
    IntStream pointLogs() {
      return IntStream.of(1, 2, 3, 4, 8, 10, 11);
    }

    IntStream treeLogs() {
      return IntStream.of(0, 1, 2, 5, 8, 9, 10, 11, 18).filter(log -> log <= maxLogTree);
    }

    IntStream columnLengths() {
      return lengths.stream().mapToInt(length -> length);
    }
  }

  /**
   * One operation at one size.
   *
   * @param operation what is compared
   * @param size at what size
   * @param check compares, and throws an {@link AssertionError} that says where they differ
   */
  public record Case(String operation, String size, Runnable check) {}

  /**
   * Returns all cases.
   *
   * @param ops the operations of a device, used by one thread
   * @param sizes how large
   * @return the cases, in an order that groups operations
   */
  public static List<Case> of(ColumnOps ops, Sizes sizes) {
    List<Case> cases = new ArrayList<>();
    for (Cases kind :
        List.of(
            new TransformCases(ops),
            new TreeCases(ops),
            new FieldCases(ops),
            new QueryCases(ops),
            new PassCases(ops),
            new ConstraintCases(ops),
            new InteractionCases(ops),
            new RefusalCases(ops))) {
      kind.add(sizes, cases);
    }
    return List.copyOf(cases);
  }
}
