package lucerna.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import lucerna.cairo.Calldata;
import lucerna.cairo.NewFolder;
import lucerna.cairo.SplitCalldata;
import lucerna.cairo.SplitPlan;
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
      paramLabel = "FILE|FOLDER",
      description =
          "Write a JSON list here instead of one felt a line to standard output; a proof that takes"
              + " several transactions goes to a new folder, a list and a text for each.")
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
    List<List<String>> parts;
    try {
      parts = parts(key, proof);
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
      for (int i = 0; i < parts.size(); i++) {
        if (i > 0) {
          say("");
        }
        parts.get(i).forEach(felt -> say("%s", felt));
      }
    } else if (parts.size() == 1) {
      write(out, parts.getFirst());
      say("%s: %d felts of calldata", out, parts.getFirst().size());
    } else {
      writeParts(out, parts);
    }
    if (questionFile != null) {
      write(questionFile, Calldata.question(proof));
    }
    var result = Json.object().put("felts", parts.stream().mapToInt(List::size).sum());
    if (parts.size() > 1) {
      result.put("transactions", parts.size());
    }
    if (out != null) {
      result.put(parts.size() == 1 ? "file" : "folder", out.toString());
    } else if (parts.size() == 1) {
      result.set("calldata", Json.node(parts.getFirst().toArray(String[]::new)));
    } else {
      var lists = result.putArray("parts");
      parts.forEach(part -> lists.add(Json.node(part.toArray(String[]::new))));
    }
    print(result);
    return Exit.DONE;
  }

  /* The arguments of verify, or of each call of verify_part. */
  private static List<List<String>> parts(ModelKey key, ModelProof proof)
      throws ProofRejectedException {
    SplitPlan plan = SplitPlan.of(key);
    return plan.whole()
        ? List.of(Calldata.arguments(Calldata.of(key, proof)))
        : SplitCalldata.of(plan, key, proof).stream().map(SplitCalldata.Part::arguments).toList();
  }

  private void writeParts(Path folder, List<List<String>> parts) {
    var files = new TreeMap<String, String>();
    for (int i = 0; i < parts.size(); i++) {
      String name = "part-" + (i + 1);
      files.put(name + ".json", json(parts.get(i)));
      files.put(name + ".txt", String.join("\n", parts.get(i)) + "\n");
    }
    NewFolder.write(folder, files);
    for (int i = 0; i < parts.size(); i++) {
      say(
          "%s: %,d felts of calldata, transaction %d of %d",
          folder.resolve("part-" + (i + 1) + ".json"), parts.get(i).size(), i + 1, parts.size());
    }
  }

  private static void write(Path file, List<String> felts) {
    AtomicFiles.write(file, json(felts).getBytes(StandardCharsets.US_ASCII), false);
  }

  private static String json(List<String> felts) {
    return "[\"" + String.join("\",\n\"", felts) + "\"]\n";
  }
}
