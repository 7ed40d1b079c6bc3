package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.verifier.ModelVerifier;

/** Asks both verifiers about changed calldata. */
final class RefusedChanges {
  private static final String NAMED =
      ".*'(OTHER_KEY|SHAPE|PROOF_OF_WORK|DEGENERATE_POINT|CONSTRAINTS|MERKLE|FRI|PUBLIC_VALUE)"
          + "(: [a-z ]+)?'.*";

  private RefusedChanges() {}

  /** The calldata of a proof that the verifier in Java accepts. */
  static List<BigInteger> felts(ModelKey key, ModelProof proof) throws Exception {
    new ModelVerifier(key).verify(proof);
    return Calldata.of(key, proof).stream()
        .map(hex -> new BigInteger(hex.substring(2), 16))
        .toList();
  }

  /**
   * Checks that the emitted verifier accepts a proof, and that it refuses each change of it with a
   * named reason, as the verifier in Java does. Prints how often each reason occurred.
   *
   * @param folder where the emitted package lies, as {@code package}
   * @param model the model
   * @param felts its proof's calldata
   * @param mutations the changes
   * @return the reasons, one a change
   */
  static List<String> check(
      Path folder, SmallModel model, List<BigInteger> felts, List<Mutation> mutations)
      throws Exception {
    var changes = new ArrayList<String>();
    changes.add("[]");
    mutations.forEach(mutation -> changes.add(mutation.json()));
    List<String> verdicts = CairoCheck.verdicts(folder, felts, changes);
    assertEquals(changes.size(), verdicts.size());
    assertEquals("", verdicts.getFirst(), "the honest proof");
    Map<String, Map<String, Integer>> reasons = new TreeMap<>();
    for (int i = 0; i < mutations.size(); i++) {
      Mutation mutation = mutations.get(i);
      String verdict = verdicts.get(i + 1);
      assertNotEquals("", verdict, () -> "accepted: " + mutation);
      assertTrue(verdict.matches(NAMED), () -> mutation + ": " + verdict);
      reasons
          .computeIfAbsent(mutation.kind(), kind -> new TreeMap<>())
          .merge(verdict.replaceAll(".*'([A-Z_]+).*", "$1"), 1, Integer::sum);
      assertThrows(
          Exception.class,
          () ->
              new ModelVerifier(model.key())
                  .verify(CalldataReader.read(model.key(), model.proof(), mutation.apply(felts))),
          () -> "accepted in Java: " + mutation);
    }
    reasons.forEach((kind, counts) -> System.out.println(kind + ": " + counts));
    return verdicts.subList(1, verdicts.size());
  }
}
