package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lucerna.cairo.Forger.Forged;
import lucerna.ops.key.ModelProof;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link RemovedCheckTest} shows of the verifier of whole proofs, of the code that takes them
 * in parts: for each of its checks there are calls that are refused for its reason, and register
 * their statement once it is taken out of the source. The kernels below are the same.
 */
final class RemovedPartCheckTest {
  private static final Set<String> FILES =
      Set.of("src/parts.cairo", "src/session.cairo", "src/contract.cairo");

  private static final String SESSION = "contract.cairo SESSION: another state";

  @TempDir Path folder;

  private final Map<String, Calls> attacks = new TreeMap<>();

  /** The calls of an attack, and the statement that it would have registered. */
  private record Calls(
      List<SplitCalldata.Part> parts, boolean own, List<String> question, List<String> classes) {
    Calls(List<SplitCalldata.Part> parts, boolean own, List<String> question) {
      this(parts, own, question, List.of());
    }

    Calls with(List<String> deployed) {
      return new Calls(parts, own, question, deployed);
    }

    Chains put(Chains chains) {
      chains.begin();
      if (!classes.isEmpty()) {
        chains.deployed(classes);
      }
      for (SplitCalldata.Part part : parts) {
        if (own || part.state().isEmpty()) {
          chains.part(part);
        } else {
          chains.next(part.felts());
        }
      }
      return chains.call("is_verified", question);
    }
  }

  @Test
  void noCheckIsDecoration() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.of("accuracy", InputPrivacy.HIDDEN, true);
    SplitPlan all = SplitPlan.everywhere(model.key(), PublicColumnSource.PART_GAS);
    int[] ends = all.ends();
    SplitPlan plan = all.joined(model.key(), ends[3], ends[ends.length - 3], ends[ends.length - 1]);
    forge(model, plan);
    removed(CairoPackage.of(model.key(), plan).files());
  }

  /** The same where the parts' code is spread over classes, one of which may be another. */
  @Test
  void norIsOneOfSeveralClasses() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.of("2l_relu_fc", InputPrivacy.HIDDEN, true);
    SplitPlan all = SplitPlan.everywhere(model.key(), PublicColumnSource.PART_GAS, 32_000);
    int[] ends = all.ends();
    SplitPlan plan = all.joined(model.key(), ends[0], ends[ends.length - 3], ends[ends.length - 1]);
    assertTrue(plan.classes() > 1, () -> plan.classes() + " classes");
    forge(model, plan);
    var own =
        new ArrayList<>(
            IntStream.rangeClosed(1, plan.classes()).mapToObj(k -> "Class" + k).toList());
    attacks.replaceAll((name, calls) -> calls.with(own));
    attacks.put(
        "contract.cairo SHAPE: the part goes on",
        Objects.requireNonNull(attacks.remove("parts.cairo SHAPE: the part goes on")));
    // A class that accepts anything in the first one's place.
    List<String> question = Calldata.question(model.proof());
    Map<String, String> files = new TreeMap<>(CairoPackage.of(model.key(), plan).files());
    String number = Calldata.statement(model.proof());
    files.put(
        "src/anything.cairo",
        ContractSource.classText(1)
            .replace("Class1", "Anything")
            .replace(
                "crate::parts::class_1(state, part)", "(%s, array![].span(), 0)".formatted(number))
            .replace("(crate::classes::PACKAGE, 1)", "(0, 1)"));
    files.computeIfPresent("src/lib.cairo", (name, text) -> text + "\npub mod anything;\n");
    own.set(0, "Anything");
    attacks.put(
        "contract.cairo CLASSES: another class",
        new Calls(
            List.of(new SplitCalldata.Part(List.of(), List.of())),
            true,
            question,
            List.copyOf(own)));
    own.set(0, "Class1");
    removed(files);
  }

  private void removed(Map<String, String> files) throws Exception {
    List<EmittedCheck> checks =
        EmittedCheck.all(files).stream().filter(check -> FILES.contains(check.file())).toList();
    assertEquals(
        new TreeSet<>(checks.stream().map(EmittedCheck::name).toList()),
        new TreeSet<>(attacks.keySet()),
        "each check needs an attack of its own");

    JsonNode whole = run(files, attacks.values());
    int number = 0;
    Map<String, JsonNode> answers = new TreeMap<>();
    for (String name : attacks.keySet()) {
      answers.put(name, whole.path(number++));
    }
    for (EmittedCheck check : checks) {
      String name = check.name();
      JsonNode refused = Objects.requireNonNull(answers.get(name), name);
      assertEquals(check.reason(), reason(refused), name);
      assertEquals("0x0", registered(refused), name);
      JsonNode accepted = run(check.without(files), List.of(attacks.get(name))).path(0);
      assertEquals("", reason(accepted), "without " + name);
      assertEquals("0x1", registered(accepted), "without " + name);
    }
    System.out.printf("%d checks of parts: each alone refuses one%n", checks.size());
  }

  private void forge(SmallModel model, SplitPlan plan) throws Exception {
    var forger = new Forger(model);
    for (var attack : new CheckAttacks(model).forged().entrySet()) {
      if (attack.getKey().startsWith("verifier.cairo ") && !attack.getKey().contains("goes on")) {
        String name = attack.getKey().replace("verifier.cairo", "parts.cairo");
        attacks.put(name, new Calls(cut(model, plan, attack.getValue()), false, List.of()));
      }
    }
    List<SplitCalldata.Part> honest = SplitCalldata.of(plan, model.key(), model.proof());
    List<String> question = Calldata.question(model.proof());
    var longer = new ArrayList<>(honest);
    var felts = new ArrayList<>(longer.getLast().felts());
    felts.add("0x0");
    longer.set(longer.size() - 1, new SplitCalldata.Part(longer.getLast().state(), felts));
    attacks.put("parts.cairo SHAPE: the part goes on", new Calls(longer, true, question));

    // The state after all parts but the last, of another statement.
    var other = forger.withOutput(forger.publicPart().values().outputs()[0][0] ^ 1);
    var lie = ModelProof.of(model.key().digest(), other, model.proof().stark());
    var state = new ArrayList<>(honest.getLast().state());
    state.set(1, Calldata.statement(lie));
    attacks.put(
        SESSION,
        new Calls(
            List.of(new SplitCalldata.Part(state, honest.getLast().felts())),
            true,
            Calldata.question(lie)));
    attacks.replaceAll(
        (name, calls) ->
            calls.question().isEmpty()
                ? new Calls(calls.parts(), calls.own(), question(forger, model))
                : calls);
  }

  /* About what the forger's proofs say. */
  private static List<String> question(Forger forger, SmallModel model) {
    return Calldata.question(
        ModelProof.of(model.key().digest(), forger.publicPart(), model.proof().stark()));
  }

  /* A forged proof in parts; of states only whether there is one is known. */
  private static List<SplitCalldata.Part> cut(SmallModel model, SplitPlan plan, Forged forged)
      throws Exception {
    List<List<String>> sections = Calldata.sections(model.key(), forged.like());
    var parts = new ArrayList<SplitCalldata.Part>();
    int stage = 0;
    int section = 0;
    int from = 0;
    for (int end : plan.ends()) {
      int to = from;
      for (; stage < end; stage++) {
        to += plan.stages().all().get(stage).reads() ? sections.get(section++).size() : 0;
      }
      List<String> state = from == 0 ? List.of() : List.of(Chains.RETURNED);
      parts.add(new SplitCalldata.Part(state, forged.felts().subList(from, to)));
      from = to;
    }
    assertEquals(forged.felts().size(), from);
    return parts;
  }

  private JsonNode run(Map<String, String> files, Iterable<Calls> calls) throws Exception {
    Path target = folder.resolve("package");
    Chains.write(target, files);
    var chains = new Chains();
    calls.forEach(attack -> attack.put(chains));
    return chains.run(folder, target);
  }

  /* The first refusal; what follows it is refused since there is no such session. */
  private static String reason(JsonNode chain) {
    for (JsonNode run : chain) {
      if (!run.path("ok").asBoolean()) {
        return Chains.reason(run);
      }
    }
    return "";
  }

  private static String registered(JsonNode chain) {
    return chain.path(chain.size() - 1).path("value").path(0).asText();
  }
}
