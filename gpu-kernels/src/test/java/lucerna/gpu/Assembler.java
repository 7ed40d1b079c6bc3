package lucerna.gpu;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** NVIDIA's assembler, which JCuda brings along and which needs no driver. */
final class Assembler {
  private static final Pattern SPILLS =
      Pattern.compile(
          "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");

  private Assembler() {}

  /**
   * What the assembler made.
   *
   * @param cubinBytes size of the machine code
   * @param kernels number of kernels of which it tells the registers
   * @param spilledBytes bytes of stack and of spills of all kernels
   * @param log what it said
   */
  record Result(int cubinBytes, int kernels, int spilledBytes, String log) {}

  static Result assemble(String ptx, String architecture) {
    JNvPTXCompiler.setExceptionsEnabled(false);
    byte[] text = (ptx + "\0").getBytes(StandardCharsets.US_ASCII);
    var handle = new nvPTXCompilerHandle();
    int made = JNvPTXCompiler.nvPTXCompilerCreate(handle, text.length - 1L, text);
    if (made != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      throw new IllegalArgumentException("the assembler takes no text: " + made);
    }
    long[] size = new long[1];
    try {
      String[] options = {"--gpu-name=" + architecture, "--verbose"};
      if (JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options)
          != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
        JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, size);
        byte[] log = new byte[(int) size[0] + 1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log);
        throw new IllegalArgumentException(new String(log, StandardCharsets.US_ASCII).strip());
      }
      JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, size);
      byte[] bytes = new byte[(int) size[0] + 1];
      JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, bytes);
      String log = new String(bytes, StandardCharsets.US_ASCII);
      JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(handle, size);
      int kernels = 0;
      int spilled = 0;
      Matcher each = SPILLS.matcher(log);
      while (each.find()) {
        kernels++;
        for (int group = 1; group <= each.groupCount(); group++) {
          spilled += Integer.parseInt(each.group(group));
        }
      }
      return new Result((int) size[0], kernels, spilled, log);
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(handle);
    }
  }
}
