package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import lucerna.ops.UserException;
import lucerna.ops.graph.Graph;
import lucerna.ops.key.FileKind;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.onnx.OnnxImporter;
import lucerna.ops.prover.ProvingKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what is in a file. */
@Command(
    name = "inspect",
    description = "Says what is in a model, a model's key, a proving key or a proof.")
final class Inspect extends Verb {
  @Parameters(index = "0", paramLabel = "FILE", description = "An ONNX model, a key or a proof.")
  Path file;

  @Mixin Shapes shapes = new Shapes();

  @Override
  int run() {
    ObjectNode result = Json.object().put("file", file.toString());
    FileKind kind = kind();
    result.put("kind", kind == null ? "model" : kind.title());
    result.put("bytes", size());
    switch (kind) {
      case null -> {
        Graph graph = OnnxImporter.read(file, shapes.bound);
        head("ONNX model");
        new ModelView(this, result).show(graph);
      }
      case WEIGHTS -> {
        head(kind.title());
        say("secret: whoever has it learns the weights; made anew from proving.key if it is lost");
      }
      case KEY -> {
        ModelKey key = ModelKey.read(file);
        head(kind.title());
        new KeyDetails(this, result).show(key);
      }
      case PROVING_KEY -> {
        ProvingKey key = ProvingKey.read(file);
        head(kind.title());
        show(key, result);
      }
      case PROOF -> {
        ModelProof proof = ModelProof.read(file);
        head(kind.title());
        show(proof, result);
      }
    }
    print(result);
    return Exit.DONE;
  }

  private void head(String kind) {
    say("%s: %s, %s", file, kind, Figures.bytes(size()));
  }

  private void show(ProvingKey key, ObjectNode result) {
    say("secret: whoever has it can prove, and learns the weights");
    say("belongs to the key %s", key.keyDigest().toHex());
    say("proofs made: %d; %s", key.proofsUsed(), KeyView.left(key.proofsLeft()));
    result.put("keyDigest", key.keyDigest().toHex());
    result.put("proofsUsed", key.proofsUsed()).put("proofsLeft", key.proofsLeft());
  }

  private void show(ModelProof proof, ObjectNode result) {
    say("made for the key %s", proof.keyDigest().toHex());
    result.put("keyDigest", proof.keyDigest().toHex());
    long[][] outputs = proof.outputs();
    for (int o = 0; o < outputs.length; o++) {
      say("claims output %d: %d integers (verify says whether rightly)", o, outputs[o].length);
    }
    result.set("outputIntegers", Json.node(outputs));
    if (proof.inputs().length > 0) {
      say("its input is public");
      result.set("inputIntegers", Json.node(proof.inputs()));
    }
    var root = proof.inputRoot();
    if (root != null) {
      say("its input is committed to as %s", root.toHex());
      result.put("inputRoot", root.toHex());
    }
    if (!proof.context().isEmpty()) {
      say("context: %s", proof.context());
    }
    result.put("context", proof.context());
  }

  private @Nullable FileKind kind() {
    if (Files.isDirectory(file)) {
      throw mistake("%s is a folder; give a file in it.", file);
    }
    if (!Files.exists(file)) {
      throw mistake("%s does not exist.", file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(FileKind.HEADER_BYTES);
      if (head.length == 0) {
        throw mistake("%s is empty.", file);
      }
      return FileKind.of(head);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UserException unreadable(IOException e) {
    return new UserException(file + " cannot be read: " + e.getMessage() + ".", e);
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
