package lucerna.fri.security;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Regime;
import lucerna.fri.hash.TreeHash;

/**
 * The provable security of a proof, by source of error, in the regime of its parameters and with
 * the work before each challenge counted.
 *
 * <p>A round-by-round sound protocol is as strong as its weakest round, so the items are not added
 * up; their least is the level. Nothing here rests on a conjecture about codes; that the hash
 * behaves like a random oracle is assumed.
 *
 * @param items every source with its bits
 */
public record SecurityReport(List<Item> items) {
  /** Copies the list. */
  public SecurityReport {
    items = List.copyOf(items);
  }

  /** Where a cheating prover may be lucky. */
  public enum Source {
    /** Drawing the queries. */
    QUERY,
    /** Batching all functions into one word by the powers of a challenge. */
    BATCHING,
    /** Folding; the weakest of all folds. */
    FOLD,
    /** The out-of-domain point. */
    OUT_OF_DOMAIN,
    /** Combining the constraints by the powers of a challenge. */
    COMPOSITION,
    /** The challenges of lookups and of random functionals. */
    INTERACTION,
    /** The point at which a key pins its weights; only where a root does not bind by itself. */
    PIN,
    /** Collisions of the hash. */
    HASH
  }

  /**
   * One source of error.
   *
   * @param source where the error comes from
   * @param bits {@code -log2} of it, the work included
   * @param powBits the part of the bits that is work
   * @param formula how it was computed
   */
  public record Item(Source source, double bits, int powBits, String formula) {}

  /**
   * Computes a report.
   *
   * @param config the parameters
   * @param shape the sizes
   * @return the report
   */
  public static SecurityReport of(PcsConfig config, Shape shape) {
    FriConfig fri = config.fri();
    var near = new Proximity(config.regime(), fri.logBlowupFactor());
    int functions = shape.nColumnsBatched();
    var items = new ArrayList<Item>();
    items.add(
        item(
            Source.QUERY,
            near.queryBits(fri.nQueries()),
            config.queryPowBits(),
            "(1-delta)^q, %s, q=%d".formatted(near.describe(), fri.nQueries())));
    items.add(
        item(
            Source.BATCHING,
            near.batchBits(shape.logFriDegree(), functions - 1),
            config.batchPowBits(),
            "(B-1)%s/|F|, %sB=%d, N=2^%d"
                .formatted(
                    near.pairFormula("N"), near.pairSigns(), functions, shape.logFriDegree())));
    items.add(
        item(
            Source.FOLD,
            weakestFold(near, fri, shape.logFriDegree()),
            config.foldPowBits(),
            "(k-1)%s/|F|, %sk=2^%d, N=2^%d"
                .formatted(
                    near.pairFormula("N/k"),
                    near.pairSigns(),
                    fri.logFoldStep(),
                    shape.logFriDegree())));
    items.add(
        item(
            Source.OUT_OF_DOMAIN,
            UniqueDecoding.deepBits(shape.logTraceRows(), shape.maxConstraintDegree())
                - near.listBits(),
            config.oodPowBits(),
            near.listFactor()
                + "(d(N+1)+N-1)/|F|, d=%d, N=2^%d"
                    .formatted(shape.maxConstraintDegree(), shape.logTraceRows())));
    items.add(
        item(
            Source.COMPOSITION,
            UniqueDecoding.compositionBits(shape.nConstraints()) - near.listBits(),
            0,
            near.listFactor() + "C/|F|, C=%d".formatted(shape.nConstraints())));
    items.add(
        item(
            Source.INTERACTION,
            UniqueDecoding.interactionBits(
                    shape.logTraceRows(),
                    shape.lookupsPerRow(),
                    shape.tupleWidth(),
                    shape.functionalDegree())
                - near.listBits(),
            config.interactionPowBits(),
            near.listFactor()
                + "(lookups rows (width+2)+degree)/|F|: %d 2^%d (%d+2)+%d"
                    .formatted(
                        shape.lookupsPerRow(),
                        shape.logTraceRows(),
                        shape.tupleWidth(),
                        shape.functionalDegree())));
    if (!config.regime().isUnique() && shape.nPinnedTrees() > 0) {
      items.add(
          item(
              Source.PIN,
              near.pinBits(shape.logTraceRows(), shape.nPinnedTrees()),
              config.oodPowBits(),
              "trees L^2/2 (N+2)/|F|: %d trees, N=2^%d"
                  .formatted(shape.nPinnedTrees(), shape.logTraceRows())));
    }
    TreeHash hash = config.treeHash();
    items.add(
        item(
            Source.HASH,
            hash.collisionBits(),
            0,
            "collisions of %d bits".formatted(hash.digestBits())));
    return new SecurityReport(items);
  }

  /**
   * Returns how many queries a level asks for.
   *
   * @param regime the regime
   * @param logBlowup log of the blow-up
   * @param bits what the queries shall reach, the work before them not counted
   * @return the fewest queries that do
   */
  public static int queriesFor(Regime regime, int logBlowup, int bits) {
    var near = new Proximity(regime, logBlowup);
    int queries = Math.max(1, (int) (bits / near.queryBits(1)));
    while (near.queryBits(queries) < bits) {
      queries++;
    }
    return queries;
  }

  /**
   * Returns the level.
   *
   * @return the least of all items, rounded down
   */
  public int provableBits() {
    return (int) Math.floor(weakest().bits());
  }

  /**
   * Returns the item that decides the level.
   *
   * @return the item of fewest bits
   */
  public Item weakest() {
    return items.stream().min(Comparator.comparingDouble(Item::bits)).orElseThrow();
  }

  /**
   * Returns an item.
   *
   * @param source its source
   * @return the item
   */
  public Item item(Source source) {
    return items.stream().filter(i -> i.source == source).findFirst().orElseThrow();
  }

  /**
   * Says how much more work a source would need for a level.
   *
   * @param source the source
   * @param target the level in bits
   * @return bits of work to add, 0 if it is reached
   */
  public int missingBits(Source source, int target) {
    return Math.max(0, (int) Math.ceil(target - item(source).bits()));
  }

  /**
   * Writes the report for people.
   *
   * @param target the level that is aimed at, in bits
   * @return a line for each source; where it misses the level, with the work that is missing
   */
  public String describe(int target) {
    StringBuilder text = new StringBuilder();
    for (Item item : items) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-13s %6.1f bits (%2d of work)  %s",
              item.source,
              item.bits,
              item.powBits,
              item.formula));
      int missing = missingBits(item.source, target);
      if (missing > 0) {
        text.append("  -- %d bits of work short of %d".formatted(missing, target));
      }
      text.append('\n');
    }
    return text.append("provable: ").append(provableBits()).append(" bits\n").toString();
  }

  private static double weakestFold(Proximity near, FriConfig fri, int logDegree) {
    double weakest = Double.POSITIVE_INFINITY;
    int left = logDegree;
    for (int step : fri.foldSteps(logDegree)) {
      weakest = Math.min(weakest, near.foldBits(left, step));
      left -= step;
    }
    return weakest;
  }

  private static Item item(Source source, double bits, int powBits, String formula) {
    return new Item(source, bits + powBits, powBits, formula);
  }
}
