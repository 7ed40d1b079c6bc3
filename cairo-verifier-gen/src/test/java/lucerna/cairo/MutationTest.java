package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lucerna.fri.hash.TreeHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of change at every field of a proof of digits for the chain, and random changes: the
 * emitted verifier refuses each with a named reason, and the verifier in Java refuses it too.
 */
final class MutationTest {
  /** How many random changes are tried; 2,000 before a release. */
  private static final int RANDOM = Integer.getInteger("lucerna.cairo.mutations", 200);

  /**
   * Which of the catalogue's changes are tried: every so manyth, but one at least of each field.
   */
  private static final int STRIDE = Integer.getInteger("lucerna.cairo.stride", 4);

  private static final long SEED = Long.getLong("lucerna.cairo.seed", 11);

  @TempDir Path folder;

  @Test
  void changedProofsOfDigitsAreRefused() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.chainDigits(TreeHash.BLAKE2S_248, 0);
    CairoPackage.of(model.key()).write(folder.resolve("package"));
    List<BigInteger> felts = RefusedChanges.felts(model.key(), model.proof());
    List<BigInteger> other = RefusedChanges.felts(model.key(), model.aboutHalves());
    var fields = CalldataReader.fields(model.key(), model.proof(), felts);
    var made = new Mutations(fields, felts, other, SEED);
    List<Mutation> catalogue = made.catalogue();
    var mutations = new ArrayList<>(Mutations.every(STRIDE, catalogue));
    assertEquals(fields.size() + 1, mutations.stream().map(Mutation::field).distinct().count());
    mutations.addAll(made.random(RANDOM));

    RefusedChanges.check(folder, model, felts, mutations);
    System.out.printf(
        "%d changes of a proof of %d felts, %d of them random, at %d fields: all refused%n",
        mutations.size(), felts.size(), RANDOM, fields.size());
    assertEquals(
        new TreeSet<>(catalogue.stream().map(Mutation::kind).toList()),
        mutations.subList(0, mutations.size() - RANDOM).stream()
            .map(Mutation::kind)
            .collect(Collectors.toCollection(TreeSet::new)),
        "a kind of change was left out");
  }
}
