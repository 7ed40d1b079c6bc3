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

  /* Measured: the kernels take 26,000 felts, a straight-line statement some 26 more. */
  private static final int KERNEL_FELTS = 26_000;
  private static final int STATEMENT_FELTS = 26;

  /* Measured: a constant takes up to three felts of Sierra, one of CASM. */
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
   * Refuses a package whose class would be too large, by an estimate of its size.
   *
   * @param sources the files, without the tables of weight trees
   * @param trees how many weight trees there are
   * @param constants how many felts and words their tables have
   */
  static void requireSize(Collection<String> sources, int trees, long constants) {
    long code = felts(sources);
    long felts = code + CONSTANT_FELTS * constants;
    if (code > CLASS_FELTS) {
      throw new UserException(
          "The verifier of this model would take about %,d felts of code; a class has at most %,d."
              .formatted(felts, CLASS_FELTS));
    }
    if (felts > CLASS_FELTS) {
      throw new UserException(
          ("The verifier of this key would take about %,d felts, %,d of them for its %,d weight"
                  + " trees; a class has at most %,d: make keys for fewer proofs by --proofs.")
              .formatted(felts, felts - code, trees, CLASS_FELTS));
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

  private static long felts(Collection<String> sources) {
    return KERNEL_FELTS
        + STATEMENT_FELTS * statements(sources)
        + CONSTANT_FELTS * constants(sources);
  }

  private static long statements(Collection<String> sources) {
    return sources.stream()
        .flatMap(String::lines)
        .filter(line -> line.matches(" {4}let [a-z0-9_]+ = .*;"))
        .count();
  }

  private static long constants(Collection<String> sources) {
    return sources.stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("    0x"))
        .mapToLong(line -> line.chars().filter(c -> c == ',').count())
        .sum();
  }
}
