package lucerna.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Kernels that are compiled together, in two forms of one source.
 *
 * <p>Two modules are the same only if they are the same object: devices load each once.
 */
public final class KernelModule {
  /** What every source begins with. */
  private static final String[] HEADERS = {"gpu.h", "field.h"};

  private final String name;
  private final String openCl;
  private final String ptx;

  /**
   * Makes a module.
   *
   * @param name its name in messages
   * @param openCl its source in OpenCL C, whole
   * @param ptx its PTX text
   */
  public KernelModule(String name, String openCl, String ptx) {
    this.name = name;
    this.openCl = openCl;
    this.ptx = ptx;
  }

  static KernelModule builtIn(String name) {
    return new KernelModule(name, source(name), resource(name + ".ptx"));
  }

  /** The source of a built-in module, headers included: OpenCL C and CUDA C alike. */
  static String source(String name) {
    return headers() + resource(name + ".cl");
  }

  /** The text that sources begin with: words, kernels, field arithmetic. */
  static String headers() {
    StringBuilder text = new StringBuilder();
    for (String header : HEADERS) {
      text.append(resource(header));
    }
    return text.toString();
  }

  /**
   * Returns the module's name.
   *
   * @return a name for messages
   */
  public String name() {
    return name;
  }

  /**
   * Returns the OpenCL form.
   *
   * @return OpenCL C
   */
  public String openCl() {
    return openCl;
  }

  /**
   * Returns the CUDA form.
   *
   * @return PTX for sm_80, which drivers for CUDA 11 or later accept
   */
  public String ptx() {
    return ptx;
  }

  @Override
  public String toString() {
    return name;
  }

  private static String resource(String file) {
    try (InputStream in = KernelModule.class.getResourceAsStream("kernels/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the resource kernels/" + file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
