package lucerna.ops.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lucerna.ops.UserException;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.OperatorSetIdProto;

/** Reads the protobuf of an ONNX file and refuses what is none. */
final class ModelFile {
  static final int OLDEST_OPSET = 7;
  static final int NEWEST_OPSET = 24;

  /** The domain of classical models: trees, linear models. */
  static final String LEARNED = "ai.onnx.ml";

  private static final int MAGIC_LENGTH = 6;
  private static final Map<String, String> OWN_FILES =
      Map.of("LUCKEY", "key", "LUCPKY", "proving key", "LUCPRF", "proof");

  private ModelFile() {}

  static ModelProto read(Path file) {
    byte[] bytes = bytes(file);
    if (bytes.length == 0) {
      throw new UserException(file + " is empty; give an ONNX model.");
    }
    String magic =
        new String(bytes, 0, Math.min(bytes.length, MAGIC_LENGTH), StandardCharsets.ISO_8859_1);
    String own = OWN_FILES.get(magic);
    if (own != null) {
      throw new UserException(file + " is a Lucerna " + own + ", not a model; give an ONNX model.");
    }
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (!model.hasGraph()) {
        throw new UserException(
            file + " holds no graph, so it is no ONNX model; export the model again.");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new UserException(
          file + " is not an ONNX model or is cut short; export or copy it again.", e);
    }
  }

  /** The version of the default operator set. */
  static int opset(Path file, ModelProto model) {
    long version = 1;
    if (model.getOpsetImportCount() > 0
        && model.getOpsetImportList().stream().allMatch(set -> set.getDomain().equals(LEARNED))) {
      return NEWEST_OPSET;
    }
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (isDefaultDomain(set.getDomain())) {
        version = set.getVersion();
      }
    }
    if (version < OLDEST_OPSET || version > NEWEST_OPSET) {
      throw new UserException(
          "%s uses operator set %d, but %d to %d are supported; export the model with one of these."
              .formatted(file, version, OLDEST_OPSET, NEWEST_OPSET));
    }
    return (int) version;
  }

  static boolean isDefaultDomain(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      String fault = " does not exist";
      if (Files.exists(file)) {
        fault = Files.isDirectory(file) ? " is a folder" : " is no file that can be read";
      }
      throw new UserException(file + fault + "; give the path of an ONNX model.");
    }
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw new UserException(file + " is larger than 2 GiB, more than an ONNX file can hold.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
