package lucerna.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Batch;
import lucerna.ops.graph.Graph;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks proofs against a key. */
@Command(
    name = "verify",
    description = "Checks proofs against a model's key; exit code 0 only if all are accepted.")
final class Verify extends Verb {
  @Parameters(index = "0", paramLabel = "KEY", description = "The model's key.")
  Path keyFile;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "PROOF", description = "Proofs.")
  List<Path> proofs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Require this output, in the form of output.json.")
  @Nullable Path expectedFile;

  @Option(
      names = "--input-root",
      paramLabel = "HEX",
      description = "Require an input of this commitment.")
  @Nullable String inputRoot;

  @Option(
      names = "--opening",
      paramLabel = "FILE",
      description = "Require the input of --input, by what opens the commitment to it.")
  @Nullable Path openingFile;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "The input that --opening belongs to; for a key of a batch its inputs, one a line.")
  @Nullable Path inputFile;

  @Option(
      names = "--context",
      paramLabel = "TEXT",
      description = "Require that the proof was made for this text.")
  @Nullable String context;

  @Override
  int run() {
    var clock = new Clock();
    ModelKey key = ModelKey.read(keyFile);
    OutputFile.Expected expected = expectedFile == null ? null : OutputFile.read(expectedFile);
    Digest root = root(key);
    ModelVerifier verifier = new ModelVerifier(key);
    ObjectNode result = Json.object();
    Verdict keyVerdict = checkKey(key, verifier);
    clock.lap("key");
    boolean all = keyVerdict.accepted();
    ArrayNode list = Json.object().putArray("proofs");
    for (Path file : proofs) {
      ModelProof proof = ModelProof.read(file);
      long start = System.nanoTime();
      Verdict verdict =
          keyVerdict.accepted()
              ? check(key, verifier, proof, expected, root)
              : Verdict.rejected("KEY", keyFile.toString(), "the key itself is rejected");
      double millis = (System.nanoTime() - start) / 1e6;
      all &= verdict.accepted();
      if (list.isEmpty()) {
        say(
            "%s",
            keyVerdict.accepted() ? KeyView.security(key) : keyFile + ": " + keyVerdict.line());
      }
      show(key, file, proof, verdict);
      ObjectNode entry = list.addObject().put("file", file.toString());
      entry.put("millis", millis);
      verdict.addTo(entry);
      if (verdict.accepted()) {
        entry.setAll(publicPart(key, proof));
      }
    }
    clock.lap("verify");
    result.put("accepted", all);
    ObjectNode keyNode = result.putObject("key").put("file", keyFile.toString());
    keyVerdict.addTo(keyNode);
    keyNode.put("digest", key.digest().toHex());
    result.set("security", KeyView.securityJson(key));
    result.set("proofs", list);
    result
        .putObject("millis")
        .put("key", clock.millis("key"))
        .put("verify", clock.millis("verify"))
        .put("total", clock.total());
    print(result);
    return all ? Exit.DONE : Exit.REJECTED;
  }

  private @Nullable Digest root(ModelKey key) {
    Path opening = openingFile;
    Path input = inputFile;
    if ((opening == null) != (input == null)) {
      throw mistake("--opening and --input go together.");
    }
    if (inputRoot == null && opening == null) {
      return null;
    }
    if (inputRoot != null && opening != null) {
      throw mistake("--input-root and --opening are two ways to say the same; give one.");
    }
    if (key.privacy().input() != InputPrivacy.COMMITTED) {
      throw new UserException(
          "--input-root and --opening need a key with committed input; in %s the input is %s."
              .formatted(keyFile, KeyArguments.label(key.privacy().input())));
    }
    if (opening != null && input != null) {
      Graph graph = Inputs.of(key.circuit().one());
      Entries entries =
          key.circuit().batch() == null
              ? Entries.readOne(input, graph)
              : Entries.readBatch(input, graph);
      entries.requireFit(key.circuit(), keyFile);
      return Opening.read(opening, key, entries.stacked(key.circuit())).root();
    }
    try {
      return Digest.fromHex(String.valueOf(inputRoot));
    } catch (IllegalArgumentException e) {
      throw new UserException("--input-root takes 64 hexadecimal digits.", e);
    }
  }

  private Verdict checkKey(ModelKey key, ModelVerifier verifier) {
    var checked = new CheckedKeys(host());
    if (checked.contains(key.digest())) {
      return Verdict.ACCEPTED;
    }
    try {
      verifier.checkKey();
    } catch (ProofRejectedException e) {
      return Verdict.rejected(e.rejection());
    }
    checked.add(key.digest());
    return Verdict.ACCEPTED;
  }

  private Verdict check(
      ModelKey key,
      ModelVerifier verifier,
      ModelProof proof,
      OutputFile.@Nullable Expected expected,
      @Nullable Digest root) {
    try {
      verifier.verify(proof);
    } catch (ProofRejectedException e) {
      return Verdict.rejected(e.rejection());
    }
    var difference = expected == null ? null : expected.difference(key.circuit(), proof.outputs());
    if (difference != null) {
      return Verdict.rejected("OUTPUT", difference.where(), difference.detail());
    }
    if (root != null && !root.equals(proof.inputRoot())) {
      return Verdict.rejected(
          "INPUT_ROOT", "input", "expected %s, got %s".formatted(root, proof.inputRoot()));
    }
    if (context != null && !context.equals(proof.context())) {
      return Verdict.rejected(
          "CONTEXT", "context", "expected \"%s\", got \"%s\"".formatted(context, proof.context()));
    }
    return Verdict.ACCEPTED;
  }

  private void show(ModelKey key, Path file, ModelProof proof, Verdict verdict) {
    say("%s: %s", file, verdict.line());
    if (!verdict.accepted()) {
      return;
    }
    OutputView.lines(key.circuit(), proof.outputs()).forEach(line -> say("  %s", line));
    var root = proof.inputRoot();
    if (root != null) {
      say("  input     committed to as %s", root.toHex());
    }
    if (!proof.context().isEmpty()) {
      say("  context   %s", proof.context());
    }
  }

  private static ObjectNode publicPart(ModelKey key, ModelProof proof) {
    ObjectNode object = Json.object();
    OutputFile.put(object, key.circuit(), proof.outputs());
    Batch batch = key.circuit().batch();
    if (proof.inputs().length > 0 && batch == null) {
      object.set("inputIntegers", Json.node(proof.inputs()));
    } else if (proof.inputs().length > 0 && batch != null) {
      var entries = object.putArray("inputIntegers");
      for (int entry = 0; entry < batch.count(); entry++) {
        entries.add(Json.node(batch.entry(proof.inputs(), entry)));
      }
    }
    var root = proof.inputRoot();
    if (root != null) {
      object.put("inputRoot", root.toHex());
    }
    return object.put("context", proof.context());
  }
}
