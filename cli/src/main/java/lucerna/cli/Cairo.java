package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import lucerna.cairo.CairoPackage;
import lucerna.cairo.CostModel;
import lucerna.cairo.SplitPlan;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a verifier in Cairo. */
@Command(
    name = "cairo",
    description = "Writes a package in Cairo that verifies the proofs of a model's key.")
final class Cairo extends Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "KEY|MODEL",
      description = "The model's key; with --costs, models.")
  List<Path> files;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "A new folder, or an empty one.")
  @Nullable Path folder;

  @Option(
      names = "--costs",
      description =
          "Write no package, but a table of what verifying proofs of these models costs under each"
              + " profile: makes keys, proves, compiles and runs the verifier.")
  boolean costs;

  @Option(
      names = "--estimate",
      description = "With --costs: price without proving or compiling, by the model of costs.")
  boolean estimate;

  @Option(
      names = "--proofs",
      paramLabel = "N",
      defaultValue = "10",
      description = "With --costs: how many proofs each key must serve (default: 10).")
  int proofs;

  @Override
  int run() {
    if (costs) {
      if (folder != null) {
        throw mistake("--costs prints a table and writes nothing: leave out -o.");
      }
      if (proofs < 1) {
        throw mistake("--proofs takes a number from 1 on, not %d.", proofs);
      }
      print(new CairoCosts(this, proofs, estimate).run(files));
      return Exit.DONE;
    }
    Path out = folder;
    if (out == null) {
      throw mistake("Give a folder for the package by -o.");
    }
    if (files.size() != 1 || estimate) {
      throw mistake("A package is made of one key; a table of several models by --costs.");
    }
    return write(files.getFirst(), out);
  }

  private int write(Path keyFile, Path out) {
    ModelKey key = ModelKey.read(keyFile);
    try {
      // Whoever deploys the package trusts the key in it.
      new ModelVerifier(key).checkKey();
    } catch (ProofRejectedException e) {
      Verdict verdict = Verdict.rejected("KEY", e.rejection().where(), e.rejection().detail());
      say("%s", keyFile + ": " + verdict.line());
      var result = Json.object().put("accepted", false);
      verdict.addTo(result);
      print(result);
      return Exit.REJECTED;
    }
    CairoPackage made = CairoPackage.of(key);
    made.write(out);
    int bytes = made.files().values().stream().mapToInt(String::length).sum();
    say("%s: a verifier for the key %s", out, key.digest().toHex());
    ChainCost cost = CostModel.of(key);
    say("%d files, %s", made.files().size(), Figures.bytes(bytes));
    say(
        "a proof takes about %,d felts of calldata and %,d M gas, %,d M with calldata",
        cost.calldata(), Math.round(cost.gas() / 1e6), Math.round(cost.total() / 1e6));
    SplitPlan plan = made.plan();
    if (plan.parts() > 1) {
      say("it takes %d transactions, with the states that are passed back:", plan.parts());
      for (int part = 0; part < plan.parts(); part++) {
        say(
            "  %d: about %,d felts and %,d M gas on a node",
            part + 1, plan.cost(part).calldata(), Math.round(plan.cost(part).total() / 1e6));
      }
    }
    ObjectNode result = Json.object();
    if (plan.classes() > 1) {
      say(
          "the checks take %d classes besides the contract's, of at most 81,920 felts each:",
          plan.classes());
      var felts = result.putArray("estimatedClassFelts");
      for (int place = 0; place < plan.classes(); place++) {
        say("  Class%d: about %,d felts", place + 1, plan.classFelts(place));
        felts.add(plan.classFelts(place));
      }
    }
    print(
        result
            .put("transactions", plan.parts())
            .put("classes", plan.classes())
            .put("folder", out.toString())
            .put("keyDigest", key.digest().toHex())
            .put("files", made.files().size())
            .put("bytes", bytes)
            .put("estimatedCalldata", cost.calldata())
            .put("estimatedGas", cost.gas()));
    return Exit.DONE;
  }
}
