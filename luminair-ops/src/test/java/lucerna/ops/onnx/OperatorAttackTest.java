package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lucerna.ops.attack.ProofAttack;
import lucerna.ops.layout.CircuitSweep;
import lucerna.ops.layout.ForgedInference;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows 38 to 42, 48, 49, 53 and 58 for each ONNX operator: a prover who lies about one gadget,
 * product, view, weight or output of its circuit, and computes honestly what follows.
 *
 * <p>Every lie is put before all constraints and lookups of the trace ({@link CircuitSweep}), which
 * must notice it by the very equation, constraint or check that it is about. For each circuit one
 * lie about a sum, one about a gadget, and an inference over other weights go through prover, bytes
 * and verifier, with parameters for tests.
 */
final class OperatorAttackTest {
  /** Of constants only, or refused: operators that no circuit computes. */
  private static final Set<String> CONSTANT =
      Set.of("BitwiseAnd", "BitwiseOr", "BitwiseXor", "NonZero", "ZipMap");

  @TempDir private Path folder;

  /** What became of the lies about one operator. */
  private static final class Outcome {
    private final String operator;
    private final List<String> lines = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> told = new TreeMap<>();
    private int lies;
    private int isolated;
    private int proofs;

    Outcome(String operator) {
      this.operator = operator;
    }

    void attack(OperatorModels.Model model) {
      CircuitSweep sweep =
          CircuitSweep.of(model.quantised().circuit(), model.quantised().weights(), model.inputs());
      lies += sweep.lies();
      isolated += sweep.isolated();
      sweep.told().forEach((name, count) -> told.merge(name, count, Integer::sum));
      sweep.faults().forEach(fault -> faults.add(model.name() + ": " + fault));
      lines.add(
          "%s: %s, %d blocks, %d lies, %d consistent"
              .formatted(
                  operator,
                  model.name(),
                  model.quantised().circuit().blocks().size(),
                  sweep.lies(),
                  sweep.isolated()));
      ProofAttack prover = new ProofAttack(sweep.honestInference());
      Rejection honest = prover.verdict(sweep.honestInference(), null);
      if (honest != null) {
        faults.add("%s: the honest proof: %s".formatted(model.name(), honest));
      }
      List<ForgedInference> samples = sweep.samples();
      constraints(model, prover.verdict(samples.getFirst(), null));
      if (samples.size() > 1) {
        int chosen = 1 + Math.floorMod(model.name().hashCode(), samples.size() - 1);
        constraints(model, prover.verdict(samples.get(chosen), null));
      }
      sweep
          .otherWeights()
          .ifPresent(
              other ->
                  expect(
                      model,
                      prover.verdict(other.inference(), other.weights()),
                      Reason.MERKLE,
                      "weights"));
    }

    private void constraints(OperatorModels.Model model, @Nullable Rejection rejection) {
      expect(model, rejection, Reason.CONSTRAINTS, "out-of-domain");
    }

    private void expect(
        OperatorModels.Model model, @Nullable Rejection rejection, Reason reason, String where) {
      proofs++;
      if (rejection == null
          || rejection.reason() != reason
          || !rejection.toString().contains(where)) {
        faults.add("%s: a forged proof: %s".formatted(model.name(), rejection));
      }
    }
  }

  @Test
  void everyLieAboutEveryOperatorIsNoticed() throws IOException {
    OperatorModels models = new OperatorModels(folder);
    Set<String> operators = new TreeSet<>(Operator.table().keySet());
    operators.addAll(Operator.learned().keySet());
    List<Outcome> outcomes =
        operators.parallelStream()
            .map(
                operator -> {
                  Outcome outcome = new Outcome(operator);
                  models.of(operator).forEach(outcome::attack);
                  return outcome;
                })
            .toList();
    Set<String> without = new TreeSet<>();
    List<String> lines = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    Map<String, Integer> told = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      lines.addAll(outcome.lines);
      faults.addAll(outcome.faults);
      outcome.told.forEach((name, count) -> told.merge(name, count, Integer::sum));
      if (outcome.lies == 0) {
        without.add(outcome.operator);
      }
    }
    int lies = outcomes.stream().mapToInt(outcome -> outcome.lies).sum();
    int isolated = outcomes.stream().mapToInt(outcome -> outcome.isolated).sum();
    String summary =
        "operator attacks: %d operators, %d circuits, %d lies, all else consistent with %d of them;"
                .formatted(operators.size() - without.size(), lines.size(), lies, isolated)
            + " %d forged proofs"
                .formatted(outcomes.stream().mapToInt(outcome -> outcome.proofs).sum());
    System.out.println(summary);
    lines.addFirst(summary);
    told.forEach((name, count) -> lines.add("%5d  %s".formatted(count, name)));
    lines.addAll(faults);
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "operator-attacks.txt"), lines);
    assertEquals(List.of(), faults);
    assertEquals(new TreeSet<>(CONSTANT), without, "operators without an attack");
    assertTrue(2 * isolated > lies, summary);
  }
}
