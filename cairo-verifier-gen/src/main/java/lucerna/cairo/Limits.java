package lucerna.cairo;

import java.util.Collection;
import lucerna.fri.PcsConfig;
import lucerna.ops.UserException;
import lucerna.ops.key.ModelKey;
import lucerna.stark.CommitmentLayout;

/** What a generated verifier cannot do. */
final class Limits {
  /** Most felts of a class, as Sierra and as CASM. */
  static final int CLASS_FELTS = 81_920;

  /** Most bytes of a class as JSON, as the gateway counts them. */
  static final int CLASS_BYTES = 4_089_446;

  /*
   * Measured: kernels and a straight-line statement in felts of Sierra, and a felt in bytes of JSON
   * without debug information, which nodes do not take.
   */
  private static final int KERNEL_SIERRA = 10_000;
  private static final int STATEMENT_SIERRA = 22;
  private static final int BYTES_PER_FELT = 59;

  /* Measured: a constant takes up to three felts of Sierra. */
  private static final int CONSTANT_FELTS = 3;

  private static final int MAX_WORK = 63;
  private static final int MAX_LAST = 12;

  private Limits() {}

  /** Refuses parameters that the kernels do not cover. */
  static void requireSupported(ModelKey key) {
    PcsConfig config = key.config();
    int[] works = {
      config.queryPowBits(),
      config.interactionPowBits(),
      config.oodPowBits(),
      config.batchPowBits(),
      config.foldPowBits()
    };
    for (int work : works) {
      if (work > MAX_WORK) {
        throw new UserException(
            "The key's profile %s asks for %d bits of work; a Cairo verifier checks at most %d."
                .formatted(key.profile(), work, MAX_WORK));
      }
    }
    int logDegree = key.shape().logRows() + CommitmentLayout.LOG_COMPOSITION_EXPANSION;
    if (config.fri().logLastLayerSize(logDegree) > MAX_LAST) {
      throw new UserException(
          "The key's profile %s has a last layer of more than 2^%d coefficients."
              .formatted(key.profile(), MAX_LAST));
    }
  }

  /**
   * Estimates the bytes of a package's class as JSON. A package within the bound on felts stays
   * within that on bytes, {@link #CLASS_BYTES}, by these figures.
   *
   * @param sources the files, without the tables of weight trees
   * @param constants how many felts and words their tables have
   */
  static long bytes(Collection<String> sources, long constants) {
    long felts =
        KERNEL_SIERRA
            + STATEMENT_SIERRA * statements(sources)
            + CONSTANT_FELTS * (constants(sources) + constants);
    return BYTES_PER_FELT * felts;
  }

  private static long statements(Collection<String> sources) {
    return sources.stream()
        .flatMap(String::lines)
        .filter(line -> line.matches(" {4}let [a-z0-9_]+ = .*;"))
        .count();
  }

  /** Counts the felts in tables. */
  static long constants(Collection<String> sources) {
    return sources.stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("    0x"))
        .mapToLong(line -> line.chars().filter(c -> c == ',').count())
        .sum();
  }
}
