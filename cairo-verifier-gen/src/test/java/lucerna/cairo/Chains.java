package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Chains of calls to an emitted contract, each starting from empty storage. */
final class Chains {
  /** Stands for what the last accepted call has returned. */
  static final String RETURNED = "$";

  /** What {@link #caller} calls. */
  private static final String CALLERS =
      """
      pub fn set(address: felt252) {
          starknet::testing::set_caller_address(address.try_into().unwrap());
      }
      """;

  private final ArrayNode chains = new ObjectMapper().createArrayNode();
  private ArrayNode chain = chains.arrayNode();

  /** Begins a chain. */
  Chains begin() {
    chain = chains.addArray();
    return this;
  }

  /** Calls an entry with calldata. */
  Chains call(String entry, List<String> calldata) {
    ObjectNode call = chain.addObject();
    call.put("entry", entry);
    calldata.forEach(call.putArray("args")::add);
    return this;
  }

  /** Deploys the contract with classes of the package, by their names. */
  Chains deployed(List<String> classes) {
    ObjectNode call = chain.addObject();
    call.put("constructor", true);
    ArrayNode arguments = call.putArray("args");
    classes.forEach(name -> arguments.add("class:" + name));
    return this;
  }

  /** Deploys the contract with the classes of its own package. */
  Chains deployed(SplitPlan plan) {
    return deployed(
        IntStream.rangeClosed(1, plan.classes()).mapToObj(place -> "Class" + place).toList());
  }

  /** Passes a part of a proof. */
  Chains part(SplitCalldata.Part part) {
    return call("verify_part", part.arguments());
  }

  /** Passes a part with the state that the call before has returned. */
  Chains next(List<String> felts) {
    var arguments = new ArrayList<>(List.of(RETURNED));
    arguments.addAll(Calldata.arguments(felts));
    return call("verify_part", arguments);
  }

  /** Goes on as another caller. */
  Chains caller(int address) {
    ObjectNode call = chain.addObject();
    call.put("fn", "callers::set");
    call.putArray("args").add(address);
    return this;
  }

  /** Writes a package, with what {@link #caller} needs. */
  static void write(Path target, Map<String, String> emitted) throws Exception {
    var files = new TreeMap<>(emitted);
    files.computeIfPresent("src/lib.cairo", (name, source) -> source + "\nmod callers;\n");
    files.put("src/callers.cairo", CALLERS);
    for (var file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** Runs all chains: for each the calls' answers. */
  JsonNode run(Path folder, Path target) throws Exception {
    Path file = Files.writeString(folder.resolve("chains.json"), chains.toString());
    JsonNode out = CairoCheck.run(folder, "calls", target.toString(), "--chains", "@" + file);
    assertEquals(chains.size(), out.path("chains").size(), () -> cut(out.toString()));
    return out.path("chains");
  }

  /**
   * Runs all chains and holds the answers to what is expected of them.
   *
   * @param names of the chains
   * @param expected for each chain why its calls are refused, as patterns; the last call follows
   *     them, a question of the registry
   * @param complete whether the registry knows the statement after a chain, by its name
   */
  void judge(
      Path folder,
      Path target,
      List<String> names,
      List<List<String>> expected,
      Predicate<String> complete)
      throws Exception {
    JsonNode told = run(folder, target);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<String> reasons = expected.get(i);
      JsonNode runs = told.path(i);
      assertEquals(reasons.size() + 1, runs.size(), name);
      for (int k = 0; k < reasons.size(); k++) {
        String said = reason(runs.path(k));
        assertTrue(said.matches(reasons.get(k)), name + " " + k + ": " + said + runs.path(k));
      }
      assertEquals(
          complete.test(name) ? "0x1" : "0x0",
          runs.path(reasons.size()).path("value").path(0).asText(),
          name);
    }
  }

  /** Returns why a call was refused; empty if it was not. */
  static String reason(JsonNode run) {
    return run.path("ok").asBoolean()
        ? ""
        : run.path("panic_text")
            .asText()
            .replaceAll("(, [^,]*'ENTRYPOINT_FAILED'[^,]*)+$", "")
            .replaceAll("(?s).*'(.*)'.*", "$1");
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(2_000, text.length()));
  }
}
