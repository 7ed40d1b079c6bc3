package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import lucerna.cairo.Forger.Forged;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.verifier.ModelVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No check of an emitted verifier is decoration: for each there is a proof that is refused for its
 * reason, by the verifier in Java too, and accepted once the check is taken out of the source.
 *
 * <p>Panics in the arms of matches are no such checks: they stand where a value is missing, and
 * nothing could go on without it.
 */
final class RemovedCheckTest {
  /**
   * What no proof reaches, as it takes a hash that nobody can find, or as this model's samples fill
   * their felts: called as it stands.
   */
  private static final Map<String, String> CALLS =
      new TreeMap<>(
          Map.of(
              "verifier.cairo DEGENERATE_POINT",
              "crate::verifier::refuse_degenerate(crate::circle::SecurePoint { x: ONE, y: U });",
              "verifier.cairo DEGENERATE_POINT 2",
              "crate::verifier::refuse_degenerate(crate::circle::SecurePoint { x: U, y: ONE });",
              "reader.cairo SHAPE: padding 3",
              "let mut data = array![%s].span();\n    let _ = crate::reader::elements(ref data, 4);"
                  .formatted(BigInteger.ONE.shiftLeft(31 * 7)),
              "field.cairo DEGENERATE_POINT: zero",
              "let _ = crate::field::batch_inverse(array![3, 0, 5].span());",
              "channel.cairo PROOF_OF_WORK",
              "let mut channel = crate::parameters::start();\n"
                  + "    crate::channel::work(ref channel, 0, 1, 7, 0);"));

  private static final String HONEST = "honest";

  private static final String CALLS_MODULE =
      """
      use crate::field::{ONE, QM31};

      const U: QM31 = QM31 { a: 1, b: 0, c: 1, d: 0 };
      """;

  @TempDir Path folder;

  @Test
  void noCheckIsDecoration() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.of("2l_relu_fc", InputPrivacy.HIDDEN, true);
    var attacks = new CheckAttacks(model);
    // RemovedPartCheckTest has the cuts.
    Map<String, String> files = withCalls(model.uncutPackage().files());
    List<EmittedCheck> checks = EmittedCheck.all(files);
    var attacked = new TreeSet<>(attacks.forged().keySet());
    attacked.addAll(CALLS.keySet());
    assertEquals(
        new TreeSet<>(checks.stream().map(EmittedCheck::name).toList()),
        attacked,
        "each check needs an attack of its own");

    write(files);
    var jobs = new ArrayList<String>();
    jobs.add(job("verifier::verify", List.copyOf(edits(attacks).values()), Map.of()));
    for (EmittedCheck check : checks) {
      String name = check.name();
      Map<String, String> changed = Map.of(check.file(), check.without(files).get(check.file()));
      boolean forged = attacks.forged().containsKey(name);
      if (!forged) {
        jobs.add(job(call(name), List.of(), Map.of()));
      }
      List<String> attack = forged ? List.of(edits(attacks).get(name)) : List.of();
      jobs.add(job(forged ? "verifier::verify" : call(name), attack, changed));
    }
    List<BigInteger> honest = attacks.honest().felts().stream().map(CheckAttacks::felt).toList();
    Iterator<JsonNode> done = CairoCheck.jobs(folder, honest, jobs).iterator();
    JsonNode first = done.next();
    Map<String, String> whole = new TreeMap<>();
    for (String name : edits(attacks).keySet()) {
      whole.put(name, reason(first, whole.size()));
    }
    assertEquals("", whole.get(HONEST));
    for (EmittedCheck check : checks) {
      String name = check.name();
      Forged forged = attacks.forged().get(name);
      if (forged == null) {
        assertEquals(check.reason(), reason(done.next(), 0), name);
      } else {
        assertEquals(check.reason(), whole.get(name), name);
        assertRefusedInJava(name, model.key(), forged);
      }
      assertEquals("", reason(done.next(), 0), "without " + name);
    }
    System.out.printf("%d checks of %s: each alone refuses a proof%n", checks.size(), "2l_relu_fc");
  }

  private static Map<String, String> withCalls(Map<String, String> emitted) {
    var files = new TreeMap<>(emitted);
    files.computeIfPresent("src/lib.cairo", (name, source) -> source + "\nmod calls;\n");
    files.computeIfPresent(
        "src/verifier.cairo",
        (name, source) -> source.replace("fn refuse_degenerate(", "pub fn refuse_degenerate("));
    var calls = new StringBuilder(CALLS_MODULE);
    int number = 0;
    for (String call : CALLS.values()) {
      calls.append("\npub fn call").append(number++).append("() {\n    ").append(call);
      calls.append("\n}\n");
    }
    files.put("src/calls.cairo", calls.toString());
    return files;
  }

  private void write(Map<String, String> files) throws Exception {
    for (var file : files.entrySet()) {
      Path path = folder.resolve("package").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private static void assertRefusedInJava(String name, ModelKey key, Forged forged) {
    List<BigInteger> felts = forged.felts().stream().map(CheckAttacks::felt).toList();
    assertThrows(
        Exception.class,
        () -> {
          byte[] bytes = CalldataReader.read(key, forged.like(), felts).bytes();
          new ModelVerifier(key).verify(ModelProof.parse(bytes, "proof.bin"));
        },
        name);
  }

  /* What makes each forged proof of the honest one, in order of names. */
  private static Map<String, String> edits(CheckAttacks attacks) {
    List<String> honest = attacks.honest().felts();
    var edits = new TreeMap<String, String>();
    edits.put(HONEST, "[]");
    attacks.forged().forEach((name, forged) -> edits.put(name, edits(honest, forged.felts())));
    return edits;
  }

  /* A job of cairo-check; without edits the function is run once, without arguments. */
  private static String job(String function, List<String> edits, Map<String, String> files) {
    var job = new ObjectMapper().createObjectNode();
    job.put("fn", function);
    var replaced = job.putObject("files");
    files.forEach(replaced::put);
    if (!edits.isEmpty()) {
      job.putRawValue("edits", new RawValue("[" + String.join(",", edits) + "]"));
    }
    return job.toString();
  }

  /* What makes one list of felts of another: later ones are appended, null cuts. */
  private static String edits(List<String> from, List<String> to) {
    var edits = new ArrayList<String>();
    for (int i = 0; i < to.size(); i++) {
      if (i >= from.size() || !from.get(i).equals(to.get(i))) {
        edits.add("[%d,\"%s\"]".formatted(i, CheckAttacks.felt(to.get(i))));
      }
    }
    if (to.size() < from.size()) {
      edits.add("[%d,null]".formatted(to.size()));
    }
    return edits.toString();
  }

  private static String call(String name) {
    return "calls::call" + new ArrayList<>(CALLS.keySet()).indexOf(name);
  }

  /* Empty if there is none. */
  private static String reason(JsonNode done, int run) {
    return done.path("ok").asBoolean()
        ? done.path("verdicts").path(run).asText().replaceAll("(?s).*'(.*)'.*", "$1")
        : done.toString();
  }
}
