package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
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

  /** Returns how many inputs a proof is about. */
  static String batch(ModelKey key) {
    return Verb.format("batch     %d inputs a proof", key.circuit().entries());
  }

  /** Returns the parameters of proofs, for people. */
  static String parameters(ModelKey key) {
    PcsConfig config = key.config();
    FriConfig fri = config.fri();
    return Verb.format(
        "params    %s; rate 1/%d, %d queries, folds by %d, last layer 2^%d; work %d before queries,"
            + " %d interaction, %d out-of-domain, %d batching, %d each fold%s",
        config.regime().label(),
        1 << fri.logBlowupFactor(),
        fri.nQueries(),
        1 << fri.logFoldStep(),
        fri.logLastLayerDegreeBound(),
        config.queryPowBits(),
        config.interactionPowBits(),
        config.oodPowBits(),
        config.batchPowBits(),
        config.foldPowBits(),
        config.treeHash().isFelt() ? "; trees of " + config.treeHash().label() : "");
  }

  /** Returns the parameters of proofs. */
  static ObjectNode parametersJson(ModelKey key) {
    PcsConfig config = key.config();
    FriConfig fri = config.fri();
    ObjectNode node =
        Json.object()
            .put("regime", config.regime().isUnique() ? "unique decoding" : "Johnson")
            .put("multiplicity", config.regime().multiplicity())
            .put("logBlowup", fri.logBlowupFactor())
            .put("hash", config.treeHash().label())
            .put("queries", fri.nQueries())
            .put("logFold", fri.logFoldStep())
            .put("logLastLayer", fri.logLastLayerDegreeBound());
    node.putObject("work")
        .put("query", config.queryPowBits())
        .put("interaction", config.interactionPowBits())
        .put("outOfDomain", config.oodPowBits())
        .put("batching", config.batchPowBits())
        .put("fold", config.foldPowBits());
    return node;
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
