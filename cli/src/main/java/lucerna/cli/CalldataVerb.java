package lucerna.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lucerna.cairo.Calldata;
import lucerna.ops.io.AtomicFiles;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.stark.ProofRejectedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a proof as calldata. */
@Command(
    name = "calldata",
    description = "Writes a proof as the arguments of its verifier contract in Cairo.")
final class CalldataVerb extends Verb {
  @Parameters(index = "0", paramLabel = "PROOF", description = "The proof.")
  Path proofFile;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The key it was made for; model.key beside the proof if not given.")
  @Nullable Path keyFile;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write a JSON list here instead of one felt a line to standard output.")
  @Nullable Path outFile;

  @Option(
      names = "--is-verified",
      paramLabel = "FILE",
      description =
          "Write to this file the arguments of the contract's is_verified, which ask whether it has"
              + " accepted a proof of the same statement.")
  @Nullable Path questionFile;

  @Override
  int run() {
    Path beside = keyFile == null ? proofFile.resolveSibling("model.key") : keyFile;
    ModelKey key = ModelKey.read(beside);
    ModelProof proof = ModelProof.read(proofFile);
    if (!proof.keyDigest().equals(key.digest())) {
      throw mistake("%s was not made for the key %s; give its key by --key.", proofFile, beside);
    }
    List<String> arguments;
    try {
      arguments = Calldata.arguments(Calldata.of(key, proof));
    } catch (ProofRejectedException e) {
      throw mistake(
          "%s cannot be written as calldata: %s: %s.",
          proofFile, e.rejection().where(), e.rejection().detail());
    } catch (IllegalArgumentException e) {
      throw mistake(
          "%s cannot be written as calldata: %s.", proofFile, String.valueOf(e.getMessage()));
    }
    Path out = outFile;
    if (out == null) {
      arguments.forEach(felt -> say("%s", felt));
    } else {
      write(out, arguments);
      say("%s: %d felts of calldata", out, arguments.size());
    }
    if (questionFile != null) {
      write(questionFile, Calldata.question(proof));
    }
    var result = Json.object().put("felts", arguments.size());
    if (out == null) {
      result.set("calldata", Json.node(arguments.toArray(String[]::new)));
    } else {
      result.put("file", out.toString());
    }
    print(result);
    return Exit.DONE;
  }

  private static void write(Path file, List<String> felts) {
    String text = "[\"" + String.join("\",\n\"", felts) + "\"]\n";
    AtomicFiles.write(file, text.getBytes(StandardCharsets.US_ASCII), false);
  }
}
