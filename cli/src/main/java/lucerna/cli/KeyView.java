package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lucerna.ops.key.ModelKey;
import lucerna.ops.prover.Keys;

/** What there is to say about a key, for people and as JSON. */
final class KeyView {
  private KeyView() {}

  static String security(ModelKey key) {
    return Verb.format(
        "security  profile %s, %d provable bits; weights %s, input %s; zero knowledge %s",
        key.profile(),
        key.provableBits(),
        KeyArguments.label(key.privacy().weights()),
        KeyArguments.label(key.privacy().input()),
        key.zeroKnowledge() ? "on" : "off");
  }

  static ObjectNode securityJson(ModelKey key) {
    return Json.object()
        .put("profile", key.profile())
        .put("provableBits", key.provableBits())
        .put("zeroKnowledge", key.zeroKnowledge())
        .put("weights", KeyArguments.label(key.privacy().weights()))
        .put("input", KeyArguments.label(key.privacy().input()));
  }

  static String left(Keys keys) {
    return left(keys.provingKey().proofsLeft());
  }

  /** Returns how many proofs a proving key can still make. */
  static String left(int proofs) {
    return budget(proofs) + (proofs == Integer.MAX_VALUE ? "" : " left");
  }

  /** Returns how many proofs a key serves. */
  static String budget(int proofs) {
    return proofs == Integer.MAX_VALUE ? "any number of proofs" : proofs + " proofs";
  }
}
