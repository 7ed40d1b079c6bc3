package lucerna.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is measured on a device. */
final class GpuArguments {
  private static final int MAX_LEAK_CHECK = 1_000_000;
  private static final int MIN_ROWS = 1 << 10;
  private static final int MAX_ROWS = 1 << 28;

  /** Through what a device is reached. */
  enum Kind {
    /** NVIDIA's driver. */
    CUDA("CUDA"),
    /** An OpenCL driver. */
    OPENCL("OpenCL");

    private final String probe;

    Kind(String probe) {
      this.probe = probe;
    }

    /** Returns what its probe is called. */
    String probe() {
      return probe;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Option(
      names = "--gpu",
      description =
          "Measure the prover's operations on a device instead, each beside the processor and,"
              + " where the device's rates are known, beside its arithmetic floor; then whole"
              + " proofs.")
  boolean gpu;

  @Option(
      names = "--contract",
      description =
          "With --gpu: first compare every operation with plain loops; exit code 1 if one differs.")
  boolean contract;

  @Option(
      names = "--device",
      paramLabel = "cuda|opencl",
      description = "With --gpu: the device (default: CUDA where there is one, otherwise OpenCL).")
  @Nullable Kind device;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      description =
          "With --gpu: columns of at most N rows, rounded down to a power of two (default: 2^24;"
              + " 2^16 where the device is a processor).")
  @Nullable Integer maxRows;

  @Option(
      names = "--leak-check",
      paramLabel = "N",
      description =
          "With --gpu: instead of measuring, do small works N times; exit code 1 if more memory is"
              + " held afterwards than after the first time.")
  @Nullable Integer leakCheck;

  @Option(
      names = "--no-proofs",
      description = "With --gpu: measure operations alone, and no whole proofs.")
  boolean noProofs;

  /** Refuses numbers and combinations that make no sense. */
  void check() {
    Integer rows = maxRows;
    if (rows != null && (rows < MIN_ROWS || rows > MAX_ROWS)) {
      throw Verb.mistake("--max-rows takes %d to %d, not %d.", MIN_ROWS, MAX_ROWS, rows);
    }
    Integer times = leakCheck;
    if (times != null && (times < 2 || times > MAX_LEAK_CHECK)) {
      throw Verb.mistake("--leak-check takes 2 to %d, not %d.", MAX_LEAK_CHECK, times);
    }
    boolean any = contract || noProofs || device != null || rows != null || times != null;
    if (any && !gpu) {
      throw Verb.mistake(
          "--contract, --device, --max-rows, --leak-check and --no-proofs are for bench --gpu.");
    }
  }

  /** Returns the log of the most rows; 0 where nothing was said. */
  int maxLog() {
    Integer rows = maxRows;
    return rows == null ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(rows);
  }
}
