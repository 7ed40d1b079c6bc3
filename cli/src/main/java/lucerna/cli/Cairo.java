package lucerna.cli;

import java.nio.file.Path;
import lucerna.cairo.CairoPackage;
import lucerna.ops.key.ModelKey;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a verifier in Cairo. */
@Command(
    name = "cairo",
    description = "Writes a package in Cairo that verifies the proofs of a model's key.")
final class Cairo extends Verb {
  @Parameters(index = "0", paramLabel = "KEY", description = "The model's key.")
  Path keyFile;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      required = true,
      description = "A new folder, or an empty one.")
  Path folder;

  @Override
  int run() {
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
    made.write(folder);
    int bytes = made.files().values().stream().mapToInt(String::length).sum();
    say("%s: a verifier for the key %s", folder, key.digest().toHex());
    say("%d files, %s", made.files().size(), Figures.bytes(bytes));
    print(
        Json.object()
            .put("folder", folder.toString())
            .put("keyDigest", key.digest().toHex())
            .put("files", made.files().size())
            .put("bytes", bytes));
    return Exit.DONE;
  }
}
