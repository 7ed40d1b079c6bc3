package lucerna.cli;

import java.lang.module.ModuleFinder;
import java.util.Locale;
import lucerna.field.Kernels;
import lucerna.fri.hash.BulkHash;
import org.jspecify.annotations.Nullable;

/** What a proof is computed with. The bytes of a proof do not depend on it. */
enum Backend {
  /** The best that this machine has. */
  AUTO,

  /** Plain loops on the processor. */
  SCALAR,

  /** Vector instructions of the processor. */
  SIMD;

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

  /** Returns what this process computes with now: {@link #SCALAR} or {@link #SIMD}. */
  static Backend used() {
    return Kernels.get().lanes() > 1 && BulkHash.get().lanes() > 1 ? SIMD : SCALAR;
  }

  /** Returns why this process cannot compute with vectors, or null if it can. */
  static @Nullable String whyNoVectors() {
    if (used() == SIMD || Kernels.scalarOnly()) {
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
