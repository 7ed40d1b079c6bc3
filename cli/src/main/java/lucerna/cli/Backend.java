package lucerna.cli;

import java.lang.module.ModuleFinder;
import java.util.Locale;
import lucerna.field.Kernels;
import lucerna.fri.hash.BulkHash;
import lucerna.stark.prover.Backends;
import org.jspecify.annotations.Nullable;

/** What a proof is computed with. The bytes of a proof do not depend on it. */
enum Backend {
  /** The best that this machine has. */
  AUTO,

  /** Plain loops on the processor. */
  SCALAR,

  /** Vector instructions of the processor. */
  SIMD,

  /** An NVIDIA GPU. */
  CUDA,

  /** The first OpenCL device. */
  OPENCL;

  private static final String VECTORS = "lucerna.field.simd";
  private static final String API = "jdk.incubator.vector";

  /** Returns the choice as options and reports write it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Makes this process compute with this from now on. */
  void use() {
    Kernels.useScalarOnly(this == SCALAR);
  }

  /** Says whether columns are to live on a device. */
  boolean isDevice() {
    return this == CUDA || this == OPENCL;
  }

  /** Returns what this process proves with now: anything but {@link #AUTO}. */
  static Backend used() {
    String kind = Backends.current().kind();
    for (Backend each : values()) {
      if (each.isDevice() && each.label().equals(kind)) {
        return each;
      }
    }
    return onProcessor();
  }

  private static Backend onProcessor() {
    return Kernels.get().lanes() > 1 && BulkHash.get().lanes() > 1 ? SIMD : SCALAR;
  }

  /** Returns why this process cannot compute with vectors, or null if it can. */
  static @Nullable String whyNoVectors() {
    if (onProcessor() == SIMD || Kernels.scalarOnly()) {
      return null;
    }
    if (ModuleFinder.ofSystem().find(API).isEmpty()) {
      return "this JDK has no module " + API;
    }
    if (ModuleLayer.boot().findModule(VECTORS).isEmpty()) {
      return "the module " + VECTORS + " is not on the module path";
    }
    return "lucerna.kernels=" + System.getProperty("lucerna.kernels", "") + " is set";
  }
}
