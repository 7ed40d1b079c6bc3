package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's registry: what it says of statements before and after proofs of them. */
final class RegistryTest {
  private static final String TEST =
      """
      use crate::contract::{IVerifier, Verifier};

      fn answer(yes: bool) -> felt252 {
          if yes {
              1
          } else {
              0
          }
      }

      /// Asks before and after two proofs of the statement, and of one that differs.
      fn asked(
          proof: Span<felt252>,
          integers: Span<felt252>,
          root: Span<u32>,
          text: Span<u8>,
          others: Span<felt252>,
          other_root: Span<u32>,
          other_text: Span<u8>,
      ) -> Array<felt252> {
          let mut state = Verifier::unsafe_new_contract_state();
          let mut said: Array<felt252> = array![];
          said.append(answer(state.is_verified(integers, root, text)));
          let number = state.statement(integers, root, text);
          said.append(answer(state.verified_in(number).is_none()));
          assert(state.check(proof) == integers, 'check');
          said.append(answer(state.is_verified(integers, root, text)));
          assert(state.verify(proof) == integers, 'verify');
          said.append(answer(state.is_verified(integers, root, text)));
          let first = state.verified_in(number).unwrap();
          assert(state.verify(proof) == integers, 'again');
          said.append(answer(state.verified_in(number).unwrap() == first));
          said.append(answer(state.is_verified(others, root, text)));
          said.append(answer(state.is_verified(integers, other_root, text)));
          said.append(answer(state.is_verified(integers, root, other_text)));
          said.append(answer(state.model() == crate::parameters::KEY));
          said
      }

      /// Refused proofs end a transaction; that they register nothing shows in the order of calls.
      fn refused(proof: Span<felt252>) {
          let mut state = Verifier::unsafe_new_contract_state();
          state.verify(proof);
      }
      """;

  @TempDir Path folder;

  private JsonNode run(SmallModel model, String function, String arguments) throws Exception {
    Path target = folder.resolve("package");
    if (!Files.exists(target)) {
      model.uncutPackage().write(target);
      Path library = target.resolve("src/lib.cairo");
      Files.writeString(library, Files.readString(library) + "pub mod registry_test;\n");
      Files.writeString(target.resolve("src/registry_test.cairo"), TEST);
    }
    Path file = Files.writeString(folder.resolve("arguments.json"), arguments);
    JsonNode out =
        CairoCheck.run(
            folder,
            "run",
            target.toString(),
            "--fn",
            "registry_test::" + function,
            "--args",
            "@" + file,
            "--array-result");
    assertEquals(1, out.path("runs").size(), out::toString);
    return out.path("runs").get(0);
  }

  private static String json(List<String> felts) {
    return felts.stream()
        .collect(Collectors.joining("\",\"", "[\"", "\"]"))
        .replace("[\"\"]", "[]");
  }

  /** The lists that the question puts one behind the other, each behind its length. */
  private static List<List<String>> lists(List<String> question) {
    var lists = new ArrayList<List<String>>();
    for (int at = 0; at < question.size(); at += lists.getLast().size() + 1) {
      int length = Integer.decode(question.get(at));
      lists.add(question.subList(at + 1, at + 1 + length));
    }
    assertEquals(3, lists.size());
    return lists;
  }

  private static List<String> changed(List<String> felts, int index) {
    var other = new ArrayList<>(felts);
    if (felts.isEmpty()) {
      other.add("0x0");
    } else {
      other.set(index, felts.get(index).equals("0x1") ? "0x2" : "0x1");
    }
    return other;
  }

  private void answers(SmallModel model) throws Exception {
    List<String> proof = Calldata.of(model.key(), model.proof());
    List<List<String>> asked = lists(Calldata.question(model.proof()));
    String arguments =
        "["
            + String.join(
                ",",
                json(proof),
                json(asked.get(0)),
                json(asked.get(1)),
                json(asked.get(2)),
                json(changed(asked.get(0), 0)),
                json(changed(asked.get(1), 7)),
                json(changed(asked.get(2), asked.get(2).size() - 1)))
            + "]";
    JsonNode said = run(model, "asked", arguments);
    assertTrue(said.path("ok").asBoolean(), said::toString);
    var answers = new ArrayList<Integer>();
    said.path("value").forEach(felt -> answers.add(Integer.decode(felt.asText())));
    assertEquals(List.of(0, 1, 0, 1, 1, 0, 0, 0, 1), answers, said::toString);
  }

  @Test
  void hiddenInput() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.of("2l_relu_small", InputPrivacy.HIDDEN, true);
    answers(model);
    var changed = new ArrayList<>(Calldata.of(model.key(), model.proof()));
    changed.set(2, changed.get(2).equals("0x1") ? "0x2" : "0x1");
    JsonNode run = run(model, "refused", "[" + json(changed) + "]");
    assertFalse(run.path("ok").asBoolean(), run::toString);
    assertTrue(
        run.path("panic_text").asText().matches(".*'(PROOF_OF_WORK|PUBLIC_VALUE).*"),
        run::toString);
  }

  @Test
  void committedInput() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    answers(SmallModel.of("2l_relu_small", InputPrivacy.COMMITTED, true));
  }
}
