package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lucerna.ops.Progress;
import lucerna.ops.key.ModelProof;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.prover.ProvingKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts that are out of order, left out, sent again, of another proof or another caller, with a
 * changed state or with felts too few or too many: each is refused by name, and registers nothing.
 */
final class SplitAttackTest {
  private static final String SESSION = "SESSION: another state";

  /** Where all parts are accepted in the end. */
  private static final Set<String> COMPLETE =
      Set.of("honest", "the last part again", "a changed state of part 4");

  @TempDir Path folder;

  private final Chains chains = new Chains();
  private final List<String> names = new ArrayList<>();
  private final List<List<String>> expected = new ArrayList<>();
  private List<String> question = List.of();

  /** Begins a chain that ends with the question whether the statement is registered. */
  private void attack(String name, List<SplitCalldata.Part> sent, String... reasons) {
    assertEquals(sent.size(), reasons.length, name);
    chains.begin();
    sent.forEach(chains::part);
    finish(name, reasons);
  }

  private void finish(String name, String... reasons) {
    chains.call("is_verified", question);
    names.add(name);
    expected.add(List.of(reasons));
  }

  @Test
  void noPartCountsOutOfItsPlace() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.of("2l_relu_small", InputPrivacy.HIDDEN, true);
    question = Calldata.question(model.proof());
    SplitPlan all = SplitPlan.everywhere(model.key(), PublicColumnSource.PART_GAS);
    int[] ends = all.ends();
    // Transcript and constraints; some trees; quotients and a layer; the rest.
    SplitPlan plan =
        all.joined(model.key(), ends[2], ends[4], ends[ends.length - 3], ends[ends.length - 1]);
    List<SplitCalldata.Part> parts = SplitCalldata.of(plan, model.key(), model.proof());
    assertEquals(4, parts.size());
    ModelProof second =
        new ModelProver(model.key(), ProvingKey.parse(model.secret(), "proving.key"), null)
            .prove(model.input(), seed(), "to Cairo", Progress.NONE)
            .proof();
    List<SplitCalldata.Part> others = SplitCalldata.of(plan, model.key(), second);
    assertEquals(parts.get(1).state().get(1), others.get(1).state().get(1), "one statement");
    SplitCalldata.Part first = parts.getFirst();
    SplitCalldata.Part next = parts.get(1);
    SplitCalldata.Part last = parts.getLast();

    attack("honest", parts, "", "", "", "");
    attack("out of order", List.of(first, parts.get(2), next), "", SESSION, "");
    attack("left out", List.of(first, next, last), "", "", SESSION);
    attack("not begun", List.of(next), SESSION);
    attack("the last part alone", List.of(last), SESSION);
    attack("sent again", List.of(first, next, next), "", "", SESSION);
    attack(
        "the last part again",
        List.of(first, next, parts.get(2), last, last),
        "",
        "",
        "",
        "",
        SESSION);
    attack("begun again", List.of(first, next, first, parts.get(2)), "", "", "", SESSION);
    attack("another proof's state", List.of(first, others.get(1)), "", SESSION);
    attack(
        "another proof's felts",
        List.of(first, new SplitCalldata.Part(next.state(), others.get(1).felts())),
        "",
        "MERKLE.*|SHAPE.*");
    attack("another proof's beginning", List.of(first, others.getFirst(), next), "", "", SESSION);
    attack(
        "no state",
        List.of(first, new SplitCalldata.Part(List.of(), next.felts())),
        "",
        "OTHER_KEY");
    attack(
        "a state of one felt",
        List.of(first, new SplitCalldata.Part(List.of("0x1"), next.felts())),
        "",
        "SHAPE: the proof ends early");
    attack("too many felts", List.of(first, with(next, true)), "", "SHAPE: the part goes on");
    attack("too few felts", List.of(first, with(next, false)), "", "MERKLE.*|SHAPE.*");
    attack("too many at first", List.of(with(first, true)), "SHAPE: the part goes on");
    attack(
        "too many at last",
        List.of(first, next, parts.get(2), with(last, true)),
        "",
        "",
        "",
        "SHAPE: the part goes on");

    chains.begin().caller(1).part(first).caller(2).part(next).caller(1).part(next);
    finish("another caller", "", "", "", SESSION, "", "");
    for (int part = 1; part < parts.size(); part++) {
      changedStates(parts, part);
    }
    judge(model, plan);
  }

  /* Each felt of a state changed; after all of them the honest one goes on. */
  private void changedStates(List<SplitCalldata.Part> parts, int part) {
    chains.begin();
    var reasons = new ArrayList<String>();
    for (SplitCalldata.Part before : parts.subList(0, part)) {
      chains.part(before);
      reasons.add("");
    }
    SplitCalldata.Part honest = parts.get(part);
    for (int i = 0; i <= honest.state().size(); i++) {
      var state = new ArrayList<>(honest.state());
      if (i < state.size()) {
        state.set(i, "0x" + CheckAttacks.felt(state.get(i)).flipBit(0).toString(16));
      } else {
        state.add("0x0");
      }
      chains.part(new SplitCalldata.Part(state, honest.felts()));
      reasons.add(SESSION);
    }
    chains.part(honest);
    reasons.add("");
    finish("a changed state of part " + (part + 1), reasons.toArray(String[]::new));
  }

  private void judge(SmallModel model, SplitPlan plan) throws Exception {
    Path target = folder.resolve("package");
    Chains.write(target, CairoPackage.of(model.key(), plan).files());
    chains.judge(folder, target, names, expected, COMPLETE::contains);
    long calls = expected.stream().mapToLong(List::size).sum();
    System.out.printf("%d chains of %d calls%n", names.size(), calls);
  }

  private static SplitCalldata.Part with(SplitCalldata.Part part, boolean more) {
    var felts = new ArrayList<>(part.felts());
    if (more) {
      felts.add("0x0");
    } else {
      felts.removeLast();
    }
    return new SplitCalldata.Part(part.state(), felts);
  }

  private static byte[] seed() {
    var seed = new byte[32];
    Arrays.fill(seed, (byte) 7);
    return seed;
  }
}
