package lucerna.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Compiles a kernel's source to PTX with clang, without a CUDA toolkit. The first line of the PTX
 * is the SHA-256 of its source, so that a stale file is seen without a compiler.
 */
final class KernelBuild {
  /* Version 16, for others write other bytes. PTX for sm_80 runs on everything later. */
  private static final List<String> CLANG =
      List.of(
          "clang-16",
          "-x",
          "cuda",
          "--cuda-device-only",
          "--cuda-gpu-arch=sm_80",
          "--cuda-feature=+ptx70",
          "-nocudainc",
          "-nocudalib",
          "-O3",
          "-S",
          "-o",
          "-",
          "-");

  private KernelBuild() {}

  static String head(String source) {
    try {
      byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "// source " + HexFormat.of().formatHex(hash) + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The PTX of a source, head included. */
  static String compile(String source) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(CLANG).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.getOutputStream()) {
      in.write(source.getBytes(StandardCharsets.UTF_8));
    }
    String ptx = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("clang failed");
    }
    return head(source) + ptx;
  }

  static boolean compilerIsThere() {
    try {
      Process process = new ProcessBuilder(CLANG.getFirst(), "--version").start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException | InterruptedException missing) {
      return false;
    }
  }
}
