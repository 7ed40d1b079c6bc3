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

  private static long felts(Collection<String> sources) {
    long statements =
        sources.stream()
            .flatMap(String::lines)
            .filter(line -> line.matches(" {4}let [a-z0-9_]+ = .*;"))
            .count();
    long constants =
        sources.stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("    0x"))
            .mapToLong(line -> line.chars().filter(c -> c == ',').count())
            .sum();
    return KERNEL_FELTS + STATEMENT_FELTS * statements + CONSTANT_FELTS * constants;
  }
}
